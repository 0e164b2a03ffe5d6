"""Webhooks as they are registered: what is refused, what is audited, and that their secrets are nowhere."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest
import structlog
from sqlalchemy import select, text

from api.logs import configure_logs
from api.webhook_messages import message_of
from db.chain import chained_events
from db.sessions import Database
from db.tables import METADATA, WebhookRow
from domain.roles import Role, Scope
from tests import factories as make
from tests import keys
from tests.api import webhooks as hooks
from tests.api.client import Client, serving
from tests.api.receiving import Receiver
from tests.api.reference import SCHEMA
from tests.api.test_every_field import every_field
from tests.api.test_subscriptions import publish

URL = "https://93.184.216.34/hooks/very-secret-path?token=very-secret"


@pytest.fixture
async def client(database_url: str) -> AsyncIterator[Client]:
    """A client of an application that sends nothing, and nothing to private addresses."""
    settings = hooks.settings_of(database_url, webhook_private_addresses=False, webhooks=False, webhook_limit=2)
    async with serving(settings) as client:
        yield client


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"url": "http://93.184.216.34/"}, "url", "is not https"),
        ({"url": "https://localhost/"}, "url", "leads to a private address"),
        ({"url": "https://127.0.0.1/"}, "url", "leads to a private address"),
        ({"url": "https://nowhere.invalid/"}, "url", "has a host that is not found"),
        ({"url": "https://a:b@93.184.216.34/"}, "url", "has a name or a password"),
        ({"name": " "}, "name", "is empty"),
        ({"variables": [1]}, "variables", "is no object"),
        ({"document": "{ claims { totalCount } }"}, "document", "is no subscription"),
        ({"document": 'mutation { deleteWebhook(input: {webhookId: "x"}) { errors { code } } }'}, "document", "is no"),
        ({"document": "subscription {"}, "document", "Syntax Error"),
        ({"document": "subscription { claimAdded { nothing } }"}, "document", "Cannot query field"),
        (
            {"document": f'subscription {{ claimAdded(since: "{"0" * 32}") {{ cursor }} }}'},
            "document",
            "since: is given for a webhook, which begins now",
        ),
        (
            {
                "document": "subscription ($at: String) { noteChanged(since: $at) { cursor } }",
                "variables": {"at": "0" * 32},
            },
            "document",
            "since: is given for a webhook, which begins now",
        ),
        (
            {"document": 'subscription { claimAdded(where: {speakerIds: ["x"]}) { cursor } }'},
            "document",
            "is not an id",
        ),
        (
            {"document": "subscription ($n: Int!) { claimAdded { claim { notes(first: $n) { totalCount } } } }"},
            "document",
            "$n",
        ),
        (
            {
                "document": "subscription { claimAdded { claim { article { claims(first: 100) { nodes {"
                " notes(first: 100) { nodes { evidence { url } claim { notes(first: 100) { totalCount } } } } } } } } }"
                " }"
            },
            "document",
            "points",
        ),
    ],
)
async def test_what_cannot_be_followed_or_sent_is_refused(
    client: Client, editor: str, given: dict[str, object], field: str, words: str
) -> None:
    """When it is registered, by the field to mend; nothing is stored."""
    path, message = await hooks.refused(client, editor, **given)
    assert path == ["input", field]
    assert words in message
    assert (await client.data(hooks.WEBHOOKS, key=editor))["webhooks"]["nodes"] == []


async def test_a_mutation_in_the_place_of_a_subscription_changes_nothing(client: Client, editor: str) -> None:
    """It is read, and not run."""
    identity, _ = await hooks.registered(client, editor, URL)
    document = f'mutation {{ deleteWebhook(input: {{webhookId: "{identity}"}}) {{ errors {{ code }} }} }}'
    await hooks.refused(client, editor, document=document)
    assert len((await client.data(hooks.WEBHOOKS, key=editor))["webhooks"]["nodes"]) == 1


async def test_as_many_are_registered_as_there_may_be(client: Client, editor: str) -> None:
    """And no more."""
    for _ in range(2):
        await hooks.registered(client, editor, URL)
    _, message = await hooks.refused(client, editor)
    assert "one webhook too many, there are 2" in message


async def test_a_key_that_is_limited_to_webhooks_registers_them(client: Client, database: Database) -> None:
    """And does nothing else."""
    limited = await keys.create_key(database, name="میز", role=Role.EDITOR, scopes=[Scope.WEBHOOKS])
    await hooks.registered(client, limited, URL)
    code, _ = await client.error("{ auditEvents { totalCount } }", key=limited)
    assert code == "FORBIDDEN"


async def test_the_same_registration_is_done_once(client: Client, editor: str) -> None:
    """Under its idempotency key; the secret is shown the first time alone."""
    given = {"name": "دریافت", "url": URL, "document": hooks.ADDED, "idempotencyKey": "یک"}
    first, second = [(await client.data(hooks.REGISTER, key=editor, input=given))["registerWebhook"] for _ in range(2)]
    assert first["webhook"]["id"] == second["webhook"]["id"]
    assert (first["secret"][:6], second["secret"]) == ("whsec_", None)


async def test_a_webhook_is_disabled_and_renamed_whatever_became_of_its_address(
    database_url: str, database: Database, client: Client, editor: str
) -> None:
    """By anybody who may, and it stays its owner's; enabled and sent elsewhere it has to be one that is sent to."""
    other = await keys.create_key(database, name="مدیر", role=Role.ADMIN)
    async with serving(hooks.settings_of(database_url, webhooks=False)) as open_one:
        identity, _ = await hooks.registered(open_one, editor, "http://127.0.0.1/hook")
    found = await hooks.changed(client, other, identity, name="نام دیگر", enabled=False)
    assert (found["name"], found["state"], found["owner"]) == ("نام دیگر", "DISABLED", "نگار")
    for given in ({"enabled": True}, {"document": hooks.ADDED}, {"url": "http://127.0.0.1/other"}):
        answer = await client.data(hooks.CHANGE, key=other, input={"webhookId": identity, **given})
        assert [one["field"] for one in answer["changeWebhook"]["errors"]] == [["input", "url"]]
    assert (await hooks.changed(client, other, identity, enabled=True, url=URL))["owner"] == "مدیر"


@pytest.mark.parametrize("mutation", [hooks.CHANGE, hooks.ROTATE, hooks.DELETE, hooks.REPLAY])
async def test_a_webhook_that_is_not_there_is_told(client: Client, editor: str, mutation: str) -> None:
    """By every mutation that names one."""
    given = {"webhookId": "webhook_" + "0" * 32} | ({"onlyFailed": True} if mutation == hooks.REPLAY else {})
    [payload] = (await client.data(mutation, key=editor, input=given)).values()
    assert [(one["code"], one["field"]) for one in payload["errors"]] == [("NOT_FOUND", ["input", "webhookId"])]


async def test_a_replay_says_what_of(client: Client, editor: str) -> None:
    """Nothing at all is no answer, and a delivery of nobody's is told."""
    identity, _ = await hooks.registered(client, editor, URL)
    told = []
    for given in ({}, {"deliveryIds": ["delivery_" + "0" * 32]}, {"since": "2020-01-01T00:00:00"}):
        answer = await client.ask(hooks.REPLAY, key=editor, input={"webhookId": identity, **given})
        payload = answer["data"]["replayWebhookDeliveries"]
        told.append([one["field"][1] for one in payload["errors"]])
    assert told == [["deliveryIds"], ["deliveryIds"], ["since"]]


async def test_a_secret_is_nowhere_but_in_its_row(
    database_url: str, database: Database, editor: str, receiver: Receiver, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither in logs, events, fields, other tables, nor in what is sent; nor is the path of an address in events."""
    configure_logs("DEBUG")
    try:
        async with serving(hooks.settings_of(database_url)) as client:
            url = f"{receiver.address}/very-secret-path"
            receiver.statuses = [500]
            identity, old = await hooks.registered(client, editor, url)
            rotated = await client.data(hooks.ROTATE, key=editor, input={"webhookId": identity})
            secrets = [old, rotated["rotateWebhookSecret"]["secret"]]
            await publish(database, 1)
            await receiver.wait_for(2)
            await hooks.eventually(lambda: hooks.states_of(client, editor), lambda states: states == ["DELIVERED"])
            receiver.statuses = [410]
            await publish(database, 2)
            await hooks.eventually(
                lambda: hooks.states_of(client, editor), lambda states: states == ["DELIVERED", "FAILED"]
            )
            assert SCHEMA.query_type is not None
            shown = [
                json.dumps(
                    await client.ask(f"{{ {name} {every_field(SCHEMA.query_type.fields[name].type, 3)} }}", key=editor)
                )
                for name in ("webhooks", "webhookDeliveries", "auditEvents")
            ]
    finally:
        structlog.reset_defaults()
    logged = capsys.readouterr()
    sent = [f"{one.headers} {one.body!r}" for one in receiver.received]
    async with database.reading() as session:
        events = [repr(event) async for event in chained_events(session)]
        rows = [
            repr(row)
            for table in METADATA.tables.values()
            if table.name != "webhook"
            for row in (await session.execute(select(table))).all()
        ]
    bare = [secret.removeprefix("whsec_") for secret in secrets]
    everything = [logged.out, logged.err, *shown, *sent, *events, *rows]
    assert "webhook sent" in logged.err
    assert not [one for one in everything if any(secret in one for secret in bare)]
    assert not [one for one in (logged.out, logged.err, *events, shown[2]) if "very-secret" in one]


async def test_the_old_secret_signs_for_a_day(client: Client, database: Database, editor: str) -> None:
    """And no longer."""
    identity, _ = await hooks.registered(client, editor, URL)
    await client.data(hooks.ROTATE, key=editor, input={"webhookId": identity})
    async with database.reading() as session:
        row = (await session.scalars(select(WebhookRow))).one()
    delivery = make.webhook_delivery(row)
    assert row.rotated_at is not None
    counts = [
        message_of(row, delivery, {}, now=row.rotated_at + timedelta(hours=hours))
        .headers["webhook-signature"]
        .count("v1,")
        for hours in (1, 23, 24)
    ]
    assert counts == [2, 2, 1]


async def test_a_body_that_is_too_long_is_told_without_its_data(
    client: Client, database: Database, editor: str
) -> None:
    """With its cursor, by which it can be asked for."""
    await hooks.registered(client, editor, URL)
    async with database.reading() as session:
        row = (await session.scalars(select(WebhookRow))).one()
    told = json.loads(message_of(row, make.webhook_delivery(row), {"text": "ن" * 600_000}, now=make.NOW).body)
    assert told["data"] is None
    assert told["errors"][0]["extensions"] == {"code": "LIMIT_EXCEEDED"}
    assert told["extensions"]["cursor"] == "0" * 32


async def test_everything_is_audited_for_administrators(client: Client, database: Database, editor: str) -> None:
    """Each mutation leaves one event."""
    identity, _ = await hooks.registered(client, editor, URL)
    await hooks.changed(client, editor, identity, name="نام دیگر", enabled=False)
    await client.data(hooks.ROTATE, key=editor, input={"webhookId": identity})
    await client.data(hooks.REPLAY, key=editor, input={"webhookId": identity, "onlyFailed": True})
    await client.data(hooks.DELETE, key=editor, input={"webhookId": identity})
    async with database.reading() as session:
        events = [event async for event in chained_events(session)]
        left = await session.scalar(text("SELECT count(*) FROM webhook"))
    assert [one.action for one in events] == [
        "registerWebhook",
        "changeWebhook",
        "rotateWebhookSecret",
        "replayWebhookDeliveries",
        "deleteWebhook",
    ]
    assert {(one.audience, one.actor, one.subject_id) for one in events} == {
        ("admin", "نگار", UUID(hex=identity.removeprefix("webhook_")))
    }
    assert left == 0
