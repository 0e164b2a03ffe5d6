"""Prints for people and for programs; Persian words leave as they are, in their own order."""

from __future__ import annotations

import sys
from collections.abc import Container, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal
from uuid import UUID

import typer

if TYPE_CHECKING:
    from rich.console import Console

FIRST_STRONG_ISOLATE = "\u2068"
POP_ISOLATE = "\u2069"

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a program.")]


def isolated(words: str) -> str:
    """The words between marks that keep a terminal from reordering what stands beside them.

    >>> isolated("تحریم") == "\u2068تحریم\u2069"
    True
    """
    return f"{FIRST_STRONG_ISOLATE}{words}{POP_ISOLATE}"


def print_json(value: object) -> None:
    """Print a value as one line of JSON."""
    import orjson

    print(orjson.dumps(value, default=_plain).decode())


def _plain(value: object) -> str:
    """The ids of PostgreSQL's driver, which orjson does not take for what they are."""
    if isinstance(value, UUID):
        return str(value)
    raise TypeError


def complain(message: str) -> None:
    """Print a line for a person, beside what the command prints for its reader."""
    print(message, file=sys.stderr)


def console() -> Console:
    """A console on standard output that prints words as they are."""
    from rich.console import Console

    return Console(markup=False, highlight=False, emoji=False)


def print_table(
    headings: Sequence[str], rows: Iterable[Sequence[str]], *, title: str | None = None, unbroken: Container[str] = ()
) -> None:
    """Print a table whose first column is words and whose others are figures or words, each cell isolated.

    In a narrow terminal cells go on in another line, but for those of the `unbroken` headings; no word of a heading is
    broken.
    """
    from rich import box
    from rich.table import Table

    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left")
    for heading in headings:
        justify: Literal["left", "right"] = "left" if heading == headings[0] else "right"
        widest = max(map(len, heading.split()), default=0)
        table.add_column(heading, justify=justify, overflow="fold", no_wrap=heading in unbroken, min_width=widest)
    for row in rows:
        table.add_row(*row)
    console().print(table)


def day_words(day: date) -> str:
    """A day in both calendars.

    >>> day_words(date(2020, 11, 17)).replace("\u2068", "").replace("\u2069", "")
    '2020-11-17 (۲۷ آبان ۱۳۹۹)'
    """
    from domain.calendars import Calendar, Interval
    from domain.periods import periods

    jalali = periods(day, day, interval=Interval.DAY, calendar=Calendar.JALALI)[0].label
    return f"{day.isoformat()} ({isolated(jalali)})"
