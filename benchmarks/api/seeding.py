"""Fills a migrated PostgreSQL and a migrated SQLite database with the same made-up rows."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import asyncpg
import orjson
from sqlalchemy import JSON, Table
from sqlalchemy.dialects import sqlite

from benchmarks.api.corpus import Rows, rows_for
from benchmarks.api.postgres import Postgres
from db.migrating import upgrade
from db.sessions import Database
from db.tables import METADATA

BIG = "claim"
"""The table whose indexes and foreign keys are made after it is filled."""


async def seed_postgres(postgres: Postgres, name: str, claims: int) -> None:
    """Make the database `name` anew with so many claims."""
    await postgres.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    await postgres.run(f'CREATE DATABASE "{name}"')
    await migrate(postgres.url(name))
    connection = await asyncpg.connect(postgres.url(name))
    try:
        made_later = await _take_away(connection)
        for rows in rows_for(claims):
            table = METADATA.tables[rows.table]
            await connection.copy_records_to_table(rows.table, columns=rows.columns, records=_for_postgres(table, rows))
        for statement in made_later:
            await connection.execute(statement, timeout=3_600)
        await connection.execute("VACUUM (ANALYZE, FREEZE)", timeout=3_600)
    finally:
        await connection.close()


async def seed_sqlite(path: Path, claims: int) -> None:
    """Make the SQLite file anew with so many claims."""
    for old in path.parent.glob(f"{path.name}*"):
        old.unlink()
    await migrate(f"sqlite:///{path}")
    await asyncio.to_thread(_fill_sqlite, path, claims)


async def migrate(url: str) -> None:
    """Bring a database to the newest migration."""
    database = Database(url)
    try:
        await upgrade(database)
    finally:
        await database.close()


async def _take_away(connection: asyncpg.Connection) -> list[str]:
    """Drop the big table's indexes and foreign keys; the statements that make them again."""
    points = await connection.fetch(
        "SELECT conname AS name, pg_get_constraintdef(oid) AS makes FROM pg_constraint"
        " WHERE conrelid = $1::text::regclass AND contype = 'f'",
        BIG,
    )
    indexes = await connection.fetch(
        "SELECT i.indexname AS name, i.indexdef AS makes FROM pg_indexes i"
        " WHERE i.tablename = $1 AND i.indexname NOT IN (SELECT conname FROM pg_constraint)",
        BIG,
    )
    for one in points:
        await connection.execute(f'ALTER TABLE {BIG} DROP CONSTRAINT "{one["name"]}"')
    for one in indexes:
        await connection.execute(f'DROP INDEX "{one["name"]}"')
    made = [f'ALTER TABLE {BIG} ADD CONSTRAINT "{one["name"]}" {one["makes"]}' for one in points]
    return [one["makes"] for one in indexes] + made


def _for_postgres(table: Table, rows: Rows) -> Iterator[tuple[object, ...]]:
    return _bound(rows, [_json_text if isinstance(table.c[name].type, JSON) else None for name in rows.columns])


def _fill_sqlite(path: Path, claims: int) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in ("journal_mode=WAL", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-1000000"):
            connection.execute(f"PRAGMA {pragma}")
        with _without_indexes(connection):
            connection.execute("BEGIN")
            for rows in rows_for(claims):
                columns, places = ", ".join(rows.columns), ", ".join("?" * len(rows.columns))
                insert = f"INSERT INTO {rows.table} ({columns}) VALUES ({places})"  # noqa: S608 - names of our tables
                connection.executemany(insert, _for_sqlite(METADATA.tables[rows.table], rows))
            connection.execute("COMMIT")
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
        if broken:
            message = f"seeding leaves rows that point nowhere: {broken}"
            raise RuntimeError(message)
        connection.execute("ANALYZE")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def _without_indexes(connection: sqlite3.Connection) -> Iterator[None]:
    """Take the big table's indexes away meanwhile; its triggers stay, for they fill the search index."""
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = ?"
    indexes = connection.execute(query, (BIG,)).fetchall()
    for name, _ in indexes:
        connection.execute(f'DROP INDEX "{name}"')
    yield
    for _, makes in indexes:
        connection.execute(makes)


def _for_sqlite(table: Table, rows: Rows) -> Iterator[tuple[object, ...]]:
    dialect = sqlite.dialect()
    return _bound(rows, [table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in rows.columns])


def _bound(rows: Rows, binds: Sequence[Callable[[object], object] | None]) -> Iterator[tuple[object, ...]]:
    """The rows as a driver takes them; a column that needs no other form has None for its `binds`."""
    places = [(place, bind) for place, bind in enumerate(binds) if bind is not None]
    for row in rows.rows:
        bound = list(row)
        for place, bind in places:
            bound[place] = bind(bound[place])
        yield tuple(bound)


def _json_text(value: object) -> str:
    return orjson.dumps(value).decode()
