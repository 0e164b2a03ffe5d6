"""Audit events: who changed what when; the database refuses to change or remove any."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, Text
from sqlmodel import Field, SQLModel

from db.types import closed_set
from domain.audit import Audience


class AuditEventRow(SQLModel, table=True):
    """One event of the chain: `hash` is of all its other columns, among which is the hash of the event before it.

    `position` counts from 1 without a gap. `before` and `after` are JSON as text, for that text is hashed.
    """

    __tablename__ = "audit_event"
    __table_args__ = (
        closed_set("audience", Audience),
        Index("ix_audit_event_at_id", "at", "id"),
        Index("ix_audit_event_actor_at_id", "actor", "at", "id"),
    )

    position: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    id: UUID = Field(unique=True)
    at: datetime
    actor_id: UUID | None = Field(default=None, index=True)
    actor: str = Field(sa_type=Text)
    action: str = Field(sa_type=Text)
    subject_kind: str = Field(sa_type=Text)
    subject_id: UUID = Field(index=True)
    audience: str = Field(sa_type=Text)
    claim_id: UUID | None = Field(default=None, index=True)
    article_id: UUID | None = Field(default=None, index=True)
    before: str | None = Field(default=None, sa_type=Text)
    after: str | None = Field(default=None, sa_type=Text)
    reason: str | None = Field(default=None, sa_type=Text)
    request_id: str | None = Field(default=None, sa_type=Text)
    previous_hash: str = Field(sa_type=Text)
    hash: str = Field(sa_type=Text, unique=True)
