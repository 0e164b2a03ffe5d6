"""Adding notes: who may, what is refused with a message for people, and what readers then see."""

from typing import Any

import pytest
from sqlalchemy import func, select

from api.notes import LONGEST_BODY, MOST_EVIDENCE
from db.sessions import Database
from db.tables import ClaimRow, NoteRow
from domain.roles import Role
from tests import factories as make
from tests.api.client import Client
from tests.keys import create_key

ADD = """mutation ($input: AddNoteInput!) { addNote(input: $input) {
  errors { code field message }
  note { author body verdict { key labelFa } evidence { url title }
    claim { id verdict { key } notes { totalCount } } } } }"""
ZWNJ = "\u200c"
PROOF = [{"url": "https://example.org/proof", "title": "سند"}]


@pytest.fixture
async def claim(database: Database) -> ClaimRow:
    """A stored claim."""
    article = make.article()
    revision = make.revision(article)
    row = make.claim(revision)
    await make.store(database, [article, revision, row])
    return row


def node_id(claim: ClaimRow) -> str:
    """The claim's id as clients know it."""
    return f"claim_{claim.id.hex}"


async def notes_stored(database: Database) -> int:
    """How many notes there are."""
    async with database.reading() as session:
        return (await session.execute(select(func.count()).select_from(NoteRow))).scalar_one()


async def test_a_note_is_added_and_read_back_with_its_claim(client: Client, verifier: str, claim: ClaimRow) -> None:
    """The answer is the note as it is stored; its verdict stands."""
    given = {"claimId": node_id(claim), "body": "با سند نمی‌خواند.", "verdict": "misleading", "evidence": PROOF}
    payload = (await client.data(ADD, key=verifier, input=given))["addNote"]
    assert payload == {
        "errors": [],
        "note": {
            "author": "سارا",
            "body": "با سند نمی‌خواند.",
            "verdict": {"key": "misleading", "labelFa": "گمراه‌کننده"},
            "evidence": PROOF,
            "claim": {"id": node_id(claim), "verdict": {"key": "misleading"}, "notes": {"totalCount": 1}},
        },
    }


async def test_a_note_without_a_verdict_needs_no_evidence(client: Client, verifier: str, claim: ClaimRow) -> None:
    """A remark is a note too."""
    payload = (await client.data(ADD, key=verifier, input={"claimId": node_id(claim), "body": "در دست بررسی"}))[
        "addNote"
    ]
    assert payload["note"]["verdict"] is None


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"body": " "}, "REQUIRED", ["input", "body"]),
        ({"body": f"{ZWNJ}\n"}, "REQUIRED", ["input", "body"]),
        ({"body": "ب" * (LONGEST_BODY + 1)}, "INVALID", ["input", "body"]),
        ({"body": "a\x00b"}, "INVALID", ["input", "body"]),
        ({"verdict": "so-so", "evidence": PROOF}, "NOT_FOUND", ["input", "verdict"]),
        ({"verdict": "false"}, "REQUIRED", ["input", "evidence"]),
        ({"evidence": PROOF * (MOST_EVIDENCE + 1)}, "INVALID", ["input", "evidence"]),
        ({"evidence": [{"url": "javascript:alert(1)"}]}, "INVALID", ["input", "evidence", "0", "url"]),
        ({"evidence": [{"url": "https://"}]}, "INVALID", ["input", "evidence", "0", "url"]),
        ({"evidence": [{"url": "http://[broken"}]}, "INVALID", ["input", "evidence", "0", "url"]),
        (
            {"evidence": [{"url": "https://example.org", "title": "a\x00b"}]},
            "INVALID",
            ["input", "evidence", "0", "title"],
        ),
        ({"claimId": "claim_" + "0" * 32}, "NOT_FOUND", ["input", "claimId"]),
        ({"claimId": "speaker_" + "0" * 32}, "NOT_FOUND", ["input", "claimId"]),
    ],
)
async def test_what_is_wrong_with_a_note_is_told_by_field_and_nothing_is_stored(  # noqa: PLR0913, PLR0917 - the last three are the case
    client: Client,
    database: Database,
    verifier: str,
    claim: ClaimRow,
    change: dict[str, Any],
    code: str,
    field: list[str],
) -> None:
    """A person can mend it."""
    given = {"claimId": node_id(claim), "body": "بررسی شد.", **change}
    payload = (await client.data(ADD, key=verifier, input=given))["addNote"]
    assert payload["note"] is None
    assert [(error["code"], error["field"]) for error in payload["errors"]] == [(code, field)]
    assert await notes_stored(database) == 0


@pytest.mark.parametrize(("key", "code"), [(None, "UNAUTHENTICATED"), ("gzr_wrong", "UNAUTHENTICATED")])
async def test_without_a_valid_key_nothing_is_added(
    client: Client, database: Database, claim: ClaimRow, key: str | None, code: str
) -> None:
    """The message says what to send."""
    told, _ = await client.error(ADD, key=key, input={"claimId": node_id(claim), "body": "بررسی شد."})
    assert told == code
    assert await notes_stored(database) == 0


async def test_a_role_that_is_too_low_is_told_which_one_it_needs(
    client: Client, database: Database, claim: ClaimRow
) -> None:
    """A reader reads, a contributor writes notes."""
    reader = await create_key(database, name="خواننده", role=Role.READER, now=make.NOW)
    code, message = await client.error(ADD, key=reader, input={"claimId": node_id(claim), "body": "بررسی شد."})
    assert code == "FORBIDDEN"
    assert "contributor" in message


async def test_a_note_on_a_withdrawn_claim_is_added(client: Client, database: Database, verifier: str) -> None:
    """What was printed can be judged, also where the extractor no longer finds it."""
    article = make.article()
    revision = make.revision(article)
    claim = make.claim(revision, withdrawn_at=make.NOW)
    await make.store(database, [article, revision, claim])
    given = {"claimId": node_id(claim), "body": "بررسی شد."}
    payload = (await client.data(ADD, key=verifier, input=given))["addNote"]
    assert payload["note"]["claim"]["notes"] == {"totalCount": 1}


async def test_of_two_notes_the_one_that_can_be_added_is(
    client: Client, database: Database, verifier: str, claim: ClaimRow
) -> None:
    """Each tells what came of it, as often as it is asked for."""
    query = """mutation ($good: AddNoteInput!, $bad: AddNoteInput!) {
      bad: addNote(input: $bad) { errors { message } note { body } }
      good: addNote(input: $good) { errors { message } one: note { body } two: note { author } } }"""
    body = {"body": "بررسی شد."}
    answer = await client.data(
        query, key=verifier, good={"claimId": node_id(claim), **body}, bad={"claimId": "x", **body}
    )
    told = "claimId names no claim; pass an id that claims gave"
    assert answer["bad"] == {"errors": [{"message": told}], "note": None}
    assert answer["good"] == {"errors": [], "one": body, "two": {"author": "سارا"}}
    assert await notes_stored(database) == 1
