"""Verdicts as scales of them are loaded and asked for."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select, text
from sqlmodel import col

from db.inserting import insert_or_change
from db.sessions import ReadSession, WriteSession
from db.tables import VerdictRow
from domain.verdicts import Step, StepChange, StoredStep

_CHANGING = ("label_fa", "label_en", "position", "rating", "retired_at")


async def hold_scales(session: WriteSession) -> None:
    """Be the only one who loads scales until this transaction ends; SQLite has one writer anyway."""
    if not session.is_sqlite:
        await session.execute(text("LOCK TABLE verdict IN SHARE ROW EXCLUSIVE MODE"))


async def stored_steps(session: ReadSession) -> list[StoredStep]:
    """Every step of every scale, those that are in use no more too, by scale and position."""
    order = (col(VerdictRow.scale), col(VerdictRow.position), col(VerdictRow.id))
    rows = (await session.scalars(select(VerdictRow).order_by(*order))).all()
    return [_stored(row) for row in rows]


async def put_steps(session: WriteSession, changes: Sequence[StepChange], *, now: datetime) -> None:
    """Store the steps as they are after the changes."""
    rows = [
        {"id": one.after.id, **asdict(one.after.step), "retired_at": None if one.after.is_in_use else now}
        for one in changes
    ]
    await insert_or_change(session, VerdictRow, rows, changing=_CHANGING)


def _stored(row: VerdictRow) -> StoredStep:
    step = Step(row.scale, row.key, row.label_fa, row.label_en, row.position, row.rating)
    return StoredStep(row.id, step, is_in_use=row.retired_at is None)
