"""Eight people amend, retract and correct the same things at once, on both databases: nothing is lost."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from db.chain import verify_chain
from db.sessions import Database
from db.tables import AuditEventRow, ClaimRow, CorrectionRow, NoteRow
from domain.dates import Precision
from domain.errors import Conflict
from domain.roles import Actor, Role
from domain.terms import PartialDay
from ingest.acting import Acting
from ingest.corrected_values import Said as Correction
from ingest.correcting import correct_claim
from ingest.note_rules import Said
from ingest.notes import amend_note, retract_note
from tests import factories as make
from tests.ingest.noting import EDITOR, act, somebody, stored_claim, written
from tests.ingest.stored_rows import rows

WRITERS, TURNS = 8, 6
WHY = "بس است"


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


class Writer:
    """Somebody who amends a note, retracts another one and corrects their claim, in turns."""

    def __init__(self, database: Database, number: int, did: Counter[str]) -> None:
        """The writer of this number."""
        self.database, self.number, self.did = database, number, did
        self.by = replace(somebody(f"نویسنده {number}", Role.EDITOR), issuer="https://example.org/people")

    async def work(self, claim: UUID, kept: UUID, retracted: UUID) -> None:
        """All turns, each of which begins with another of the three."""
        for turn in range(TURNS):
            deeds = [self.amend(kept, turn), self.amend(retracted, turn), self.correct(claim, turn)]
            if (self.number, turn) == (0, TURNS // 2):
                deeds.append(self.retract(retracted))
            for place in range(len(deeds)):
                await deeds[(self.number + place) % len(deeds)]

    async def amend(self, note: UUID, turn: int) -> None:
        """Amend the newest version of a note that there is."""
        seen = (await newest(self.database, note)).version
        said = Said(f"نویسنده {self.number}، نوبت {turn}")
        await self._do("amended", lambda acting: amend_note(acting, note, seen, said))

    async def retract(self, note: UUID) -> None:
        """Retract a note, however often it changes meanwhile."""
        while not (await newest(self.database, note)).retracted_at:
            seen = (await newest(self.database, note)).version
            await self._do(
                "retracted",
                lambda acting, seen=seen: retract_note(acting, note, seen, reason=WHY),  # type: ignore[misc]  # mypy knows no defaults of lambdas
            )

    async def correct(self, claim: UUID, turn: int) -> None:
        """Correct the day of the newest version of a claim that there is."""
        [row] = [one for one in await rows(self.database, ClaimRow) if one.id == claim]
        day = PartialDay(date(2020, self.number + 1, turn + 1), Precision.DAY)
        said = Correction(said_on=day)
        await self._do("corrected", lambda acting: correct_claim(acting, claim, said, version=row.version, reason=WHY))

    async def _do(self, deed: str, action: Callable[[Acting], Awaitable[object]]) -> None:
        """Do it, and count it where it is accepted; what is refused came too late."""
        try:
            await act(self.database, self.by, action)
        except Conflict:
            return
        self.did[deed] += 1


async def test_of_all_that_eight_amend_retract_and_correct_at_once_nothing_is_lost(database: Database) -> None:
    """Every accepted change is there, once, with its event; what was retracted stays so."""
    claim = await stored_claim(database)
    kept, retracted = await written(database, claim), await written(database, claim)
    did: Counter[str] = Counter()
    await asyncio.gather(*(Writer(database, one, did).work(claim.id, kept, retracted) for one in range(WRITERS)))
    notes, corrections = await rows(database, NoteRow), await rows(database, CorrectionRow)
    versions = {root: sorted(one.version for one in notes if one.root_id == root) for root in (kept, retracted)}
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in versions.values())
    assert len(notes) == did["amended"] + 2
    assert len({one.body for one in notes if one.root_id == kept}) == len(versions[kept])
    assert did["retracted"] == 1
    assert all(one.retracted_at or one.superseded_at for one in notes if one.root_id == retracted)
    [now] = await rows(database, ClaimRow)
    assert (len(corrections), now.version) == (did["corrected"], 1 + did["corrected"])
    days = Counter(one.after["day"] for one in corrections) - Counter((one.before or {})["day"] for one in corrections)
    assert now.said_on is not None
    assert list(days) == [now.said_on.isoformat()]
    async with database.reading() as session:
        assert (await verify_chain(session))[0] == 2 + did.total()
    assert min(did["amended"], did["corrected"]) >= TURNS


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
