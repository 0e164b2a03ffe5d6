"""What people decide about topics: that several are one, and that they are not; each decision can be taken back.

Every function works inside the caller's transaction and keeps ingest away until it ends, so that no article that is
stored meanwhile is about a topic that was merged.
"""

from collections.abc import Iterable
from uuid import UUID

from db.mentions import hold_identities
from db.reading.topics import MOST_ALIASES
from db.tables import TopicRow
from db.topic_merging import group_size, merge_topic_into, take_topic_apart, topic_by_id
from domain.errors import BadDecision
from domain.ids import TopicId
from ingest.acting import MOST_REASON, Acting, check_words


async def merge_topics(acting: Acting, into: UUID, others: Iterable[UUID], *, why: str) -> int:
    """Say that topics are one and the same as `into`; how many live claims are about that one by it.

    Raises BadDecision.
    """
    check_words(why, "why", most=MOST_REASON)
    await hold_identities(acting.session)
    target = await _canonical(acting, into, "intoId")
    moved = [await _merge(acting, target, other, f"topicIds.{place}", why=why) for place, other in enumerate(others)]
    if not moved:
        raise BadDecision("topicIds", "is empty; name at least one topic to merge")
    return sum(moved)


async def unmerge_topics(acting: Acting, topics: Iterable[UUID], *, why: str) -> int:
    """Take merged topics apart again, as their articles print them; how many live claims are about these by it.

    Raises BadDecision.
    """
    check_words(why, "why", most=MOST_REASON)
    await hold_identities(acting.session)
    moved = [await _unmerge(acting, topic, f"topicIds.{place}", why=why) for place, topic in enumerate(topics)]
    if not moved:
        raise BadDecision("topicIds", "is empty; name at least one topic that was merged")
    return sum(moved)


async def are_one(acting: Acting, one: UUID, other: UUID) -> bool:
    """Whether two stored topics are merged into one."""
    return (await _canonical(acting, one, "intoId")).id == (await _canonical(acting, other, "topicIds")).id


async def _merge(acting: Acting, target: TopicRow, other: UUID, field: str, *, why: str) -> int:
    session = acting.session
    merged = await _canonical(acting, other, field)
    if merged.id == target.id:
        raise BadDecision(field, "is the one that stays, or merged into that one already; leave it out")
    if await group_size(session, merged.id) + await group_size(session, target.id) > MOST_ALIASES:
        raise BadDecision(field, f"would give one topic more than {MOST_ALIASES} names; merge fewer")
    moved = await merge_topic_into(session, TopicId(merged.id), TopicId(target.id))
    acting.record("mergeTopics", "topic", merged.id, after={"into_id": target.id}, reason=why)
    return moved


async def _unmerge(acting: Acting, topic: UUID, field: str, *, why: str) -> int:
    row = await _existing(acting, topic, field)
    if row.merged_into is None:
        raise BadDecision(field, "was not merged into any; pass a topicId that aliases gave")
    acting.record("unmergeTopics", "topic", row.id, before={"into_id": row.merged_into}, reason=why)
    return await take_topic_apart(acting.session, row, now=acting.now)


async def _canonical(acting: Acting, identity: UUID, field: str) -> TopicRow:
    """The topic of an id, or the one that it was merged into."""
    row = await _existing(acting, identity, field)
    return row if row.merged_into is None else await _existing(acting, row.canonical_id, field)


async def _existing(acting: Acting, identity: UUID, field: str) -> TopicRow:
    row = await topic_by_id(acting.session, identity)
    if row is None:
        raise BadDecision(field, "names no topic; pass an id that topics gave")
    return row
