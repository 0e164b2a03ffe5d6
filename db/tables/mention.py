"""Mentions: the sources that articles name, and whom they may be."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, Text
from sqlmodel import Field, SQLModel

from db.types import JsonList, closed_set
from domain.statement import SourceKind


class MentionRow(SQLModel, table=True):
    """A source of an article, by the fullest name that the article prints, with what is needed to resolve it again.

    `offices` are what the article says that the source is; `abroad` says that a title without a country may be another
    country's than the outlet's. `judgement_id` is the open judgement that the mention waits for, null when it is told
    who it is; `decided_by` is the judgement by which people said so, and `decided_id` whom they named, null for nobody.
    """

    __tablename__ = "mention"
    __table_args__ = (closed_set("kind", SourceKind),)

    id: UUID = Field(primary_key=True)
    article_id: UUID = Field(foreign_key="article.id", index=True)
    name: str = Field(sa_type=Text)
    key: str = Field(sa_type=Text, index=True)
    kind: str = Field(sa_type=Text)
    offices: list[str] = Field(default_factory=list, sa_type=JsonList)
    abroad: bool = Field(default=False, sa_type=Boolean)
    why: str = Field(sa_type=Text)
    judgement_id: UUID | None = Field(default=None, foreign_key="judgement.id", index=True)
    decided_by: UUID | None = Field(default=None, foreign_key="judgement.id", index=True)
    decided_id: UUID | None = Field(default=None, foreign_key="speaker.id")
    created_at: datetime
    changed_at: datetime | None = None


class MentionCandidateRow(SQLModel, table=True):
    """A speaker who a waiting mention may be, and why."""

    __tablename__ = "mention_candidate"

    mention_id: UUID = Field(primary_key=True, foreign_key="mention.id")
    speaker_id: UUID = Field(primary_key=True, foreign_key="speaker.id", index=True)
    why: str = Field(sa_type=Text)
