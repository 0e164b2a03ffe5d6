"""Counts claims in periods of time; each claim is counted once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from db.filters import ClaimFilter, claim_conditions
from db.reading.catalogue import CLAIM
from db.sessions import ReadSession
from domain.calendars import FIRST_COUNTED, LAST_COUNTED, Calendar, Interval, Period, end_of, periods
from domain.dates import Precision
from domain.errors import BadFilter

MOST_BUCKETS = 4_000
"""Ten years by day, with room to spare."""
_MOST_DAYS = {Interval.DAY: 1, Interval.WEEK: 7, Interval.MONTH: 31, Interval.QUARTER: 93, Interval.YEAR: 366}


@dataclass(frozen=True, slots=True)
class Bucket:
    """The number of claims said in a half-open period: `start` included, `end` not."""

    start: date
    end: date
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Claims in periods: the buckets' counts, `coarser_count` and `undated_count` add up to `total_count`.

    A claim whose day is known only to a month or year that no bucket holds whole is in `coarser_count`.
    """

    buckets: list[Bucket]
    coarser_count: int
    undated_count: int
    total_count: int


@dataclass(frozen=True, slots=True)
class _Said:
    """How many claims have the same day, as precisely known."""

    day: date
    end: date
    count: int


async def timeline_of(session: ReadSession, where: ClaimFilter, *, interval: Interval, calendar: Calendar) -> Timeline:
    """The timeline of the claims that `where` means, over the days that it names or that the claims have.

    One statement. Raises BadFilter for more buckets than one answer can hold.
    """
    claim = CLAIM.table.alias()
    conditions = claim_conditions(where, claim, is_sqlite=session.is_sqlite)
    counted = (
        select(claim.c.said_on, claim.c.said_on_precision, func.count())
        .where(*conditions, *CLAIM.listed(claim))
        .group_by(claim.c.said_on, claim.c.said_on_precision)
    )
    rows = (await session.execute(counted)).all()
    said = [_Said(day, end_of(day, Precision(precision)), count) for day, precision, count in rows if day is not None]
    undated = sum(count for day, _, count in rows if day is None)
    return _timeline(said, _covered(where, said, interval, calendar), undated)


def _covered(where: ClaimFilter, said: Sequence[_Said], interval: Interval, calendar: Calendar) -> list[Period]:
    """The periods to show: the days that the filter names, where it leaves one open as far as there are claims."""
    first = where.said_on_from or min((one.day for one in said), default=None)
    after = where.said_on_before or max((one.day + timedelta(days=1) for one in said), default=None)
    if first is None or after is None or after <= first:
        return []
    if first < FIRST_COUNTED or after > LAST_COUNTED:
        raise BadFilter("interval", f"has no buckets before {FIRST_COUNTED} or after {LAST_COUNTED}; ask for less")
    shown = []
    if (after - first).days <= MOST_BUCKETS * _MOST_DAYS[interval]:
        shown = periods(first, after - timedelta(days=1), interval=interval, calendar=calendar)
    if not 0 < len(shown) <= MOST_BUCKETS:
        raise BadFilter("interval", f"makes more than {MOST_BUCKETS} buckets; choose a longer one, or fewer days")
    return shown


def _timeline(said: Sequence[_Said], shown: Sequence[Period], undated: int) -> Timeline:
    counts = [0] * len(shown)
    coarser = 0
    position = 0
    for one in sorted(said, key=lambda each: each.day):
        while shown[position].end <= one.day:
            position += 1
        if one.end <= shown[position].end:
            counts[position] += one.count
        else:
            coarser += one.count
    buckets = [
        Bucket(period.start, period.end, period.label, count) for period, count in zip(shown, counts, strict=True)
    ]
    return Timeline(buckets, coarser, undated, sum(counts) + coarser + undated)
