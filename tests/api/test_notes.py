"""Notes over GraphQL: who may, what is refused with a message for people, and what readers then see."""

from typing import Any

import pytest
from sqlalchemy import func, select

from db.sessions import Database
from db.tables import ClaimRow, NoteRow
from domain.roles import Role
from ingest.note_rules import LONGEST_BODY, MOST_EVIDENCE
from tests import factories as make
from tests.api.client import Client
from tests.keys import create_key

ADD = """mutation ($input: AddNoteInput!) { addNote(input: $input) {
  errors { code field message } clientMutationId
  note { id version author body stage visibility verdict { key labelFa } evidence { url title stance }
    claim { id verdict { key } notes { totalCount } } } } }"""
MOVE = """mutation ($input: MoveNoteInput!) { moveNote(input: $input) {
  errors { code field message } note { stage reviewedBy claim { verdict { key } } } } }"""
AMEND = """mutation ($input: AmendNoteInput!) { amendNote(input: $input) {
  errors { code field message } note { id version versions { nodes { version body } } } } }"""
RETRACT = """mutation ($input: RetractNoteInput!) { retractNote(input: $input) {
  errors { code field } note { retractedAt retractionReason } } }"""
QUEUE = "{ reviewQueue(where: {isAssigned: false}) { totalCount nodes { stage author claim { id } } } }"
SEEN = "query ($id: ID!) { claim(id: $id) { verdict { key } notes { totalCount nodes { body } } } }"
ZWNJ = "\u200c"
PROOF = [{"url": "https://example.org/proof", "title": "سند", "stance": "REFUTES"}]


@pytest.fixture
async def claim(database: Database) -> ClaimRow:
    """A stored claim."""
    article = make.article()
    revision = make.revision(article)
    row = make.claim(revision)
    await make.store(database, [article, revision, row])
    return row


@pytest.fixture
async def editor(database: Database) -> str:
    """The key of an editor called سردبیر."""
    return await create_key(database, name="سردبیر", role=Role.EDITOR, now=make.NOW)


def node_id(claim: ClaimRow) -> str:
    """The claim's id as clients know it."""
    return f"claim_{claim.id.hex}"


def judging(claim: ClaimRow, **change: object) -> dict[str, object]:
    """A note with a verdict, handed in at once."""
    given = {"claimId": node_id(claim), "body": "با سند نمی‌خواند.", "verdict": "misleading", "evidence": PROOF}
    return {**given, "submit": True, **change}


async def notes_stored(database: Database) -> int:
    """How many notes there are."""
    async with database.reading() as session:
        return (await session.execute(select(func.count()).select_from(NoteRow))).scalar_one()


async def test_a_note_is_added_as_a_draft_that_the_public_does_not_see(
    client: Client, verifier: str, claim: ClaimRow
) -> None:
    """The answer is the note as it is stored; no verdict stands yet."""
    payload = (await client.data(ADD, key=verifier, input=judging(claim, submit=False)))["addNote"]
    assert payload["errors"] == []
    assert {name: payload["note"][name] for name in ("version", "author", "stage", "visibility", "evidence")} == {
        "version": 1,
        "author": "سارا",
        "stage": "DRAFT",
        "visibility": "PUBLIC",
        "evidence": PROOF,
    }
    assert payload["note"]["claim"] == {"id": node_id(claim), "verdict": None, "notes": {"totalCount": 1}}
    seen = (await client.data(SEEN, id=node_id(claim)))["claim"]
    assert seen == {"verdict": None, "notes": {"totalCount": 0, "nodes": []}}


async def test_a_note_is_reviewed_and_published_for_everybody(
    client: Client, contributor: str, verifier: str, editor: str, claim: ClaimRow
) -> None:
    """Three people, and the verdict stands."""
    note = (await client.data(ADD, key=contributor, input=judging(claim)))["addNote"]["note"]
    waits = (await client.data(QUEUE, key=verifier))["reviewQueue"]
    assert waits == {
        "totalCount": 1,
        "nodes": [{"stage": "SUBMITTED", "author": "گردآور", "claim": {"id": node_id(claim)}}],
    }
    given = {"noteId": note["id"], "version": 1}
    reviewed = (await client.data(MOVE, key=verifier, input={**given, "to": "REVIEWED"}))["moveNote"]
    assert (reviewed["errors"], reviewed["note"]["reviewedBy"]) == ([], "سارا")
    published = (await client.data(MOVE, key=editor, input={**given, "to": "PUBLISHED"}))["moveNote"]
    assert published["note"] == {
        "stage": "PUBLISHED",
        "reviewedBy": "سارا",
        "claim": {"verdict": {"key": "misleading"}},
    }
    seen = (await client.data(SEEN, id=node_id(claim)))["claim"]
    assert (seen["verdict"]["key"], seen["notes"]["nodes"]) == ("misleading", [{"body": "با سند نمی‌خواند."}])


async def test_a_move_that_is_somebody_elses_is_told(client: Client, verifier: str, claim: ClaimRow) -> None:
    """A program can branch on it."""
    note = (await client.data(ADD, key=verifier, input=judging(claim)))["addNote"]["note"]
    given = {"noteId": note["id"], "version": 1, "to": "REVIEWED"}
    payload = (await client.data(MOVE, key=verifier, input=given))["moveNote"]
    [error] = payload["errors"]
    assert (payload["note"], error["code"], error["field"]) == (None, "OUT_OF_TURN", ["input", "to"])


async def test_an_amendment_of_an_old_version_conflicts(client: Client, verifier: str, claim: ClaimRow) -> None:
    """And says which one is the newest."""
    note = (await client.data(ADD, key=verifier, input=judging(claim)))["addNote"]["note"]
    given = {"noteId": note["id"], "version": 1, "body": "روشن‌تر."}
    amended = (await client.data(AMEND, key=verifier, input=given))["amendNote"]["note"]
    assert [one["version"] for one in amended["versions"]["nodes"]] == [2, 1]
    [error] = (await client.data(AMEND, key=verifier, input=given))["amendNote"]["errors"]
    assert (error["code"], "the newest is 2" in error["message"]) == ("CONFLICT", True)


async def test_a_retracted_note_is_read_by_id_with_its_reason(
    client: Client, database: Database, editor: str, claim: ClaimRow
) -> None:
    """Lists leave it out."""
    key = make.api_key()
    note, evidence = make.note(claim, key=key)
    await make.store(database, [key, note, evidence])
    given = {"noteId": f"note_{note.id.hex}", "version": 1, "reason": "سند جعلی بود"}
    payload = (await client.data(RETRACT, key=editor, input=given))["retractNote"]
    assert (payload["errors"], payload["note"]["retractionReason"]) == ([], "سند جعلی بود")
    seen = await client.data(
        "query ($id: ID!) { node(id: $id) { ... on Note { body retractionReason } } }", id=given["noteId"]
    )
    assert seen["node"] == {"body": "بررسی شد.", "retractionReason": "سند جعلی بود"}
    assert (await client.data(SEEN, id=node_id(claim)))["claim"]["notes"]["totalCount"] == 0


async def test_a_note_is_assigned_and_the_claimants_day_kept(client: Client, verifier: str, claim: ClaimRow) -> None:
    """Two small mutations of their own."""
    note = (await client.data(ADD, key=verifier, input=judging(claim)))["addNote"]["note"]
    answer = await client.data(
        """mutation ($assign: AssignNoteInput!, $asked: RecordClaimantAskedInput!) {
          assignNote(input: $assign) { errors { message } note { assignedTo } }
          recordClaimantAsked(input: $asked) { errors { message } note { claimantAskedOn } } }""",
        key=verifier,
        assign={"noteId": note["id"], "version": 1, "assignedTo": "سارا"},
        asked={"noteId": note["id"], "version": 1, "on": "2024-04-29"},
    )
    assert answer["assignNote"] == {"errors": [], "note": {"assignedTo": "سارا"}}
    assert answer["recordClaimantAsked"] == {"errors": [], "note": {"claimantAskedOn": "2024-04-29"}}


async def test_the_body_is_shown_as_safe_html(client: Client, database: Database, claim: ClaimRow) -> None:
    """Nothing in it can run."""
    key = make.api_key()
    body = "**نادرست** [سند](https://example.org) <script>alert(1)</script> ![x](https://example.org/x.png)"
    await make.store(database, [key, *make.note(claim, key=key, body=body)])
    query = "query ($id: ID!) { claim(id: $id) { notes { nodes { bodyHtml } } } }"
    [note] = (await client.data(query, id=node_id(claim)))["claim"]["notes"]["nodes"]
    assert "<strong>نادرست</strong>" in note["bodyHtml"]
    assert not any(one in note["bodyHtml"] for one in ("<script", "<img"))


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"body": " "}, "REQUIRED", "body"),
        ({"body": f"{ZWNJ}\n"}, "REQUIRED", "body"),
        ({"body": "ب" * (LONGEST_BODY + 1)}, "INVALID", "body"),
        ({"body": "a\x00b"}, "INVALID", "body"),
        ({"language": "Persian"}, "INVALID", "language"),
        ({"verdict": "so-so"}, "NOT_FOUND", "verdict"),
        ({"evidence": []}, "REQUIRED", "evidence"),
        ({"verdict": None, "evidence": [], "attribution": "FABRICATED"}, "REQUIRED", "evidence"),
        ({"evidence": PROOF * (MOST_EVIDENCE + 1)}, "INVALID", "evidence"),
        ({"evidence": [{"url": "javascript:alert(1)"}]}, "INVALID", "evidence.0.url"),
        ({"evidence": [{"url": "https://"}]}, "INVALID", "evidence.0.url"),
        ({"evidence": [{"url": "http://[broken"}]}, "INVALID", "evidence.0.url"),
        ({"evidence": [{"url": "https://example.org", "archiveUrl": "ftp://x"}]}, "INVALID", "evidence.0.archiveUrl"),
        ({"evidence": [{"url": "https://example.org", "title": "a\x00b"}]}, "INVALID", "evidence.0.title"),
        ({"evidence": [{"url": "https://example.org", "excerpt": "x" * 3000}]}, "INVALID", "evidence.0.excerpt"),
        (
            {"evidence": [{"url": "https://example.org", "accessedOn": "2300-01-01"}]},
            "INVALID",
            "evidence.0.accessedOn",
        ),
        ({"claimId": "claim_" + "0" * 32}, "NOT_FOUND", "claimId"),
        ({"claimId": "speaker_" + "0" * 32}, "INVALID", "claimId"),
        ({"claimId": None}, "INVALID", "claimId"),
        ({"speakerId": "speaker_" + "0" * 32}, "INVALID", "claimId"),
        ({"idempotencyKey": " "}, "INVALID", "idempotencyKey"),
    ],
)
async def test_what_is_wrong_with_a_note_is_told_by_field_and_nothing_is_stored(  # noqa: PLR0913, PLR0917 - the last three are the case
    client: Client,
    database: Database,
    verifier: str,
    claim: ClaimRow,
    change: dict[str, Any],
    code: str,
    field: str,
) -> None:
    """A person can mend it."""
    payload = (await client.data(ADD, key=verifier, input=judging(claim, **change)))["addNote"]
    assert payload["note"] is None
    assert [(error["code"], error["field"]) for error in payload["errors"]] == [(code, ["input", *field.split(".")])]
    assert await notes_stored(database) == 0


@pytest.mark.parametrize(("key", "code"), [(None, "UNAUTHENTICATED"), ("gzr_wrong", "UNAUTHENTICATED")])
async def test_without_a_valid_key_nothing_is_added(
    client: Client, database: Database, claim: ClaimRow, key: str | None, code: str
) -> None:
    """The message says what to send."""
    told, _ = await client.error(ADD, key=key, input=judging(claim))
    assert told == code
    assert await notes_stored(database) == 0


async def test_a_role_that_is_too_low_is_told_which_one_it_needs(
    client: Client, database: Database, claim: ClaimRow
) -> None:
    """A reader reads, a contributor writes notes."""
    reader = await create_key(database, name="خواننده", role=Role.READER, now=make.NOW)
    code, message = await client.error(ADD, key=reader, input=judging(claim))
    assert code == "FORBIDDEN"
    assert "contributor" in message


async def test_of_two_notes_the_one_that_can_be_added_is(
    client: Client, database: Database, verifier: str, claim: ClaimRow
) -> None:
    """Each tells what came of it, as often as it is asked for."""
    query = """mutation ($good: AddNoteInput!, $bad: AddNoteInput!) {
      bad: addNote(input: $bad) { errors { field } note { body } }
      good: addNote(input: $good) { errors { field } one: note { body } two: note { author } } }"""
    body = {"body": "بررسی شد."}
    answer = await client.data(
        query, key=verifier, good={"claimId": node_id(claim), **body}, bad={"claimId": "x", **body}
    )
    assert answer["bad"] == {"errors": [{"field": ["input", "claimId"]}], "note": None}
    assert answer["good"] == {"errors": [], "one": body, "two": {"author": "سارا"}}
    assert await notes_stored(database) == 1
