"""Puts claims that were counted by their days into periods of time; each claim is counted once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import FromClause, Select, func, select

from db.reading.entities import Condition
from domain.calendars import FIRST_COUNTED, LAST_COUNTED, Calendar, Interval, Period, end_of, periods
from domain.dates import Precision
from domain.errors import BadFilter

MOST_BUCKETS = 4_000
"""Ten years by day, with room to spare."""
_MOST_DAYS = {Interval.DAY: 1, Interval.WEEK: 7, Interval.MONTH: 31, Interval.QUARTER: 93, Interval.YEAR: 366}


@dataclass(frozen=True, slots=True)
class Bucket:
    """The number of claims said in a half-open period: `start` included, `end` not."""

    start: date
    end: date
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Claims in periods: the buckets' counts, `coarser_count` and `undated_count` add up to `total_count`.

    A claim whose day is known only to a month or year that no bucket holds whole is in `coarser_count`.
    """

    buckets: list[Bucket]
    coarser_count: int
    undated_count: int
    total_count: int


@dataclass(frozen=True, slots=True)
class Counting:
    """The periods to count by; days before `first` and from `before` on have none, None goes as far as claims do."""

    interval: Interval = Interval.MONTH
    calendar: Calendar = Calendar.GREGORIAN
    first: date | None = None
    before: date | None = None


@dataclass(frozen=True, slots=True)
class _Said:
    """How many claims have the same day, as precisely known."""

    day: date
    end: date
    count: int


def count_by_day(claim: FromClause, *conditions: Condition) -> Select[date, str, int]:
    """Of such claims, how many have the same day, as precisely known."""
    query = select(claim.c.said_on, claim.c.said_on_precision, func.count())
    return query.where(*conditions).group_by(claim.c.said_on, claim.c.said_on_precision)


def timeline_from(counted: Iterable[tuple[date | None, str | None, int]], counting: Counting) -> Timeline:
    """The timeline of claims that were counted by their days.

    Raises BadFilter for more buckets than one answer can hold.
    """
    said, undated = [], 0
    for day, precision, count in counted:
        if day is None or precision is None:
            undated += count
        else:
            said.append(_Said(day, end_of(day, Precision(precision)), count))
    return _timeline(said, _covered(said, counting), undated)


def _covered(said: Sequence[_Said], counting: Counting) -> list[Period]:
    """The periods to show: the days that are asked for, where one is left open as far as there are claims."""
    first = counting.first or min((one.day for one in said), default=None)
    after = counting.before or max((one.day + timedelta(days=1) for one in said), default=None)
    if first is None or after is None or after <= first:
        return []
    if first < FIRST_COUNTED or after > LAST_COUNTED:
        raise BadFilter("interval", f"has no buckets before {FIRST_COUNTED} or after {LAST_COUNTED}; ask for less")
    shown = []
    if (after - first).days <= MOST_BUCKETS * _MOST_DAYS[counting.interval]:
        shown = periods(first, after - timedelta(days=1), interval=counting.interval, calendar=counting.calendar)
    if not 0 < len(shown) <= MOST_BUCKETS:
        raise BadFilter("interval", f"makes more than {MOST_BUCKETS} buckets; choose a longer one, or fewer days")
    return shown


def _timeline(said: Sequence[_Said], shown: Sequence[Period], undated: int) -> Timeline:
    counts = [0] * len(shown)
    coarser = 0
    position = 0
    for one in sorted(said, key=lambda each: each.day):
        while shown[position].end <= one.day:
            position += 1
        if one.end <= shown[position].end:
            counts[position] += one.count
        else:
            coarser += one.count
    buckets = [
        Bucket(period.start, period.end, period.label, count) for period, count in zip(shown, counts, strict=True)
    ]
    return Timeline(buckets, coarser, undated, sum(counts) + coarser + undated)
