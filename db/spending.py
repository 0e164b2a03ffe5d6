"""Points that workers take for a holder from the limit of a minute, which they share."""

from sqlalchemy import case, delete, select
from sqlmodel import col

from db.inserting import inserting
from db.sessions import ReadSession, WriteSession
from db.tables import SpendingRow


async def take_points(session: WriteSession, holder: str, *, minute: int, points: int, most: int) -> int | None:
    """Take points and return how many are taken in this minute then; None, and none are, where it would be over `most`.

    A worker whose clock is behind is counted in the newer minute.
    """
    if points > most:
        return None
    insert = inserting(session, SpendingRow).values(holder=holder, minute=minute, points=points)
    mine, new = col(SpendingRow.minute), insert.excluded
    total = case((mine < new.minute, new.points), else_=col(SpendingRow.points) + new.points)
    newest = case((mine < new.minute, new.minute), else_=mine)
    taking = insert.on_conflict_do_update(
        index_elements=["holder"], set_={"minute": newest, "points": total}, where=total <= most
    ).returning(col(SpendingRow.points))
    return (await session.scalars(taking)).first()


async def points_taken(session: ReadSession, holder: str, *, minute: int) -> int:
    """How many points workers have taken for a holder in this minute."""
    found = select(col(SpendingRow.points)).where(col(SpendingRow.holder) == holder, col(SpendingRow.minute) >= minute)
    return (await session.scalars(found)).first() or 0


async def forget_spending(session: WriteSession, *, before_minute: int) -> None:
    """Remove the rows of older minutes: an address is kept no longer than it is needed."""
    await session.execute(delete(SpendingRow).where(col(SpendingRow.minute) < before_minute))
