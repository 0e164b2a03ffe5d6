"""The entity of topics: what articles, and with them their claims, are about.

A topic that was merged into another shows all that the other has: everything is found by the canonical id.
"""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Select, exists, select

from db.reading import articles
from db.reading.entities import Condition, Entity, Order, ToMany, table_of
from db.reading.leaves import identity, plain
from db.tables import ArticleTopicRow, TopicRow

MOST_ALIASES = 100
"""Of one topic: as many as are shown."""
_TOPIC, _ABOUT = table_of(TopicRow), table_of(ArticleTopicRow)


def of_article(article: FromClause, topic: FromClause) -> Condition:
    """That an article is about the topic."""
    return topic.c.id.in_(_topics_of(article, "id"))


def of_claim(claim: FromClause, topic: FromClause) -> Condition:
    """That a claim's article is about the topic."""
    return topic.c.id.in_(_topics_of(claim, "article_id"))


def is_topic(key: ColumnElement[Any], topic: FromClause) -> tuple[Condition, ...]:
    """The conditions of the topic of this id, or of the one that it was merged into."""
    own = _TOPIC.alias()
    return (topic.c.id == select(own.c.canonical_id).where(own.c.id == key).scalar_subquery(),)


def is_topic_called(key: ColumnElement[Any], topic: FromClause) -> tuple[Condition, ...]:
    """The conditions of the topic of which a name has this key."""
    own = _TOPIC.alias()
    return (topic.c.id == select(own.c.canonical_id).where(own.c.key == key).scalar_subquery(),)


def has_name_with(part: ColumnElement[Any], topic: FromClause) -> tuple[Condition, ...]:
    """The conditions of the topics of which a name's key is like a pattern."""
    own = _TOPIC.alias()
    return (topic.c.id.in_(select(own.c.canonical_id).where(own.c.key.like(part))),)


def _topics_of(row: FromClause, column: str) -> Select[UUID]:
    about = _ABOUT.alias()
    return select(about.c.topic_id).where(about.c.article_id == row.c[column]).correlate(row)


def _is_about(topic: FromClause, row: FromClause, column: str) -> Condition:
    about = _ABOUT.alias()
    ids = select(about.c.article_id).where(about.c.topic_id == topic.c.canonical_id).correlate(topic)
    return row.c[column].in_(ids)


def _is_listed(topic: FromClause) -> tuple[Condition, ...]:
    about = _ABOUT.alias()
    return (topic.c.merged_into.is_(None), exists().where(about.c.topic_id == topic.c.id).correlate(topic))


TOPIC: Entity = Entity(
    "topic",
    TopicRow,
    Order("topics", ("key", "id"), descending=False),
    {"id": identity("topic"), "canonical_id": identity("topic", "canonical_id"), **plain("name")},
    manys={
        "claims": ToMany(lambda: articles.CLAIM, lambda topic, claim: _is_about(topic, claim, "article_id")),
        "articles": ToMany(lambda: articles.ARTICLE, lambda topic, article: _is_about(topic, article, "id")),
    },
    timelines={"timeline": ToMany(lambda: articles.CLAIM, lambda topic, claim: _is_about(topic, claim, "article_id"))},
    fews={
        "aliases": ToMany(
            lambda: TOPIC_ALIAS, lambda topic, alias: alias.c.canonical_id == topic.c.canonical_id, most=MOST_ALIASES
        )
    },
    listed=_is_listed,
)

TOPIC_OF_ARTICLE: Entity = replace(TOPIC, listed=lambda _: ())
"""Topics that an article is known to be about: they are listed, without looking."""

TOPIC_ALIAS: Entity = Entity(
    "topic_alias",
    TopicRow,
    Order("topic aliases", ("key", "id"), descending=False),
    {"topic_id": identity("topic"), **plain("name")},
    listed=lambda alias: (alias.c.name != "",),
)
