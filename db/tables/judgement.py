"""Judgements: who somebody is, and that two speakers are one, as people said or as nobody can tell yet."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from db.types import closed_set
from domain.judgement import About, Decision


class JudgementRow(SQLModel, table=True):
    """What somebody decided about identity, or a question that waits for people.

    `unsure` is a question that resolution asks, or a decision that somebody took back. `name` and `key` are the name
    that it is about, `mention_id` the one mention that a decision is about. `speaker_id` is whom the decision names,
    `other_id` the one who is, or is not, the same. `author` is the name of who decided, then and for ever, null for
    resolution itself. `superseded_by` is the judgement that replaced this one or took it back.
    """

    __tablename__ = "judgement"
    __table_args__ = (
        closed_set("about", About),
        closed_set("decision", Decision),
    )

    id: UUID = Field(primary_key=True)
    about: str = Field(sa_type=Text)
    decision: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    key: str = Field(sa_type=Text, index=True)
    mention_id: UUID | None = Field(default=None, index=True)
    speaker_id: UUID | None = Field(default=None, foreign_key="speaker.id", index=True)
    other_id: UUID | None = Field(default=None, foreign_key="speaker.id", index=True)
    why: str = Field(sa_type=Text)
    key_id: UUID | None = Field(default=None, foreign_key="api_key.id")
    author: str | None = Field(default=None, sa_type=Text)
    made_at: datetime
    superseded_by: UUID | None = Field(default=None, foreign_key="judgement.id", index=True)
    changed_at: datetime | None = None
