"""The days of a timeline as a reader writes them in an address: `from` and `to`, each a day, a month or a year."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from domain.calendars import FIRST_GREGORIAN_YEAR, Calendar, days_of, parse_day
from domain.errors import BackwardRange, BadFilter, ImpossibleDate
from domain.text import word_key

_MONTH_OR_YEAR = re.compile(r"(\d{4})(?:[-/.](\d{1,2}))?")
_MOST_TOLD = 40
"""Code points of what was written that an error repeats."""


def read_range(from_: str | None, to: str | None) -> Mapping[str, str]:
    """The bounds `gte` and `lt` of a DayRange as in JSON; one that is left out or empty is open, {} is every day.

    A period that `to` names belongs to the range with all its days. Raises BadFilter, which names `from` or `to`, and
    of its kinds BackwardRange where one ends before the other begins.

    >>> read_range("1399", "۱۳۹۹-۰۸") == {"gte": "2020-03-20", "lt": "2020-11-21"}
    True
    """
    bounds = {}
    if from_:
        bounds["gte"] = _days("from", from_)[0]
    if to:
        bounds["lt"] = _days("to", to)[1]
    if from_ and to and bounds["gte"] >= bounds["lt"]:
        raise BackwardRange
    return {name: day.isoformat() for name, day in bounds.items()}


def _days(field: str, told: str) -> tuple[date, date]:
    """The first day of what is told, and the day after its last one."""
    found = _MONTH_OR_YEAR.fullmatch(word_key(told).strip())
    try:
        if found is None:
            day = parse_day(told)
            return day, day + timedelta(days=1)
        year, month = int(found[1]), int(found[2]) if found[2] else None
        return days_of(year, month, Calendar.JALALI if year < FIRST_GREGORIAN_YEAR else Calendar.GREGORIAN)
    except ImpossibleDate as impossible:
        problem = (
            f"“{told[:_MOST_TOLD]}” {impossible.problem}; write a day, a month or a year, Jalali or Gregorian,"
            " such as 1399-08-27, 1399-08, 1399 or 2020-11-17"
        )
        raise BadFilter(field, problem) from impossible
