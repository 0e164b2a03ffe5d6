"""Webhooks as editors see them, and what reaches their receivers, on both databases and over real connections."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from asgi_lifespan import LifespanManager
from sqlalchemy.event import listen
from starlette.responses import Response

from api.app import create_app
from db.chain import chained_events
from db.keys import key_id_of
from db.sessions import Database
from domain.roles import Role
from tests import keys
from tests.api import webhooks as hooks
from tests.api.client import Client, serving
from tests.api.receiving import Received, Receiver, is_signed, receiving
from tests.api.test_keys import REVOKE
from tests.api.test_subscriptions import SPEAKERS, number_of, publish

LATE = 1.0


@pytest.fixture
async def client(database_url: str) -> AsyncIterator[Client]:
    """A client of an application that may send to loopback."""
    async with serving(hooks.settings_of(database_url)) as client:
        yield client


def numbers(received: list[Received]) -> list[int]:
    """The numbers in the claims that were told."""
    return [number_of(one.told["data"]) for one in received]


async def test_what_comes_is_told_with_a_signature(
    client: Client, database: Database, editor: str, receiver: Receiver
) -> None:
    """As the document says: what of the filter comes, with what is selected."""
    document = (
        "subscription ($who: String) { new: claimAdded(where: {speakerName: $who}) { cursor claim { content } } }"
    )
    url = f"{receiver.address}/hook"
    identity, secret = await hooks.registered(client, editor, url, document=document, variables={"who": SPEAKERS[1]})
    await publish(database, 1)
    await publish(database, 2, speaker=SPEAKERS[1])
    [got] = await receiver.wait_for(1)
    assert is_signed(secret, got)
    assert not is_signed(secret, Received(got.path, got.headers, got.body + b" "))
    assert got.headers["content-type"] == "application/json; charset=utf-8"
    assert got.headers["user-agent"].startswith("Gozareh/")
    assert number_of(got.told["data"]) == 2
    assert got.told["extensions"] == {"webhook": identity, "number": 1, "cursor": got.told["data"]["new"]["cursor"]}
    [told] = await hooks.eventually(
        lambda: hooks.log_of(client, editor), lambda log: [one["state"] for one in log] == ["DELIVERED"]
    )
    assert (told["id"], told["attempts"], told["lastStatus"]) == (got.id, 1, 204)


async def test_a_delivery_is_tried_again_and_those_after_it_wait(
    client: Client, database: Database, editor: str, receiver: Receiver
) -> None:
    """So that a receiver sees everything in the order in which it came; each try has the same id."""
    receiver.statuses = [500, 503]
    await hooks.registered(client, editor, receiver.address)
    await publish(database, 1)
    await publish(database, 2, 3)
    got = await receiver.wait_for(5)
    assert numbers(got) == [1, 1, 1, 2, 3]
    assert len({one.id for one in got[:3]}) == 1
    log = await hooks.eventually(
        lambda: hooks.log_of(client, editor), lambda log: {one["state"] for one in log} == {"DELIVERED"}
    )
    assert [one["attempts"] for one in log] == [3, 1, 1]
    assert (await hooks.only(client, editor))["failures"] == 0


async def test_a_webhook_whose_tries_fail_is_disabled_and_goes_on_where_it_stood(
    client: Client, database: Database, editor: str, receiver: Receiver
) -> None:
    """With the delivery that failed; administrators find that it was disabled, and why."""
    receiver.statuses = [500] * 4
    identity, _ = await hooks.registered(client, editor, receiver.address)
    await publish(database, 1, 2)
    found = await hooks.eventually(lambda: hooks.only(client, editor), lambda one: one["state"] == "DISABLED")
    assert found["disabledReason"] == "its receiver answered 500, after 4 tries of one delivery"
    await publish(database, 3)
    await asyncio.sleep(0.3)
    assert len(receiver.received) == 4
    assert (await hooks.changed(client, editor, identity, enabled=True))["state"] == "ACTIVE"
    got = await receiver.wait_for(7)
    assert numbers(got[4:]) == [1, 2, 3]
    async with database.reading() as session:
        told = [(one.action, one.actor, one.audience) async for one in chained_events(session)]
    assert ("disableWebhook", "gozareh", "admin") in told


async def test_what_a_receiver_never_takes_can_be_skipped(
    client: Client, database: Database, editor: str, receiver: Receiver
) -> None:
    """When the webhook is enabled; it can be replayed even so."""
    receiver.statuses = [500] * 4
    identity, _ = await hooks.registered(client, editor, receiver.address)
    await publish(database, 1, 2)
    await hooks.eventually(lambda: hooks.only(client, editor), lambda one: one["state"] == "DISABLED")
    await hooks.changed(client, editor, identity, enabled=True, skipFailed=True)
    assert numbers((await receiver.wait_for(5))[4:]) == [2]
    await hooks.eventually(lambda: hooks.states_of(client, editor), lambda states: states == ["GONE", "DELIVERED"])


async def test_a_receiver_that_is_gone_is_asked_once(
    client: Client, database: Database, editor: str, receiver: Receiver
) -> None:
    """410 disables at once."""
    receiver.statuses = [410]
    await hooks.registered(client, editor, receiver.address)
    await publish(database, 1)
    found = await hooks.eventually(lambda: hooks.only(client, editor), lambda one: one["state"] == "DISABLED")
    assert found["disabledReason"] == "its receiver answered 410, after 1 try of one delivery"
    assert await hooks.states_of(client, editor) == ["FAILED"]


async def test_deliveries_are_replayed_under_their_ids(
    client: Client, database: Database, editor: str, receiver: Receiver
) -> None:
    """One, and all since an instant, in their order."""
    identity, _ = await hooks.registered(client, editor, receiver.address)
    await publish(database, 1, 2, 3)
    await receiver.wait_for(3)
    log = await hooks.eventually(
        lambda: hooks.log_of(client, editor), lambda log: [one["state"] for one in log] == ["DELIVERED"] * 3
    )
    one = {"webhookId": identity, "deliveryIds": [log[1]["id"]]}
    assert (await client.data(hooks.REPLAY, key=editor, input=one))["replayWebhookDeliveries"]["count"] == 1
    await receiver.wait_for(4)
    await hooks.eventually(lambda: hooks.states_of(client, editor), lambda states: states == ["DELIVERED"] * 3)
    every = {"webhookId": identity, "since": "2020-01-01T00:00:00Z"}
    assert (await client.data(hooks.REPLAY, key=editor, input=every))["replayWebhookDeliveries"]["count"] == 3
    got = await receiver.wait_for(7)
    assert numbers(got) == [1, 2, 3, 2, 1, 2, 3]
    assert got[3].id == got[1].id == log[1]["id"]


async def test_nothing_is_lost_while_the_server_is_away(
    database_url: str, database: Database, editor: str, receiver: Receiver
) -> None:
    """What came meanwhile is told by the next one, each once."""
    settings = hooks.settings_of(database_url)
    async with serving(settings) as client:
        await hooks.registered(client, editor, receiver.address)
        await publish(database, 1)
        await receiver.wait_for(1)
        await hooks.eventually(lambda: hooks.states_of(client, editor), lambda states: states == ["DELIVERED"])
    await publish(database, 2, 3)
    async with serving(settings):
        await publish(database, 4)
        assert numbers(await receiver.wait_for(4)) == [1, 2, 3, 4]


async def test_two_servers_tell_each_event_once(
    database_url: str, database: Database, editor: str, receiver: Receiver
) -> None:
    """One of them holds the lease; the other goes on when it ends."""
    settings = hooks.settings_of(database_url)
    async with serving(settings) as client:
        async with serving(settings) as other:
            await hooks.registered(client, editor, receiver.address)
            await hooks.registered(other, editor, f"{receiver.address}/other")
            for number in range(10):
                await publish(database, number)
            await receiver.wait_for(20)
            await asyncio.sleep(0.5)
        at_first = sorted(one.told["extensions"]["number"] for one in receiver.received)
        assert at_first == sorted([*range(1, 11), *range(1, 11)])
        await publish(database, 10)
        await receiver.wait_for(22)


async def test_a_webhook_that_is_disabled_leaves_nothing_due(
    database_url: str, database: Database, editor: str, receiver: Receiver
) -> None:
    """Else the other webhooks would be looked at without a pause."""
    app = create_app(hooks.settings_of(database_url, webhook_retry_seconds=0.5))
    looks = 0

    def count(_: object) -> None:
        nonlocal looks
        looks += 1

    async def answer(got: Received) -> Response:
        return Response(status_code=204 if got.path == "/other" else 500)

    receiver.answer = answer
    async with LifespanManager(app), serving(hooks.settings_of(database_url, webhooks=False)) as client:
        identity, _ = await hooks.registered(client, editor, receiver.address)
        await hooks.registered(client, editor, f"{receiver.address}/other")
        await publish(database, 1)
        await receiver.wait_for(2)
        await hooks.changed(client, editor, identity, enabled=False)
        await asyncio.sleep(1.5)
        listen(app.state.database._reader.sync_engine, "begin", count)
        await asyncio.sleep(1)
    assert looks < 20


async def test_a_slow_receiver_holds_up_no_other(
    client: Client, database: Database, editor: str, receiver: Receiver
) -> None:
    """Which is told while the slow one has not answered."""
    answered = asyncio.Event()

    async def answer(_: Received) -> Response:
        await answered.wait()
        return Response()

    async with receiving() as slow:
        slow.answer = answer
        await hooks.registered(client, editor, slow.address)
        await hooks.registered(client, editor, receiver.address)
        await publish(database, 1)
        await slow.wait_for(1)
        await publish(database, 2)
        assert numbers(await receiver.wait_for(2)) == [1, 2]
        assert len(slow.received) == 1
        answered.set()
        assert numbers(await slow.wait_for(2)) == [1, 2]


async def test_more_than_may_wait_is_told_later(database_url: str, database: Database, editor: str) -> None:
    """Nothing is left out where a receiver is behind."""
    async with serving(hooks.settings_of(database_url, webhook_waiting_limit=2)) as client, receiving() as receiver:
        receiver.statuses = [500]
        await hooks.registered(client, editor, receiver.address)
        await publish(database, *range(7))
        assert numbers(await receiver.wait_for(8)) == [0, *range(7)]


async def test_an_owner_whose_key_is_revoked_is_told_nothing_more(
    client: Client, database: Database, editor: str, receiver: Receiver
) -> None:
    """Not even what waits; whoever enables it is its owner then."""
    admin = await keys.create_key(database, name="مدیر", role=Role.ADMIN)
    identity, _ = await hooks.registered(client, editor, receiver.address)
    async with database.reading() as session:
        owner = await key_id_of(session, "نگار")
    assert owner is not None
    revoke = {"keyId": f"key_{owner.hex}", "why": "رفت"}
    assert (await client.data(REVOKE, key=admin, input=revoke))["revokeKey"]["errors"] == []
    await publish(database, 1)
    found = await hooks.eventually(lambda: hooks.only(client, admin), lambda one: one["state"] == "DISABLED")
    assert found["disabledReason"].startswith("its subscription tells nothing more: this API key was revoked")
    assert receiver.received == []
    assert (await hooks.changed(client, admin, identity, enabled=True))["owner"] == "مدیر"
    assert numbers(await receiver.wait_for(1)) == [1]


async def test_a_rotated_secret_signs_beside_the_old_one(
    client: Client, database: Database, editor: str, receiver: Receiver
) -> None:
    """For a day, so that receivers can change theirs meanwhile."""
    identity, old = await hooks.registered(client, editor, receiver.address)
    rotated = await client.data(hooks.ROTATE, key=editor, input={"webhookId": identity})
    new = rotated["rotateWebhookSecret"]["secret"]
    await publish(database, 1)
    [got] = await receiver.wait_for(1)
    assert old != new
    assert (is_signed(old, got), is_signed(new, got)) == (True, True)


async def test_a_deleted_webhook_is_told_nothing_more(
    client: Client, database: Database, editor: str, receiver: Receiver
) -> None:
    """And its log is gone."""
    identity, _ = await hooks.registered(client, editor, receiver.address)
    await publish(database, 1)
    await receiver.wait_for(1)
    await client.data(hooks.DELETE, key=editor, input={"webhookId": identity})
    await publish(database, 2)
    await asyncio.sleep(LATE)
    assert len(receiver.received) == 1
    assert await hooks.log_of(client, editor) == []


async def test_what_is_withdrawn_while_it_waits_is_not_told(
    client: Client, database: Database, editor: str, receiver: Receiver
) -> None:
    """It is read again when it is sent, and no table of webhooks keeps a word of it."""
    receiver.statuses = [500] * 4
    identity, _ = await hooks.registered(client, editor, receiver.address)
    await publish(database, 1)
    await hooks.eventually(lambda: hooks.only(client, editor), lambda one: one["state"] == "DISABLED")
    [claim] = (await client.data("{ claims { nodes { id } } }"))["claims"]["nodes"]
    withdraw = """mutation ($input: WithdrawClaimInput!) { withdrawClaim(input: $input) { errors { message } } }"""
    given = {"claimId": claim["id"], "reason": "شکایت"}
    assert (await client.data(withdraw, key=editor, input=given))["withdrawClaim"]["errors"] == []
    before = len(receiver.received)
    await hooks.changed(client, editor, identity, enabled=True)
    await publish(database, 2)
    await hooks.eventually(lambda: hooks.states_of(client, editor), lambda states: states == ["GONE", "DELIVERED"])
    assert numbers(receiver.received[before:]) == [2]
