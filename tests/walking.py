"""Walks everything that a database holds: every column of every table, those of SQLite's search index too."""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from db.sessions import Database

_TABLES = {
    True: "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'claim_search'",
    False: "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
}
"""SQLite's index of words is read in the tables that it keeps them in, having no rows of its own."""
_OWN_ACCOUNT = {"alembic_version", "audit_event", "withheld", "done_once"}


async def tables_that_hold(database: Database, words: str) -> set[str]:
    """The tables in which the words stand in any column of any row."""
    async with database.reading() as session:
        found = set()
        for name in await _tables(session, database):
            rows = await _rows(session, name)
            if any(words in _as_text(value) for row in rows for value in row.values()):
                found.add(name)
        return found


async def everything(database: Database, *, but: Collection[str] = _OWN_ACCOUNT) -> dict[str, list[str]]:
    """Every row of every table, but those that tell what was done and what was before, in an order of their own.

    Of the search index only the rows that lead from it to claims: how it keeps words is its own.
    """
    async with database.reading() as session:
        names = [name for name in await _tables(session, database) if not name.startswith("claim_search_")]
        return {
            name: sorted(repr(sorted(_but_changed_at(row).items())) for row in await _rows(session, name))
            for name in names
            if name not in but and not name.endswith("_past")
        }


def _but_changed_at(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "changed_at"}


async def _tables(session: AsyncSession, database: Database) -> list[str]:
    return list((await session.scalars(text(_TABLES[database.is_sqlite]))).all())


async def _rows(session: AsyncSession, table: str) -> list[dict[str, Any]]:
    found = await session.execute(text(f'SELECT * FROM "{table}"'))  # noqa: S608 - the name of a table
    return [row._asdict() for row in found]


def _as_text(value: object) -> str:
    return value.decode("utf-8", "ignore") if isinstance(value, bytes) else _unescaped(str(value))


def _unescaped(value: str) -> str:
    """JSON of SQLite is stored as ASCII."""
    return value.encode("ascii").decode("unicode_escape") if "\\u" in value and value.isascii() else value


def words_of(*texts: str) -> Iterator[str]:
    """The words of texts that are long enough to stand nowhere else."""
    for one in texts:
        yield from (word for word in one.split() if len(word) > 4)
