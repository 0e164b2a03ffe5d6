"""The database itself refuses to change what a note says, and to lose one."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError

from db.notes import verdict_ids
from db.sessions import Database
from db.tables import NoteRow
from tests import factories as make


async def stored(database: Database) -> UUID:
    """A note that is stored; its id."""
    article, key = make.article(), make.api_key()
    revision = make.revision(article)
    claim = make.claim(revision)
    note, evidence = make.note(claim, key=key)
    await make.store(database, [article, revision, claim, key, note, evidence])
    return note.id


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE note SET body = 'other'",
        "UPDATE note SET verdict_id = NULL",
        "UPDATE note SET visibility = 'public'",
        "UPDATE note SET author = 'other'",
        "UPDATE note SET created_at = NULL",
        "DELETE FROM note",
        "DELETE FROM note_evidence",
        "UPDATE note_evidence SET url = 'https://example.org/other'",
    ],
)
async def test_the_database_refuses_to_change_what_a_note_says(database: Database, change: str) -> None:
    """Whoever asks it, in plain SQL too."""
    await stored(database)
    with pytest.raises(DBAPIError, match="is never changed"):
        async with database.writing() as session:
            await session.execute(text(change))


async def test_how_far_a_note_has_come_is_noted(database: Database) -> None:
    """That is no word of its author's."""
    await stored(database)
    async with database.writing() as session:
        come_far = {"assigned_to": "بهرام", "retracted_at": make.NOW, "retraction_reason": "x", "changed_at": make.NOW}
        await session.execute(update(NoteRow).values(come_far))


async def test_a_claim_with_a_note_cannot_be_deleted(database: Database) -> None:
    """The note would be about nothing."""
    await stored(database)
    with pytest.raises(DBAPIError):
        async with database.writing() as session:
            await session.execute(text("DELETE FROM claim"))


@pytest.mark.parametrize("about", [{}, {"speaker_id": uuid4(), "article_id": uuid4()}], ids=["nothing", "two things"])
async def test_a_note_is_about_one_thing(database: Database, about: dict[str, UUID]) -> None:
    """The database refuses another."""
    key = make.api_key()
    with pytest.raises(DBAPIError):
        await make.store(database, [key, *make.note(key=key, **about)])  # type: ignore[arg-type]  # columns by name


async def test_a_version_of_a_note_is_there_once(database: Database) -> None:
    """Two who amend the same version cannot both be stored."""
    note = await stored(database)
    async with database.writing() as session:
        row = await session.get_one(NoteRow, note)
        again = {**row.model_dump(), "id": uuid4()}
        session.expunge(row)
    with pytest.raises(DBAPIError):
        async with database.writing() as session:
            session.add(NoteRow(**again))


async def test_the_scale_runs_from_true_to_false(database: Database) -> None:
    """The shipped verdicts in their order."""
    async with database.reading() as session:
        assert list(await verdict_ids(session)) == ["true", "half-true", "misleading", "false", "unproven"]
