"""Mutations under an idempotency key: the first does it, the same again is told what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select, update
from sqlmodel import col

from db.inserting import inserting
from db.sessions import ReadSession, WriteSession
from db.tables import DoneOnceRow


@dataclass(frozen=True, slots=True)
class Asked:
    """A mutation as somebody asks for it under a key; `input_hash` is of all that it is given."""

    actor_id: UUID
    key: str
    operation: str
    input_hash: str

    @property
    def is_it(self) -> ColumnElement[bool]:
        """The condition of its row."""
        return (col(DoneOnceRow.actor_id) == self.actor_id) & (col(DoneOnceRow.key) == self.key)


async def begin_once(session: WriteSession, asked: Asked, *, now: datetime) -> DoneOnceRow | None:
    """Take the key for this transaction; what was done under it already, None where nothing was.

    Where another transaction does it just now, this one waits for its end.
    """
    row = {
        "actor_id": asked.actor_id,
        "key": asked.key,
        "operation": asked.operation,
        "input_hash": asked.input_hash,
        "done_at": now,
    }
    insert = inserting(session, DoneOnceRow).on_conflict_do_nothing().returning(col(DoneOnceRow.key))
    if (await session.execute(insert, [row])).first() is not None:
        return None
    return await done_once(session, asked)


async def done_once(session: ReadSession, asked: Asked) -> DoneOnceRow | None:
    """What was done under the key; None where nothing was."""
    row = (await session.scalars(select(DoneOnceRow).where(asked.is_it))).first()
    if row is not None:
        session.expunge(row)
    return row


async def finish_once(session: WriteSession, asked: Asked, outcome: Mapping[str, object]) -> None:
    """Keep what came of it, in the transaction that does it."""
    await session.execute(update(DoneOnceRow).where(asked.is_it).values(outcome=dict(outcome)))
