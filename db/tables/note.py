"""Verification notes and their evidence; the database refuses to change either."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Text, UniqueConstraint
from sqlmodel import Field, SQLModel


class NoteRow(SQLModel, table=True):
    """What a fact-checker added to a claim: `author` is the name of the key that added it, then and for ever."""

    __tablename__ = "note"

    id: UUID = Field(primary_key=True)
    claim_id: UUID = Field(foreign_key="claim.id", index=True)
    key_id: UUID = Field(foreign_key="api_key.id")
    author: str = Field(sa_type=Text)
    verdict_id: UUID | None = Field(default=None, foreign_key="verdict.id")
    body: str = Field(sa_type=Text)
    created_at: datetime


class EvidenceRow(SQLModel, table=True):
    """A link that a note rests on."""

    __tablename__ = "note_evidence"
    __table_args__ = (UniqueConstraint("note_id", "position"),)

    id: UUID = Field(primary_key=True)
    note_id: UUID = Field(foreign_key="note.id")
    position: int = Field(sa_type=BigInteger)
    url: str = Field(sa_type=Text)
    title: str | None = Field(default=None, sa_type=Text)
