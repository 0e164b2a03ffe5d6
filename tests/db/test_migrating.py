"""Migrations make the tables that the code declares, and take them away again."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from db.migrating import check_migrated, current_migration, differences, downgrade, newest_migration, upgrade
from db.sessions import Database
from domain.errors import NotMigrated


async def test_a_new_database_has_the_tables_that_the_code_declares(database: Database) -> None:
    """Nothing is left for a new migration to change."""
    assert await differences(database) == []


async def test_migrations_go_down_and_up_again(database: Database) -> None:
    """Down leaves no migration behind, up brings the newest back."""
    await downgrade(database)
    assert await current_migration(database) is None
    await upgrade(database)
    assert await current_migration(database) == newest_migration()


async def test_a_database_without_tables_is_told_how_to_get_them(database: Database) -> None:
    """The error names the command."""
    await downgrade(database)
    with pytest.raises(NotMigrated, match="gozareh db upgrade"):
        await check_migrated(database)


async def test_a_query_on_a_database_without_tables_says_the_same(database: Database) -> None:
    """The database's own error is worded once, at its door."""
    await downgrade(database)
    with pytest.raises(NotMigrated, match="gozareh db upgrade"):
        async with database.reading() as session:
            await session.execute(text("SELECT * FROM claim"))


async def test_a_missing_sqlite_file_is_not_made_by_looking_at_it(tmp_path: Path) -> None:
    """Asking which migration a database has makes no file."""
    database = Database(f"sqlite:///{tmp_path}/none.db")
    assert await current_migration(database) is None
    assert database.is_missing


@pytest.mark.parametrize(
    "broken",
    [
        "INSERT INTO alias VALUES ('{id}', '{id}', 'ن', 'ن', 'manual', '2020-01-01 00:00:00+00:00')",
        "INSERT INTO speaker VALUES ('{id}', 'robot', 'ن', 'ن', '2020-01-01 00:00:00+00:00')",
    ],
    ids=["foreign key", "check"],
)
async def test_foreign_keys_and_checks_are_enforced(database: Database, broken: str) -> None:
    """On SQLite too, which does not by itself."""
    with pytest.raises(DBAPIError):
        async with database.writing() as session:
            await session.execute(text(broken.format(id="00000000000000000000000000000001")))


async def test_sqlite_counts_anew_what_somebody_let_it_count(sqlite_url: str) -> None:
    """It would take a new index, of which it knows nothing, for a better one than those that it counted."""
    database = Database(sqlite_url)
    await downgrade(database, "0013")
    async with database.writing() as session:
        await session.execute(text("ANALYZE"))
        await session.execute(text("DELETE FROM sqlite_stat1"))
    await upgrade(database)
    async with database.reading() as session:
        counted = await session.execute(text("SELECT count(*) FROM sqlite_stat1"))
        assert counted.scalar_one() > 0
    await database.close()
