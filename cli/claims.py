"""`gozareh claims`: who is reported to have said what, newest first."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from cli.asking import (
    Asked,
    FromDay,
    OutletName,
    SearchText,
    SpeakerName,
    ToDay,
    TopicName,
    VerdictKey,
    claim_filter,
)
from cli.opening import migrated_database, read_settings
from cli.printing import AsJson, complain, day_words, isolated, print_json

if TYPE_CHECKING:
    from db.listing import ClaimLine

_BASES = {"stated": "as the text says", "carried": "day of the event", "published": "day of publication"}
_MOST = 1_000


def add_to(app: typer.Typer) -> None:
    """Give the command its place."""
    app.command(epilog='Example: gozareh claims --speaker "ولادیمیر پوتین" --text "تحریم" --from 1399-01-01')(claims)


def claims(  # noqa: PLR0913 - the options of a command are its arguments
    *,
    speaker: SpeakerName = None,
    from_day: FromDay = None,
    to_day: ToDay = None,
    text: SearchText = None,
    outlet: OutletName = None,
    topic: TopicName = None,
    verdict: VerdictKey = None,
    first: Annotated[int, typer.Option(min=1, max=_MOST, help="At most so many claims.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Print claims, newest first; exit code 1 where there is none.

    With --json each claim is one JSON object on a line.
    """
    asked = Asked(speaker, from_day, to_day, text, outlet, topic, verdict)
    lines, total = asyncio.run(_found(asked, first=first))
    for line in lines:
        if as_json:
            print_json(line)
        else:
            print(claim_block(line))
    if not total:
        complain("no claim is like that")
        raise typer.Exit(1)
    if total > len(lines):
        complain(f"{len(lines)} of {total} claims; give a larger --first for more")


def claim_block(line: ClaimLine) -> str:
    """A claim as a few lines for a person: when and who, what, in which sentence, and where it was reported."""
    reported = " · ".join(isolated(words) for words in (line.outlet, line.title, line.url) if words)
    rows = [
        f"{_day(line)}  {isolated(_source(line))}  {line.kind}, {isolated(line.cue)}",
        f"    {isolated(line.content)}",
        f"    in: {isolated(line.context)}" if line.context != line.content else "",
        f"    from: {reported}" if reported else "",
        f"    {line.id}, confidence {line.confidence:.2f}, notes {line.notes}",
    ]
    return "\n".join(row for row in rows if row) + "\n"


def _source(line: ClaimLine) -> str:
    if line.speaker:
        return f"{line.speaker}، {line.role}" if line.role else line.speaker
    return f"{line.mention} (unresolved)" if line.mention else "nobody named"


def _day(line: ClaimLine) -> str:
    if line.said_on is None:
        return "undated"
    basis = _BASES[str(line.said_on_basis)]
    match str(line.said_on_precision):
        case "year":
            return f"{line.said_on:%Y}, {basis}"
        case "month":
            return f"{line.said_on:%Y-%m}, {basis}"
        case _:
            return f"{day_words(line.said_on)}, {basis}"


async def _found(asked: Asked, *, first: int) -> tuple[list[ClaimLine], int]:
    from db.listing import claim_lines, count_claims

    async with migrated_database(read_settings()) as database, database.reading() as session:
        where = await claim_filter(session, asked)
        return await claim_lines(session, where, first=first), await count_claims(session, where)
