"""Restores a database from a backup: proves a copy of it, and only then puts that in the database's place."""

import asyncio
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.engine import URL

from db.backups.files import SIDE_FILES, check_digest, part_beside, put_in_place
from db.backups.postgres import (
    DUMP_HEAD,
    check_unused,
    drop,
    fill,
    gather_statistics,
    kept_name,
    scratch_of,
    tables_in,
    take_place,
)
from db.backups.proving import Held, proved
from db.backups.sqlite_file import FILE_HEAD, check_search, check_sqlite, copy_backup, file_of, replace_sqlite
from db.sessions import Database
from domain.errors import AlreadyThere, UnusableBackup

_KINDS = {True: ("SQLite", FILE_HEAD), False: ("PostgreSQL", DUMP_HEAD)}
_STAMP = "%Y%m%dT%H%M%S"


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored: what the backup held, whether a digest stood beside it, and what the old database is called.

    `kept` is a path or the name of a database; None where there was nothing in the place.
    """

    held: Held
    had_digest: bool
    kept: str | None


async def restore(database: Database, path: Path, *, replaces: bool, expect: str | None, now: datetime) -> Restored:
    """What was restored of the backup at `path`; the database is at the newest migration then.

    A database that is there is kept under another name, where `replaces` allows it; `expect` is a hash that has to be
    in the backup's audit chain. Raises AlreadyThere, UnusableBackup, BackupFailed and DatabaseProblem: then all is as
    it was before.
    """
    kind, head = _KINDS[database.is_sqlite]
    with path.open("rb") as stream:
        found = stream.read(len(head))
    if found != head:
        problem = f"is no backup of a database of {kind}, which GOZAREH_DATABASE_URL names"
        raise UnusableBackup(path, problem, "give a file that gozareh db backup wrote of such a one")
    had_digest = await asyncio.to_thread(check_digest, path)
    put = _into_sqlite if database.is_sqlite else _into_postgres
    held, kept = await put(database, path, replaces=replaces, expect=expect, stamp=now.astimezone(UTC).strftime(_STAMP))
    return Restored(held, had_digest, kept)


async def _into_sqlite(
    database: Database, path: Path, *, replaces: bool, expect: str | None, stamp: str
) -> tuple[Held, str | None]:
    target = file_of(database)
    is_there = _is_taken(target)
    if is_there and not replaces:
        raise _there(database)
    target.parent.mkdir(parents=True, exist_ok=True)
    await asyncio.to_thread(check_sqlite, path)
    with part_beside(target) as part:
        await asyncio.to_thread(copy_backup, path, part, named=target)
        held = await _proved_file(part, path, expect=expect)
        if not is_there:
            put_in_place(part, target, replaces=False)
            return held, None
        kept = target.with_name(f"{target.stem}.before-{stamp}{target.suffix}")
        replace_sqlite(part, target, kept)
        return held, str(kept)


def _is_taken(target: Path) -> bool:
    return any(target.with_name(target.name + side).exists() for side in ("", *SIDE_FILES))


async def _proved_file(part: Path, path: Path, *, expect: str | None) -> Held:
    copy = Database(URL.create("sqlite", database=str(part)).render_as_string())
    try:
        held = await proved(copy, path, expect=expect)
    finally:
        await copy.close()
    try:
        await asyncio.to_thread(check_search, part)
    except sqlite3.Error as broken:
        raise UnusableBackup(path, f"is damaged: an index of words is not whole: {broken}") from broken
    return held


async def _into_postgres(
    database: Database, path: Path, *, replaces: bool, expect: str | None, stamp: str
) -> tuple[Held, str | None]:
    tables = await tables_in(database)
    if tables and not replaces:
        raise _there(database)
    kept = None if tables is None else kept_name(database.url.database or "", stamp)
    await check_unused(database)
    async with scratch_of(database) as scratch:
        await fill(scratch.url, path)
        held = await proved(scratch, path, expect=expect)
        await gather_statistics(scratch)
        await take_place(scratch, database, kept=kept)
    if kept is not None and not tables:
        await drop(database, kept)
        kept = None
    return held, kept


def _there(database: Database) -> AlreadyThere:
    return AlreadyThere(f"the database {database.where}", "say --replace, which keeps it beside under another name")
