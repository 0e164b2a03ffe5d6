"""Inserts rows that may be there already, the same way on both databases."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import SQLModel

from db.sessions import WriteSession


def inserting(session: WriteSession, table: type[SQLModel]) -> SqliteInsert | PostgresInsert:
    """The insert into a table, which may say what to do with rows that are there.

    Into the table, not the class: of a class SQLAlchemy sends a statement for every run of rows with the same nulls.
    """
    into = table.__table__  # type: ignore[attr-defined]  # SQLModel makes it
    return sqlite_insert(into) if session.is_sqlite else postgres_insert(into)


async def insert_missing(session: WriteSession, table: type[SQLModel], rows: Sequence[Mapping[str, object]]) -> None:
    """Insert the rows that collide with none that is stored; the others are left as they are."""
    if not rows:
        return
    await session.execute(inserting(session, table).on_conflict_do_nothing(), list(rows))


async def insert_or_change(
    session: WriteSession,
    table: type[SQLModel],
    rows: Sequence[Mapping[str, object]],
    *,
    changing: Collection[str],
    now: str | None = None,
) -> None:
    """Insert rows by their `id`; of those that are stored already, change these columns.

    `now` is the column of the rows that tells when they are given: of a table of which the past is kept, when the
    stored ones are changed.
    """
    if not rows:
        return
    insert = inserting(session, table)
    changes = {name: insert.excluded[name] for name in changing}
    if now is not None:
        changes["changed_at"] = insert.excluded[now]
    await session.execute(insert.on_conflict_do_update(index_elements=["id"], set_=changes), list(rows))
