"""Runs pg_dump and pg_restore, and lets a restored database take the place of another on PostgreSQL."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from secrets import token_hex

from sqlalchemy import text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from db.sessions import Database, ReadSession
from domain.errors import BackupFailed, DatabaseInUse, UnusableBackup

DUMP_HEAD = b"PGDMP"
"""How a dump in pg_dump's custom format begins. Source: WriteHead in its pg_backup_archiver.c."""
_ALIKE = ("--no-password", "--no-owner", "--no-privileges")
_MAINTENANCE = "postgres"
"""The database that every server has, from which others are renamed. Source: PostgreSQL's manual, section 23.3."""
_LONGEST_NAME = 63
_OF_LIBPQ = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "passfile": "PGPASSFILE",
    "ssl": "PGSSLMODE",
}
"""What asyncpg takes after the `?` of an address, as PostgreSQL's own programs take it from the environment."""
_NOT_ALLOWED, _IN_USE = "42501", "55006"
_OWN_TABLES = text(
    "SELECT count(*) FROM pg_class AS one JOIN pg_namespace AS its ON its.oid = one.relnamespace"
    " WHERE its.nspname <> 'information_schema' AND its.nspname NOT LIKE 'pg\\_%'"
)


async def dump(session: ReadSession, url: URL, part: Path, *, named: Path) -> None:
    """Write what a transaction at REPEATABLE READ sees to an empty file. Raises BackupFailed."""
    snapshot = await session.scalar(text("SELECT pg_export_snapshot()"))
    words = ("--format=custom", *_ALIKE, f"--snapshot={snapshot}", f"--file={part}")
    problem = await _run("pg_dump", words, url, where=str(named))
    if problem is not None:
        raise BackupFailed(str(named), f"cannot be written: {problem}", "mend that and try again")


async def fill(url: URL, path: Path) -> None:
    """Restore a dump into an empty database, in one transaction. Raises UnusableBackup, BackupFailed."""
    words = ("--exit-on-error", "--single-transaction", *_ALIKE, f"--dbname={url.database}", str(path))
    problem = await _run("pg_restore", words, url, where=str(path))
    if problem is not None:
        raise UnusableBackup(path, f"cannot be restored: {problem}", "mend that, or restore from another backup")


async def tables_in(database: Database) -> int | None:
    """How many tables, indexes and the like there are in a database; None where there is no such database."""
    async with _maintaining(database) as engine, engine.connect() as connection:
        named = text("SELECT true FROM pg_database WHERE datname = :name")
        if await connection.scalar(named, {"name": database.url.database}) is None:
            return None
    with database.worded():
        async with database.engine.connect() as connection:
            return int(await connection.scalar(_OWN_TABLES) or 0)


@asynccontextmanager
async def scratch_of(database: Database) -> AsyncIterator[Database]:
    """An empty database on the same server, dropped in the end where it still has its name. Raises BackupFailed."""
    scratch = Database(_address(database.url.set(database=f"gozareh_restoring_{token_hex(8)}")))
    async with _maintaining(database) as engine:
        await _at_once(engine, f"CREATE DATABASE {_quoted(scratch)} TEMPLATE template0 ENCODING 'UTF8'")
        try:
            yield scratch
        finally:
            await scratch.close()
            await _at_once(engine, f"DROP DATABASE IF EXISTS {_quoted(scratch)} WITH (FORCE)")


async def check_unused(database: Database) -> None:
    """Raise DatabaseInUse where others are connected to a database."""
    await database.close()
    others = text("SELECT count(*) FROM pg_stat_activity WHERE datname = :name AND backend_type = 'client backend'")
    async with _maintaining(database) as engine, engine.connect() as connection:
        if await connection.scalar(others, {"name": database.url.database}):
            raise DatabaseInUse(database.where)


async def take_place(scratch: Database, database: Database, *, kept: str | None) -> None:
    """Give a database the name of another, which is called `kept` from then on; `kept` None where there is none.

    Raises DatabaseInUse where anybody is connected to either.
    """
    for one in (scratch, database):
        await one.close()
    name = _quoted(database)
    async with _maintaining(database) as engine, engine.begin() as connection:
        if kept is not None:
            await _execute(connection, f'ALTER DATABASE {name} RENAME TO "{kept}"')
        await _execute(connection, f"ALTER DATABASE {_quoted(scratch)} RENAME TO {name}")


async def drop(database: Database, name: str) -> None:
    """Drop a database of the same server that holds nothing."""
    async with _maintaining(database) as engine:
        await _at_once(engine, f'DROP DATABASE "{name}"')


async def gather_statistics(database: Database) -> None:
    """Let PostgreSQL look at what was restored, by which it plans."""
    async with database.engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(text("ANALYZE"))


def kept_name(name: str, stamp: str) -> str:
    """What a database is called that another took the place of, in as many bytes as a name may have."""
    end = f"_before_{stamp}"
    return name.encode()[: _LONGEST_NAME - len(end)].decode(errors="ignore") + end


@asynccontextmanager
async def _maintaining(database: Database) -> AsyncIterator[AsyncEngine]:
    """What is asked of the server rather than of the database. Raises DatabaseProblem and BackupFailed."""
    engine = create_async_engine(database.url.set(database=_MAINTENANCE), hide_parameters=True)
    try:
        with database.worded():
            yield engine
    except DBAPIError as failed:
        state = getattr(failed.orig, "sqlstate", None)
        if state == _IN_USE:
            raise DatabaseInUse(database.where) from failed
        if state == _NOT_ALLOWED:
            remedy = "let an owner with CREATEDB restore, or give the user that right meanwhile"
            raise BackupFailed(database.where, "its user may not make and rename databases", remedy) from failed
        raise
    finally:
        await engine.dispose()


async def _at_once(engine: AsyncEngine, statement: str) -> None:
    """Run a statement that cannot be in a transaction."""
    async with engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await _execute(connection, statement)


async def _execute(connection: AsyncConnection, statement: str) -> None:
    await connection.exec_driver_sql(statement)


async def _run(program: str, words: tuple[str, ...], url: URL, *, where: str) -> str | None:
    """What a program of PostgreSQL's says went wrong; None where nothing did. Raises BackupFailed without it."""
    found = shutil.which(program)
    if found is None:
        remedy = "install PostgreSQL's client programs, of the server's version or newer"
        raise BackupFailed(where, f"needs the program {program}, which is not on PATH", remedy)
    running = await asyncio.create_subprocess_exec(
        found, *words, env={**os.environ, **_environment(url)}, stderr=asyncio.subprocess.PIPE
    )
    try:
        _, told = await running.communicate()
    except asyncio.CancelledError:
        with suppress(ProcessLookupError):
            running.terminate()
        await running.wait()
        raise
    if running.returncode == 0:
        return None
    # The lines after the first may tell what stands in rows.
    lines = told.decode(errors="replace").splitlines()
    first = next((line for line in lines if "error:" in line), lines[0] if lines else f"exit code {running.returncode}")
    return first.strip()


def _environment(url: URL) -> Mapping[str, str]:
    """Where the programs connect to; no password is ever on a command line, which everybody on a machine can read."""
    given = {"host": url.host, "port": url.port, "user": url.username, "password": url.password, **url.query}
    found = {_OF_LIBPQ[name]: str(value) for name, value in given.items() if name in _OF_LIBPQ and value is not None}
    return {**found, "PGDATABASE": url.database or "", "LC_MESSAGES": "C"}


def _quoted(database: Database) -> str:
    name = (database.url.database or "").replace('"', '""')
    return f'"{name}"'


def _address(url: URL) -> str:
    return url.render_as_string(hide_password=False)
