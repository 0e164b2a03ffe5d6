"""What a timeline is made of, and what it is asked by."""

from datetime import date
from typing import Annotated

import strawberry

from api.calendar_enums import Calendar
from db.timeline import MOST_BUCKETS
from domain.calendars import FIRST_COUNTED, LAST_COUNTED, Interval

strawberry.enum(Interval, name="TimelineInterval", description="The length of a timeline's periods.")

REFUSED = f"refused for more than {MOST_BUCKETS:,} of them, and before {FIRST_COUNTED} or after {LAST_COUNTED}"
"""What no timeline shows."""
ByInterval = Annotated[Interval, strawberry.argument(description="The length of the periods.")]
ByCalendar = Annotated[Calendar, strawberry.argument(description="The calendar of the periods and their labels.")]


@strawberry.type(description="A half-open period of days and how many claims were said in it.")
class TimelineBucket:
    """A bucket."""

    start: date = strawberry.field(description="The first day, Gregorian.")
    end: date = strawberry.field(description="The day after the last one, Gregorian.")
    label: str = strawberry.field(description="The period's name in its calendar, such as «آبان ۱۳۹۹».")
    count: int = strawberry.field(description="How many claims were said in it; 0 is given too.")


@strawberry.type(
    description="Claims counted in periods, each once: the buckets' counts, `coarserCount` and `undatedCount` add up to"
    " `totalCount`, which is that of `claims` with the same `where`."
)
class Timeline:
    """A timeline."""

    buckets: list[TimelineBucket] = strawberry.field(
        description="The periods without a gap: over the days that `where` names, or those that the claims have."
    )
    coarser_count: int = strawberry.field(
        description="Claims of which only a month or year is known that no bucket holds whole."
    )
    undated_count: int = strawberry.field(description="Claims of which no day is known.")
    total_count: int = strawberry.field(description="All claims that are meant.")
