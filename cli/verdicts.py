"""`gozareh verdicts`: the scales that notes judge by."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from datetime import UTC, datetime
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.opening import existing, migrated_database, read_settings
from cli.printing import AsJson, complain, isolated, print_json, print_table
from domain.errors import BadSetting

if TYPE_CHECKING:
    from domain.verdicts import StepChange, StoredStep
    from ingest.verdicts import Listed

app = typer.Typer(
    help="The scales of verdicts that notes judge by: what is in use, and a newsroom's own.",
    epilog="Example: gozareh verdicts list",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Retired = Annotated[bool, typer.Option("--retired", help="Those, too, that are in use no more.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would change, and store nothing.")]
By = Annotated[str | None, typer.Option(help="Who loads them; the user of this terminal where it is left out.")]


@app.command("list", epilog="Example: gozareh verdicts list --json")
def list_verdicts(*, retired: Retired = False, as_json: AsJson = False) -> None:
    """Print the steps of every scale, from true to false; exit code 1 where none is in use."""
    steps = [one for one in asyncio.run(_steps()) if retired or one.is_in_use]
    if as_json:
        for one in steps:
            print_json({**asdict(one.step), "is_in_use": one.is_in_use})
    elif steps:
        print_table(("verdict", "scale", "Persian", "English", "position", "rating"), map(_row, steps))
    if not steps:
        complain("no verdict is in use; run: gozareh verdicts load FILE")
        raise typer.Exit(1)


@app.command(epilog="Example: gozareh verdicts load samples/verdicts.csv --dry-run")
def load(
    path: Annotated[
        Path, typer.Argument(metavar="FILE", help="CSV: scale, key, label_fa, label_en, position, rating.")
    ],
    *,
    dry_run: DryRun = False,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Load scales of your own: the file is the whole of each scale that it names, and leaves the others alone.

    Steps that it no longer lists are retired: notes keep them, new ones cannot have them. A file with a fault is
    refused whole; loading it twice changes nothing.
    """
    from ingest.verdicts import read_steps

    changes = asyncio.run(_loaded(read_steps(existing(path)), by or getuser(), dry_run=dry_run))
    if as_json:
        for one in changes:
            print_json({"change": one.fate, **asdict(one.after.step)})
        return
    if not changes:
        print("Nothing changes: the scales are like that already.")
        return
    rows = [
        (one.after.step.key, one.after.step.scale, one.fate.value, isolated(one.after.step.label_fa)) for one in changes
    ]
    print_table(("verdict", "scale", "", "Persian"), rows)
    if dry_run:
        print("Nothing was stored: this was a dry run.")


def _row(one: StoredStep) -> tuple[str, ...]:
    step = one.step
    key = step.key if one.is_in_use else f"{step.key} (retired)"
    rating = "" if step.rating is None else str(step.rating)
    return (key, step.scale, isolated(step.label_fa), step.label_en, str(step.position), rating)


async def _steps() -> list[StoredStep]:
    from db.verdicts import stored_steps

    async with migrated_database(read_settings()) as database, database.reading() as session:
        return await stored_steps(session)


async def _loaded(listed: Listed, author: str, *, dry_run: bool) -> list[StepChange]:
    from domain.roles import at_terminal
    from domain.text import is_storable
    from ingest.verdicts import load_steps, would_change

    if not is_storable(author):
        raise BadSetting("--by", "holds characters that are no text; remove them")
    async with migrated_database(read_settings()) as database:
        if dry_run:
            return await would_change(database, listed)
        return await load_steps(database, listed, by=at_terminal(author), now=datetime.now(UTC))
