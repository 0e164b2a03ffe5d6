"""Topics that people say are one: merged and taken apart again; and topics whose name no article prints any more.

What an article is about can always be told from what it prints, so taking apart restores what was.
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, func, select, update
from sqlmodel import col

from db.sessions import ReadSession, WriteSession
from db.tables import METADATA, ArticleRow, TopicRow
from db.topics import Printed, printed_topics, put_topics
from domain.ids import TopicId, topic_id
from domain.topics import PrintedTopic

FORGOTTEN = ""
"""The name of a topic that no article prints any more."""
_ABOUT, _CLAIM, _TOPIC = (METADATA.tables[name] for name in ("article_topic", "claim", "topic"))


async def topic_by_id(session: ReadSession, identity: UUID) -> TopicRow | None:
    """A stored topic; None where there is none of this id."""
    return (await session.scalars(select(TopicRow).where(_TOPIC.c.id == identity))).one_or_none()


async def topic_by_key(session: ReadSession, key: str) -> TopicRow | None:
    """The stored topic whose name has this key; None where there is none."""
    return (await session.scalars(select(TopicRow).where(_TOPIC.c.key == key))).one_or_none()


async def group_size(session: ReadSession, canonical: UUID) -> int:
    """How many topics are one with a canonical topic, itself included."""
    size = select(func.count()).where(_TOPIC.c.canonical_id == canonical)
    return (await session.execute(size)).scalar_one()


async def merge_topic_into(session: WriteSession, topic: TopicId, into: TopicId) -> int:
    """Merge a canonical topic, with those merged into it, into another; how many live claims are about that by it."""
    moved = await _live_claims(session, _ABOUT.c.topic_id == topic)
    merged = update(_TOPIC).where(_TOPIC.c.id == topic)
    await session.execute(merged.values(merged_into=into, canonical_id=into))
    await session.execute(update(_TOPIC).where(_TOPIC.c.canonical_id == topic).values(canonical_id=into))
    other = _ABOUT.alias()
    twice = exists().where(other.c.article_id == _ABOUT.c.article_id, other.c.topic_id == into)
    await session.execute(delete(_ABOUT).where(_ABOUT.c.topic_id == topic, twice))
    await session.execute(update(_ABOUT).where(_ABOUT.c.topic_id == topic).values(topic_id=into))
    return moved


async def take_topic_apart(session: WriteSession, topic: TopicRow, *, now: datetime) -> int:
    """Make a merged topic canonical again, of those merged into it too; how many live claims are about it then."""
    canonical, identity = TopicId(topic.canonical_id), TopicId(topic.id)
    below = await _merged_below(session, identity)
    await session.execute(update(_TOPIC).where(_TOPIC.c.id == identity).values(merged_into=None, canonical_id=identity))
    await session.execute(update(_TOPIC).where(_TOPIC.c.id.in_(below - {identity})).values(canonical_id=identity))
    async for printed in printed_topics(session, _is_about(canonical)):
        await put_topics(session, printed, known=printed, now=now)
    return await _live_claims(session, _ABOUT.c.topic_id == identity)


async def forget_topics_of(session: WriteSession, article: UUID) -> None:
    """Let an article that is about to be withdrawn be about nothing, and forget the names that it alone printed.

    The ids stay, and what people merged: whatever prints such a name again is about the same topic.
    """
    printed = [one async for some in printed_topics(session, _is(article)) for one in _all_of(some)]
    await session.execute(delete(_ABOUT).where(_ABOUT.c.article_id == article))
    await _forget(session, ~_is_used() & _TOPIC.c.merged_into.is_(None) & ~_is_merged_into())
    merged = await _merged(session, [topic_id(one.key) for one in printed])
    for canonical in set(merged.values()):
        gone = {topic for topic, of in merged.items() if of == canonical}
        async for others in printed_topics(session, _is_about(canonical)):
            gone -= {topic_id(one.key) for one in _all_of(others)}
            if not gone:
                break
        await _forget(session, _TOPIC.c.id.in_(gone))


async def _forget(session: WriteSession, which: ColumnElement[bool]) -> None:
    """Keep of such topics no more than their ids; a key is never empty, so that it stays the only one."""
    ids = (await session.scalars(select(_TOPIC.c.id).where(which, _TOPIC.c.name != FORGOTTEN))).all()
    if ids:
        await session.execute(update(TopicRow), [{"id": one, **_forgotten(one)} for one in ids])


def _forgotten(topic: UUID) -> dict[str, str]:
    return {"name": FORGOTTEN, "words": "", "key": topic.hex}


async def _merged(session: ReadSession, topics: Collection[UUID]) -> dict[UUID, UUID]:
    """Of topics, those that are merged or have others merged into them, and which one each is."""
    query = select(_TOPIC.c.id, _TOPIC.c.canonical_id).where(
        _TOPIC.c.id.in_(topics), _TOPIC.c.merged_into.is_not(None) | _is_merged_into()
    )
    return dict((await session.execute(query)).all())


async def _merged_below(session: ReadSession, topic: TopicId) -> set[UUID]:
    """The topic and all that were merged into it, over any number of steps."""
    found: set[UUID] = {topic}
    newest: set[UUID] = {topic}
    while newest:
        query = select(_TOPIC.c.id).where(_TOPIC.c.merged_into.in_(newest))
        newest = set((await session.scalars(query)).all()) - found
        found |= newest
    return found


async def _live_claims(session: ReadSession, which: ColumnElement[bool]) -> int:
    """How many live claims are of articles that are about such topics."""
    articles = select(_ABOUT.c.article_id).where(which)
    live = select(func.count()).where(_CLAIM.c.article_id.in_(articles), _CLAIM.c.withdrawn_at.is_(None))
    return (await session.execute(live)).scalar_one()


def _all_of(printed: Printed) -> Iterator[PrintedTopic]:
    return (one for topics in printed.values() for one in topics)


def _is(article: UUID) -> ColumnElement[bool]:
    return col(ArticleRow.id) == article


def _is_about(topic: UUID) -> ColumnElement[bool]:
    """That an article is about a topic."""
    return exists().where(_ABOUT.c.article_id == col(ArticleRow.id), _ABOUT.c.topic_id == topic)


def _is_used() -> ColumnElement[bool]:
    """That an article is about the topic."""
    return exists().where(_TOPIC.c.id == _ABOUT.c.topic_id)


def _is_merged_into() -> ColumnElement[bool]:
    """That another topic was merged into the topic."""
    other = _TOPIC.alias()
    return exists().where(other.c.merged_into == _TOPIC.c.id)
