"""Inserts rows that may be there already, the same way on both databases."""

from collections.abc import Mapping, Sequence

from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import SQLModel

from db.sessions import WriteSession


async def insert_missing(session: WriteSession, table: type[SQLModel], rows: Sequence[Mapping[str, object]]) -> None:
    """Insert the rows that collide with none that is stored; the others are left as they are."""
    if not rows:
        return
    insert = sqlite_insert if session.is_sqlite else postgres_insert
    await session.execute(insert(table).on_conflict_do_nothing(), list(rows))
