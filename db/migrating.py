"""Brings a database's tables to this version; Alembic does the work."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

import migrations
from db.sessions import Database
from db.tables import METADATA
from domain.errors import NotMigrated


@cache
def newest_migration() -> str:
    """The id of the last migration that this version knows."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        message = "the package holds no migrations"
        raise RuntimeError(message)
    return head


def is_known_migration(migration: str) -> bool:
    """Whether a migration is one of this version's."""
    known = ScriptDirectory.from_config(_config()).walk_revisions()
    return any(one.revision == migration for one in known)


async def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the database up to `revision`. Raises DatabaseProblem."""
    _make_folder(database)
    async with database.migrating() as connection:
        before = await connection.run_sync(_current)
        await connection.run_sync(lambda sync: command.upgrade(_config(sync), revision))
        if await connection.run_sync(_current) != before:
            await connection.run_sync(_renew_statistics)


async def downgrade(database: Database, revision: str = "base") -> None:
    """Bring the database back to `revision`. Raises DatabaseProblem."""
    async with database.migrating() as connection:
        await connection.run_sync(lambda sync: command.downgrade(_config(sync), revision))


async def current_migration(database: Database) -> str | None:
    """The id of the last migration that the database has; None for one without any. Raises DatabaseProblem."""
    if database.is_missing:
        return None
    async with database.reading() as session:
        return await (await session.connection()).run_sync(_current)


async def check_migrated(database: Database) -> None:
    """Raise NotMigrated unless the database is at the newest migration."""
    found, expected = await current_migration(database), newest_migration()
    if found != expected:
        raise NotMigrated(found, expected)


async def missing_tables(database: Database) -> list[str]:
    """The tables of this version that the database does not have. Raises DatabaseProblem."""
    with database.worded():
        async with database.engine.connect() as connection:
            found = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
    return sorted(set(METADATA.tables) - set(found))


async def differences(database: Database) -> list[str]:
    """What a new migration would have to change for the tables to be as the code declares them; [] is right."""
    with database.worded():
        async with database.engine.connect() as connection:
            return await connection.run_sync(_differences)


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _renew_statistics(connection: Connection) -> None:
    """Let SQLite count anew where somebody let it count: an index that it knows nothing of looks better than it is."""
    if connection.dialect.name == "sqlite" and inspect(connection).has_table("sqlite_stat1"):
        connection.execute(text("ANALYZE"))


def _differences(connection: Connection) -> list[str]:
    context = MigrationContext.configure(connection, opts={"include_name": is_ours, "compare_type": True})
    return [repr(difference) for difference in compare_metadata(context, METADATA)]


def is_ours(name: str | None, kind: str, _: object) -> bool:
    """Whether a table or index is one that the code declares; the search index is the migrations' alone."""
    return kind not in {"table", "index"} or name is None or "claim_search" not in name


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _make_folder(database: Database) -> None:
    """Make the folder of a SQLite file, which SQLite itself does not."""
    name = database.url.database
    if database.is_sqlite and name and name != ":memory:":
        Path(name).parent.mkdir(parents=True, exist_ok=True)
