"""Spans of days whose ends are known only in part: a tenure from 2013 to March 2017, a name in use since 1989."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from domain.dates import Precision
from domain.errors import ImpossibleDate

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_ONE_DAY = timedelta(days=1)
FOREVER = date(9000, 12, 31)
"""The end of a term that has none, where a database wants a day."""
LONG_AGO = date(623, 1, 1)
"""The start of a term that has none."""


@dataclass(frozen=True, slots=True)
class PartialDay:
    """A Gregorian day, month or year: the first of its days, and how much of it is known."""

    first: date
    precision: Precision = Precision.DAY

    @classmethod
    def parse(cls, text: str) -> Self:
        """What ISO 8601's `YYYY`, `YYYY-MM` or `YYYY-MM-DD` tells. Raises ImpossibleDate.

        >>> PartialDay.parse("2013-08").last
        datetime.date(2013, 8, 31)
        """
        found = _PARTIAL.fullmatch(text.strip())
        if found is None:
            raise ImpossibleDate(text, "is not a day, month or year")
        year, month, day = (int(part) if part is not None else None for part in found.groups())
        known = [part for part in (month, day) if part is not None]
        precision = (Precision.YEAR, Precision.MONTH, Precision.DAY)[len(known)]
        try:
            first = date(year or 0, *known, *[1] * (2 - len(known)))
        except ValueError as error:
            raise ImpossibleDate(text, "is not in the calendar") from error
        if not LONG_AGO <= first <= FOREVER:
            raise ImpossibleDate(text, "is too far from today for any calendar")
        return cls(first, precision)

    @property
    def last(self) -> date:
        """The last of its days."""
        match self.precision:
            case Precision.DAY:
                return self.first
            case Precision.MONTH:
                return (self.first.replace(day=28) + timedelta(days=4)).replace(day=1) - _ONE_DAY
            case Precision.YEAR:
                return self.first.replace(month=12, day=31)

    def __str__(self) -> str:
        """The shortest ISO 8601 that tells it."""
        return self.first.isoformat()[: {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}[self.precision]]


@dataclass(frozen=True, slots=True)
class Term:
    """From `start` to `end`, each included; None is open.

    `believed_until` is the last day that the source of an open end can tell of: after it nothing is sure.
    """

    start: PartialDay | None = None
    end: PartialDay | None = None
    believed_until: date | None = None

    @property
    def sure_from(self) -> date:
        """The first day that surely belongs to it."""
        return self.start.last if self.start else LONG_AGO

    @property
    def sure_until(self) -> date:
        """The day after the last one that surely belongs to it; the day of its end is also the next one's first."""
        if self.end is not None:
            return self.end.first
        return self.believed_until + _ONE_DAY if self.believed_until else FOREVER

    def surely(self, day: date) -> bool:
        """Whether the day is within it, whatever the parts that are not known.

        >>> Term(PartialDay.parse("2013"), PartialDay.parse("2017-03-01")).surely(date(2013, 5, 1))
        False
        """
        return self.sure_from <= day < self.sure_until

    def possibly(self, day: date) -> bool:
        """Whether the day may be within it."""
        return (self.start is None or self.start.first <= day) and (self.end is None or day <= self.end.last)
