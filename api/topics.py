"""The queries for topics."""

from typing import Annotated

import strawberry
from sqlalchemy import Text, bindparam

from api.asking import has_id
from api.connections import After, Before, Connection, First, Last
from api.context import Info
from api.loading import load_connection, load_node
from api.topic_types import Topic
from db.bound import NameKey
from db.paging import Page
from db.reading.catalogue import TOPIC
from db.reading.rows import ALL, Rows
from db.reading.topics import has_name_with, is_topic_called
from domain.errors import BadFilter
from domain.text import name_key
from domain.topics import LONGEST_TOPIC


@strawberry.input(description="Topics for which all of this holds. A field that is left out or null filters nothing.")
class TopicWhere:
    """A filter of topics."""

    name: str | None = strawberry.field(
        default=None,
        description="A name of theirs, or a part of one, however it is spelt and spaced. Refused without a letter or"
        f" digit, or with more than {LONGEST_TOPIC} characters.",
    )


WhichTopics = Annotated[TopicWhere | None, strawberry.argument(description="Which topics; null means all.")]
TopicId = Annotated[strawberry.ID | None, strawberry.argument(description="The topic's id; give it or the name.")]
Name = Annotated[str | None, strawberry.argument(description="A name, in full, however it is spelt and spaced.")]


@strawberry.type
class TopicQuery:
    """The fields of Query that read topics."""

    @strawberry.field(
        description="One topic, by id or by exactly one of its names; of one that was merged, the one that it was"
        " merged into. Null where there is none."
    )
    async def topic(self, info: Info, id: TopicId = None, name: Name = None) -> Topic | None:
        """The topic."""
        if (id is None) == (name is None):
            raise BadFilter("topic", "is asked for by its id or by its name; give one of them")
        where = has_id("topic", id) if id is not None else _is_called(name or "")
        return await load_node(info, TOPIC, where, as_type=Topic)

    @strawberry.field(
        description="The topics that articles are about, in the order of their names; none that was merged."
    )
    async def topics(
        self,
        info: Info,
        where: WhichTopics = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Topic]:
        """A page of topics."""
        page = Page(first, after, last, before)
        return await load_connection(info, TOPIC, _has_name(where), page=page, as_type=Connection[Topic])


def _is_called(name: str) -> Rows:
    named = bindparam("name", name, NameKey())
    return Rows(lambda topic: is_topic_called(named, topic), "called", {"name": name})


def _has_name(where: TopicWhere | None) -> Rows:
    if where is None or where.name is None:
        return ALL
    key = name_key(where.name)
    if not key or len(where.name) > LONGEST_TOPIC:
        raise BadFilter("name", f"is not 1 to {LONGEST_TOPIC} characters with a letter in them; give a part of a name")
    part = bindparam("part", f"%{key}%", Text())
    return Rows(lambda topic: has_name_with(part, topic), "named", {"part": f"%{key}%"})
