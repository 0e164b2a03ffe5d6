"""Notes are added and never changed."""

from collections.abc import Sequence
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from db.notes import Evidence, NewNote, add_note, claim_is_stored, verdict_ids
from db.sessions import Database
from db.tables import ApiKeyRow, ClaimRow, EvidenceRow, NoteRow
from tests import factories as make

LINKS = (Evidence("https://example.org/1", "سند"), Evidence("https://example.org/2"))


async def claim_and_key(database: Database) -> tuple[ClaimRow, ApiKeyRow]:
    """A stored claim and a key."""
    article, key = make.article(), make.api_key()
    revision = make.revision(article)
    claim = make.claim(revision, withdrawn_at=make.NOW)
    await make.store(database, [article, revision, claim, key])
    return claim, key


async def added(database: Database, evidence: Sequence[Evidence] = LINKS) -> UUID:
    """A note that is stored; its id."""
    claim, key = await claim_and_key(database)
    async with database.writing() as session:
        verdicts = await verdict_ids(session)
        note = NewNote(claim.id, key.id, key.name, "سند را دیدم.", verdicts["false"], tuple(evidence))
        return await add_note(session, note, now=make.NOW)


async def test_a_note_is_stored_with_its_evidence_in_order(database: Database) -> None:
    """Words, author, instant and links come back as they were given."""
    identity = await added(database)
    async with database.reading() as session:
        [note] = (await session.scalars(select(NoteRow))).all()
        links = (await session.scalars(select(EvidenceRow).order_by(col(EvidenceRow.position)))).all()
    assert (note.id, note.author, note.body, note.created_at) == (identity, "سارا", "سند را دیدم.", make.NOW)
    assert [(link.note_id, link.url, link.title) for link in links] == [
        (identity, "https://example.org/1", "سند"),
        (identity, "https://example.org/2", None),
    ]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE note SET body = 'other'",
        "UPDATE note SET verdict_id = NULL",
        "DELETE FROM note",
        "DELETE FROM note_evidence",
        "UPDATE note_evidence SET url = 'https://example.org/other'",
    ],
)
async def test_the_database_refuses_to_change_a_note(database: Database, change: str) -> None:
    """Whoever asks it, in plain SQL too."""
    await added(database)
    with pytest.raises(DBAPIError, match="is never changed"):
        async with database.writing() as session:
            await session.execute(text(change))


async def test_a_claim_with_a_note_cannot_be_deleted(database: Database) -> None:
    """The note would be about nothing."""
    await added(database)
    with pytest.raises(DBAPIError):
        async with database.writing() as session:
            await session.execute(text("DELETE FROM claim"))


async def test_a_note_on_no_claim_is_refused(database: Database) -> None:
    """With its evidence; nothing of it stays."""
    _, key = await claim_and_key(database)
    with pytest.raises(DBAPIError):
        async with database.writing() as session:
            await add_note(session, NewNote(uuid4(), key.id, key.name, "هیچ", None, LINKS), now=make.NOW)


async def test_a_withdrawn_claim_is_stored(database: Database) -> None:
    """It can still be noted; one that was never there cannot."""
    claim, _ = await claim_and_key(database)
    async with database.reading() as session:
        assert await claim_is_stored(session, claim.id)
        assert not await claim_is_stored(session, uuid4())


async def test_the_scale_runs_from_true_to_false(database: Database) -> None:
    """The shipped verdicts in their order."""
    async with database.reading() as session:
        assert list(await verdict_ids(session)) == ["true", "half-true", "misleading", "false", "unproven"]
