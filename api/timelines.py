"""The timeline: claims counted in periods, and opened where the client asks for them."""

from typing import cast

import strawberry
from sqlalchemy import Date

from api.asking import claims_for
from api.context import Info
from api.filtering import Where, claim_filter
from api.loading import load_timeline
from api.timeline_types import REFUSED, ByCalendar, ByInterval, InGroups, InLanguage, Timeline
from db.bound import bound
from db.claim_filters import ClaimFilter
from db.reading.selection import Periods
from db.reading.told import Bounds
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
        language: InLanguage = None,
        group_by: InGroups = None,
    ) -> Timeline:
        """The timeline of the claims that `where` means."""
        wanted, viewer = claim_filter(where, info.context.rules), await info.context.viewer()
        rows = claims_for(wanted, is_sqlite=info.context.database.is_sqlite, viewer=viewer, is_listed=False)
        periods = Periods(interval, calendar, language, group_by)
        are_few = wanted.speaker_id is not None or bool(wanted.speaker_ids)
        found = await load_timeline(info, rows, periods, bounds=_bounds(wanted), are_few=are_few)
        return cast("Timeline", found)


def _bounds(where: ClaimFilter) -> Bounds:
    """The parameters of the days that a filter names."""
    first, before = (
        bound("where", field, value, Date()) if value is not None else None
        for field, value in (("said_on_from", where.said_on_from), ("said_on_before", where.said_on_before))
    )
    return first, before
