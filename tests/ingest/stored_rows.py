"""Reads back the rows that a test's database holds."""

from sqlalchemy import select
from sqlmodel import SQLModel

from db.sessions import Database
from db.tables import SpeakerRow
from domain.ids import speaker_id


async def rows[Row: SQLModel](database: Database, table: type[Row]) -> list[Row]:
    """All rows of a table, in the order of their ids."""
    async with database.reading() as session:
        found = (await session.scalars(select(table))).all()
    return sorted(found, key=lambda row: str(row.id))  # type: ignore[attr-defined]  # every table has an id


async def speaker_called(database: Database, name: str) -> SpeakerRow:
    """The speaker whose id is that of a name."""
    [found] = [row for row in await rows(database, SpeakerRow) if row.id == speaker_id(name)]
    return found
