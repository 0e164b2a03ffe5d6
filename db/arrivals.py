"""Notes in which order claims came."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.tables import ArrivalRow


async def note_arrivals(session: AsyncSession, claims: Collection[UUID], position: int) -> None:
    """Note that claims came with the event at this position of the chain, but for those that were there."""
    if not claims:
        return
    table = ArrivalRow.__table__  # type: ignore[attr-defined]  # SQLModel makes it
    insert = (sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgres_insert)(table)
    rows = [{"position": position, "claim_id": claim} for claim in claims]
    await session.execute(insert.on_conflict_do_nothing(), rows)
