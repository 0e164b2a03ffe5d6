"""Subscriptions over both transports: what is told, to whom, once, and from where somebody comes back."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from config import Settings
from db.heads import Heads
from db.sessions import Database
from domain.article import RawArticle
from ingest.store import Rules, ingest_article
from tests import factories as make
from tests.api import live
from tests.api.client import Client, serving
from tests.api.test_notes import ADD as ADD_NOTE
from tests.api.test_notes import MOVE as MOVE_NOTE
from tests.api.test_notes import judging

ADDED = """subscription ($where: ClaimWhere, $since: String) { new: claimAdded(where: $where, since: $since) {
  cursor claim { content speaker { name } article { title } } } }"""
CHANGED = """subscription ($where: NoteChangeWhere, $since: String) { noteChanged(where: $where, since: $since) {
  cursor action note { stage body } } }"""
CURSORS = "{ liveCursors { claimAdded noteChanged } }"
RULES = Rules(1_000_000, "IR")
SPEAKERS = ("مریم نیک‌فر", "بهرام کیان‌پور")


def article(number: int, speaker: str = SPEAKERS[0]) -> RawArticle:
    """An article with one claim that has the number in it."""
    text = f"{speaker}، شهردار سپیدان گفت: پل {number} فردا باز می‌شود."
    return RawArticle(text, "test", url=f"https://example.org/{number}")


async def publish(database: Database, *numbers: int, speaker: str = SPEAKERS[0]) -> None:
    """Store an article for each number."""
    for number in numbers:
        await ingest_article(database, article(number, speaker), now=make.NOW, rules=RULES)


def number_of(data: Any) -> int:
    """The number in a claim that was told."""
    return int(data["new"]["claim"]["content"].split()[1])


@pytest.fixture
async def settings(database_url: str) -> Settings:
    """Without a limit of points a minute."""
    return Settings(database_url=database_url, key_points_a_minute=0, address_points_a_minute=0)


@pytest.fixture
async def server(settings: Settings) -> AsyncIterator[live.Server]:
    """A server on each of the two databases in turn."""
    async with live.running(settings) as server:
        yield server


@pytest.fixture
async def client(settings: Settings) -> AsyncIterator[Client]:
    """Another application on the same database."""
    async with serving(settings) as client:
        yield client


async def test_claims_are_told_as_they_come(server: live.Server, database: Database) -> None:
    """With what the client selects; those of the filter, and each once."""
    where = {"speakerName": SPEAKERS[1]}
    async with live.socket(server) as socket:
        await socket.subscribe(ADDED, where=where)
        await socket.subscribe(ADDED, "all")
        await asyncio.sleep(0.3)
        await publish(database, 1)
        await publish(database, 2, speaker=SPEAKERS[1])
        found = [await socket.next() for _ in range(3)]
    told = sorted((one["id"], number_of(one["payload"]["data"])) for one in found)
    assert told == [("1", 2), ("all", 1), ("all", 2)]
    [whole] = [one["payload"]["data"] for one in found if one["id"] == "1"]
    assert whole["new"]["claim"]["speaker"] == {"name": SPEAKERS[1]}


async def test_nothing_is_missed_between_a_page_and_its_subscription(
    server: live.Server, client: Client, database: Database
) -> None:
    """Cursors are asked for first; of the very beginning, too."""
    beginning = (await client.data(CURSORS))["liveCursors"]["claimAdded"]
    await publish(database, 1, 2)
    then = (await client.data(CURSORS))["liveCursors"]["claimAdded"]
    await publish(database, 3)
    async with live.socket(server) as socket:
        await socket.subscribe(ADDED, since=beginning)
        all_of_them = [number_of(await socket.data()) for _ in range(3)]
        await socket.subscribe(ADDED, "then", since=then)
        rest = number_of(await socket.data())
    assert (all_of_them, rest) == ([1, 2, 3], 3)


async def test_a_cursor_of_this_moment_names_nothing_that_is_hidden(
    client: Client, database: Database, editor: str
) -> None:
    """Not the id of a claim that was withdrawn; what comes later comes after it."""
    withdraw = "mutation ($input: WithdrawClaimInput!) { withdrawClaim(input: $input) { errors { message } } }"
    await publish(database, 1, 2)
    first, second = (await client.data("{ claims { nodes { id content } } }"))["claims"]["nodes"]
    last, other = (second, first) if " 2 " in second["content"] else (first, second)
    done = await client.data(withdraw, key=editor, input={"claimId": last["id"], "reason": "خطا"})
    assert not done["withdrawClaim"]["errors"]
    cursor = (await client.data(CURSORS))["liveCursors"]["claimAdded"]
    assert cursor == other["id"].removeprefix("claim_")


async def test_more_than_one_read_holds_come_in_order_and_once(server: live.Server, database: Database) -> None:
    """Whoever was away for long is told page after page."""
    beginning = "0" * 32
    await publish(database, *range(120))
    async with live.socket(server) as socket:
        await socket.subscribe(ADDED, since=beginning)
        numbers = [number_of(await socket.data()) for _ in range(120)]
        await publish(database, 120)
        numbers.append(number_of(await socket.data()))
    assert numbers == list(range(121))


async def test_who_saw_more_than_the_server_has_looked_up_is_told_nothing_twice(
    server: live.Server, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those who ask at a time share a look at the chain, which may have begun before what one of them was told."""
    now = Heads.now

    async def earlier(heads: Heads) -> int:
        monkeypatch.setattr(Heads, "now", now)
        return await now(heads) - 1

    await publish(database, 1)
    async with live.socket(server) as socket:
        await socket.subscribe(ADDED, since="0" * 32)
        seen = (await socket.data())["new"]["cursor"]
        monkeypatch.setattr(Heads, "now", earlier)
        await socket.subscribe(ADDED, "again", since=seen)
        await asyncio.sleep(0.3)
        await publish(database, 2)
        found = [one for one in [await socket.next(), await socket.next()] if one["id"] == "again"]
    assert [number_of(one["payload"]["data"]) for one in found] == [2]


async def test_an_article_that_is_read_again_brings_no_claim_anew(server: live.Server, database: Database) -> None:
    """Nor does one whose claims change; a new claim of it does."""
    await publish(database, 1)
    async with live.socket(server) as socket:
        await socket.subscribe(ADDED)
        await asyncio.sleep(0.3)
        await publish(database, 1)
        longer = f"{article(1).text} {SPEAKERS[1]} گفت: پل 7 بسته است."
        raw = RawArticle(longer, "test", url="https://example.org/1")
        await ingest_article(database, raw, now=make.NOW, rules=RULES)
        assert number_of(await socket.data()) == 7


async def test_what_is_written_elsewhere_is_seen(settings: Settings, server: live.Server, client: Client) -> None:
    """By another process: PostgreSQL tells it, and a SQLite file is looked at."""
    other = Database(settings.database_url)
    async with live.socket(server) as socket:
        await socket.subscribe(ADDED)
        await asyncio.sleep(0.3)
        await publish(other, 5)
        assert number_of(await socket.data()) == 5
    await other.close()
    assert (await client.data("{ claims { totalCount } }"))["claims"]["totalCount"] == 1


async def test_notes_are_told_to_those_who_may_read_them(
    server: live.Server, client: Client, database: Database, verifier: str, editor: str
) -> None:
    """A draft to the team alone; everybody is told when it is published, and what the team did leaves no trace."""
    source = make.article()
    revision = make.revision(source)
    claim = make.claim(revision)
    await make.store(database, [source, revision, claim])
    async with live.socket(server) as public, live.socket(server, key=editor) as team:
        for one in (public, team):
            await one.subscribe(CHANGED, where={"claims": {}, "hasVerdict": True})
        await asyncio.sleep(0.3)
        added = await client.data(ADD_NOTE, key=verifier, input=judging(claim))
        note = added["addNote"]["note"]
        for stage in ("REVIEWED", "PUBLISHED"):
            moved = await client.data(
                MOVE_NOTE, key=editor, input={"noteId": note["id"], "version": note["version"], "to": stage}
            )
            assert not moved["moveNote"]["errors"]
        seen_by_team = [(await team.data())["noteChanged"] for _ in range(3)]
        seen = (await public.data())["noteChanged"]
    assert [one["action"] for one in seen_by_team] == ["addNote", "moveNote", "moveNote"]
    assert (seen["action"], seen["note"]) == ("moveNote", {"stage": "PUBLISHED", "body": "با سند نمی‌خواند."})
    cursors = (await client.data(CURSORS))["liveCursors"]
    assert cursors["noteChanged"] == seen["cursor"]


async def test_a_stream_of_events_tells_the_same(server: live.Server, database: Database) -> None:
    """Each with its cursor as the id, by which a browser comes back of itself."""
    async with live.stream(server, ADDED, since="0" * 32) as lines:
        await publish(database, 1, 2)
        first, second = await live.told(lines), await live.told(lines)
    assert [number_of(one.data["data"]) for one in (first, second) if one.data] == [1, 2]
    assert first.data is not None
    assert (first.event, first.id) == ("next", first.data["data"]["new"]["cursor"])
    async with live.stream(server, ADDED, headers={"last-event-id": first.id or ""}) as lines:
        again = await live.told(lines)
    assert again == second


async def test_a_query_over_a_stream_is_answered_and_complete(server: live.Server) -> None:
    """As graphql-sse has it."""
    async with live.stream(server, "{ claims { totalCount } }") as lines:
        told = [await live.told(lines), await live.told(lines)]
    assert [(one.event, one.data and one.data["data"]) for one in told] == [
        ("next", {"claims": {"totalCount": 0}}),
        ("complete", None),
    ]


async def test_any_operation_is_answered_over_a_socket(server: live.Server) -> None:
    """And complete then."""
    async with live.socket(server) as socket:
        await socket.subscribe("{ claims { totalCount } }")
        data, end = await socket.data(), await socket.next()
    assert (data, end) == ({"claims": {"totalCount": 0}}, {"id": "1", "type": "complete"})


@pytest.mark.parametrize("since", ["x", "0" * 31 + "1", "ffffffffffffffffffffffffffffffff", "claim_1"])
async def test_a_cursor_that_was_never_given_is_refused(server: live.Server, since: str) -> None:
    """And ends the subscription."""
    async with live.socket(server) as socket:
        await socket.subscribe(ADDED, since=since)
        told = await socket.next()
    [error] = told["payload"]
    assert (told["type"], error["extensions"]["code"]) == ("error", "BAD_USER_INPUT")
    assert error["message"].startswith("since: is no cursor that this service gave")


async def test_head_begins_no_stream(server: live.Server) -> None:
    """Nothing could be told in it, and it would take a place until the client goes."""
    query = {"query": "subscription { claimAdded { cursor } }"}
    async with httpx.AsyncClient(timeout=live.SECONDS) as http:
        response = await http.head(f"{server.address}/graphql", params=query, headers={"accept": "text/event-stream"})
        again = await http.head(
            f"{server.address}/graphql", params={"query": "{ __typename }"}, headers={"accept": "text/event-stream"}
        )
    told = (response.headers["content-type"], again.status_code, again.headers["content-type"])
    assert told == ("application/json; charset=utf-8", 200, "application/json; charset=utf-8")
    assert server.live.subscribers == 0


async def test_a_subscription_needs_a_way_to_be_told(client: Client) -> None:
    """A plain answer is refused with what to do."""
    code, message = await client.error("subscription { claimAdded { cursor } }")
    assert (code, "text/event-stream" in message) == ("BAD_USER_INPUT", True)


async def test_as_many_subscribe_as_there_is_room_for(database_url: str) -> None:
    """The next one is told to try later, and can when one has gone."""
    settings = Settings(database_url=database_url, subscribers_limit=1)
    async with live.running(settings) as server, live.socket(server) as socket:
        await socket.subscribe(ADDED)
        await asyncio.sleep(0.3)
        await socket.subscribe(ADDED, "2")
        refused = await socket.next()
        await socket.send(id="1", type="complete")
        await asyncio.sleep(0.3)
        await socket.subscribe('subscription { claimAdded(since: "x") { cursor } }', "3")
        then = await socket.next()
    assert [one["payload"][0]["extensions"]["code"] for one in (refused, then)] == ["LIMIT_EXCEEDED", "BAD_USER_INPUT"]
