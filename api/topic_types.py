"""What claims are about. Types only declare."""
# ruff: noqa: ARG002 - types declare arguments that the statement of the field above reads

from typing import TYPE_CHECKING, Annotated

import strawberry

from api.connections import After, Before, Connection, First, Last
from api.declaring import read_with_its_parent
from api.loading import BINDINGS
from api.nodes import Node
from api.timeline_types import REFUSED, ByCalendar, ByInterval, InGroups, InLanguage, Timeline
from db.reading import catalogue
from db.reading.topics import MOST_ALIASES
from domain.calendars import Calendar, Interval

if TYPE_CHECKING:
    from api.types import Article, ClaimConnection

Articles = Connection[Annotated["Article", strawberry.lazy("api.types")]]
Claims = Annotated["ClaimConnection", strawberry.lazy("api.types")]


@strawberry.type(description="A name by which articles print a topic.")
class TopicAlias:
    """A name."""

    topic_id: strawberry.ID = strawberry.field(
        description="The topic whose name it is: the topic itself, or one that was merged into it, which"
        " `unmergeTopics` takes."
    )
    name: str = strawberry.field(description="The name, as of several spellings the best one.")


@strawberry.type(description="What articles are about, by the tags and sections that they print, however spelt.")
class Topic(Node):
    """A topic."""

    canonical_id: strawberry.ID = strawberry.field(
        description="The id of the topic that it is now: its own, unless people merged it into another."
    )
    name: str = strawberry.field(
        description="Its name as it is printed, without `#` and with spaces for `_`; of several spellings the one with"
        " Persian letters and half-spaces. Empty where editors withdrew all articles that print it."
    )
    aliases: list[TopicAlias] = strawberry.field(
        description=f"Its own name and those of the topics that people merged into it, at most {MOST_ALIASES}, in the"
        " order of their letters."
    )

    @strawberry.field(description="The claims of the articles that are about it, newest said first, undated ones last.")
    def claims(self, first: First = None, after: After = None, last: Last = None, before: Before = None) -> Claims:
        """Read with the topic."""
        read_with_its_parent()

    @strawberry.field(
        description=f"The topic's claims counted in periods of time, as Query's `timeline` counts them; {REFUSED}."
    )
    def timeline(
        self,
        interval: ByInterval = Interval.MONTH,
        calendar: ByCalendar = Calendar.GREGORIAN,
        language: InLanguage = None,
        group_by: InGroups = None,
    ) -> Timeline:
        """Read with the topic."""
        read_with_its_parent()

    @strawberry.field(description="The articles that are about it, newest stored first.")
    def articles(self, first: First = None, after: After = None, last: Last = None, before: Before = None) -> Articles:
        """Read with the topic."""
        read_with_its_parent()


BINDINGS.bind(Topic, catalogue.TOPIC)
BINDINGS.bind(TopicAlias, catalogue.TOPIC_ALIAS)
