"""Days in three calendars, and periods that cover days without a gap."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.article import PublishedAt
from domain.calendars import (
    Calendar,
    Interval,
    end_of,
    hijri_day,
    jalali_day,
    jalali_parts,
    parse_day,
    parse_partial_day,
    parse_published_at,
    published_at,
)
from domain.dates import Precision
from domain.errors import ImpossibleDate
from domain.periods import periods

TEHRAN = ZoneInfo("Asia/Tehran")
DAYS = st.dates(date(1850, 1, 1), date(2150, 12, 31))
INTERVALS = st.sampled_from(Interval)
CALENDARS = st.sampled_from(Calendar)
SATURDAY, MONDAY = 5, 0


@given(DAYS)
def test_a_day_goes_to_jalali_and_back(day: date) -> None:
    """No day is lost between the calendars."""
    assert jalali_day(*jalali_parts(day)) == day


@given(DAYS)
def test_a_jalali_day_reads_back_as_it_is_written(day: date) -> None:
    """What is printed as a Jalali day is parsed as one."""
    year, month, day_of_month = jalali_parts(day)
    assert parse_day(f"{year}-{month:02}-{day_of_month:02}") == day


def test_hijri_days_are_those_of_umm_al_qura() -> None:
    """The first of Ramadan 1441 was 24 April 2020."""
    assert hijri_day(1441, 9, 1) == date(2020, 4, 24)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2020-11-17", date(2020, 11, 17)),
        ("2020/1/7", date(2020, 1, 7)),
        ("2020.11.17", date(2020, 11, 17)),
        ("1399-08-27", date(2020, 11, 17)),
        ("۱۳۹۹/۸/۲۷", date(2020, 11, 17)),
        ("١٣٩٩-٠٨-٢٧", date(2020, 11, 17)),
        ("\u200f۱۳۹۹/۰۸/۲۷\u200e ", date(2020, 11, 17)),
        ("1399-12-30", date(2021, 3, 20)),
        ("1403-12-30", date(2025, 3, 20)),
        ("2024-02-29", date(2024, 2, 29)),
        ("1700-01-01", date(1700, 1, 1)),
    ],
)
def test_a_day_is_read_in_either_calendar_and_any_digits(text: str, day: date) -> None:
    """Leap days, and marks of direction that nobody sees, too."""
    assert parse_day(text) == day


@pytest.mark.parametrize(
    "text",
    ["", "دیروز", "2020", "2020-11", "2020-11/17", "17-11-2020", "20-11-17", "2020-11-17 extra"],
)
def test_words_that_are_no_date_are_told_apart(text: str) -> None:
    """The error keeps what was given and shows how a date is written."""
    with pytest.raises(ImpossibleDate, match="is not a date; write") as refused:
        parse_day(text)
    assert refused.value.given == text


@pytest.mark.parametrize(
    "text",
    ["2020-02-30", "2023-02-29", "1400-12-30", "۱۴۰۲-۱۲-۳۰", "1399-07-31", "1399-13-01", "1399-00-10", "0000-01-01"],
)
def test_a_day_that_the_calendar_has_not_is_impossible(text: str) -> None:
    """Leap years and the lengths of months are kept."""
    with pytest.raises(ImpossibleDate, match="is not in the calendar"):
        parse_day(text)


@pytest.mark.parametrize("text", ["9999-12-31", "0001-01-01"])
def test_a_day_that_not_every_calendar_has_is_refused(text: str) -> None:
    """One such publication would leave every timeline without an answer."""
    with pytest.raises(ImpossibleDate, match="too far"):
        parse_day(text)


@pytest.mark.parametrize(
    ("text", "day", "instant"),
    [
        ("2020-11-17", date(2020, 11, 17), None),
        ("۱۳۹۹-۰۸-۲۷", date(2020, 11, 17), None),
        ("2020-11-17T12:30", date(2020, 11, 17), datetime(2020, 11, 17, 9, 0, tzinfo=UTC)),
        ("1399/08/27 ۱۲:۳۰", date(2020, 11, 17), datetime(2020, 11, 17, 9, 0, tzinfo=UTC)),
        ("2020-11-17T12:30:00+03:30", date(2020, 11, 17), datetime(2020, 11, 17, 9, 0, tzinfo=UTC)),
        ("2020-11-17 12:30 +0330", date(2020, 11, 17), datetime(2020, 11, 17, 9, 0, tzinfo=UTC)),
        ("2020-11-17T22:30Z", date(2020, 11, 18), datetime(2020, 11, 17, 22, 30, tzinfo=UTC)),
        ("2020-11-17T00:30+09:00", date(2020, 11, 16), datetime(2020, 11, 16, 15, 30, tzinfo=UTC)),
        (" 2020-11-17 ", date(2020, 11, 17), None),
    ],
)
def test_a_publication_has_the_newsrooms_day(text: str, day: date, instant: datetime | None) -> None:
    """A time without an offset is the newsroom's; one with an offset may fall on another day there."""
    assert parse_published_at(text, TEHRAN) == PublishedAt(day, instant)


@pytest.mark.parametrize(
    "text", ["2020-11-17T", "2020-11-17T25:00", "2020-11-17 noon", "2020-13-17T12:00", "9999-12-31T23:00Z", "T12:00"]
)
def test_an_impossible_publication_is_refused(text: str) -> None:
    """The day and the time each have to be."""
    with pytest.raises(ImpossibleDate):
        parse_published_at(text, TEHRAN)


@given(st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.timezones()))  # noqa: DTZ001 - hypothesis adds zones
def test_a_publication_reads_back_as_it_is_written(instant: datetime) -> None:
    """ISO 8601 goes there and back, whatever its offset."""
    written = instant.astimezone(UTC).isoformat()
    assert parse_published_at(written, TEHRAN) == published_at(instant.astimezone(UTC), TEHRAN)


@given(DAYS, st.integers(0, 400), INTERVALS, CALENDARS)
def test_periods_cover_their_days_without_a_gap(
    first: date, length: int, interval: Interval, calendar: Calendar
) -> None:
    """Each begins where the one before ends, none is empty, and neither end has one too many."""
    last = first + timedelta(days=length)
    found = periods(first, last, interval=interval, calendar=calendar)
    assert all(one.end == two.start for one, two in pairwise(found))
    assert all(one.start < one.end for one in found)
    assert found[0].start <= first < found[0].end
    assert found[-1].start <= last < found[-1].end


@given(DAYS, st.integers(0, 800), INTERVALS, CALENDARS)
def test_no_two_periods_have_one_name(first: date, length: int, interval: Interval, calendar: Calendar) -> None:
    """A chart can be labelled with them."""
    found = periods(first, first + timedelta(days=length), interval=interval, calendar=calendar)
    assert len({one.label for one in found}) == len(found)


@given(DAYS, INTERVALS, CALENDARS)
def test_a_period_of_any_of_its_days_is_that_period(day: date, interval: Interval, calendar: Calendar) -> None:
    """Where a period starts does not depend on the day that was asked for."""
    [found] = periods(day, day, interval=interval, calendar=calendar)
    assert periods(found.start, found.end - timedelta(days=1), interval=interval, calendar=calendar) == (found,)


def test_there_are_no_periods_from_later_to_earlier() -> None:
    """Days that run backwards are none."""
    assert periods(date(2020, 2, 1), date(2020, 1, 1), interval=Interval.MONTH, calendar=Calendar.GREGORIAN) == ()


@pytest.mark.parametrize(("calendar", "weekday"), [(Calendar.JALALI, SATURDAY), (Calendar.GREGORIAN, MONDAY)])
def test_a_week_starts_as_its_calendar_has_it(calendar: Calendar, weekday: int) -> None:
    """On Saturday in the Jalali one, on Monday in the Gregorian one; always seven days."""
    for offset in range(7):
        day = date(2020, 11, 17) + timedelta(days=offset)
        [week] = periods(day, day, interval=Interval.WEEK, calendar=calendar)
        assert (week.start.weekday(), week.end - week.start) == (weekday, timedelta(days=7))


@pytest.mark.parametrize(
    ("interval", "calendar", "start", "end", "label"),
    [
        (Interval.DAY, Calendar.JALALI, date(2020, 11, 17), date(2020, 11, 18), "۲۷ آبان ۱۳۹۹"),
        (Interval.DAY, Calendar.GREGORIAN, date(2020, 11, 17), date(2020, 11, 18), "17 November 2020"),
        (Interval.WEEK, Calendar.JALALI, date(2020, 11, 14), date(2020, 11, 21), "هفتهٔ ۲۴ آبان ۱۳۹۹"),
        (Interval.WEEK, Calendar.GREGORIAN, date(2020, 11, 16), date(2020, 11, 23), "Week of 16 November 2020"),
        (Interval.MONTH, Calendar.JALALI, date(2020, 10, 22), date(2020, 11, 21), "آبان ۱۳۹۹"),
        (Interval.MONTH, Calendar.GREGORIAN, date(2020, 11, 1), date(2020, 12, 1), "November 2020"),
        (Interval.QUARTER, Calendar.JALALI, date(2020, 9, 22), date(2020, 12, 21), "پاییز ۱۳۹۹"),
        (Interval.QUARTER, Calendar.GREGORIAN, date(2020, 10, 1), date(2021, 1, 1), "Q4 2020"),
        (Interval.YEAR, Calendar.JALALI, date(2020, 3, 20), date(2021, 3, 21), "۱۳۹۹"),
        (Interval.YEAR, Calendar.GREGORIAN, date(2020, 1, 1), date(2021, 1, 1), "2020"),
    ],
)
def test_a_period_has_its_bounds_and_its_name(
    interval: Interval, calendar: Calendar, start: date, end: date, label: str
) -> None:
    """17 November 2020, 27 Aban 1399, in every period; 1399 and 2020 are leap years."""
    [found] = periods(date(2020, 11, 17), date(2020, 11, 17), interval=interval, calendar=calendar)
    assert (found.start, found.end, found.label) == (start, end, label)


@pytest.mark.parametrize(
    ("start", "precision", "end"),
    [
        (date(2020, 11, 17), Precision.DAY, date(2020, 11, 18)),
        (date(2020, 2, 1), Precision.MONTH, date(2020, 3, 1)),
        (date(2020, 12, 1), Precision.MONTH, date(2021, 1, 1)),
        (jalali_day(1399, 8, 1), Precision.MONTH, jalali_day(1399, 9, 1)),
        (jalali_day(1399, 12, 1), Precision.MONTH, jalali_day(1400, 1, 1)),
        (date(2020, 1, 1), Precision.YEAR, date(2021, 1, 1)),
        (jalali_day(1399, 1, 1), Precision.YEAR, jalali_day(1400, 1, 1)),
        (hijri_day(1441, 9, 1), Precision.MONTH, hijri_day(1441, 9, 30)),
        (hijri_day(1441, 1, 1), Precision.YEAR, date(2020, 8, 19)),
    ],
)
def test_a_period_ends_where_its_calendar_says(start: date, precision: Precision, end: date) -> None:
    """A Hijri month or year ends at the earliest that it can."""
    assert end_of(start, precision) == end


@pytest.mark.parametrize(
    ("text", "told"),
    [("2013", "2013"), ("2013/8", "2013-08"), ("۱۳۹۹-۰۸-۲۷", "2020-11-17"), ("2013-08-03", "2013-08-03")],
)
def test_a_day_may_be_known_in_part(text: str, told: str) -> None:
    """In the Gregorian calendar; in the Jalali one it is whole."""
    assert str(parse_partial_day(text)) == told


@pytest.mark.parametrize("text", ["1399", "۱۳۹۹-۰۸", "2013-13", "دیروز", "9999-12"])
def test_a_part_of_a_jalali_year_is_no_gregorian_one(text: str) -> None:
    """Nor is any of its days what was meant."""
    with pytest.raises(ImpossibleDate):
        parse_partial_day(text)
