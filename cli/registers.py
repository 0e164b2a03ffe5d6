"""`gozareh speakers load` and `import`: brings tables of speakers and offices into the database."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.opening import existing, migrated_database, read_settings, who_sits_here
from cli.printing import AsJson, isolated, print_json, print_table
from cli.progress import counting
from domain.speaker import Origin

if TYPE_CHECKING:
    from db.register import Changes
    from domain.register import Register

_SHOWN = 5
_TABLES = {
    "speaker": "speakers",
    "alias": "names",
    "office": "offices",
    "office_alias": "titles",
    "tenure": "times in office",
    "outlet": "outlets of other countries",
}

DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would change, and store nothing.")]


def add_to(app: typer.Typer) -> None:
    """Give the commands their place."""
    app.command(epilog="Example: gozareh speakers load")(load)
    app.command("import", epilog="Example: gozareh speakers import samples/speakers.csv --dry-run")(import_speakers)


def load(*, dry_run: DryRun = False, as_json: AsJson = False) -> None:
    """Load the speakers, offices and times that ship; doing it again changes nothing.

    Mentions that wait are then resolved by what is known now. What people said stays as it is.
    """
    from ingest.shipped import shipped_register

    _store(shipped_register(), Origin.SHIPPED, dry_run=dry_run, as_json=as_json)


def import_speakers(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV, Popolo JSON or FollowTheMoney JSON file.")],
    *,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Add speakers, names, offices and times of your own; docs/speakers.md says what the files hold.

    What the tables that ship tell stays, and gaps in it are filled; what you imported before becomes what you import
    now. A file with a fault is refused whole.
    """
    from ingest.registers import read_register

    _store(read_register(existing(path)), Origin.MANUAL, dry_run=dry_run, as_json=as_json)


def _store(register: Register, origin: Origin, *, dry_run: bool, as_json: bool) -> None:
    changes, claims = asyncio.run(_changes(register, origin, dry_run=dry_run))
    if as_json:
        print_json(
            {
                "new": changes.new,
                "changed": changes.changed,
                "gone": changes.gone,
                "kept": changes.kept,
                "claims_changed": claims,
            }
        )
        return
    rows = [
        (_TABLES[table], sign, str(len(names)), _some(names))
        for sign, told in (("new", changes.new), ("changed", changes.changed), ("no longer listed", changes.gone))
        for table, names in told.items()
    ]
    if changes.kept:
        told = f"Times in office that are told already, perhaps otherwise, and stay: {_some(changes.kept)}"
        print(f"{told}; to replace one: gozareh speakers add-tenure")
    if not rows:
        print("Nothing changes: all of it is stored already.")
        return
    print_table(("", "", "count", "such as"), rows)
    if dry_run:
        print("Nothing was stored: this was a dry run.")
    else:
        print(f"Claims that are told otherwise by it: {claims}")


def _some(names: list[str]) -> str:
    return "، ".join(isolated(name) for name in names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")


async def _changes(register: Register, origin: Origin, *, dry_run: bool) -> tuple[Changes, int]:
    from domain.roles import at_terminal
    from ingest.registering import store_register, would_change

    settings = read_settings()
    async with migrated_database(settings) as database:
        if dry_run:
            return await would_change(database, register, origin=origin, now=datetime.now(UTC)), 0
        with counting("resolving mentions again") as advance:
            return await store_register(
                database,
                register,
                origin=origin,
                home_country=settings.home_country,
                now=datetime.now(UTC),
                by=at_terminal(who_sits_here()),
                advance=advance,
            )
