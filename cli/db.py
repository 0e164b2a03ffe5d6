"""`gozareh db`: brings the database to this version and says where it stands; backups have a module of their own."""

import asyncio

import typer

from cli import backups
from cli.opening import opened_database, read_settings
from cli.printing import AsJson, complain, print_json

app = typer.Typer(
    help="Bring the database to this version, say where it stands, back it up and restore it.",
    epilog="Example: gozareh db upgrade",
    no_args_is_help=True,
    rich_markup_mode=None,
)
backups.add_to(app)


@app.command(epilog="Example: gozareh db upgrade")
def upgrade() -> None:
    """Bring the database's tables up to this version; a SQLite file is made where there is none."""
    asyncio.run(_upgrade())


@app.command(epilog="Example: gozareh db check && gozareh serve")
def check() -> None:
    """Check that the database has the tables of this version; exit code 1 where it has not."""
    differences = asyncio.run(_differences())
    for difference in differences:
        complain(f"gozareh: the database differs: {difference}")
    if differences:
        raise typer.Exit(1)
    print("the database has the tables of this version")


@app.command(epilog="Example: gozareh db current --json")
def current(*, as_json: AsJson = False) -> None:
    """Print the last migration that the database has; exit code 1 where it has none."""
    from db.migrating import newest_migration

    found, newest = asyncio.run(_current()), newest_migration()
    if as_json:
        print_json({"current": found, "newest": newest})
    else:
        print(f"{found or 'none'} (newest: {newest})")
    if found is None:
        raise typer.Exit(1)


async def _upgrade() -> None:
    from db.migrating import current_migration, upgrade

    async with opened_database(read_settings()) as database:
        before = await current_migration(database)
        await upgrade(database)
        after = await current_migration(database)
        change = f"was at {before or 'none'}, is at {after}" if before != after else f"is at {after} already"
        print(f"database {database.where} {change}")


async def _differences() -> list[str]:
    from db.migrating import check_migrated, differences

    async with opened_database(read_settings()) as database:
        await check_migrated(database)
        return await differences(database)


async def _current() -> str | None:
    from db.migrating import current_migration

    async with opened_database(read_settings()) as database:
        return await current_migration(database)
