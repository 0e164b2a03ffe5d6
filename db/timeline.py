"""The timeline of the claims that a filter means."""

from db.claim_filters import ClaimFilter, claim_conditions
from db.reading.buckets import MOST_BUCKETS, Bucket, Counting, Timeline, count_by_day, timeline_from
from db.reading.catalogue import CLAIM
from db.sessions import ReadSession
from domain.calendars import Calendar, Interval
from domain.roles import Actor


async def timeline_of(
    session: ReadSession, where: ClaimFilter, *, interval: Interval, calendar: Calendar, viewer: Actor | None = None
) -> Timeline:
    """The timeline of the claims that `where` means to a viewer, over the days that it names or that the claims have.

    One statement. Raises BadFilter for more buckets than one answer can hold.
    """
    claim = CLAIM.table.alias()
    conditions = claim_conditions(where, claim, is_sqlite=session.is_sqlite, viewer=viewer)
    rows = (await session.execute(count_by_day(claim, *conditions, *CLAIM.listed(claim)))).all()
    counting = Counting(interval, calendar, where.said_on_from, where.said_on_before)
    return timeline_from(((day, precision, count) for day, precision, count in rows), counting)


__all__ = ["MOST_BUCKETS", "Bucket", "Timeline", "timeline_of"]
