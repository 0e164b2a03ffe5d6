"""Reading: one statement a root field, whatever is asked for, and pages and filters that mean what they say."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from db.direct import Reader
from db.sessions import Database
from tests import factories as make
from tests.api.client import Client
from tests.api.reference import World
from tests.api.test_every_field import small_world

PAGE = """query ($after: String) { claims(first: 2, after: $after) {
  nodes { id } pageInfo { hasNextPage hasPreviousPage endCursor } } }"""


@dataclass
class CountingReader:
    """Reads as another does, and keeps what it was asked."""

    other: Reader
    statements: list[str]

    async def value(self, sql: str, arguments: Sequence[Any]) -> bytes | None:
        """What the other says."""
        self.statements.append(sql)
        return await self.other.value(sql, arguments)

    async def close(self) -> None:
        """Close the other."""
        await self.other.close()


@contextmanager
def counted_statements(client: Client) -> Iterator[list[str]]:
    """Collect the statements that an application reads by; when a key was last used is written beside the requests."""
    statements: list[str] = []
    database, reader = client.database, client.database.reader
    database.reader = CountingReader(reader, statements)

    def remember(*arguments: Any) -> None:
        if arguments[2].startswith(("SELECT", "WITH")):
            statements.append(arguments[2])

    event.listen(Engine, "before_cursor_execute", remember)
    try:
        yield statements
    finally:
        database.reader = reader
        event.remove(Engine, "before_cursor_execute", remember)


async def test_aliases_fragments_and_directives_select_what_they_say(client: Client, database: Database) -> None:
    """Two fields of one name become one object; @skip and @include follow their variables."""
    world = World(await small_world(database))
    query = """query ($no: Boolean! = false) {
      claims(first: 2) { ...Some nodes { words: content kind @include(if: $no) } again: nodes { id @skip(if: $no) } }
    } fragment Some on ClaimConnection { totalCount nodes { id ... on Node { __typename } article { title } } }"""
    assert await client.data(query) == world.ask(query)


@pytest.mark.parametrize("claims", [1, 50])
async def test_a_page_with_all_around_it_is_one_statement(client: Client, database: Database, claims: int) -> None:
    """However many rows: speaker, article, outlet, notes and evidence come with the page."""
    outlet, key = make.outlet(), make.api_key()
    article = make.article(of=outlet)
    revision = make.revision(article)
    speaker = make.speaker()
    rows = [make.claim(revision, by=speaker[0].id) for _ in range(claims)]
    notes = [row for one in rows for row in make.note(one, key=key)]
    await make.store(database, [outlet, article, revision, *speaker, *rows, key, *notes])
    query = """{ claims(first: 50) { totalCount nodes { content speaker { name } article { title outlet { name } }
      verdict { key } notes(first: 5) { totalCount nodes { body evidence { url } } } } } }"""
    with counted_statements(client) as statements:
        answer = await client.data(query)
    assert len(answer["claims"]["nodes"]) == claims
    assert len(statements) == 1


@pytest.mark.parametrize("claims", [1, 50])
@pytest.mark.parametrize(
    "query",
    [
        "query ($id: ID!) { claim(id: $id) { verdict { key } article { provenance { outlet { name } } } } }",
        "query ($id: ID!) { node(id: $id) { ... on Claim { speaker { claims(first: 50) { nodes { cue } } } } } }",
        '{ speaker(name: "مریم نیک‌فر") { claims(first: 50) { totalCount nodes { notes { totalCount } } } } }',
        '{ speakers(where: {name: "مریم"}) { totalCount nodes { claims { nodes { article { title } } } } } }',
    ],
)
async def test_every_way_to_read_is_one_statement(client: Client, database: Database, claims: int, query: str) -> None:
    """However many rows are below it."""
    article, speaker = make.article(), make.speaker()
    revision = make.revision(article)
    rows = [make.claim(revision, by=speaker[0].id) for _ in range(claims)]
    await make.store(database, [article, revision, *speaker, *rows])
    variables = {"id": f"claim_{rows[0].id.hex}"} if "$id" in query else {}
    with counted_statements(client) as statements:
        await client.data(query, **variables)
    assert len(statements) == 1


async def test_pages_follow_each_other_without_a_gap_or_a_double(client: Client, database: Database) -> None:
    """Across equal days and undated claims, by the cursors alone."""
    article = make.article()
    revision = make.revision(article)
    days = [date(2024, 1, 1), date(2024, 1, 1), date(2024, 1, 2), None, None]
    rows = [make.claim(revision, said_on=day) for day in days]
    await make.store(database, [article, revision, *rows])
    seen: list[str] = []
    after: str | None = None
    while True:
        page = (await client.data(PAGE, after=after))["claims"]
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        seen += [node["id"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    whole = await client.data("{ claims(first: 100) { nodes { id } } }")
    assert seen == [node["id"] for node in whole["claims"]["nodes"]]
    assert len(set(seen)) == len(days)


async def test_notes_page_by_their_instants(client: Client, database: Database) -> None:
    """A cursor that holds an instant means the same on both databases."""
    article, key = make.article(), make.api_key()
    revision = make.revision(article)
    claim = make.claim(revision)
    notes = [
        make.note(claim, key=key, created_at=datetime(2024, 1, day, tzinfo=UTC), body=f"{day}") for day in (1, 2, 3)
    ]
    await make.store(database, [article, revision, claim, key, *(row for rows in notes for row in rows)])
    query = """query ($id: ID!, $after: String) { claim(id: $id) {
      notes(first: 2, after: $after) { nodes { body } pageInfo { endCursor } } } }"""
    first = (await client.data(query, id=f"claim_{claim.id.hex}"))["claim"]["notes"]
    cursor = first["pageInfo"]["endCursor"]
    second = (await client.data(query, id=f"claim_{claim.id.hex}", after=cursor))["claim"]["notes"]
    assert [node["body"] for page in (first, second) for node in page["nodes"]] == ["3", "2", "1"]


WHERE = """query ($where: ClaimWhere) { claims(where: $where) { totalCount nodes { content } } }"""


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ({}, ["تحریم\u200cهای تازه", "نرخ كالا ۱۴۰۰", "یخ بست"]),
        ({"text": "تحریم"}, ["تحریم\u200cهای تازه"]),
        ({"text": "تحريمهای تاز"}, ["تحریم\u200cهای تازه"]),
        ({"text": "کالا 1400"}, ["نرخ كالا ۱۴۰۰"]),
        ({"text": "حریم"}, []),
        ({"text": "تحریم کالا"}, []),
        ({"text": 'یخ" OR "کالا'}, []),
        ({"speakerName": "مریم نیک فر"}, ["تحریم\u200cهای تازه", "نرخ كالا ۱۴۰۰"]),
        ({"speakerName": "نیک‌فر"}, []),
        ({"kinds": ["INDIRECT"]}, ["یخ بست"]),
        ({"kinds": []}, ["تحریم\u200cهای تازه", "نرخ كالا ۱۴۰۰", "یخ بست"]),
        ({"saidOn": {"gte": "2024-01-02"}}, ["تحریم\u200cهای تازه"]),
        ({"saidOn": {"gte": "2024-01-01", "lt": "2024-01-02"}}, ["نرخ كالا ۱۴۰۰"]),
    ],
)
async def test_a_filter_finds_what_it_says(
    client: Client, database: Database, where: dict[str, object], found: Sequence[str]
) -> None:
    """The same on both databases; empty and absent filter nothing."""
    article, speaker = make.article(), make.speaker()
    revision = make.revision(article)
    by = speaker[0].id
    rows = [
        make.claim(revision, by=by, content="تحریم\u200cهای تازه", said_on=date(2024, 1, 2)),
        make.claim(revision, by=by, content="نرخ كالا ۱۴۰۰", said_on=date(2024, 1, 1)),
        make.claim(revision, content="یخ بست", said_on=None, kind="indirect"),
        make.claim(revision, content="کالا تحریم یخ", withdrawn_at=make.NOW),
    ]
    await make.store(database, [article, revision, *speaker, *rows])
    answer = (await client.data(WHERE, where=where))["claims"]
    assert [node["content"] for node in answer["nodes"]] == found
    assert answer["totalCount"] == len(found)


async def test_a_speaker_is_found_by_id_and_by_name_and_not_by_a_name_that_two_have(
    client: Client, database: Database
) -> None:
    """Where unsure who is meant, nobody."""
    one, namesakes = make.speaker("بهرام آذرنگ"), [make.speaker("سارا کاویان"), make.speaker("سارا کاویان")]
    await make.store(database, [*one, *namesakes[0], *namesakes[1]])
    query = "query ($id: ID, $name: String) { speaker(id: $id, name: $name) { name } }"
    assert (await client.data(query, id=f"speaker_{one[0].id.hex}"))["speaker"] == {"name": "بهرام آذرنگ"}
    assert (await client.data(query, name="بهرام  آذرنگ"))["speaker"] == {"name": "بهرام آذرنگ"}
    assert (await client.data(query, name="سارا کاویان"))["speaker"] is None


async def test_a_withdrawn_claim_is_in_no_list_and_still_has_its_id(client: Client, database: Database) -> None:
    """Links to it do not break."""
    article = make.article()
    revision = make.revision(article)
    claim = make.claim(revision, withdrawn_at=make.NOW)
    await make.store(database, [article, revision, claim])
    assert (await client.data("{ claims { totalCount } }"))["claims"]["totalCount"] == 0
    query = "query ($id: ID!) { claim(id: $id) { withdrawnAt } }"
    found = await client.data(query, id=f"claim_{claim.id.hex}")
    assert found["claim"] == {"withdrawnAt": make.NOW.isoformat()}


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("{ claims(first: 1000) { totalCount } }", "1 to 100"),
        ("{ claims(first: 0) { totalCount } }", "1 to 100"),
        ("{ speakers { nodes { claims(first: 101) { totalCount } } } }", "1 to 100"),
        ('{ claims(after: "forged") { nodes { id } } }', "endCursor"),
        ('{ claims(after: "forged") { totalCount } }', "endCursor"),
        ('{ speakers { nodes { claims(after: "") { totalCount } } } }', "endCursor"),
        ('{ claims(after: "WyJzcGVha2VycyIsImEiLCJiIl0") { nodes { id } } }', "endCursor"),
        ('{ claim(id: "x") { id } }', "is not an id"),
        ('{ claim(id: "speaker_00000000000000000000000000000000") { id } }', "begins with claim_"),
        ('{ node(id: "robot_00000000000000000000000000000000") { id } }', "no kind of thing"),
        ("{ speaker { name } }", "give one of them"),
        ('{ claims(where: {text: "؟!"}) { totalCount } }', "give a word"),
        ('{ office(id: "claim_00000000000000000000000000000000") { id } }', "begins with office_"),
        ('{ judgement(id: "") { id } }', "is not an id"),
        ('{ mention(id: "office_00000000000000000000000000000000") { id } }', "begins with mention_"),
        ('{ node(id: "tenure_00000000000000000000000000000000") { id } }', "no kind of thing"),
        ('{ claims(where: {role: "؟"}) { totalCount } }', "role: holds no word"),
        ('{ claims(where: {office: "وزیر"}) { totalCount } }', "office: “وزیر” is not an id"),
        ('{ claims(where: {country: "ایران"}) { totalCount } }', "two letters"),
        ('{ claims(where: {role: "وزیر خارجه روسیه", country: "IR"}) { totalCount } }', "role names RU"),
        ('{ timeline(where: {role: ""}) { totalCount } }', "role: holds no word"),
        ('{ speakers(where: {role: " "}) { totalCount } }', "role: holds no word"),
        ('{ speakers(where: {country: "I"}) { totalCount } }', "two letters"),
        ('{ speakers(where: {office: "x"}) { totalCount } }', "office: “x” is not an id"),
        ('{ offices(where: {title: "«»"}) { totalCount } }', "title: holds no word"),
        ('{ offices(where: {title: "وزیر خارجه روسیه", country: "IR"}) { totalCount } }', "title names RU"),
        ('{ judgements(where: {name: "؟"}) { totalCount } }', "no letter"),
        ('{ judgements(where: {speakerId: "x"}) { totalCount } }', "speakerId: “x” is not an id"),
    ],
)
async def test_what_a_client_can_mend_is_told_with_a_code(client: Client, query: str, message: str) -> None:
    """The message says how."""
    code, told = await client.error(query)
    assert code == "BAD_USER_INPUT"
    assert message in told


@dataclass
class SlowReader:
    """Takes its time, and counts how many reads there are at once."""

    other: Reader
    active: int = 0
    most: int = 0

    async def value(self, sql: str, arguments: Sequence[Any]) -> bytes | None:
        """What the other says, a little later."""
        self.active += 1
        self.most = max(self.most, self.active)
        await asyncio.sleep(0.01)
        try:
            return await self.other.value(sql, arguments)
        finally:
            self.active -= 1

    async def close(self) -> None:
        """Close the other."""
        await self.other.close()


async def test_one_request_does_not_take_every_reader(client: Client) -> None:
    """Its fields run side by side, two at a time."""
    client.database.reader = reader = SlowReader(client.database.reader)
    fields = " ".join(f"n{one}: claims(first: {one}) {{ nodes {{ id }} }}" for one in range(1, 7))
    await client.data(f"{{ {fields} }}")
    assert reader.most == 2
