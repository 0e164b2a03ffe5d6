"""Backs a database up into a file while it is in use."""

import asyncio
from pathlib import Path

from sqlalchemy import text

from db.backups.files import check_free, digest_beside, part_beside, put_in_place, write_digest
from db.backups.postgres import dump
from db.backups.proving import Held, held_by
from db.backups.sqlite_file import check_sqlite, copy_in_use, file_of, newest_event
from db.migrating import current_migration
from db.sessions import Database
from domain.errors import BackupFailed, NotMigrated, UnusableBackup


async def back_up(database: Database, path: Path, *, replaces: bool) -> Held:
    """What a new backup at `path` holds: all that the database holds at one instant, in a file of one's own alone.

    The database may be at an older migration than this version's. The file takes its name when it is whole and on the
    disk, and its digest stands beside it. Raises AlreadyThere where the name is taken and `replaces` does not say that
    this may end, BackupFailed, and DatabaseProblem.
    """
    check_free(path, replaces=replaces)
    migration = await current_migration(database)
    if migration is None:
        raise NotMigrated(None, "its tables")
    with part_beside(path) as part:
        make = _from_sqlite if database.is_sqlite else _from_postgres
        held = await make(database, part, migration, path)
        digest_beside(path).unlink(missing_ok=True)
        put_in_place(part, path, replaces=replaces)
    write_digest(path)
    return held


async def _from_sqlite(database: Database, part: Path, migration: str, path: Path) -> Held:
    await asyncio.to_thread(copy_in_use, file_of(database), part, named=path)
    try:
        await asyncio.to_thread(check_sqlite, part)
    except UnusableBackup as damaged:
        raise BackupFailed(database.where, damaged.problem, "keep it, and restore from a backup") from damaged
    return Held(migration, *newest_event(part))


async def _from_postgres(database: Database, part: Path, migration: str, path: Path) -> Held:
    async with database.reading() as session:
        await session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        await dump(session, database.url, part, named=path)
        return await held_by(session, migration)
