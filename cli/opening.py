"""Opens what commands work on: the settings and the database they name."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING

from domain.errors import BadSetting, MissingFile

if TYPE_CHECKING:
    from config import Settings
    from db.sessions import Database


_UNTOLD = frozenset({"metrics_token", "database_url"})
"""Settings that are secrets or hold one: what they are is not printed."""


def existing(path: Path) -> Path:
    """The path itself, when it leads to a file or is `-`, standard input. Raises MissingFile."""
    if path != Path("-") and not path.exists():
        raise MissingFile(path)
    return path


def who_sits_here() -> str:
    """The name of the user of this terminal; what runs under a number alone is called so."""
    try:
        return getuser()
    except (KeyError, OSError):
        return "terminal"


def read_settings() -> Settings:
    """The settings of the environment. Raises BadSetting, which names the variable."""
    from pydantic import ValidationError

    from config import Settings

    try:
        return Settings()
    except ValidationError as bad:
        first = bad.errors()[0]
        field = "_".join(map(str, first["loc"]))
        problem = first["msg"].removeprefix("Value error, ")
        told = "" if field in _UNTOLD else f" (it is “{first['input']}”)"
        raise BadSetting(f"GOZAREH_{field.upper()}", f"{problem}{told}") from (None if field in _UNTOLD else bad)


@asynccontextmanager
async def opened_database(settings: Settings) -> AsyncIterator[Database]:
    """The database, whatever its state; closed in the end. Raises BadSetting."""
    from db.sessions import Database

    database = Database(settings.database_url)
    try:
        yield database
    finally:
        await database.close()


@asynccontextmanager
async def migrated_database(settings: Settings) -> AsyncIterator[Database]:
    """The database, which is at the newest migration. Raises BadSetting, NotMigrated and other DatabaseProblems."""
    from db.migrating import check_migrated

    async with opened_database(settings) as database:
        await check_migrated(database)
        yield database
