"""The timeline of the claims that a filter means."""

from dataclasses import dataclass
from datetime import date

from db.claim_conditions import claim_conditions
from db.claim_filters import ClaimFilter
from db.reading.buckets import MOST_BUCKETS, Counting, Told, timeline_from
from db.reading.catalogue import CLAIM
from db.reading.selection import Periods
from db.reading.told import Claims, told_of
from db.sessions import ReadSession
from domain.calendars import Calendar, Interval
from domain.roles import Actor


@dataclass(frozen=True, slots=True)
class Bucket:
    """The number of claims said in a half-open period: `start` included, `end` not."""

    start: date
    end: date
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Claims in periods: the buckets' counts, `coarser_count` and `undated_count` add up to `total_count`."""

    buckets: list[Bucket]
    coarser_count: int
    undated_count: int
    total_count: int


async def timeline_of(
    session: ReadSession, where: ClaimFilter, *, interval: Interval, calendar: Calendar, viewer: Actor | None = None
) -> Timeline:
    """The timeline of the claims that `where` means to a viewer, over the days that it names or that the claims have.

    One statement. Raises BadFilter for more buckets than one answer can hold.
    """
    claim = CLAIM.table.alias()
    conditions = claim_conditions(where, claim, is_sqlite=session.is_sqlite, viewer=viewer)
    claims = Claims(claim, [*conditions, *CLAIM.listed(claim)])
    row = (await session.execute(told_of(claims, Periods(interval, calendar)))).one()
    counting = Counting(interval, calendar, where.said_on_from, where.said_on_before)
    found = timeline_from(Told(row.days, int(row.undated)), row.earliest, row.latest, counting)
    buckets = [
        Bucket(period.start, period.end, period.label, count)
        for period, count in zip(found.periods, found.counts.in_periods, strict=True)
    ]
    return Timeline(buckets, found.counts.coarser_count, found.counts.undated_count, found.counts.total_count)


__all__ = ["MOST_BUCKETS", "Bucket", "Timeline", "timeline_of"]
