"""Proves that a copy is a database of Gozareh whose audit chain is whole, and brings it to this version."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import inspect
from sqlalchemy.exc import SQLAlchemyError

from db.chain import head, verify_chain
from db.migrating import (
    current_migration,
    is_known_migration,
    missing_tables,
    newest_migration,
    upgrade,
)
from db.sessions import Database, ReadSession
from domain.audit import FIRST_HASH
from domain.errors import BrokenChain, NotMigrated, UnusableBackup

_INSTALL = "install the version that made it, or a newer one"


@dataclass(frozen=True, slots=True)
class Held:
    """What a copy holds: its last migration, and how many audit events with the hash of the newest."""

    migration: str
    events: int
    hash: str


async def held_by(session: ReadSession, migration: str) -> Held:
    """What the database of a session holds at this instant; the first migrations had no audit events yet."""
    has_events = await (await session.connection()).run_sync(lambda sync: inspect(sync).has_table("audit_event"))
    events, its_hash = await head(session) if has_events else (0, FIRST_HASH)
    return Held(migration, events, its_hash)


async def proved(copy: Database, path: Path, *, expect: str | None) -> Held:
    """What a copy held that was made of the backup at `path`, once it is proved and is at the newest migration.

    `expect` is a hash that has to be in its audit chain. Raises UnusableBackup, and DatabaseProblem.
    """
    found = await current_migration(copy)
    if found is None:
        raise UnusableBackup(path, "holds no database of Gozareh", "restore from a file that gozareh db backup wrote")
    if not is_known_migration(found):
        newest = newest_migration()
        raise UnusableBackup(
            path, f"is at migration {found}, of which this version, at {newest}, knows nothing", _INSTALL
        )
    try:
        await upgrade(copy)
        missing = await missing_tables(copy)
        if missing:
            raise UnusableBackup(path, f"holds no database of Gozareh: it has no table {missing[0]}")
        async with copy.reading() as session:
            return Held(found, *await verify_chain(session, expect=expect))
    except BrokenChain as broken:
        raise UnusableBackup(path, f"has an audit chain that is not whole: {broken}") from broken
    except (NotMigrated, SQLAlchemyError) as wrong:
        raise UnusableBackup(path, f"is not what its migration {found} makes") from wrong
