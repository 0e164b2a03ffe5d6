"""The timeline: claims counted in periods."""

from datetime import date
from typing import Annotated

import strawberry

from api.context import Info
from api.reading import Where, claim_filter
from db.timeline import MOST_BUCKETS, timeline_of
from domain.calendars import FIRST_COUNTED, LAST_COUNTED, Calendar, Interval

strawberry.enum(Interval, name="TimelineInterval", description="The length of a timeline's periods.")
strawberry.enum(Calendar, description="The calendar whose weeks, months and years a timeline counts by.")


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
    total_count: int = strawberry.field(description="All claims that `where` means.")


@strawberry.type
class TimelineQuery:
    """The field of Query that counts."""

    @strawberry.field(
        description="Claims counted in periods of time;"
        f" refused for more than {MOST_BUCKETS:,} of them, and before {FIRST_COUNTED} or after {LAST_COUNTED}."
    )
    async def timeline(
        self,
        info: Info,
        where: Where = None,
        interval: Annotated[Interval, strawberry.argument(description="The length of the periods.")] = Interval.MONTH,
        calendar: Annotated[
            Calendar, strawberry.argument(description="The calendar of the periods and their labels.")
        ] = Calendar.GREGORIAN,
    ) -> Timeline:
        """The timeline of the claims that `where` means."""
        async with info.context.database.reading() as session:
            found = await timeline_of(session, claim_filter(where), interval=interval, calendar=calendar)
        return Timeline(
            buckets=[
                TimelineBucket(start=one.start, end=one.end, label=one.label, count=one.count) for one in found.buckets
            ],
            coarser_count=found.coarser_count,
            undated_count=found.undated_count,
            total_count=found.total_count,
        )
