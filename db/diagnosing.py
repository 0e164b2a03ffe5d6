"""What a deployment's database is like, for whoever checks it: its version, clock, encoding, mode and disk."""

import asyncio
import shutil
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select, text
from sqlmodel import col

from db.direct import MOST_CONNECTIONS
from db.engines import MOST_SESSIONS
from db.sessions import Database, ReadSession
from db.tables import AuditEventRow

CONNECTIONS_A_WORKER = MOST_CONNECTIONS + 2 * MOST_SESSIONS + 1
"""That a process which serves may hold of PostgreSQL's: the last one hears of what comes."""
_CONNECTIONS = """SELECT current_setting('max_connections')::int
 - current_setting('superuser_reserved_connections')::int
 - coalesce(current_setting('reserved_connections', true), '0')::int"""
"""The last setting is there from version 16 on."""
_MOUNTS = Path("/proc/self/mounts")


@dataclass(frozen=True, slots=True)
class DatabaseFacts:
    """A database as it is now."""

    is_sqlite: bool
    version: tuple[int, int]
    """Of the server, or of the library of SQLite: the first two numbers."""
    clock: datetime
    """What the database takes for now; that of this machine for SQLite."""
    newest_event_at: datetime | None
    """When the newest event of the audit chain was stored, by the clock of whoever stored it; None without any."""
    encoding: str
    """Of its texts, as it names it."""
    timezone: str | None = None
    """PostgreSQL's, which decides nothing here; None for SQLite, which knows none."""
    connections: int | None = None
    """How many PostgreSQL gives to all who are no superusers; None for SQLite."""
    journal_mode: str | None = None
    """SQLite's; None for PostgreSQL."""
    file_system: str | None = None
    """The type of the one that holds SQLite's file; None where nobody knows, and for PostgreSQL."""
    free_bytes: int | None = None
    """On the disk of SQLite's file; None for PostgreSQL, which does not say."""


async def database_facts(database: Database) -> DatabaseFacts:
    """What a migrated database is like. Raises DatabaseProblem."""
    async with database.reading() as session:
        newest = await session.scalar(select(func.max(col(AuditEventRow.at))))
        if database.is_sqlite:
            return await _of_sqlite(session, Path(database.url.database or ""), newest)
        version = int(str(await session.scalar(text("SHOW server_version_num"))))
        return DatabaseFacts(
            is_sqlite=False,
            version=(version // 10_000, version % 10_000),
            clock=_in_utc(await session.scalar(select(func.clock_timestamp()))) or datetime.now(UTC),
            newest_event_at=_in_utc(newest),
            encoding=str(await session.scalar(text("SHOW server_encoding"))),
            timezone=str(await session.scalar(text("SHOW timezone"))),
            connections=await session.scalar(text(_CONNECTIONS)),
        )


async def _of_sqlite(session: ReadSession, path: Path, newest: datetime | None) -> DatabaseFacts:
    major, minor, _ = sqlite3.sqlite_version_info
    kind, free = await asyncio.to_thread(_disk_of, path)
    return DatabaseFacts(
        is_sqlite=True,
        version=(major, minor),
        clock=datetime.now(UTC),
        newest_event_at=_in_utc(newest),
        encoding=str(await session.scalar(text("PRAGMA encoding"))),
        journal_mode=str(await session.scalar(text("PRAGMA journal_mode"))),
        file_system=kind,
        free_bytes=free,
    )


def file_system_of(path: Path, mounts: str) -> str | None:
    """The type of the file system that holds a file, by Linux's list of what is mounted where; None if none is told.

    Source: proc_mounts(5) and fstab(5): device, place and type, with spaces and backslashes of a place in octal.
    """
    places: dict[Path, str] = {}
    for line in mounts.splitlines():
        _, place, kind, *_ = line.split(" ")
        places[Path(place.replace("\\040", " ").replace("\\134", "\\"))] = kind
    resolved = path.resolve()
    return next((places[one] for one in (resolved, *resolved.parents) if one in places), None)


def _disk_of(path: Path) -> tuple[str | None, int | None]:
    """The type of a file's file system and the bytes that are free there; None for a database without a file."""
    if not path.exists():
        return None, None
    return file_system_of(path, _MOUNTS.read_text()) if _MOUNTS.exists() else None, shutil.disk_usage(path.parent).free


def _in_utc(instant: datetime | None) -> datetime | None:
    if instant is None:
        return None
    return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
