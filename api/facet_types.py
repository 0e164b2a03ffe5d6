"""How many claims of a list each speaker, topic, outlet, kind, verdict and year has. Types only declare."""
# ruff: noqa: ARG002 - types declare arguments that the statement of the field above reads

from datetime import date
from typing import TYPE_CHECKING, Annotated

import strawberry

from api.claim_enums import Kind
from api.declaring import read_with_its_parent
from api.identities import Speaker
from api.topic_types import Topic
from api.verification import Verdict
from db.paging import MOST_ROWS
from domain.calendars import Calendar

if TYPE_CHECKING:
    from api.types import Outlet

DEFAULT_VALUES = 10
"""As many as a side bar shows before somebody asks for more."""
MostValues = Annotated[int, strawberry.argument(description=f"How many values at most: 1 to {MOST_ROWS}.")]
YearsOf = Annotated[Calendar, strawberry.argument(description="Whose years.")]
_COUNT = "How many claims of the list it has; 0 is given only for what `where` names."
_IS_SELECTED = "Whether the `where` of the list names it, and not only a filter inside that."


@strawberry.type(description="A speaker, and how many claims of the list are theirs.")
class SpeakerFacet:
    """A value."""

    speaker: Speaker = strawberry.field(description="Who said them, never one who was merged into another.")
    count: int = strawberry.field(description=_COUNT)
    is_selected: bool = strawberry.field(description=_IS_SELECTED)


@strawberry.type(description="A topic, and how many claims of the list are of articles that are about it.")
class TopicFacet:
    """A value."""

    topic: Topic = strawberry.field(description="The topic, never one that was merged into another.")
    count: int = strawberry.field(description=_COUNT)
    is_selected: bool = strawberry.field(description=_IS_SELECTED)


@strawberry.type(description="An outlet, and how many claims of the list it printed.")
class OutletFacet:
    """A value."""

    outlet: Annotated["Outlet", strawberry.lazy("api.types")] = strawberry.field(description="Who printed them.")
    count: int = strawberry.field(description=_COUNT)
    is_selected: bool = strawberry.field(description=_IS_SELECTED)


@strawberry.type(description="A kind, and how many claims of the list are of it.")
class KindFacet:
    """A value."""

    kind: Kind = strawberry.field(description="The kind.")
    count: int = strawberry.field(description=_COUNT)
    is_selected: bool = strawberry.field(description=_IS_SELECTED)


@strawberry.type(description="A verdict, and on how many claims of the list it stands.")
class VerdictFacet:
    """A value."""

    verdict: Verdict = strawberry.field(description="The standing verdict.")
    count: int = strawberry.field(description=_COUNT)
    is_selected: bool = strawberry.field(description=_IS_SELECTED)


@strawberry.type(
    description="A year, and how many claims of the list were said in it. A claim of which only a month or a year is"
    " known counts where the calendar's year holds all of that; one of which nothing is known counts in none."
)
class YearFacet:
    """A value."""

    year: int = strawberry.field(description="The year's number in the calendar that was asked for.")
    start: date = strawberry.field(description="Its first day, Gregorian; `saidOn.gte` of a filter by it.")
    end: date = strawberry.field(description="The day after its last one, Gregorian; `saidOn.lt` of a filter by it.")
    count: int = strawberry.field(description=_COUNT)
    is_selected: bool = strawberry.field(description="Whether the `where` of the list asks for the days of this year.")


@strawberry.type(
    description="How many claims each value has. The claims are all that the whole `where` of the list means, its own"
    " choices included; a value that `where` names is shown before others where `first` is short, and at 0 too, so that"
    " it can be taken back. In the order of the counts, the largest first. Each facet costs a pass over the claims: ask"
    " for those that are shown, and for totals of a wide filter once a screen."
)
class ClaimFacets:
    """The facets."""

    @strawberry.field(description="By who said them; claims without a sure speaker are left out.")
    def speakers(self, first: MostValues = DEFAULT_VALUES) -> list[SpeakerFacet]:
        """Read with the list."""
        read_with_its_parent()

    @strawberry.field(description="By what they are about; a claim counts for each of its topics.")
    def topics(self, first: MostValues = DEFAULT_VALUES) -> list[TopicFacet]:
        """Read with the list."""
        read_with_its_parent()

    @strawberry.field(description="By who printed them; claims of no known outlet are left out.")
    def outlets(self, first: MostValues = DEFAULT_VALUES) -> list[OutletFacet]:
        """Read with the list."""
        read_with_its_parent()

    @strawberry.field(description="By how they are told.")
    def kinds(self, first: MostValues = DEFAULT_VALUES) -> list[KindFacet]:
        """Read with the list."""
        read_with_its_parent()

    @strawberry.field(description="By the verdict that stands on them; claims without one are left out.")
    def verdicts(self, first: MostValues = DEFAULT_VALUES) -> list[VerdictFacet]:
        """Read with the list."""
        read_with_its_parent()

    @strawberry.field(description="By the year in which they were said.")
    def years(self, first: MostValues = DEFAULT_VALUES, calendar: YearsOf = Calendar.GREGORIAN) -> list[YearFacet]:
        """Read with the list."""
        read_with_its_parent()
