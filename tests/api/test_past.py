"""What the service answers of an instant is what it answered then, to the letter, but for what the law takes away."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import orjson
import pytest
from graphql import GraphQLObjectType
from sqlalchemy import select
from sqlmodel import SQLModel, col

from db.notes import Subject
from db.sessions import Database
from db.tables import ClaimRow, MentionRow
from domain.dates import Precision
from domain.ids import speaker_id
from domain.node_ids import node_id
from domain.notes import Stage
from domain.roles import Role
from domain.statement import Kind
from domain.terms import PartialDay
from domain.text import Span
from ingest.acting import Acting
from ingest.corrected_values import Said
from ingest.correcting import correct_claim
from ingest.decisions import merge_speakers, resolve_mention, undo_judgement, unmerge_speaker
from ingest.notes import add_note, amend_note, assign_note, move_note, retract_note
from ingest.store import ingest_article
from ingest.withdrawal import restore_article, restore_claim, withdraw_article, withdraw_claim
from tests import factories as make
from tests.api.client import Client
from tests.api.reference import SCHEMA
from tests.api.test_every_field import _hidden, every_field
from tests.api.test_reading import counted_statements
from tests.ingest.correcting import ARTICLE, BEFORE, COST, OPENING, TEXT
from tests.ingest.invariants.newsroom import EDITOR
from tests.ingest.noting import VERIFIER, WRITER, judging
from tests.ingest.registering import RULES, article, register
from tests.keys import create_key

TODAYS = {"candidates", "provenance", "topics"}
"""What is read as it is today."""
WHY = "متن را دوباره خواندم"
AZARANG, NIKFAR, MEHRZAD = (speaker_id(name) for name in ("بهرام آذرنگ", "مریم نیک‌فر", "کاوه مهرزاد"))
OTHER = article("رضوی گفت: باران می\u200cبارد.\nآرش سپهری، وزیر نیرو گفت: سد پر است.", "2024-04-29")
RIVER = "رودخانه"
"""A word that one claim has, and no other."""
type Action = Callable[[Acting], Awaitable[object]]


@dataclass
class Newsroom:
    """A service, its database and a clock; `seen` is what everybody and the team were answered at each instant."""

    client: Client
    database: Database
    team: str
    at: datetime = make.NOW
    seen: list[tuple[datetime, list[bytes]]] = field(default_factory=list)

    def pass_time(self) -> datetime:
        """An hour later."""
        self.at += timedelta(hours=1)
        return self.at

    async def act(self, action: Action, *, by: Any = EDITOR) -> Any:
        """Let somebody do something an hour later, and see what is answered then."""
        at = self.pass_time()
        async with self.database.writing() as session:
            done = await action(Acting(session, by, at, "IR"))
        await self.see()
        return done

    async def ingest(self, text: str, raw: Any = ARTICLE, **facts: object) -> None:
        """Let the article come with a text an hour later."""
        given = type(raw)(**{**{name: getattr(raw, name) for name in raw.__slots__}, "text": text, **facts})
        await ingest_article(self.database, given, now=self.pass_time(), rules=RULES)
        await self.see()

    async def see(self) -> None:
        """Keep what is answered now."""
        self.seen.append((self.at, await self.answers()))

    async def answers(self, at: datetime | None = None) -> list[bytes]:
        """All fields of all claims, in lists and by their ids, as everybody and the team see them, now or at `at`."""
        claims = [node_id("claim", one.id) for one in await self.rows(ClaimRow)]
        told = []
        for key in (None, self.team):
            queries = questions(claims, at, is_team=key is not None)
            told += [orjson.dumps(await self.client.data(query, key=key)) for query in queries]
        return told

    async def rows[Row: SQLModel](self, table: type[Row]) -> list[Row]:
        """All rows of a table by their ids."""
        async with self.database.reading() as session:
            found = (await session.scalars(select(table))).all()
        return sorted(found, key=lambda row: str(row.id))  # type: ignore[attr-defined]  # every table has an id

    async def claim_of(self, words: str) -> ClaimRow:
        """The claim whose content holds these words."""
        async with self.database.reading() as session:
            return (await session.scalars(select(ClaimRow).where(col(ClaimRow.content).contains(words)))).one()


def questions(claims: list[str], at: datetime | None, *, is_team: bool) -> list[str]:
    """What is asked of claims, now or at an instant."""
    node = SCHEMA.type_map["Claim"]
    assert isinstance(node, GraphQLObjectType)
    secret = {"assignedTo", "text"} if not is_team else set()
    token = _hidden.set(_hidden.get() | TODAYS | secret | {"requestId", "hash", "previousHash"})
    try:
        fields, few = every_field(node, 1), every_field(node, 2)
    finally:
        _hidden.reset(token)
    then = f', asOf: "{at.isoformat()}"' if at else ""
    lists = ['where: {text: "پل"}', 'where: {speakerName: "مریم نیک‌فر"}', "where: {kinds: [INDIRECT]}"]
    asked = [f"claims(first: 8{then}) {{ totalCount nodes {few} }}"]
    asked += [f"claims(first: 50, {where}{then}) {{ totalCount nodes {{ id }} }}" for where in lists]
    asked += [f'claim(id: "{one}"{then}) {fields}' for one in claims]
    return [f"{{ {one} }}" for one in asked]


@pytest.fixture
async def newsroom(client: Client, database: Database) -> Newsroom:
    """A newsroom that knows some speakers and has no articles yet."""
    await register(database)
    team = await create_key(database, name="همکار", role=Role.CONTRIBUTOR)
    return Newsroom(client, database, team)


async def everything(newsroom: Newsroom) -> None:
    """Do all that changes claims, and what is below them."""
    act = newsroom.act
    await newsroom.ingest(TEXT)
    await newsroom.ingest(OTHER.text, OTHER)
    bridge, cost = await newsroom.claim_of("پل تازه"), await newsroom.claim_of("هزینه")
    note = await act(lambda acting: add_note(acting, Subject("claim", bridge.id), judging(), submit=True), by=WRITER)
    await act(lambda acting: assign_note(acting, note, 1, WRITER.name))
    await act(lambda acting: move_note(acting, note, 1, Stage.DRAFT, reason=WHY))
    await act(lambda acting: move_note(acting, note, 1, Stage.SUBMITTED), by=WRITER)
    await act(lambda acting: move_note(acting, note, 1, Stage.REVIEWED), by=VERIFIER)
    await act(lambda acting: move_note(acting, note, 1, Stage.PUBLISHED))
    said = judging("true", changes_verdict="سند نو")
    amended = await act(lambda acting: amend_note(acting, note, 1, said, submit=True), by=WRITER)
    await act(lambda acting: move_note(acting, amended, 2, Stage.REVIEWED), by=VERIFIER)
    await act(lambda acting: move_note(acting, amended, 2, Stage.PUBLISHED))
    await act(lambda acting: correct_claim(acting, cost.id, Said(kind=Kind.DIRECT), version=1, reason=WHY))
    day = Said(said_on=PartialDay(date(2024, 4, 1), Precision.MONTH))
    await act(lambda acting: correct_claim(acting, bridge.id, day, version=1, reason=WHY))
    await newsroom.ingest(BEFORE + OPENING + COST, title="پل سپیدان", tags=("پل",))
    await newsroom.ingest(TEXT)
    judgement = await act(lambda acting: merge_speakers(acting, NIKFAR, [AZARANG], why=WHY))
    assert judgement
    await act(lambda acting: unmerge_speaker(acting, AZARANG, why=WHY))
    await act(lambda acting: retract_note(acting, amended, 2, reason=WHY))
    mention = next(one for one in await newsroom.rows(MentionRow) if one.judgement_id is not None)
    decided = await act(lambda acting: resolve_mention(acting, mention.id, MEHRZAD, why=WHY))
    await act(lambda acting: undo_judgement(acting, decided.judgement, why=WHY))
    cost, nobody = await newsroom.claim_of("هزینه"), Said(is_statement=False)
    await act(lambda acting: correct_claim(acting, cost.id, nobody, version=cost.version, reason=WHY))


async def test_the_past_is_answered_as_it_was(newsroom: Newsroom) -> None:
    """All that claims show, and what they belong to, as everybody and as the team see it."""
    await newsroom.see()
    await everything(newsroom)
    ids = {node_id("claim", one.id) for one in await newsroom.rows(ClaimRow)}
    assert len(ids) > 4
    for at, seen in newsroom.seen:
        told = [one for one in await newsroom.answers(at) if one != b'{"claim":null}']
        assert told == seen, at


async def held(newsroom: Newsroom, query: str, at: datetime, *, after: str | None = None) -> Any:
    """What one field answers of an instant, `THEN` in its arguments."""
    asked = query.replace("THEN", f'asOf: "{at.isoformat()}"')
    return next(iter((await newsroom.client.data(asked, after=after)).values()))


async def words_at(newsroom: Newsroom, at: datetime) -> str:
    """Every word that anybody is answered of an instant, but for those of articles' texts."""
    token = _hidden.set({"text"})
    try:
        return b"".join(await newsroom.answers(at)).decode()
    finally:
        _hidden.reset(token)


async def test_withdrawn_words_come_back_for_no_instant(newsroom: Newsroom) -> None:
    """Neither those that a claim had before it was corrected; restoring it gives back what it was."""
    await newsroom.ingest(TEXT)
    bridge = await newsroom.claim_of(RIVER)
    shorter = Said(content=Span(bridge.content_start, bridge.content_end - 5))
    await newsroom.act(lambda acting: correct_claim(acting, bridge.id, shorter, version=1, reason=WHY))
    before = list(newsroom.seen)
    await newsroom.act(lambda acting: withdraw_claim(acting, bridge.id, reason=WHY))
    search = f'{{ claims(where: {{text: "{RIVER}"}}, THEN) {{ totalCount }} }}'
    tombstone = f'{{ claim(id: "{node_id("claim", bridge.id)}", THEN) {{ content withdrawnBy }} }}'
    for at, seen in before:
        assert RIVER in b"".join(seen).decode()
        assert RIVER not in await words_at(newsroom, at)
        assert await held(newsroom, search, at) == {"totalCount": 0}
        assert await held(newsroom, tombstone, at) == {"content": "", "withdrawnBy": "EDITOR"}
    await newsroom.act(lambda acting: restore_claim(acting, bridge.id, reason=WHY))
    assert [await newsroom.answers(at) for at, _ in before] == [seen for _, seen in before]
    await newsroom.act(lambda acting: withdraw_claim(acting, bridge.id, reason=WHY, erase=True))
    assert [at for at, _ in newsroom.seen if RIVER in await words_at(newsroom, at)] == []


async def test_words_of_a_withdrawn_article_come_back_for_no_instant(newsroom: Newsroom) -> None:
    """Nor its titles of before, nor the names of its sources."""
    await newsroom.ingest(TEXT, title="عنوان رودخانه")
    await newsroom.ingest(TEXT, title="عنوان دیگر")
    [source] = [one for one in await newsroom.rows(MentionRow) if "آذرنگ" in one.name]
    article_id = source.article_id
    await newsroom.act(lambda acting: withdraw_article(acting, article_id, reason=WHY))
    for at, _ in newsroom.seen:
        told = await words_at(newsroom, at)
        assert [word for word in (RIVER, "عنوان دیگر", source.name) if word in told] == []
    await newsroom.act(lambda acting: restore_article(acting, article_id, reason=WHY))
    at, _ = newsroom.seen[1]
    query = '{ claims(where: {text: "رودخانه"}, THEN) { nodes { article { title } } } }'
    assert await held(newsroom, query, at) == {"nodes": [{"article": {"title": "عنوان دیگر"}}]}


@pytest.mark.parametrize("loses", ["before", "after"])
async def test_no_other_claim_ever_held_words_that_were_withdrawn_since(newsroom: Newsroom, loses: str) -> None:
    """Whether it lost them before they were withdrawn or after."""
    await newsroom.ingest(TEXT)
    bridge, cost = await newsroom.claim_of(RIVER), await newsroom.claim_of("هزینه")
    wide, own = Said(content=Span(0, len(OPENING) - 1)), Said(content=Span(cost.content_start, cost.content_end))
    await newsroom.act(lambda acting: correct_claim(acting, cost.id, wide, version=1, reason=WHY))
    steps: list[Action] = [
        lambda acting: correct_claim(acting, cost.id, own, version=2, reason=WHY),
        lambda acting: withdraw_claim(acting, bridge.id, reason=WHY),
    ]
    for step in steps if loses == "before" else reversed(steps):
        await newsroom.act(step)
    assert [at for at, _ in newsroom.seen if RIVER in await words_at(newsroom, at)] == []


async def test_pages_of_then_are_the_list_of_then(newsroom: Newsroom) -> None:
    """A cursor of one page leads to the next, whatever has changed since."""
    await newsroom.ingest(TEXT)
    at = newsroom.at
    claims = await newsroom.rows(ClaimRow)
    for row in claims[:2]:
        gone = Said(is_statement=False)
        await newsroom.act(partial(correct_claim, claim=row.id, said=gone, version=1, reason=WHY))
    page_of = "claims(first: 1, after: $after, THEN) { totalCount nodes { id } pageInfo { endCursor } }"
    query = f"query($after: String) {{ {page_of} }}"
    found, after = [], None
    for _ in claims:
        page = await held(newsroom, query, at, after=after)
        assert page["totalCount"] == len(claims)
        found += [one["id"] for one in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
    assert sorted(found) == sorted(node_id("claim", one.id) for one in claims)


@pytest.mark.parametrize(
    ("instant", "problem"),
    [("2999-01-01T00:00:00Z", "has not come"), ("2020-01-01T00:00:00", "has no zone")],
)
async def test_an_instant_that_is_none_is_refused(client: Client, instant: str, problem: str) -> None:
    """The future, and one of an unknown zone."""
    code, message = await client.error(f'{{ claims(asOf: "{instant}") {{ totalCount }} }}')
    assert (code, problem in message) == ("BAD_USER_INPUT", True)


@pytest.mark.parametrize("instant", ["0001-01-01T00:00:00+10:00", "1970-01-01T00:00:00Z"])
async def test_before_the_first_there_was_nothing(newsroom: Newsroom, instant: str) -> None:
    """However long ago."""
    await newsroom.ingest(TEXT)
    [row, *_] = await newsroom.rows(ClaimRow)
    then, key = f'asOf: "{instant}"', node_id("claim", row.id)
    asked = f'{{ claims({then}) {{ totalCount }} claim(id: "{key}", {then}) {{ id }} }}'
    assert await newsroom.client.data(asked) == {"claims": {"totalCount": 0}, "claim": None}


async def test_the_past_is_read_with_one_statement(newsroom: Newsroom) -> None:
    """However much is selected below the claims."""
    await newsroom.ingest(TEXT)
    asked = questions([], newsroom.at, is_team=False)[0]
    with counted_statements(newsroom.client) as statements:
        await newsroom.client.data(asked)
    assert len(statements) == 1


async def test_opened_buckets_are_of_the_same_instant(newsroom: Newsroom) -> None:
    """Another statement reads their claims."""
    await newsroom.ingest(TEXT)
    bridge = await newsroom.claim_of(RIVER)
    other = next(one for one in await newsroom.rows(ClaimRow) if one.speaker_id == bridge.speaker_id)
    then = newsroom.at
    await newsroom.act(lambda acting: withdraw_claim(acting, bridge.id, reason=WHY))
    query = f"""{{ claim(id: "{node_id("claim", other.id)}", THEN) {{ speaker {{ timeline(interval: YEAR) {{
      buckets {{ count claims(first: 50) {{ totalCount nodes {{ content }} }} }} }} }} }} }}"""
    [bucket] = (await held(newsroom, query, then))["speaker"]["timeline"]["buckets"]
    assert bucket["count"] == bucket["claims"]["totalCount"] == len(bucket["claims"]["nodes"])
    assert RIVER not in str(bucket)  # withdrawn words come back for no instant, the claim itself does
