"""Ranges of days as clients give them, by their bounds or as a month or year of a calendar."""

from datetime import date

import strawberry

from api.calendar_enums import Calendar
from domain.calendars import FIRST_GREGORIAN_YEAR, days_of
from domain.errors import BadFilter, ImpossibleDate


@strawberry.input(
    description="Days from `gte` (included) to `lt` (not included), of which one left out or null is open; or those of"
    " a `year`, or of its `month`. Refused where both are given."
)
class DayRange:
    """A half-open range of days."""

    gte: date | None = strawberry.field(default=None, description="The first day.")
    lt: date | None = strawberry.field(default=None, description="The day after the last one.")
    year: int | None = strawberry.field(default=None, description="All days of this year.")
    month: int | None = strawberry.field(default=None, description="Of the year only this month, 1 to 12.")
    calendar: Calendar | None = strawberry.field(
        default=None,
        description="The calendar of `year` and `month`; left out or null, a year before"
        f" {FIRST_GREGORIAN_YEAR} is Jalali and a later one Gregorian.",
    )


def bounds_of(given: DayRange | None, field: str) -> tuple[date | None, date | None]:
    """The first day and the day after the last one, None where it is open. Raises BadFilter for `field`."""
    if given is None:
        return None, None
    if given.year is None:
        if given.month is not None or given.calendar is not None:
            raise BadFilter(field, "names a month or a calendar without its year; give the year too")
        return given.gte, given.lt
    if given.gte is not None or given.lt is not None:
        raise BadFilter(field, "names a year and bounds; give one of them")
    by_year = Calendar.JALALI if given.year < FIRST_GREGORIAN_YEAR else Calendar.GREGORIAN
    try:
        return days_of(given.year, given.month, given.calendar or by_year)
    except ImpossibleDate as impossible:
        raise BadFilter(field, f"names {impossible.given}, which {impossible.problem}; name another") from impossible
