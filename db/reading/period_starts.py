"""The first day of the period that holds a day, as either database computes it (domain/calendars.py has the rules)."""

from datetime import date
from functools import reduce
from typing import Any

from sqlalchemy import ColumnElement, Date, DateTime, Integer, Text, cast, func, literal_column, type_coerce

from domain.calendars import Calendar, Interval

_EPOCH = date(610, 3, 21)
"""The first day of a Jalali year whose cycle of 33 years starts with it; all that is counted comes later."""
_CYCLE_DAYS, _CYCLE_YEARS = 12_053, 33
"""Of the cycle that jdatetime goes by: year k of it starts on day ceil(12,053 k / 33)."""
_MONTHS = {Interval.MONTH: 1, Interval.QUARTER: 3}
"""How many months a period has; of a Jalali year the first six have 31 days each, the others 30."""
_JULIAN_DAY_0 = 1_721_424.5
"""SQLite's number of the day before Python's first."""


def period_start(
    day: ColumnElement[Any], interval: Interval, calendar: Calendar, *, is_sqlite: bool
) -> ColumnElement[Any]:
    """The first day of the period that holds `day`; null for null."""
    if interval is Interval.DAY:
        return day
    if calendar is Calendar.GREGORIAN and interval is not Interval.WEEK:
        return _first_of_months_in_sqlite(day, interval) if is_sqlite else _first_of_months(day, interval)
    number = _number(day, is_sqlite=is_sqlite)
    if interval is Interval.WEEK:
        return _day(number - _days_of_the_week(number, calendar), is_sqlite=is_sqlite)
    return _day(_jalali_start(number, interval, is_sqlite=is_sqlite), is_sqlite=is_sqlite)


def _days_of_the_week(number: ColumnElement[int], calendar: Calendar) -> ColumnElement[int]:
    """How many days of its week are before a day: it starts on Saturday or on Monday."""
    before = _EPOCH.weekday() + (2 if calendar is Calendar.JALALI else 0)
    return (number + _plain(before)) % _plain(7)


def _jalali_start(number: ColumnElement[int], interval: Interval, *, is_sqlite: bool) -> ColumnElement[int]:
    """The number of the first day of a Jalali month, quarter or year."""
    year = number * _plain(_CYCLE_YEARS) // _plain(_CYCLE_DAYS)
    start = (year * _plain(_CYCLE_DAYS) + _plain(_CYCLE_YEARS - 1)) // _plain(_CYCLE_YEARS)
    if interval is Interval.YEAR:
        return start
    greatest, least = (func.max, func.min) if is_sqlite else (func.greatest, func.least)
    months, within = _MONTHS[interval], number - start
    place = greatest(within // _plain(31 * months), (within - _plain(6)) // _plain(30 * months))
    return start + place * _plain(30 * months) + least(place, _plain(6 // months)) * _plain(months)


def _number(day: ColumnElement[Any], *, is_sqlite: bool) -> ColumnElement[int]:
    """How many days there are from the epoch to a day."""
    if not is_sqlite:
        return type_coerce(day - literal_column(f"DATE '{_EPOCH.isoformat()}'", Date()), Integer())
    return cast(func.julianday(day) - _julian_epoch(), Integer())


def _day(number: ColumnElement[int], *, is_sqlite: bool) -> ColumnElement[Any]:
    if not is_sqlite:
        return type_coerce(literal_column(f"DATE '{_EPOCH.isoformat()}'", Date()) + number, Date())
    return type_coerce(func.date(number + _julian_epoch()), Text())


def _julian_epoch() -> ColumnElement[float]:
    return literal_column(str(_JULIAN_DAY_0 + _EPOCH.toordinal()))


def _plain(number: int) -> ColumnElement[int]:
    """A number of this module's own: as a parameter it would not be the same in GROUP BY as it is in SELECT."""
    return literal_column(str(number), Integer())


def _first_of_months(day: ColumnElement[Any], interval: Interval) -> ColumnElement[Any]:
    unit: ColumnElement[str] = literal_column(f"'{interval.value}'")
    return cast(func.date_trunc(unit, cast(day, DateTime())), Date())


def _first_of_months_in_sqlite(day: ColumnElement[Any], interval: Interval) -> ColumnElement[Any]:
    year, month = func.substr(day, _plain(1), _plain(5)), func.substr(day, _plain(6), _plain(2))
    if interval is Interval.YEAR:
        return _text(year, "01-01")
    if interval is Interval.MONTH:
        return _text(func.substr(day, _plain(1), _plain(8)), "01")
    first = (cast(month, Integer()) - _plain(1)) // _plain(3) * _plain(3) + _plain(1)
    return _text(year, func.printf(literal_column("'%02d'"), first), "-01")


def _text(*parts: ColumnElement[Any] | str) -> ColumnElement[Any]:
    """Parts one after another."""
    pieces = [literal_column(f"'{one}'", Text()) if isinstance(one, str) else type_coerce(one, Text()) for one in parts]
    return reduce(lambda one, other: one.concat(other), pieces)
