"""Notes of a database of the first migration come to the newest one as published notes, and back."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from db.migrating import differences, downgrade, upgrade
from db.notes import standing_verdict, verdict_key
from db.sessions import Database
from db.tables import EvidenceRow, NoteRow
from tests import factories as make
from tests.db.test_upgrading import FIRST, MADE, Ids, old_rows, put

BODY = "با سند نمی\u200cخواند."


async def noted(database: Database) -> tuple[Ids, UUID]:
    """The rows of an old database with a note on a claim; the note's id."""
    ids = await old_rows(database)
    key, note = uuid4(), uuid4()
    async with database.reading() as session:
        found = (await session.execute(text("SELECT id FROM verdict WHERE key = 'false'"))).scalar_one()
    verdict = found if isinstance(found, UUID) else UUID(found)
    await put(database, "api_key", id=key, name="سارا", role="verifier", prefix="gzr_x", key_hash="h", created_at=MADE)
    await put(
        database, "note", id=note, claim_id=ids.claim, key_id=key, author="سارا", verdict_id=verdict, body=BODY,
        created_at=MADE,
    )  # fmt: skip
    await put(database, "note_evidence", id=uuid4(), note_id=note, position=0, url="https://example.org/proof")
    return ids, note


async def one_note(database: Database) -> NoteRow:
    """The one note that there is."""
    async with database.reading() as session:
        return (await session.scalars(select(NoteRow))).one()


async def test_a_note_of_before_is_published_and_its_verdict_stands(database: Database) -> None:
    """With its words, its author and its evidence."""
    ids, note = await noted(database)
    await upgrade(database)
    row = await one_note(database)
    async with database.reading() as session:
        stands = await verdict_key(session, await standing_verdict(session, ids.claim))
        links = (await session.scalars(select(col(EvidenceRow.url)))).all()
    assert (row.id, row.root_id, row.version, row.stage, row.visibility) == (note, note, 1, "published", "public")
    assert (row.body, row.author, row.published_at) == (BODY, "سارا", row.created_at)
    assert (stands, links) == ("false", ["https://example.org/proof"])


async def test_what_an_upgraded_note_says_is_refused_change(database: Database) -> None:
    """As that of a new one."""
    await noted(database)
    await upgrade(database)
    with pytest.raises(DBAPIError, match="is never changed"):
        async with database.writing() as session:
            await session.execute(text("UPDATE note SET body = 'x'"))


async def test_a_note_is_kept_on_the_way_down_and_up_again(database: Database) -> None:
    """With a draft beside it, which the tables of before cannot hold."""
    _, note = await noted(database)
    await upgrade(database)
    before = await one_note(database)
    draft = NoteRow(**{**before.model_dump(), "id": (other := uuid4()), "root_id": other, "stage": "draft"})
    await make.store(database, [draft.model_copy(update={"published_at": None})])
    await downgrade(database, FIRST)
    await upgrade(database)
    assert (await one_note(database)).model_dump() == before.model_dump()
    assert (await differences(database), note) == ([], before.id)
