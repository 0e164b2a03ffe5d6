"""What a timeline is made of, and what it is asked by."""
# ruff: noqa: ARG002 - types declare arguments that the statement of the field above reads

from datetime import date
from typing import TYPE_CHECKING, Annotated

import strawberry

from api.calendar_enums import Calendar
from api.claim_enums import Kind
from api.connections import After, Before, First, Last
from api.declaring import read_with_its_parent
from api.selecting_timelines import MOST_SERIES
from db.reading.openings import MOST_OPENED
from db.timeline import MOST_BUCKETS
from domain.calendars import FIRST_COUNTED, LAST_COUNTED, Interval
from domain.periods import GroupBy, Language

if TYPE_CHECKING:
    from api.identities import Speaker
    from api.topic_types import Topic
    from api.types import ClaimConnection, Outlet
    from api.verification import Verdict

strawberry.enum(Interval, name="TimelineInterval", description="The length of a timeline's periods.")
strawberry.enum(Language, name="LabelLanguage", description="The language of labels: Persian (FA) or English (EN).")
strawberry.enum(
    GroupBy,
    name="TimelineGroupBy",
    description="What the claims of a series have in common: who said them (SPEAKER), what their articles are about"
    " (TOPIC), who printed them (OUTLET), how they are reported (KIND), or the VERDICT that stands on them.",
)

REFUSED = f"refused for more than {MOST_BUCKETS:,} of them, and before {FIRST_COUNTED} or after {LAST_COUNTED}"
"""What no timeline shows."""
DEFAULT_SERIES = 10
ByInterval = Annotated[Interval, strawberry.argument(description="The length of the periods.")]
ByCalendar = Annotated[
    Calendar,
    strawberry.argument(
        description="The calendar of the periods. Weeks start on Saturday in the Jalali one, on Monday in the"
        " Gregorian one."
    ),
]
InLanguage = Annotated[
    Language | None,
    strawberry.argument(
        description="The language of the labels; null is Persian in the Jalali calendar, English in the Gregorian one."
    ),
]
InGroups = Annotated[
    GroupBy | None, strawberry.argument(description="What to group by in `series`; null makes no series.")
]
MostSeries = Annotated[
    int, strawberry.argument(description=f"How many groups get series of their own, at most: 1 to {MOST_SERIES}.")
]


@strawberry.type(description="A half-open period of days and how many claims were said in it.")
class TimelineBucket:
    """A bucket."""

    start: date = strawberry.field(description="The first day, Gregorian.")
    end: date = strawberry.field(description="The day after the last one, Gregorian.")
    label: str = strawberry.field(
        description="The period's name in its calendar, such as «آبان ۱۳۹۹», «پاییز ۱۳۹۹», “November 2020”, “Q4 2020”"
        " or “Week of 16 November 2020”; no other bucket has it."
    )
    count: int = strawberry.field(description="How many claims were said in it; 0 is given too.")

    @strawberry.field(
        description="The claims that it counts, newest first. The buckets of all timelines that one selection answers"
        f" are opened together; refused for more than {MOST_OPENED} that count some."
    )
    def claims(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Annotated["ClaimConnection", strawberry.lazy("api.types")]:
        """Read with the timeline."""
        read_with_its_parent()


@strawberry.type(
    description="The claims of one group by period. What the group has in common is in the field that `groupBy` names;"
    " where that is null too, the claims are in no group, or `isRest`."
)
class TimelineSeries:
    """A series."""

    speaker: Annotated["Speaker", strawberry.lazy("api.identities")] | None = strawberry.field(
        description="Who said them, by SPEAKER; null for claims of which nobody is sure who said them."
    )
    topic: Annotated["Topic", strawberry.lazy("api.topic_types")] | None = strawberry.field(
        description="What their articles are about, by TOPIC; null for claims of articles without topics."
    )
    outlet: Annotated["Outlet", strawberry.lazy("api.types")] | None = strawberry.field(
        description="Who printed them, by OUTLET; null for claims of which nobody told an outlet."
    )
    kind: Kind | None = strawberry.field(description="How they are reported, by KIND.")
    verdict: Annotated["Verdict", strawberry.lazy("api.verification")] | None = strawberry.field(
        description="The verdict that stands on them, by VERDICT; null for claims without one."
    )
    is_rest: bool = strawberry.field(
        description="Whether these are the groups together that are not among the largest; a claim in several of them"
        " is counted in each."
    )
    counts: list[int] = strawberry.field(description="How many are in each of `buckets`, in their order; 0 too.")
    coarser_count: int = strawberry.field(description="Those of them that `coarserCount` counts.")
    undated_count: int = strawberry.field(description="Those of them of which no day is known.")
    total_count: int = strawberry.field(description="All of them.")


@strawberry.type(
    description="Claims counted in periods, each once: the buckets' counts, `coarserCount` and `undatedCount` add up to"
    " `totalCount`, which is that of `claims` with the same `where`."
)
class Timeline:
    """A timeline."""

    buckets: list[TimelineBucket] = strawberry.field(
        description="The periods without a gap: over the days that `where` names, or those that the claims have."
    )

    @strawberry.field(
        description="The same claims by group: the largest groups first, then the claims that are in none, then the"
        " rest together. By TOPIC a claim is in the series of each of its topics, so that they may add up to more than"
        " `totalCount`; by anything else they add up to it. [] without `groupBy`."
    )
    def series(self, first: MostSeries = DEFAULT_SERIES) -> list[TimelineSeries]:
        """Read with the timeline."""
        read_with_its_parent()

    coarser_count: int = strawberry.field(
        description="Claims of which only a month or year is known that no bucket holds whole."
    )
    undated_count: int = strawberry.field(description="Claims of which no day is known.")
    total_count: int = strawberry.field(description="All claims that are meant.")
