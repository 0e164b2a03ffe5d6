"""Outlets: found or made by name."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import select
from sqlmodel import col

from db.inserting import insert_missing
from db.sessions import ReadSession, WriteSession
from db.tables import OutletRow
from domain.ids import OutletId, outlet_id
from domain.text import name_key


async def ensure_outlets(session: WriteSession, names: Iterable[str], *, now: datetime) -> None:
    """Make the outlets of these names that are new; a name stays as it was first printed."""
    rows = {
        outlet_id(name): {"id": outlet_id(name), "name": name.strip(), "key": name_key(name), "created_at": now}
        for name in names
    }
    await insert_missing(session, OutletRow, [rows[identity] for identity in sorted(rows)])


async def countries_of_outlets(session: ReadSession, outlets: Collection[OutletId]) -> dict[OutletId, str]:
    """Whose officials each outlet means where it names no country; an outlet of which nobody said so is absent."""
    query = select(col(OutletRow.id), col(OutletRow.country)).where(
        col(OutletRow.id).in_(outlets), col(OutletRow.country).is_not(None)
    )
    if not outlets:
        return {}
    return {OutletId(identity): str(country) for identity, country in (await session.execute(query)).all()}
