"""Leases: what one process of several does at a time, until it gives the lease back or stops to renew it.

Instants are those of the processes' own clocks. Where clocks differ by more than a lease lasts, two may hold one at
a time: who works under a lease must do no harm then.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, or_
from sqlmodel import col

from db.inserting import inserting
from db.sessions import WriteSession
from db.tables import LeaseRow


async def take_lease(session: WriteSession, name: str, holder: UUID, *, now: datetime, until: datetime) -> bool:
    """Take a lease that nobody else holds, or keep one's own; whether it is held then."""
    insert = inserting(session, LeaseRow).values(name=name, holder=holder, expires_at=until)
    is_free = or_(col(LeaseRow.holder) == holder, col(LeaseRow.expires_at) <= now)
    taking = insert.on_conflict_do_update(
        index_elements=["name"], set_={"holder": holder, "expires_at": until}, where=is_free
    ).returning(col(LeaseRow.name))
    return (await session.scalars(taking)).first() is not None


async def give_lease_back(session: WriteSession, name: str, holder: UUID) -> None:
    """Let another take the lease at once; of somebody else's nothing changes."""
    await session.execute(delete(LeaseRow).where(col(LeaseRow.name) == name, col(LeaseRow.holder) == holder))
