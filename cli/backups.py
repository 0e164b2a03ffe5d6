"""`gozareh db backup` and `gozareh db restore`: a database into a file while it is in use, and back."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.audit import expected_hash
from cli.opening import opened_database, read_settings
from cli.printing import AsJson, complain, print_json
from domain.errors import MissingFile

if TYPE_CHECKING:
    from db.backups.proving import Held
    from db.backups.restoring import Restored


def add_to(app: typer.Typer) -> None:
    """Give the commands their places."""
    app.command(epilog="Example: gozareh db backup /backups/news-$(date +%F).backup")(backup)
    app.command(epilog="Example: gozareh db restore /backups/news-2026-11-26.backup --replace")(restore)


def backup(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write, in a folder that is there.")],
    *,
    replace: Annotated[bool, typer.Option("--replace", help="Write it in the place of an older backup.")] = False,
    as_json: AsJson = False,
) -> None:
    """Back the database up into a file while it is in use; FILE.sha256 is written beside it.

    The file takes its name when it is whole and on the disk. It holds all that the database holds, also what is
    withdrawn and can be restored, so keep it as safe.
    """
    held = asyncio.run(_back_up(path, replaces=replace))
    if as_json:
        print_json({"file": str(path), "migration": held.migration, "events": held.events, "hash": held.hash})
        return
    print(f"{path} holds the database at migration {held.migration}, with {held.events:,} audit events")
    complain(f"to restore it: gozareh db restore {path} --expect {held.hash}")


def restore(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A file that gozareh db backup wrote.")],
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="Take the place of the database, which is kept under another name.")
    ] = False,
    expect: Annotated[
        str | None,
        typer.Option(metavar="HASH", help="A hash that `audit head` or `db backup` printed; it must be in the chain."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Restore the database from a backup, once a copy of it is proved to be whole; until then nothing is changed.

    A backup of an older version is brought to this one. Stop `gozareh serve` first. What was withdrawn, and which keys
    were revoked, since the backup was made has to be done again.
    """
    if not path.is_file():
        raise MissingFile(path)
    expected = expected_hash(expect)
    restored = asyncio.run(_restore(path, replaces=replace, expect=expected))
    if as_json:
        held = restored.held
        print_json({"migration": held.migration, "events": held.events, "hash": held.hash, "kept": restored.kept})
        return
    _tell(restored, path)


def _tell(restored: Restored, path: Path) -> None:
    from db.backups.files import digest_beside
    from db.migrating import newest_migration

    held, newest = restored.held, newest_migration()
    change = f", was at {held.migration} and is at {newest}" if held.migration != newest else f", is at {newest}"
    print(f"the database is restored{change}; its {held.events:,} audit events follow one another unaltered")
    if restored.kept is not None:
        print(f"what was there before is kept as {restored.kept}")
    if not restored.had_digest:
        complain(f"there was no {digest_beside(path).name}, so damage to single words would not have been seen")


async def _back_up(path: Path, *, replaces: bool) -> Held:
    from db.backups.making import back_up

    async with opened_database(read_settings()) as database:
        return await back_up(database, path, replaces=replaces)


async def _restore(path: Path, *, replaces: bool, expect: str | None) -> Restored:
    from db.backups.restoring import restore

    async with opened_database(read_settings()) as database:
        return await restore(database, path, replaces=replaces, expect=expect, now=datetime.now(UTC))
