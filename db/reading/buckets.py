"""Puts claims into periods of time by what is told of their days; each claim is counted once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import chain

from domain.calendars import FIRST_COUNTED, LAST_COUNTED, Calendar, Interval, end_of, period_number, start_of_period
from domain.dates import Precision
from domain.errors import BadFilter
from domain.periods import Language, Period, periods

MOST_BUCKETS = 4_000
"""Ten years by day, with room to spare."""
SEPARATOR, TIMES = ",", "*"
"""Stand between what is told of two claims, and before how many claims the same is told of."""
_MOST_DAYS = {Interval.DAY: 1, Interval.WEEK: 7, Interval.MONTH: 31, Interval.QUARTER: 93, Interval.YEAR: 366}
_AT_ONCE = 65_536
"""Letters of days that are taken apart at once, so that those of a million claims never stand in memory as words."""
_MOST_DAYS_KEPT = 32_768
"""Days of a calendar whose periods are kept: 89 years of them."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of the days of some claims.

    `days` has a word for each whose day is known, in any order, None where there is none: the day, or its month where
    no period is shorter, or the first day of a month or year of which no more is known and its precision, as in
    "2020-11-17,2020-11,2020-11-01 month"; or each different word once with its number, as in "2020-11-17*3,2020-11*1".
    `undated` is how many claims have no word.
    """

    days: str | None
    undated: int

    @property
    def are_numbered(self) -> bool:
        """Whether each word stands there once, with its number."""
        return self.days is not None and TIMES in self.days

    def numbered(self) -> Iterator[tuple[str, int]]:
        """The words with their numbers, where they have them."""
        for one in (self.days or "").split(SEPARATOR) if self.are_numbered else ():
            word, _, times = one.partition(TIMES)
            yield word, int(times)

    def words(self) -> Iterator[list[str]]:
        """The words without numbers, some at a time."""
        days, start = (self.days or "") if not self.are_numbered else "", 0
        while start < len(days):
            end = days.find(SEPARATOR, start + _AT_ONCE)
            end = end if end >= 0 else len(days)
            yield days[start:end].split(SEPARATOR)
            start = end + len(SEPARATOR)


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

    def without(self, some: "Counts") -> "Counts":
        """The others: of these claims those that are not among `some` of them."""
        return Counts(
            [count - taken for count, taken in zip(self.in_periods, some.in_periods, strict=True)],
            self.coarser_count - some.coarser_count,
            self.undated_count - some.undated_count,
        )


class _Numbers(dict[str, int | None]):
    """The numbers of the periods that hold days, or whole months and years, by their words; None where none does."""

    def __init__(self, interval: Interval, calendar: Calendar) -> None:
        """Know no day yet."""
        self._kind = interval, calendar

    def __missing__(self, word: str) -> int | None:
        if len(self) >= _MOST_DAYS_KEPT:
            self.clear()
        start, end = _range_of(word)
        number, last = (period_number(day, *self._kind) for day in (start, end - timedelta(days=1)))
        found = self[word] = number if number == last else None
        return found


_numbers = lru_cache(_Numbers)
"""Those of an interval and calendar: a calendar's arithmetic costs more than all the rest of counting a claim."""


class Timeline:
    """Claims in periods without a gap: `counts` of them, by `periods`."""

    def __init__(self, told: Told, shown: Sequence[Period], numbers: _Numbers) -> None:
        """Count nothing yet of the claims of which `told` tells."""
        self.periods = shown
        self._told, self._numbers = told, numbers
        self._first = (numbers[shown[0].start.isoformat()] or 0) if shown else 0

    @cached_property
    def counts(self) -> Counts:
        """All of them by period."""
        return self.count(self._told)

    def count(self, told: Told) -> Counts:
        """Some of the same claims by the same periods."""
        counts, coarser = [0] * len(self.periods), 0
        numbers, first = self._numbers, self._first
        for words in told.words():
            for word in words:
                number = numbers[word]
                if number is None:
                    coarser += 1
                else:
                    counts[number - first] += 1
        for word, times in told.numbered():
            number = numbers[word]
            if number is None:
                coarser += times
            else:
                counts[number - first] += times
        return Counts(counts, coarser, told.undated)

    def whole_in(self, period: Period) -> Iterator[str]:
        """The months and years that a period holds whole and of which claims were said: their words."""
        for word in self._longer:
            start, end = _range_of(word)
            if period.start <= start and end <= period.end:
                yield word

    @cached_property
    def _longer(self) -> list[str]:
        numbered = (word for word, _ in self._told.numbered())
        return sorted({word for word in chain(*self._told.words(), numbered) if " " in word})


def timeline_from(told: Told, earliest: date | None, latest: date | None, counting: Counting) -> Timeline:
    """The timeline of the claims of which `told` tells, from the earliest of their days to the latest.

    Raises BadFilter for more buckets than one answer can hold.
    """
    shown = _covered(earliest, latest, counting)
    return Timeline(told, shown, _numbers(counting.interval, counting.calendar))


def _covered(earliest: date | None, latest: date | None, counting: Counting) -> Sequence[Period]:
    """The periods to show: the days that are asked for, where one is left open as far as there are claims."""
    first, after = counting.first or earliest, counting.before or (latest and latest + timedelta(days=1))
    if first is None or after is None or after <= first:
        return ()
    interval, calendar = counting.interval, counting.calendar
    if after > LAST_COUNTED or (first < FIRST_COUNTED and first < start_of_period(FIRST_COUNTED, interval, calendar)):
        raise BadFilter("interval", f"has no buckets before {FIRST_COUNTED} or after {LAST_COUNTED}; ask for less")
    shown: Sequence[Period] = ()
    if (after - first).days <= MOST_BUCKETS * _MOST_DAYS[interval]:
        last = after - timedelta(days=1)
        shown = periods(first, last, interval=interval, calendar=calendar, language=counting.language)
    if not 0 < len(shown) <= MOST_BUCKETS:
        raise BadFilter("interval", f"makes more than {MOST_BUCKETS} buckets; choose a longer one, or fewer days")
    return shown


def _range_of(word: str) -> tuple[date, date]:
    """What a word tells, its first day and the day after its last; of a day's month a day stands for it."""
    day, _, precision = word.partition(" ")
    start = date.fromisoformat(day if len(day) == len("2020-11-17") else f"{day}-01")
    return start, end_of(start, Precision(precision) if precision else Precision.DAY)
