"""The timeline: claims counted in periods."""

import strawberry

from api.context import Info
from api.filtering import Where, claim_filter
from api.timeline_types import REFUSED, ByCalendar, ByInterval, Timeline, TimelineBucket
from db.timeline import timeline_of
from domain.calendars import Calendar, Interval


@strawberry.type
class TimelineQuery:
    """The field of Query that counts."""

    @strawberry.field(description=f"Claims counted in periods of time; {REFUSED}.")
    async def timeline(
        self,
        info: Info,
        where: Where = None,
        interval: ByInterval = Interval.MONTH,
        calendar: ByCalendar = Calendar.GREGORIAN,
    ) -> Timeline:
        """The timeline of the claims that `where` means."""
        wanted, viewer = claim_filter(where, info.context.rules), await info.context.viewer()
        async with info.context.database.reading() as session:
            found = await timeline_of(session, wanted, interval=interval, calendar=calendar, viewer=viewer)
        return Timeline(
            buckets=[
                TimelineBucket(start=one.start, end=one.end, label=one.label, count=one.count) for one in found.buckets
            ],
            coarser_count=found.coarser_count,
            undated_count=found.undated_count,
            total_count=found.total_count,
        )
