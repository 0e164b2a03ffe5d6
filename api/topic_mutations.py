"""The mutations by which people say that topics are one, and that they are not."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated
from uuid import UUID

import strawberry

from api.asking import rows_of
from api.context import Info
from api.loading import load_node
from api.mutating import MutationInput, MutationPayload, Outcome, run_mutation
from api.topic_types import Topic
from db.reading.catalogue import TOPIC
from domain.node_ids import key_of
from domain.roles import Operation
from ingest.acting import Acting
from ingest.topics import merge_topics, unmerge_topics

_WHY = "Why, in a sentence; the audit chain keeps it."


@strawberry.input(description="Topics that are one and the same.")
class MergeTopicsInput(MutationInput):
    """What to decide."""

    into_id: strawberry.ID = strawberry.field(description="The topic that stays.")
    topic_ids: list[strawberry.ID] = strawberry.field(
        description="Those that are the same; their ids go on working, and what prints their names is about the one"
        " that stays."
    )
    why: str = strawberry.field(description=_WHY)


@strawberry.input(description="Merged topics that are something else after all.")
class UnmergeTopicsInput(MutationInput):
    """What to decide."""

    topic_ids: list[strawberry.ID] = strawberry.field(description="Those that were merged; `topicId` of `aliases`.")
    why: str = strawberry.field(description=_WHY)


@strawberry.type
class TopicPayload(MutationPayload):
    """What came of it."""

    claims_changed: int = strawberry.field(default=0, description="How many claims are about another topic by it.")
    topic_id: strawberry.Private[UUID | None] = None

    @strawberry.field(description="The topic as it is now, of several the first; null when there are errors.")
    async def topic(self, info: Info) -> Topic | None:
        """The topic as it is stored."""
        if self.topic_id is None:
            return None
        return await load_node(info, TOPIC, rows_of("topic", self.topic_id), as_type=Topic)


@strawberry.type(description="The topic that stays, or what to mend.")
class MergeTopicsPayload(TopicPayload):
    """What came of it."""


@strawberry.type(description="The topic that is on its own again, or what to mend.")
class UnmergeTopicsPayload(TopicPayload):
    """What came of it."""


@strawberry.type
class TopicMutation:
    """The mutations on topics."""

    @strawberry.mutation(description="Says that topics are one and the same. Needs a key with the role `editor`.")
    async def merge_topics(
        self, info: Info, input: Annotated[MergeTopicsInput, strawberry.argument(description="What is the same.")]
    ) -> MergeTopicsPayload:
        """Decide, or say what to mend."""

        async def decide(acting: Acting) -> tuple[UUID, int]:
            into = key_of(input.into_id, "topic", field="intoId")
            return into, await merge_topics(acting, into, _keys(input.topic_ids), why=input.why)

        return await _decided(info, Operation.MERGE_TOPICS, input, decide=decide, payload=MergeTopicsPayload)

    @strawberry.mutation(
        description="Takes merged topics apart again: claims are about them as their articles print it. Needs a key"
        " with the role `editor`."
    )
    async def unmerge_topics(
        self, info: Info, input: Annotated[UnmergeTopicsInput, strawberry.argument(description="What is another.")]
    ) -> UnmergeTopicsPayload:
        """Decide, or say what to mend."""

        async def decide(acting: Acting) -> tuple[UUID, int]:
            topics = _keys(input.topic_ids)
            changed = await unmerge_topics(acting, topics, why=input.why)
            return topics[0], changed

        return await _decided(info, Operation.UNMERGE_TOPICS, input, decide=decide, payload=UnmergeTopicsPayload)


async def _decided[Payload: TopicPayload](
    info: Info,
    operation: Operation,
    input: MutationInput,
    *,
    decide: Callable[[Acting], Awaitable[tuple[UUID, int]]],
    payload: type[Payload],
) -> Payload:
    """What a decision did, once it is stored; what to mend in it, where nothing is."""

    async def act(acting: Acting) -> Outcome:
        topic, changed = await decide(acting)
        return {"topic_id": topic, "claims_changed": changed}

    return await run_mutation(info, operation, input, payload=payload, act=act)


def _keys(given: Sequence[str]) -> list[UUID]:
    return [key_of(one, "topic", field=f"topicIds.{place}") for place, one in enumerate(given)]
