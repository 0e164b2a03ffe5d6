"""Sockets: the protocol as it is written, what breaks it, who may come, and the limits of HTTP once more."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from asgi_lifespan import LifespanManager
from sqlalchemy import text, update
from sqlmodel import col
from structlog import reset_defaults
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin, Subprotocol

from api import sockets
from api.app import create_app
from api.keys import hash_key
from api.logs import configure_logs
from config import Settings
from db.sessions import Database
from db.tables import ApiKeyRow
from tests import factories as make
from tests.api import live
from tests.api.client import Client, serving
from tests.api.test_notes import ADD as ADD_NOTE
from tests.api.test_notes import judging
from tests.api.test_subscriptions import ADDED, publish

BEGUN = '{"type": "connection_init"}'


@pytest.fixture
async def settings(database_url: str) -> Settings:
    """Pages of one other site may ask."""
    return Settings(database_url=database_url, cors_origins="https://www.example.org", price_limit=5_000)


@pytest.fixture
async def server(settings: Settings) -> AsyncIterator[live.Server]:
    """A server."""
    async with live.running(settings) as server:
        yield server


@pytest.mark.parametrize(
    ("frames", "code"),
    [
        (["[]"], 4400),
        (['"x"'], 4400),
        (["1"], 4400),
        (["null"], 4400),
        (["{"], 4400),
        (["{}"], 4400),
        ([b"\x00\xff"], 4400),
        (['{"type": 5}'], 4400),
        (['{"type": "start"}'], 4400),
        (['{"type": "connection_init", "payload": "x"}'], 4400),
        (['{"type": "connection_init", "payload": {"authorization": 5}}'], 4400),
        (['{"type": "connection_init", "type": "ping"}'], 4401),
        (['{"type": "ping"}'], 4401),
        (['{"type": "subscribe", "id": "1", "payload": {"query": "{ __typename }"}}'], 4401),
        ([BEGUN, BEGUN], 4429),
        ([BEGUN, '{"type": "subscribe", "id": {}, "payload": {"query": "{ __typename }"}}'], 4400),
        ([BEGUN, '{"type": "subscribe", "id": "", "payload": {"query": "{ __typename }"}}'], 4400),
        ([BEGUN, '{"type": "subscribe", "id": "1", "payload": "x"}'], 4400),
        ([BEGUN, '{"type": "subscribe", "id": "1"}'], 4400),
        ([BEGUN, '{"type": "subscribe", "payload": {}}'], 4400),
        ([BEGUN, '{"type": "complete", "id": 1}'], 4400),
        ([BEGUN, '{"type": "ping", "payload": 1}'], 4400),
        ([BEGUN, "[" * 100_000], 4400),
        ([BEGUN, '{"type": "ping", "payload": {"a": "\\ud800"}}'], 4400),
        ([BEGUN, json.dumps({"type": "ping", "payload": {"a": "x" * 200_000}})], 1009),
        ([BEGUN, *[json.dumps({"type": "subscribe", "id": "1", "payload": {"query": ADDED}})] * 2], 4409),
    ],
)
async def test_who_breaks_the_protocol_is_told_how(server: live.Server, frames: list[str | bytes], code: int) -> None:
    """By the code of the protocol, never by an error of ours."""
    async with live.socket(server, begin=False) as socket:
        for frame in frames:
            await socket.connection.send(frame)
        found, reason = await socket.closed()
    assert (found, bool(reason)) == (code, True)


async def test_the_server_goes_on_after_all_that(server: live.Server) -> None:
    """Pings are answered with what they hold, pongs are not; an end that nobody waits for is nothing."""
    async with live.socket(server) as socket:
        await socket.send(type="pong")
        await socket.send(type="complete", id="never begun")
        await socket.send(type="ping", payload={"a": "ب"})
        assert await socket.next() == {"type": "pong", "payload": {"a": "ب"}}
        await socket.send(type="ping")
        assert await socket.next() == {"type": "pong"}


async def test_a_client_that_says_nothing_is_let_go(server: live.Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a short time; libraries' default is a minute."""
    monkeypatch.setattr(sockets, "INIT_SECONDS", 0.2)
    async with live.socket(server, begin=False) as socket:
        assert (await socket.closed())[0] == 4408


@pytest.mark.parametrize("offered", [[], ["graphql-ws"]])
async def test_other_protocols_are_refused(server: live.Server, offered: list[str]) -> None:
    """The older one too, which shares no message with this."""
    async with connect(server.socket_address, subprotocols=[Subprotocol(one) for one in offered] or None) as socket:
        await socket.wait_closed()
    assert socket.close_code == 4406


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "https://www.example.org.evil.example", "http://127.0.0.1:1"]
)
async def test_a_page_of_another_site_opens_no_socket(server: live.Server, origin: str) -> None:
    """Whatever it looks like."""
    with pytest.raises(InvalidStatus) as refused:
        async with live.socket(server, origin=Origin(origin)):
            pass
    assert refused.value.response.status_code == 403


async def test_pages_that_may_open_one(server: live.Server) -> None:
    """The service's own, and those that it names; a program that is no browser tells of none."""
    for origin in (server.address, "https://www.example.org"):
        async with live.socket(server, origin=Origin(origin)):
            pass


@pytest.mark.parametrize("key", ["wrong", "gzr_0000000000000000000000000000000000000000000"])
async def test_a_key_that_is_none_opens_nothing(server: live.Server, key: str) -> None:
    """In the header or in the first message."""
    bearer = {"Authorization": f"Bearer {key}"}
    for headers, payload in ((bearer, {}), ({}, bearer)):
        async with live.socket(server, begin=False, additional_headers=headers) as socket:
            await socket.send(type="connection_init", payload=payload)
            assert (await socket.closed())[0] == 4403


async def test_a_key_says_who_asks(server: live.Server, verifier: str) -> None:
    """In either place, for each operation."""
    bearer = {"authorization": f"Bearer {verifier}"}
    for headers, payload in ((bearer, {}), ({}, bearer)):
        async with live.socket(server, begin=False, additional_headers=headers) as socket:
            await socket.send(type="connection_init", payload=payload)
            await socket.next()
            await socket.subscribe("{ reviewQueue { totalCount } }")
            assert await socket.data() == {"reviewQueue": {"totalCount": 0}}


async def test_a_revoked_key_is_told_nothing_more(server: live.Server, database: Database, verifier: str) -> None:
    """Not even what everybody may know: its subscription ends."""
    async with live.socket(server, key=verifier) as socket:
        await socket.subscribe(ADDED)
        await asyncio.sleep(0.3)
        await revoke(database, verifier)
        await publish(database, 1)
        told = await socket.next()
    assert (told["type"], told["payload"][0]["extensions"]["code"]) == ("error", "UNAUTHENTICATED")


async def revoke(database: Database, key: str) -> None:
    """Take a key back."""
    async with database.writing() as session:
        at = datetime.now(UTC)
        await session.execute(update(ApiKeyRow).where(col(ApiKeyRow.key_hash) == hash_key(key)).values(revoked_at=at))


FRAGMENTS = " ".join(
    f"fragment f{place} on Query {{ {f'...f{place + 1} ' * 4 if place < 19 else '__typename'} }}" for place in range(20)
)


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({"query": f"query {{ ...f0 }} {FRAGMENTS}"}, "LIMIT_EXCEEDED"),
        ({"query": "{" + " ".join(f"a{place}: __typename" for place in range(200)) + "}"}, "LIMIT_EXCEEDED"),
        ({"query": "{ claims(first: 100) { nodes { notes(first: 100) { nodes { id } } } } }"}, "TOO_EXPENSIVE"),
        ({"query": "{" + " ".join(["__typename @skip(if: false)"] * 60) + "}"}, "LIMIT_EXCEEDED"),
        ({"query": "{ nothing }"}, "GRAPHQL_VALIDATION_FAILED"),
        ({"query": "{"}, "GRAPHQL_PARSE_FAILED"),
        ({"query": 5}, "BAD_USER_INPUT"),
        ({"query": ""}, "BAD_USER_INPUT"),
        ({}, "BAD_USER_INPUT"),
        ({"query": "{ __typename }", "variables": []}, "BAD_USER_INPUT"),
        ({"query": "query ($id: ID!) { claim(id: $id) { id } }"}, "BAD_USER_INPUT"),
        ({"query": "subscription { claimAdded { cursor } noteChanged { cursor } }"}, "GRAPHQL_VALIDATION_FAILED"),
        ({"query": "query ($since: String) { claims(after: $since) { totalCount } }", "variables": {"since": "x"}},
         "BAD_USER_INPUT"),
        ({"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "0" * 64}}}, "PERSISTED_QUERY_NOT_FOUND"),
    ],
)  # fmt: skip
async def test_what_http_refuses_a_socket_does(server: live.Server, payload: dict[str, Any], code: str) -> None:
    """With the same code, and the socket stays open."""
    async with live.socket(server) as socket:
        await socket.send(id="1", type="subscribe", payload=payload)
        told = await socket.next()
        errors = told["payload"] if told["type"] == "error" else told["payload"]["errors"]
        assert [error["extensions"]["code"] for error in errors] == [code]
        if told["type"] == "next":
            assert (await socket.next())["type"] == "complete"
        await socket.subscribe("{ __typename }", "again")
        assert await socket.data() == {"__typename": "Query"}


async def test_a_socket_runs_no_more_operations_than_a_page_needs(server: live.Server) -> None:
    """More are no page's."""
    async with live.socket(server) as socket:
        for place in range(sockets.MOST_OPERATIONS + 1):
            await socket.subscribe(ADDED, str(place))
        code, reason = await socket.closed()
    assert (code, reason) == (4429, f"more than {sockets.MOST_OPERATIONS} operations run at a time")


async def test_trusted_documents_are_the_only_ones_here_too(sqlite_url: str, tmp_path: Any) -> None:
    """By their ids, as over HTTP."""
    (tmp_path / "documents.json").write_text(json.dumps({"one": "{ __typename }"}))
    settings = Settings(database_url=sqlite_url, trusted_documents=str(tmp_path / "documents.json"))
    async with live.running(settings) as server, live.socket(server) as socket:
        await socket.send(id="1", type="subscribe", payload={"documentId": "one"})
        assert await socket.data() == {"__typename": "Query"}
        await socket.next()
        await socket.subscribe("{ claims { totalCount } }", "2")
        refused = await socket.next()
    assert refused["payload"][0]["extensions"]["code"] == "DOCUMENT_NOT_TRUSTED"


async def test_points_are_counted_for_each_event(database_url: str, database: Database) -> None:
    """Who is told more than a minute allows comes back later, from where it stood."""
    settings = Settings(database_url=database_url, price_limit=60, address_points_a_minute=60, key_points_a_minute=60)
    async with live.running(settings) as server, live.socket(server) as socket:
        await socket.subscribe(ADDED, since="0" * 32)
        await asyncio.sleep(0.3)
        last = ""
        for number in range(30):
            await publish(database, number)
            told = await socket.next()
            if told["type"] == "error":
                break
            last = told["payload"]["data"]["new"]["cursor"]
    assert (told["payload"][0]["extensions"]["code"], bool(last)) == ("RATE_LIMITED", True)


async def test_what_is_not_a_subscription_costs_what_it_does_over_http(settings: Settings, server: live.Server) -> None:
    """And says so."""
    query = "{ claims(first: 3) { nodes { speaker { name } } } }"
    async with serving(settings) as client:
        asked: Client = client
        over_http = await asked.ask(query)
    async with live.socket(server) as socket:
        await socket.subscribe(query)
        over_socket = (await socket.next())["payload"]
    assert over_socket == over_http


COUNT_NOTES = "SELECT count(*) FROM note"
HOLD_NOTES = {"sqlite": "UPDATE note SET body = body", "postgresql": "LOCK TABLE note IN SHARE ROW EXCLUSIVE MODE"}


@pytest.mark.parametrize("goes", ["complete", "away"])
async def test_a_mutation_is_done_though_nobody_waits_for_its_answer(
    server: live.Server, database: Database, editor: str, goes: str
) -> None:
    """It is not stopped in the middle: a client that comes back finds what it asked for."""
    source = make.article()
    revision = make.revision(source)
    claim = make.claim(revision)
    await make.store(database, [source, revision, claim])
    async with database.writing() as holding:
        await holding.execute(text(HOLD_NOTES[database.engine.dialect.name]))
        async with live.socket(server, key=editor) as socket:
            await socket.subscribe(ADD_NOTE, input=judging(claim))
            await asyncio.sleep(1.0)
            if goes == "complete":
                await socket.send(id="1", type="complete")
                await socket.send(type="ping")
                assert await socket.next() == {"type": "pong"}
    async with asyncio.timeout(live.SECONDS):
        while not await notes_in(database):  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.05)


async def notes_in(database: Database) -> int:
    """How many notes there are."""
    async with database.reading() as session:
        count: int = await session.scalar(text(COUNT_NOTES)) or 0
    return count


async def test_each_operation_and_each_socket_has_a_line_with_an_id(
    sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """As each request over HTTP has; none of what anybody wrote."""
    configure_logs("INFO", "json")
    try:
        settings = Settings(database_url=sqlite_url, access_log=True, webhooks=False)
        async with live.running(settings) as server, live.socket(server) as socket:
            await socket.subscribe("query Names { verdicts { key } }")
            cost = (await socket.next())["payload"]["extensions"]["cost"]["requested"]
            await socket.next()
            await socket.subscribe("query Wrong { nothing }", "2")
            await socket.next()
            await socket.send(type="secret")
            await socket.closed()
    finally:
        reset_defaults()
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    lines = [line for line in told if line["event"] in {"operation answered", "socket closed"}]
    assert len({line["request_id"] for line in lines}) == 3
    facts = [{name: line.get(name) for name in ("operation", "outcome", "price", "code")} for line in lines]
    assert facts == [
        {"operation": "Names", "outcome": "ok", "price": cost, "code": None},
        {"operation": "", "outcome": "refused", "price": 0, "code": "GRAPHQL_VALIDATION_FAILED"},
        {"operation": None, "outcome": None, "price": None, "code": 4400},
    ]


async def test_a_client_may_use_an_id_again_as_soon_as_it_is_told_the_end(sqlite_url: str) -> None:
    """Also where its next message is there before the server goes on."""
    app = create_app(Settings(database_url=sqlite_url, webhooks=False))
    incoming, told = asyncio.Queue[dict[str, Any]](), list[dict[str, Any]]()
    asking = {"id": "1", "type": "subscribe", "payload": {"query": "{ __typename }"}}

    async def send(message: Any) -> None:
        if message["type"] == "websocket.send":
            told.append(json.loads(message["text"]))
            if told[-1]["type"] == "complete":
                incoming.put_nowait(received(asking) if len(told) < 6 else {"type": "websocket.disconnect"})
                await asyncio.sleep(0.1)
        elif message["type"] == "websocket.close":
            told.append(message)
            incoming.put_nowait({"type": "websocket.disconnect"})

    for message in ({"type": "websocket.connect"}, received({"type": "connection_init"}), received(asking)):
        incoming.put_nowait(message)
    scope = {
        "type": "websocket",
        "path": "/graphql",
        "headers": [],
        "query_string": b"",
        "subprotocols": ["graphql-transport-ws"],
        "client": ("127.0.0.1", 1),
    }
    async with LifespanManager(app):
        await app(scope, incoming.get, send)
    ends = ["next", "complete"]
    assert [one["type"] for one in told] == ["connection_ack", *ends, *ends, *ends]


def received(message: object) -> dict[str, Any]:
    """What an application receives of a message."""
    return {"type": "websocket.receive", "text": json.dumps(message)}
