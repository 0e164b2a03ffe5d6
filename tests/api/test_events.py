"""What happened to a speaker: one list of many kinds, in the order of time, a page at a time."""

from base64 import b64decode, urlsafe_b64encode
from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson
import pytest
from sqlmodel import SQLModel

from db.sessions import Database
from tests import factories as make
from tests.api.client import Client
from tests.api.reference import World
from tests.api.test_every_field import small_world
from tests.api.test_reading import counted_statements

EVENTS = """query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String, $kinds: [SpeakerEventKind!]) {
  speaker(id: $id) { events(first: $first, after: $after, last: $last, before: $before, kinds: $kinds) {
    totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    nodes { __typename
      ... on ClaimMade { on at claim { id } }
      ... on NoteAdded { on at note { id } }
      ... on VerdictGiven { on at note { id } verdict { key } }
      ... on ClaimCorrected { on at correction { id } claim { id } }
      ... on TenureBegan { on at tenure { id } }
      ... on TenureEnded { on at tenure { id } } } } } }"""
ALL = """{ speaker(id: "%s") { events(first: 100) { totalCount nodes { __typename
      ... on ClaimMade { on at claim { id } }
      ... on NoteAdded { on at note { id } }
      ... on VerdictGiven { on at note { id } verdict { key } }
      ... on ClaimCorrected { on at correction { id } claim { id } }
      ... on TenureBegan { on at tenure { id } }
      ... on TenureEnded { on at tenure { id } } } } } }"""


async def eventful(database: Database) -> tuple[str, list[SQLModel]]:
    """A speaker to whom much happened, some of it on the same day; and all rows there are."""
    rows = await small_world(database, store=False)
    article, speaker, key = make.article(), make.speaker("پرکار بسیارگو"), make.api_key("نویسنده")
    revision = make.revision(article)
    claims = [
        make.claim(revision, by=speaker[0].id, said_on=date(2024, 4, 28) + timedelta(days=k % 4)) for k in range(9)
    ]
    claims += [make.claim(revision, by=speaker[0].id, said_on=None) for _ in range(2)]
    noon = datetime(2024, 4, 30, 12, tzinfo=UTC)
    notes = [
        note
        for k, claim in enumerate(claims)
        for note in make.note(claim, key=key, created_at=noon + timedelta(hours=k * 5))
    ]
    notes += make.note(key=key, speaker_id=speaker[0].id, created_at=noon)
    corrections = [make.correction(claim, "kind", after={"kind": "direct"}, made_at=noon) for claim in claims]
    office = make.office("سخنگوی نمونه")
    tenures = [make.tenure(speaker[0].id, office=office[0].id, start="2024-04-30", end="2024-05")]
    new = [article, revision, *speaker, *office, *tenures, *claims, key, *notes, *corrections]
    await make.store(database, [row for row in [*rows, *new] if row.__tablename__ != "verdict"])
    return f"speaker_{speaker[0].id.hex}", [*rows, *new]


async def test_every_page_goes_on_where_the_one_before_ended(client: Client, database: Database) -> None:
    """Whatever its size, forwards and backwards, and however much happened on one day."""
    speaker, rows = await eventful(database)
    expected = World(rows).ask(ALL % speaker)["speaker"]["events"]
    assert expected["totalCount"] == len(expected["nodes"]) == 11 + 12 + 11 + 2
    for size, end, forward in ((7, "endCursor", True), (5, "startCursor", False)):
        found: list[object] = []
        cursor = None
        while cursor is not None or not found:
            asked: dict[str, Any] = {"first": size, "after": cursor} if forward else {"last": size, "before": cursor}
            page = (await client.data(EVENTS, id=speaker, **asked))["speaker"]["events"]
            found = [*found, *page["nodes"]] if forward else [*page["nodes"], *found]
            assert page["totalCount"] == expected["totalCount"]
            more = page["pageInfo"]["hasNextPage" if forward else "hasPreviousPage"]
            cursor = page["pageInfo"][end] if more else None
        assert found == expected["nodes"]


@pytest.mark.parametrize(
    "kinds", [["CLAIM_MADE"], ["NOTE_ADDED", "TENURE_ENDED"], ["VERDICT_GIVEN"], ["CLAIM_CORRECTED"], [], None]
)
async def test_kinds_are_chosen(client: Client, database: Database, kinds: list[str] | None) -> None:
    """Null and [] mean all."""
    speaker, rows = await eventful(database)
    events = World(rows).ask(ALL % speaker)["speaker"]["events"]["nodes"]
    wanted = {kind.replace("_", "").lower() for kind in kinds or ()}
    expected = [one for one in events if not wanted or one["__typename"].lower() in wanted]
    page = (await client.data(EVENTS, id=speaker, first=100, kinds=kinds))["speaker"]["events"]
    assert (page["nodes"], page["totalCount"]) == (expected, len(expected))


async def test_events_are_one_statement(client: Client, database: Database) -> None:
    """Of all kinds."""
    speaker, _ = await eventful(database)
    with counted_statements(client) as statements:
        await client.data(EVENTS, id=speaker, first=20)
    assert len(statements) == 1


async def test_what_the_team_keeps_is_no_event_for_others(client: Client, database: Database, verifier: str) -> None:
    """Neither a draft nor a note for the team."""
    article, speaker, key = make.article(), make.speaker(), make.api_key()
    revision = make.revision(article)
    claim = make.claim(revision, by=speaker[0].id)
    hidden = [*make.note(claim, key=key, stage="draft"), *make.note(claim, key=key, visibility="team")]
    await make.store(database, [article, revision, *speaker, claim, key, *hidden])
    asked = {"id": f"speaker_{speaker[0].id.hex}", "kinds": ["NOTE_ADDED"]}
    counts = [
        (await client.data(EVENTS, key=who, **asked))["speaker"]["events"]["totalCount"] for who in (None, verifier)
    ]
    assert counts == [0, 2]


async def test_a_forged_cursor_is_refused(client: Client, database: Database) -> None:
    """As in every list."""
    speaker, _ = await eventful(database)
    code, _ = await client.error(EVENTS, id=speaker, after="WyJjbGFpbXMiLDFd")
    assert code == "BAD_USER_INPUT"


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
async def test_a_cursor_at_the_end_of_all_days_is_no_fault(client: Client, database: Database, day: str) -> None:
    """Nothing is after the last day, and everything after the first."""
    speaker, _ = await eventful(database)
    edges = await client.data(
        "query ($id: ID!) { speaker(id: $id) { events(first: 1) { edges { cursor } } } }", id=speaker
    )
    order, _, *rest = orjson.loads(b64decode(edges["speaker"]["events"]["edges"][0]["cursor"] + "==", "-_"))
    cursor = urlsafe_b64encode(orjson.dumps([order, day, *rest])).decode().rstrip("=")
    after = await client.data(EVENTS, id=speaker, after=cursor, first=100)
    before = await client.data(EVENTS, id=speaker, before=cursor, last=100)
    found = [bool(answer["speaker"]["events"]["nodes"]) for answer in (after, before)]
    assert found == [day > "2000", day < "2000"]
