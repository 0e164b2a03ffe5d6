"""`gozareh audit`: proves that nothing that was told of changes has been altered since."""

from __future__ import annotations

import asyncio
import re
from typing import Annotated

import typer

from cli.opening import migrated_database, read_settings
from cli.printing import AsJson, complain, print_json
from domain.errors import BadSetting

_HASH = re.compile("[0-9a-f]{64}")

app = typer.Typer(
    help="Prove that no audit event was altered or removed.",
    epilog="Example: gozareh audit head > head-$(date +%F).txt",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command(epilog="Example: gozareh audit head")
def head(*, as_json: AsJson = False) -> None:
    """Print the hash of the newest event, to be kept where nobody who writes to this database can change it."""
    position, found = asyncio.run(_head())
    if as_json:
        print_json({"events": position, "hash": found})
    else:
        print(found)
        complain(f"of {position:,} events; later: gozareh audit verify --expect {found}")


@app.command(epilog="Example: gozareh audit verify --expect 3b1f...")
def verify(
    *,
    expect: Annotated[
        str | None, typer.Option(metavar="HASH", help="A hash that `audit head` printed; it must be in the chain.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Go through every event and prove that none was altered, removed or put between since it was appended.

    Without --expect the newest events could have been cut off: nothing in a database tells what it no longer holds.
    """
    position, found = asyncio.run(_verify(expected_hash(expect)))
    if as_json:
        print_json({"events": position, "hash": found, "expected": expect})
    else:
        print(f"{position:,} events follow one another unaltered; the newest is {found}")


def expected_hash(given: str | None) -> str | None:
    """The hash that was given with --expect; None where it was not. Raises BadSetting for what is none."""
    if given is not None and not _HASH.fullmatch(given.strip()):
        raise BadSetting("--expect", "is not 64 hexadecimal digits; give what `gozareh audit head` printed")
    return given.strip() if given else None


async def _head() -> tuple[int, str]:
    from db.chain import head

    async with migrated_database(read_settings()) as database, database.reading() as session:
        return await head(session)


async def _verify(expect: str | None) -> tuple[int, str]:
    from db.chain import verify_chain

    async with migrated_database(read_settings()) as database, database.reading() as session:
        return await verify_chain(session, expect=expect)
