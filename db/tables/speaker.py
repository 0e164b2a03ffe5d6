"""Speakers and the names they go by."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from db.types import closed_set


class SpeakerKind(StrEnum):
    """What sort of speaker."""

    PERSON = "person"
    ORGANISATION = "organisation"


class AliasOrigin(StrEnum):
    """How a name came to be known as a speaker's."""

    SHIPPED = "shipped"
    LEARNED = "learned"
    MANUAL = "manual"


class SpeakerRow(SQLModel, table=True):
    """A person or an organisation who is reported to have said something."""

    __tablename__ = "speaker"
    __table_args__ = (closed_set("kind", SpeakerKind),)

    id: UUID = Field(primary_key=True)
    kind: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    key: str = Field(sa_type=Text, index=True)
    created_at: datetime


class AliasRow(SQLModel, table=True):
    """A name by which articles call a speaker; `key` is the name as it is compared."""

    __tablename__ = "alias"
    __table_args__ = (UniqueConstraint("speaker_id", "key"), closed_set("origin", AliasOrigin))

    id: UUID = Field(primary_key=True)
    speaker_id: UUID = Field(foreign_key="speaker.id")
    text: str = Field(sa_type=Text)
    key: str = Field(sa_type=Text, index=True)
    origin: str = Field(sa_type=Text)
    created_at: datetime
