"""Jalali, Gregorian and Hijri days; jdatetime and hijridate stand behind this module."""

import re
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

import jdatetime
from hijridate import Hijri

from domain.article import PublishedAt
from domain.dates import Precision
from domain.errors import ImpossibleDate
from domain.terms import PartialDay
from domain.text import word_key

JALALI_MONTHS = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور",
    "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
)  # fmt: skip
_DAY = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{1,2}))?")
FIRST_GREGORIAN_YEAR = 1700
"""A year before it is Jalali: 1700 in the Jalali calendar is 2321, 1699 in the Gregorian one has no news."""
FIRST_COUNTED, LAST_COUNTED = date(623, 1, 1), date(9000, 12, 31)
"""The days that both calendars of a timeline have, with room for the period around each."""
_MONTHS_IN_A_QUARTER = 3
LONGEST_DAYS = {Precision.MONTH: 31, Precision.YEAR: 366}
"""Of a month or year in any of the three calendars."""
_SHORTEST_DAYS = {Precision.MONTH: 28, Precision.YEAR: 354}
_HIJRI_DAYS = {Precision.MONTH: 29, Precision.YEAR: 354}
"""The shortest that a Hijri month and year are."""


class Calendar(StrEnum):
    """The calendar whose months and years a timeline counts by."""

    GREGORIAN = "gregorian"
    JALALI = "jalali"


class Interval(StrEnum):
    """The length of a timeline's periods."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_MONTHS_IN = {Interval.MONTH: 1, Interval.QUARTER: _MONTHS_IN_A_QUARTER, Interval.YEAR: 12}


def jalali_day(year: int, month: int, day: int) -> date:
    """The Gregorian day of a Jalali one. Raises ValueError where there is none.

    >>> jalali_day(1399, 8, 27)
    datetime.date(2020, 11, 17)
    """
    day_found: date = jdatetime.date(year, month, day).togregorian()
    return day_found


def hijri_day(year: int, month: int, day: int) -> date:
    """The Gregorian day of a Hijri (Umm al-Qura) one. Raises ValueError where there is none."""
    found = Hijri(year, month, day).to_gregorian()
    return date(found.year, found.month, found.day)


def jalali_parts(day: date) -> tuple[int, int, int]:
    """Year, month and day of month in the Jalali calendar.

    >>> jalali_parts(date(2020, 11, 17))
    (1399, 8, 27)
    """
    jalali = jdatetime.date.fromgregorian(date=day)
    return jalali.year, jalali.month, jalali.day


def parse_day(text: str) -> date:
    """The day that a Gregorian or Jalali `text` names, in digits of any of the three kinds.

    Marks that are not seen, such as those of direction, change nothing. Raises ImpossibleDate.

    >>> parse_day("۱۳۹۹-۰۸-۲۷") == parse_day("2020/11/17")
    True
    """
    found = _DAY.fullmatch(word_key(text).strip())
    if not found:
        raise ImpossibleDate(text)
    year, month, day = int(found[1]), int(found[3]), int(found[4])
    try:
        named = date(year, month, day) if year >= FIRST_GREGORIAN_YEAR else jalali_day(year, month, day)
    except ValueError as impossible:
        raise ImpossibleDate(text, "is not in the calendar") from impossible
    if not FIRST_COUNTED <= named <= LAST_COUNTED:
        raise ImpossibleDate(text, "is too far from today for any calendar")
    return named


def parse_partial_day(text: str) -> PartialDay:
    """The Gregorian day, month or year, or the Jalali day, that `text` names, in digits of any of the three kinds.

    A Jalali month or year alone is no Gregorian one, and none of its days is it. Raises ImpossibleDate.

    >>> str(parse_partial_day("2013/8")), str(parse_partial_day("۱۳۹۹-۰۸-۲۷"))
    ('2013-08', '2020-11-17')
    """
    partial = _PARTIAL.fullmatch(word_key(text).strip().replace("/", "-"))
    if partial is None:
        return PartialDay(parse_day(text))
    year, month = partial.groups()
    if int(year) < FIRST_GREGORIAN_YEAR:
        raise ImpossibleDate(text, "is a Jalali year or month without its day")
    return PartialDay.parse(f"{year}-{month:0>2}" if month else year)


def parse_published_at(text: str, zone: ZoneInfo) -> PublishedAt:
    """The instant of publication that `text` names: a day, or a day, T or space, and a time.

    A time without an offset is the newsroom's (`zone`). Raises ImpossibleDate.
    """
    plain = word_key(text).strip()
    day_text, separator, time_text = plain.partition("T") if "T" in plain else plain.partition(" ")
    day = parse_day(day_text)
    if not separator:
        return PublishedAt(day)
    try:
        clock = time.fromisoformat(time_text.strip())
    except ValueError as impossible:
        raise ImpossibleDate(text, "has a time that is not on the clock") from impossible
    instant = datetime.combine(day, clock if clock.tzinfo else clock.replace(tzinfo=zone))
    return published_at(instant, zone)


def published_at(instant: datetime, zone: ZoneInfo) -> PublishedAt:
    """A publication at a timezone-aware instant; its day is the newsroom's."""
    return PublishedAt(instant.astimezone(zone).date(), instant)


def end_of(day: date, precision: Precision) -> date:
    """The day after the period that starts on `day`: of that day, or of the month or year that it is the first of.

    A period that starts neither a Gregorian nor a Jalali month is a Hijri one.
    """
    return day + timedelta(days=1) if precision is Precision.DAY else _end_of_longer(day, precision)


@lru_cache(maxsize=4096)
def _end_of_longer(day: date, precision: Precision) -> date:
    """The same of a month or a year."""
    interval = Interval.MONTH if precision is Precision.MONTH else Interval.YEAR
    for calendar in Calendar:
        if start_of_period(day, interval, calendar) == day:
            return next_start(day, interval, calendar)
    return day + timedelta(days=_HIJRI_DAYS[precision])


def last_periods_by(end: date) -> list[str]:
    """Of the months and years that begin too late for any to end by `end`, those that do: precision and first day.

    >>> last_periods_by(date(2021, 3, 1))[0], end_of(date(2021, 2, 1), Precision.MONTH)
    ('month 2021-02-01', datetime.date(2021, 3, 1))
    """
    if not FIRST_COUNTED + timedelta(days=LONGEST_DAYS[Precision.YEAR]) < end <= LAST_COUNTED:
        return []
    begun = [
        (precision, end - timedelta(days=days))
        for precision, shortest in _SHORTEST_DAYS.items()
        for days in range(shortest, LONGEST_DAYS[precision])
    ]
    return [f"{precision} {day.isoformat()}" for precision, day in begun if end_of(day, precision) <= end]


def days_of(year: int, month: int | None, calendar: Calendar) -> tuple[date, date]:
    """The first day of a year, or of its month, and the day after its last one. Raises ImpossibleDate.

    >>> days_of(1399, 8, Calendar.JALALI)
    (datetime.date(2020, 10, 22), datetime.date(2020, 11, 21))
    """
    told = f"{year}" if month is None else f"{year}-{month}"
    try:
        start = _first_of_month(year, month or 1, calendar) if month != 0 else None
    except (ValueError, OverflowError) as impossible:
        raise ImpossibleDate(told, "is not in the calendar") from impossible
    if start is None or not FIRST_COUNTED <= start < LAST_COUNTED:
        raise ImpossibleDate(told, "is not in the calendar" if start is None else "is too far from today")
    return start, next_start(start, Interval.YEAR if month is None else Interval.MONTH, calendar)


def begins_period(day: date, precision: Precision) -> bool:
    """Whether a day, or a Gregorian or Jalali month or year, begins on `day`.

    >>> begins_period(date(2020, 3, 20), Precision.YEAR), begins_period(date(2020, 3, 21), Precision.YEAR)
    (True, False)
    """
    if precision is Precision.DAY:
        return True
    interval = Interval.MONTH if precision is Precision.MONTH else Interval.YEAR
    return any(start_of_period(day, interval, calendar) == day for calendar in Calendar)


def start_of_period(day: date, interval: Interval, calendar: Calendar) -> date:
    """The first day of the period that holds `day`.

    Weeks start on Saturday in the Jalali calendar and on Monday in the Gregorian one.
    """
    year, month, _ = parts_of(day, calendar)
    match interval:
        case Interval.DAY:
            return day
        case Interval.WEEK:
            return day - timedelta(days=(day.weekday() + (2 if calendar is Calendar.JALALI else 0)) % 7)
        case Interval.MONTH:
            return _first_of_month(year, month, calendar)
        case Interval.QUARTER:
            return _first_of_month(year, month - (month - 1) % _MONTHS_IN_A_QUARTER, calendar)
        case Interval.YEAR:
            return _first_of_month(year, 1, calendar)


def period_number(day: date, interval: Interval, calendar: Calendar) -> int:
    """The number of the period that holds `day`: of the next one it is one more.

    >>> period_number(date(2020, 11, 21), Interval.MONTH, Calendar.JALALI) - 12 * 1399
    8
    """
    match interval:
        case Interval.DAY:
            return day.toordinal()
        case Interval.WEEK:
            return start_of_period(day, interval, calendar).toordinal() // 7
    year, month, _ = parts_of(day, calendar)
    months = _MONTHS_IN[interval]
    return year * (12 // months) + (month - 1) // months


def next_start(start: date, interval: Interval, calendar: Calendar) -> date:
    """The first day of the period after the one that starts on `start`."""
    year, month, _ = parts_of(start, calendar)
    match interval:
        case Interval.DAY:
            return start + timedelta(days=1)
        case Interval.WEEK:
            return start + timedelta(days=7)
        case Interval.MONTH:
            return _first_of_month(year + month // 12, month % 12 + 1, calendar)
        case Interval.QUARTER:
            later = month - 1 + _MONTHS_IN_A_QUARTER
            return _first_of_month(year + later // 12, later % 12 + 1, calendar)
        case Interval.YEAR:
            return _first_of_month(year + 1, 1, calendar)


def parts_of(day: date, calendar: Calendar) -> tuple[int, int, int]:
    """Year, month and day of month in a calendar."""
    return jalali_parts(day) if calendar is Calendar.JALALI else (day.year, day.month, day.day)


def _first_of_month(year: int, month: int, calendar: Calendar) -> date:
    return jalali_day(year, month, 1) if calendar is Calendar.JALALI else date(year, month, 1)
