"""The timeline: claims counted in periods, and opened where the client asks for them."""

from collections.abc import Sequence
from typing import cast

import strawberry
from sqlalchemy import Date, FromClause

from api.context import Info
from api.executing import Complete
from api.filtering import Where, claim_filter
from api.loading import fields_of, selector_of
from api.selecting_timelines import TimelineSelector
from api.timeline_types import REFUSED, ByCalendar, ByInterval, InGroups, InLanguage, Timeline
from db.bound import bound
from db.claim_filters import ClaimFilter, claim_conditions
from db.reading import selection as chosen
from db.reading.catalogue import CLAIM
from db.reading.compiling import Where as Rows
from db.reading.compiling import compile_timeline
from db.reading.entities import Condition
from db.reading.running import run
from db.reading.timelines import Bound
from domain.calendars import Calendar, Interval


@strawberry.type
class TimelineQuery:
    """The field of Query that counts."""

    @strawberry.field(description=f"Claims counted in periods of time; {REFUSED}.")
    async def timeline(  # noqa: PLR0913, PLR0917 - the arguments of a field are its arguments in GraphQL
        self,
        info: Info,
        where: Where = None,
        interval: ByInterval = Interval.MONTH,
        calendar: ByCalendar = Calendar.GREGORIAN,
        language: InLanguage = None,
        group_by: InGroups = None,
    ) -> Timeline:
        """The timeline of the claims that `where` means."""
        wanted = claim_filter(where, info.context.rules)
        asked = {"interval": interval, "calendar": calendar, "language": language, "groupBy": group_by}
        selector = TimelineSelector(selector_of(info))
        counted = selector.below(str(info.path.key), "timeline", asked, fields_of(info))
        return cast("Timeline", Complete(await _load(info, counted, wanted)))


async def _load(info: Info, counted: chosen.Counted, where: ClaimFilter) -> object:
    """The timeline as the client selected it: one statement, and one more for each selection of buckets' claims."""
    context, conditions = info.context, _conditions(info, where)
    viewer, is_sqlite, opened = await context.viewer(), context.database.is_sqlite, context.opened
    compiled = compile_timeline(
        CLAIM, counted, conditions, is_sqlite=is_sqlite, bounds=_bounds(where), viewer=viewer, opened=opened
    )
    return await run(context.database, compiled)


def _conditions(info: Info, where: ClaimFilter) -> Rows:
    is_sqlite = info.context.database.is_sqlite

    def conditions(claim: FromClause) -> Sequence[Condition]:
        return claim_conditions(where, claim, is_sqlite=is_sqlite)

    return conditions


def _bounds(where: ClaimFilter) -> tuple[Bound, Bound]:
    """The parameters of the days that a filter names."""
    first, before = (
        bound("where", field, value, Date()) if value is not None else None
        for field, value in (("said_on_from", where.said_on_from), ("said_on_before", where.said_on_before))
    )
    return first, before
