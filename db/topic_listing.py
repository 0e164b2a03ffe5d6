"""Topics as a person in a terminal reads them: one line each, those of the most claims first."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from db.reading.entities import table_of
from db.sessions import ReadSession
from db.tables import ArticleTopicRow, ClaimRow, TopicRow
from domain.node_ids import node_id

_TOPIC, _ABOUT, _CLAIM = (table_of(row) for row in (TopicRow, ArticleTopicRow, ClaimRow))


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic with how much is about it; `id` is the one that clients use, `aliases` are its other names."""

    id: str
    name: str
    aliases: tuple[str, ...]
    articles: int
    claims: int


async def topic_lines(session: ReadSession, *, part: str | None, first: int) -> list[TopicLine]:
    """The `first` topics of the most claims, of those a name's key of which holds `part`."""
    by_article = (
        select(_CLAIM.c.article_id, func.count().label("claims"))
        .where(_CLAIM.c.withdrawn_at.is_(None))
        .group_by(_CLAIM.c.article_id)
        .subquery()
    )
    claims: ColumnElement[int] = func.coalesce(func.sum(by_article.c.claims), 0)
    query = (
        select(_TOPIC.c.id, _TOPIC.c.name, func.count(), claims)
        .join(_ABOUT, _ABOUT.c.topic_id == _TOPIC.c.id)
        .outerjoin(by_article, by_article.c.article_id == _ABOUT.c.article_id)
        .group_by(_TOPIC.c.id, _TOPIC.c.name, _TOPIC.c.key)
        .order_by(claims.desc(), _TOPIC.c.key)
        .limit(first)
    )
    if part is not None:
        own = _TOPIC.alias()
        query = query.where(
            _TOPIC.c.id.in_(select(own.c.canonical_id).where(own.c.key.contains(part, autoescape=True)))
        )
    rows = (await session.execute(query)).all()
    merged = select(_TOPIC.c.canonical_id, _TOPIC.c.name).where(
        _TOPIC.c.canonical_id.in_([row[0] for row in rows]), _TOPIC.c.merged_into.is_not(None), _TOPIC.c.name != ""
    )
    names: dict[object, list[str]] = {}
    for canonical, name in (await session.execute(merged.order_by(_TOPIC.c.key))).all():
        names.setdefault(canonical, []).append(name)
    return [
        TopicLine(node_id("topic", key), name, tuple(names.get(key, ())), articles, int(count))
        for key, name, articles, count in rows
    ]
