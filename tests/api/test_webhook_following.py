"""What webhooks find and read again when it is sent, on both databases."""

from collections.abc import AsyncIterator

import pytest
from asgi_lifespan import LifespanManager

from api.app import create_app
from api.surroundings import utc_now
from db.sessions import Database
from tests import factories as make
from tests.api import webhooks as hooks
from tests.api.client import Client, serving
from tests.api.receiving import Receiver
from tests.api.test_notes import ADD as ADD_NOTE
from tests.api.test_notes import judging
from tests.api.test_subscriptions import number_of, publish
from tests.api.test_withdrawing import done

DEAR = """subscription { new: claimAdded { cursor claim {
  content article { claims(first: 20) { nodes { content } } } } } }"""
NOTES = "subscription { noteChanged { cursor action } }"


@pytest.fixture
async def client(database_url: str) -> AsyncIterator[Client]:
    """A client of an application that may send to loopback."""
    async with serving(hooks.settings_of(database_url)) as client:
        yield client


async def test_an_event_is_read_whatever_fits_before_it_by_then(
    client: Client, database: Database, editor: str, receiver: Receiver
) -> None:
    """A claim that is restored stands before one that waits, and is not told in its place."""
    identity, _ = await hooks.registered(client, editor, receiver.address)
    await hooks.changed(client, editor, identity, enabled=False)
    await publish(database, 1)
    [claim] = (await client.data("{ claims { nodes { id } } }"))["claims"]["nodes"]
    given = {"claimId": claim["id"], "reason": "خطا"}
    assert (await done(client, editor, "withdrawClaim", **given))["errors"] == []
    await publish(database, 2)
    receiver.statuses = [500] * 4
    await hooks.changed(client, editor, identity, enabled=True)
    await hooks.eventually(lambda: hooks.only(client, editor), lambda one: one["state"] == "DISABLED")
    assert (await done(client, editor, "restoreClaim", **given))["errors"] == []
    await hooks.changed(client, editor, identity, enabled=True)
    await hooks.eventually(lambda: hooks.states_of(client, editor), lambda states: "WAITING" not in states)
    assert await hooks.states_of(client, editor) == ["DELIVERED"]
    assert number_of((await receiver.wait_for(5))[4].told["data"]) == 2


async def test_a_webhook_that_is_to_tell_of_other_things_begins_with_them(
    client: Client, database: Database, editor: str, receiver: Receiver
) -> None:
    """What waited, or is replayed, of those before is not sent."""
    receiver.statuses = [500] * 4
    identity, _ = await hooks.registered(client, editor, receiver.address)
    await publish(database, 1, 2)
    await hooks.eventually(lambda: hooks.only(client, editor), lambda one: one["state"] == "DISABLED")
    source = make.article()
    revision = make.revision(source)
    claim = make.claim(revision)
    await make.store(database, [source, revision, claim])
    assert (await client.data(ADD_NOTE, key=editor, input=judging(claim)))["addNote"]["errors"] == []
    changed = await hooks.changed(client, editor, identity, document=NOTES, enabled=True)
    assert changed["state"] == "ACTIVE"
    assert (await client.data(ADD_NOTE, key=editor, input=judging(claim)))["addNote"]["errors"] == []
    told = (await receiver.wait_for(5))[4:]
    assert [one.told["data"]["noteChanged"]["action"] for one in told] == ["addNote"]
    every = {"webhookId": identity, "since": "2020-01-01T00:00:00Z"}
    assert (await client.data(hooks.REPLAY, key=editor, input=every))["replayWebhookDeliveries"]["errors"] == []
    await receiver.wait_for(6)
    await hooks.eventually(lambda: hooks.states_of(client, editor), lambda states: "WAITING" not in states)
    assert await hooks.states_of(client, editor) == ["GONE", "GONE", "DELIVERED"]
    assert (await hooks.only(client, editor))["state"] == "ACTIVE"


@pytest.mark.slow
async def test_more_than_the_points_of_a_minute_are_told_as_there_are_points(
    database_url: str, database: Database, editor: str, receiver: Receiver
) -> None:
    """An event costs 25 of 1,000: the first ones come at once, the others in the next minute, in order and once.

    The server's clock runs ten times as fast as others, so that its minute is short.
    """
    begun = utc_now()
    settings = hooks.settings_of(database_url, price_limit=1_000, key_points_a_minute=1_000)
    async with serving(hooks.settings_of(database_url, webhooks=False)) as client:
        await hooks.registered(client, editor, receiver.address, document=DEAR)
        await publish(database, *range(60))
    async with LifespanManager(create_app(settings, clock=lambda: begun + 10 * (utc_now() - begun))):
        await receiver.wait_for(10)
        await receiver.wait_for(60, seconds=120)
    assert [number_of(one.told["data"]) for one in receiver.received] == list(range(60))
