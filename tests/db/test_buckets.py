"""Claims are counted in the period of their day, however many they are."""

from datetime import date, timedelta
from random import Random

import pytest

from db.reading.buckets import SEPARATOR, Counting, Told, timeline_from
from domain.calendars import FIRST_COUNTED, LAST_COUNTED, Calendar, Interval, next_start, period_number, start_of_period

_ANY = Random(1399)  # noqa: S311 - days, not secrets
DAYS = [
    FIRST_COUNTED,
    LAST_COUNTED,
    *(date(2019, 1, 1) + timedelta(days=number) for number in range(1_500)),
    *(date.fromordinal(_ANY.randint(FIRST_COUNTED.toordinal(), LAST_COUNTED.toordinal())) for _ in range(400)),
]


@pytest.mark.parametrize("calendar", Calendar)
@pytest.mark.parametrize("interval", Interval)
def test_periods_are_numbered_one_after_another(interval: Interval, calendar: Calendar) -> None:
    """All days of a period have its number, and the first of the next one more."""
    for day in DAYS:
        start = start_of_period(day, interval, calendar)
        number, after = period_number(day, interval, calendar), next_start(start, interval, calendar)
        numbers = [period_number(one, interval, calendar) for one in (start, after - timedelta(days=1), after)]
        assert numbers == [number, number, number + 1]


def test_many_claims_are_counted_in_pieces() -> None:
    """Words of different lengths, so that a piece ends within one."""
    days = [date(2020, 1, 1) + timedelta(days=_ANY.randrange(366)) for _ in range(50_000)]
    words = [f"{day}" if day.day > 1 else f"{day} month" for day in days]
    counting = Counting(first=date(2020, 1, 1), before=date(2021, 1, 1))
    timeline = timeline_from(Told(SEPARATOR.join(words), 3), None, None, counting)
    assert timeline.counts.in_periods == [sum(day.month == month for day in days) for month in range(1, 13)]
    assert (timeline.counts.coarser_count, timeline.counts.undated_count) == (0, 3)
    assert timeline.counts.total_count == len(words) + 3


def test_months_are_told_apart_from_weeks() -> None:
    """A month that no week holds is counted beside the buckets."""
    counting = Counting(Interval.WEEK, first=date(2020, 2, 1), before=date(2020, 3, 1))
    timeline = timeline_from(Told("2020-02-01 month,2020-02-03,2020-02-03", 0), None, None, counting)
    assert (timeline.counts.in_periods, timeline.counts.coarser_count) == ([0, 2, 0, 0, 0], 1)


def test_words_with_numbers_count_as_often() -> None:
    """As where the database counted them."""
    counting = Counting(first=date(2020, 11, 1), before=date(2021, 1, 1))
    once = timeline_from(Told("2020-11*12,2020-12-01 month*2,2020-01-01 year*3", 4), None, None, counting)
    words = SEPARATOR.join(["2020-11"] * 12 + ["2020-12-01 month"] * 2 + ["2020-01-01 year"] * 3)
    each = timeline_from(Told(words, 4), None, None, counting)
    assert once.counts == each.counts
    assert (once.counts.in_periods, once.counts.coarser_count, once.counts.total_count) == ([12, 2], 3, 21)
    assert [list(one.whole_in(one.periods[1])) for one in (once, each)] == [["2020-12-01 month"]] * 2
