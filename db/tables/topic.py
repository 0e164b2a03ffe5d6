"""Topics, and which articles are about them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, Text
from sqlmodel import Field, SQLModel


class TopicRow(SQLModel, table=True):
    """What articles are about, by the name that their tags and sections print; `key` is the name as it is compared.

    `merged_into` is the topic that people said this one is; `canonical_id` is the one at the end of that chain, the
    topic's own id where there is none.
    """

    __tablename__ = "topic"
    __table_args__ = (CheckConstraint("(merged_into IS NULL) = (canonical_id = id)", name="merged_has_canonical"),)

    id: UUID = Field(primary_key=True)
    name: str = Field(sa_type=Text)
    key: str = Field(sa_type=Text, unique=True)
    merged_into: UUID | None = Field(default=None, foreign_key="topic.id", index=True)
    canonical_id: UUID = Field(foreign_key="topic.id", index=True)
    created_at: datetime


class ArticleTopicRow(SQLModel, table=True):
    """That an article is about a topic, which is never one that was merged; `position` is the place among its own."""

    __tablename__ = "article_topic"
    __table_args__ = (Index(None, "topic_id", "article_id"),)

    article_id: UUID = Field(primary_key=True, foreign_key="article.id")
    topic_id: UUID = Field(primary_key=True, foreign_key="topic.id")
    position: int = Field(sa_type=BigInteger)
