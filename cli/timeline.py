"""`gozareh timeline`: how many claims in each period."""

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
from cli.printing import AsJson, complain, isolated, print_json, print_table
from domain.calendars import Calendar, Interval

if TYPE_CHECKING:
    from db.timeline import Timeline

_WIDEST_BAR = 40


def add_to(app: typer.Typer) -> None:
    """Give the command its place."""
    app.command(epilog='Example: gozareh timeline --speaker "ولادیمیر پوتین" --interval month --calendar jalali')(
        timeline
    )


def timeline(  # noqa: PLR0913 - the options of a command are its arguments
    *,
    speaker: SpeakerName = None,
    interval: Annotated[Interval, typer.Option(help="The length of a period.")] = Interval.MONTH,
    calendar: Annotated[Calendar, typer.Option(help="The calendar of the periods.")] = Calendar.JALALI,
    from_day: FromDay = None,
    to_day: ToDay = None,
    text: SearchText = None,
    outlet: OutletName = None,
    topic: TopicName = None,
    verdict: VerdictKey = None,
    as_json: AsJson = False,
) -> None:
    """Print how many claims there are in each period, empty ones too; exit code 1 where there is none.

    Claims whose day is known less exactly than the period, or not at all, are counted below the table.
    """
    asked = Asked(speaker, from_day, to_day, text, outlet, topic, verdict)
    found = asyncio.run(_found(asked, interval, calendar=calendar))
    if as_json:
        print_json(found)
    else:
        _print(found)
    if not found.total_count:
        complain("no claim is like that")
        raise typer.Exit(1)


def _print(found: Timeline) -> None:
    most = max((bucket.count for bucket in found.buckets), default=0)
    if found.buckets:
        print_table(
            ("period", "from", "claims", ""),
            (
                (isolated(bucket.label), f"{bucket.start:%Y-%m-%d}", str(bucket.count), bar(bucket.count, most))
                for bucket in found.buckets
            ),
        )
    print(f"known less exactly: {found.coarser_count}, undated: {found.undated_count}, total: {found.total_count}")


def bar(count: int, most: int) -> str:
    """A bar for `count` where `most` has the widest.

    >>> bar(1, 40), bar(0, 40), len(bar(80, 80))
    ('█', '', 40)
    """
    return "█" * (count if most <= _WIDEST_BAR else -(-count * _WIDEST_BAR // most))


async def _found(asked: Asked, interval: Interval, *, calendar: Calendar) -> Timeline:
    from db.timeline import timeline_of

    async with migrated_database(read_settings()) as database, database.reading() as session:
        where = await claim_filter(session, asked)
        return await timeline_of(session, where, interval=interval, calendar=calendar)
