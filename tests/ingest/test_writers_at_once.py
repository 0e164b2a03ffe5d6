"""Eight people amend, retract and correct the same things at once, on both databases: nothing is lost."""

import asyncio
from collections import Counter
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from db.chain import verify_chain
from db.sessions import Database
from db.tables import AuditEventRow, NoteRow
from domain.errors import Conflict
from domain.roles import Actor
from ingest.note_rules import Said
from ingest.notes import amend_note, retract_note
from tests import factories as make
from tests.ingest.noting import EDITOR, act, stored_claim, written

WRITERS, TURNS = 8, 6


async def newest(database: Database, note: UUID) -> NoteRow:
    """The newest version of a note."""
    async with database.reading() as session:
        query = select(NoteRow).where(col(NoteRow.root_id) == note).order_by(col(NoteRow.version).desc()).limit(1)
        return (await session.scalars(query)).one()


async def rewrite(database: Database, note: UUID, writer: int, *, by: Actor = EDITOR) -> Counter[str]:
    """Amend a note in some turns, each time the newest version that there is; how often it went well and did not."""
    did: Counter[str] = Counter()
    for turn in range(TURNS):
        seen = (await newest(database, note)).version
        at = make.NOW + timedelta(seconds=turn)
        said = Said(f"نویسنده {writer}، نوبت {turn}")
        try:
            await act(database, by, lambda acting, seen=seen, said=said: amend_note(acting, note, seen, said), at=at)  # type: ignore[misc]  # mypy knows no defaults of lambdas
        except Conflict:
            did["conflict"] += 1
        else:
            did["amended"] += 1
    return did


async def test_every_amendment_that_was_accepted_is_a_version(database: Database) -> None:
    """Those that came too late were told so; versions count without a gap."""
    note = await written(database, await stored_claim(database))
    did = sum(await asyncio.gather(*(rewrite(database, note, one) for one in range(WRITERS))), Counter())
    async with database.reading() as session:
        rows = (await session.scalars(select(NoteRow).order_by(col(NoteRow.version)))).all()
        events = (await session.scalars(select(AuditEventRow).where(col(AuditEventRow.action) == "amendNote"))).all()
        await verify_chain(session)
    assert [row.version for row in rows] == list(range(1, did["amended"] + 2))
    assert len({row.body for row in rows}) == len(rows)
    assert len(events) == did["amended"] >= TURNS
    assert sum(did.values()) == WRITERS * TURNS


async def test_a_note_that_is_retracted_meanwhile_takes_no_more_versions(database: Database) -> None:
    """Whoever was too late is told; no version outlives the retraction."""
    note = await written(database, await stored_claim(database))

    async def retract() -> None:
        for _ in range(WRITERS * TURNS):
            await asyncio.sleep(0.005)
            seen = await newest(database, note)
            try:
                await act(
                    database,
                    EDITOR,
                    lambda acting, seen=seen: retract_note(acting, note, seen.version, reason="بس است"),  # type: ignore[misc]  # as above
                )
            except Conflict:
                continue
            return

    await asyncio.gather(retract(), *(rewrite(database, note, one) for one in range(WRITERS - 1)))
    async with database.reading() as session:
        rows = (await session.scalars(select(NoteRow))).all()
    assert any(row.retracted_at for row in rows)
    assert all(row.retracted_at or row.superseded_at for row in rows)
