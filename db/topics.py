"""Topics as ingest stores them with their articles, and as conditions find claims by them."""

from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import batched
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Select, and_, delete, select
from sqlmodel import col

from db.inserting import insert_missing, inserting
from db.reading.entities import Condition, table_of
from db.sessions import ReadSession, WriteSession
from db.tables import ArticleRow, ArticleTopicRow, OutletRow, ProvenanceRow, RevisionRow, TopicRow
from domain.ids import ArticleId, TopicId, topic_id
from domain.suggestions import name_words
from domain.topics import PrintedTopic, topics_of

_TOPIC, _ARTICLE_TOPIC = table_of(TopicRow), table_of(ArticleTopicRow)
_KEYS_A_QUERY = 500
"""Well under SQLite's limit of 32,766 parameters a statement."""
_ARTICLES_A_QUERY = 1_000

type Printed = Mapping[ArticleId, Sequence[PrintedTopic]]
"""The topics that articles print, in their order."""


def claims_about(topics: Condition, claim: FromClause) -> Condition:
    """That a claim's article is about such a topic, by conditions on the table itself, or what that was merged into."""
    canonical = select(_TOPIC.c.canonical_id).where(topics)
    articles = select(_ARTICLE_TOPIC.c.article_id).where(_ARTICLE_TOPIC.c.topic_id.in_(canonical))
    condition: Condition = claim.c.article_id.in_(articles)
    return condition


async def ensure_topics(session: WriteSession, topics: Iterable[PrintedTopic], *, now: datetime) -> None:
    """Store topics that are new, or better spelt, whether an article prints them or not."""
    await _ensure_topics(session, topics, now=now)


async def put_topics(session: WriteSession, printed: Printed, *, known: Collection[ArticleId], now: datetime) -> None:
    """Store what articles are about, in place of what is stored; only `known` ones have some.

    A topic is named by the spelling of the highest code points, that is with Persian letters and half-spaces, whichever
    article came first. Of topics that were merged an article has the one that they were merged into.
    """
    if known:
        await session.execute(delete(ArticleTopicRow).where(col(ArticleTopicRow.article_id).in_(known)))
    canonical = await _ensure_topics(session, (one for topics in printed.values() for one in topics), now=now)
    await _put_links(session, printed, canonical)


async def printed_topics(session: ReadSession, which: ColumnElement[bool]) -> AsyncIterator[Printed]:
    """The topics that such stored articles print, some articles at a time; withdrawn ones print nothing."""
    query = _printed().where(which, col(ArticleRow.withdrawn_at).is_(None)).limit(_ARTICLES_A_QUERY)
    last: UUID | None = None
    while True:
        following = query if last is None else query.where(col(ArticleRow.id) > last)
        rows = (await session.execute(following)).all()
        if not rows:
            return
        yield {
            ArticleId(article): topics_of(tags, section, outlet_names=outlet_names(outlet, agency))
            for article, tags, section, outlet, agency in rows
        }
        last = rows[-1][0]


def outlet_names(outlet: str | None, first_hop: str | None) -> Sequence[str]:
    """The names of an article's outlet: its own, and that of the first hop of the text's way, which is the outlet's."""
    return [name for name in (outlet, first_hop) if name] if outlet else []


async def _put_links(session: WriteSession, printed: Printed, canonical: Mapping[TopicId, UUID]) -> None:
    """Store that articles are about what they print; of topics that were merged, about what those were merged into."""
    rows = []
    for article, topics in printed.items():
        ids = [topic_id(topic.key) for topic in topics]
        distinct = dict.fromkeys(canonical.get(one, one) for one in ids)
        rows += [
            {"article_id": article, "topic_id": topic, "position": position} for position, topic in enumerate(distinct)
        ]
    await insert_missing(session, ArticleTopicRow, rows)


async def _ensure_topics(
    session: WriteSession, topics: Iterable[PrintedTopic], *, now: datetime
) -> dict[TopicId, UUID]:
    """Store topics that are new or better spelt; into which topic each of those that are merged was merged."""
    names: dict[TopicId, PrintedTopic] = {}
    for topic in topics:
        known = names.setdefault(identity := topic_id(topic.key), topic)
        names[identity] = max(known, topic, key=lambda one: one.name)
    stored: dict[UUID, tuple[str, UUID]] = {}
    for some in batched(names, _KEYS_A_QUERY):
        query = select(col(TopicRow.id), col(TopicRow.name), col(TopicRow.canonical_id))
        rows = await session.execute(query.where(col(TopicRow.id).in_(some)))
        stored |= {identity: (name, canonical) for identity, name, canonical in rows}
    better = [one for one in sorted(names) if one not in stored or names[one].name > stored[one][0]]
    await _put_spelt(session, [(one, names[one]) for one in better], now=now)
    return {TopicId(identity): canonical for identity, (_, canonical) in stored.items()}


async def _put_spelt(session: WriteSession, topics: Sequence[tuple[TopicId, PrintedTopic]], *, now: datetime) -> None:
    """Store topics; of one that another writer stored meanwhile, the greater spelling.

    In the order of their ids: two writers that store the same ones in two orders would wait for each other for ever.
    """
    if not topics:
        return
    insert = inserting(session, TopicRow)
    by_code_point = "BINARY" if session.is_sqlite else "C"
    greater = insert.excluded["name"].collate(by_code_point) > col(TopicRow.name).collate(by_code_point)
    spelling = {name: insert.excluded[name] for name in ("name", "key", "words")}
    spelt = insert.on_conflict_do_update(index_elements=["id"], set_=spelling, where=greater)
    rows = [
        {
            "id": identity,
            "name": one.name,
            "key": one.key,
            "words": name_words(one.name),
            "canonical_id": identity,
            "created_at": now,
        }
        for identity, one in topics
    ]
    await session.execute(spelt, rows)


def _printed() -> Select[UUID, list[str], str | None, str | None, str | None]:
    """What articles print of their topics, in the order of their ids."""
    current = and_(col(RevisionRow.article_id) == col(ArticleRow.id), col(RevisionRow.superseded_at).is_(None))
    first_hop = and_(col(ProvenanceRow.revision_id) == col(RevisionRow.id), col(ProvenanceRow.position) == 0)
    return (
        select(
            col(ArticleRow.id),
            col(ArticleRow.tags),
            col(ArticleRow.section),
            col(OutletRow.name),
            col(ProvenanceRow.name),
        )
        .outerjoin(OutletRow, col(OutletRow.id) == col(ArticleRow.outlet_id))
        .outerjoin(RevisionRow, current)
        .outerjoin(ProvenanceRow, first_hop)
        .order_by(col(ArticleRow.id))
    )
