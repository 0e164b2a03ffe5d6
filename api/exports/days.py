"""What exports say of the day, month or year on which a claim was said: in Jalali words, and in Gregorian numbers."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from domain.calendars import FIRST_COUNTED, LAST_COUNTED, Calendar, Interval, end_of, start_of_period
from domain.dates import Precision
from domain.periods import periods

_INTERVALS = {Precision.DAY: Interval.DAY, Precision.MONTH: Interval.MONTH, Precision.YEAR: Interval.YEAR}
_MOST_KEPT = 4_096


class Said(NamedTuple):
    """When a claim was said, as much as is known: the first and the last day of it, Gregorian."""

    first: date
    last: date
    precision: Precision

    @property
    def is_gregorian(self) -> bool:
        """Whether it is a day, or a whole month or year of the Gregorian calendar."""
        return start_of_period(self.first, _INTERVALS[self.precision], Calendar.GREGORIAN) == self.first


def said(claim: Mapping[str, Any]) -> Said | None:
    """When a claim was said, by its `saidOn` and `saidOnPrecision`; None where nothing that calendars have is known."""
    told = claim["saidOn"]
    return _said(told, claim["saidOnPrecision"]) if told is not None else None


@lru_cache(maxsize=_MOST_KEPT)
def _said(told: str, precision: str) -> Said | None:
    first, known = date.fromisoformat(told), Precision(precision.lower())
    if not FIRST_COUNTED <= first <= LAST_COUNTED:
        return None
    return Said(first, end_of(first, known) - timedelta(days=1), known)


@lru_cache(maxsize=_MOST_KEPT)
def jalali_words(when: Said) -> str:
    """When it was said in Jalali words; a month or year of another calendar by its first and its last day.

    >>> jalali_words(Said(date(2020, 11, 14), date(2020, 11, 14), Precision.DAY))
    '۲۴ آبان ۱۳۹۹'
    >>> jalali_words(Said(date(2020, 11, 1), date(2020, 11, 30), Precision.MONTH))
    '۱۱ آبان ۱۳۹۹ تا ۱۰ آذر ۱۳۹۹'
    """
    interval = _INTERVALS[when.precision]
    if start_of_period(when.first, interval, Calendar.JALALI) == when.first:
        return _named(when.first, interval)
    return f"{_named(when.first, Interval.DAY)} تا {_named(when.last, Interval.DAY)}"


def iso_words(when: Said) -> str | None:
    """When it was said as ISO 8601 writes a day, month or year; None for a month or year that is not Gregorian.

    >>> iso_words(Said(date(2020, 11, 1), date(2020, 11, 30), Precision.MONTH))
    '2020-11'
    """
    if not when.is_gregorian:
        return None
    lengths = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}
    return when.first.isoformat()[: lengths[when.precision]]


def _named(day: date, interval: Interval) -> str:
    return periods(day, day, interval=interval, calendar=Calendar.JALALI)[0].label
