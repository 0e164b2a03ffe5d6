"""Puts claims that were counted by their days into periods of time; each claim is counted once."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.calendars import FIRST_COUNTED, LAST_COUNTED, Calendar, Interval, end_of, start_of_period
from domain.dates import Precision
from domain.errors import BadFilter
from domain.periods import Language, Period, periods

MOST_BUCKETS = 4_000
"""Ten years by day, with room to spare."""
_MOST_DAYS = {Interval.DAY: 1, Interval.WEEK: 7, Interval.MONTH: 31, Interval.QUARTER: 93, Interval.YEAR: 366}
_DAY = Precision.DAY.value

type Counted = tuple[str | None, str | None, int]
"""The day of claims as ISO 8601 writes it, its precision, and how many they are; no day where none is known.

Of claims whose day is known, it may be the first day of the period that they are counted in instead.
"""


@dataclass(frozen=True, slots=True)
class Counting:
    """The periods to count by; days before `first` and from `before` on have none, None goes as far as claims do."""

    interval: Interval = Interval.MONTH
    calendar: Calendar = Calendar.GREGORIAN
    first: date | None = None
    before: date | None = None
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """Claims by period: `in_periods`, `coarser_count` and `undated_count` add up to `total_count`.

    A claim whose day is known only to a month or year that no period holds whole is in `coarser_count`.
    """

    in_periods: list[int]
    coarser_count: int
    undated_count: int

    @property
    def total_count(self) -> int:
        """All of them."""
        return sum(self.in_periods) + self.coarser_count + self.undated_count


@dataclass(frozen=True, slots=True)
class Timeline:
    """Claims in periods without a gap."""

    periods: Sequence[Period]
    counts: Counts
    counted: Sequence[Counted]
    """What it was made of."""
    places: Mapping[str, int]
    """The places of the periods by their first days."""

    def count(self, counted: Iterable[Counted]) -> Counts:
        """Some of the same claims by the same periods."""
        return _count(counted, self.periods, self.places)

    def whole_in(self, period: Period) -> Iterator[str]:
        """The months and years that a period holds whole and of which claims were said: day and precision."""
        for day, precision, _ in self.counted:
            if day is None or precision == _DAY:
                continue
            first = date.fromisoformat(day)
            if period.start <= first and end_of(first, Precision(str(precision))) <= period.end:
                yield f"{day} {precision}"


def timeline_from(counted: Iterable[Counted], counting: Counting) -> Timeline:
    """The timeline of claims that were counted by their days.

    Raises BadFilter for more buckets than one answer can hold.
    """
    known = list(counted)
    shown = _covered([day for day, _, _ in known if day is not None], counting)
    places = {period.start.isoformat(): place for place, period in enumerate(shown)}
    return Timeline(shown, _count(known, shown, places), known, places)


def _covered(days: Sequence[str], counting: Counting) -> list[Period]:
    """The periods to show: the days that are asked for, where one is left open as far as there are claims."""
    first, after = counting.first, counting.before
    if days and first is None:
        first = date.fromisoformat(min(days))
    if days and after is None:
        after = date.fromisoformat(max(days)) + timedelta(days=1)
    if first is None or after is None or after <= first:
        return []
    interval, calendar = counting.interval, counting.calendar
    if after > LAST_COUNTED or (first < FIRST_COUNTED and first < start_of_period(FIRST_COUNTED, interval, calendar)):
        raise BadFilter("interval", f"has no buckets before {FIRST_COUNTED} or after {LAST_COUNTED}; ask for less")
    shown = []
    if (after - first).days <= MOST_BUCKETS * _MOST_DAYS[interval]:
        last = after - timedelta(days=1)
        shown = periods(first, last, interval=interval, calendar=calendar, language=counting.language)
    if not 0 < len(shown) <= MOST_BUCKETS:
        raise BadFilter("interval", f"makes more than {MOST_BUCKETS} buckets; choose a longer one, or fewer days")
    return shown


def _count(counted: Iterable[Counted], shown: Sequence[Period], places: Mapping[str, int]) -> Counts:
    counts, coarser, undated = [0] * len(shown), 0, 0
    for day, precision, count in counted:
        if day is None:
            undated += count
            continue
        position = places.get(day) if precision == _DAY else None
        if position is None:
            position = _position(date.fromisoformat(day), Precision(str(precision)), shown)
        if position is None:
            coarser += count
        else:
            counts[position] += count
    return Counts(counts, coarser, undated)


def _position(day: date, precision: Precision, shown: Sequence[Period]) -> int | None:
    """The place of the period that holds a day, month or year whole; None where none does."""
    position = bisect_right(shown, day, key=lambda period: period.start) - 1
    return position if end_of(day, precision) <= shown[position].end else None
