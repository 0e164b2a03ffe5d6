"""Speakers and the names they go by."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Text
from sqlmodel import Field, SQLModel

from db.types import closed_set, whole_pair
from domain.dates import Precision
from domain.speaker import AliasForm, Origin, SpeakerKind


class SpeakerRow(SQLModel, table=True):
    """A person or an organisation who is reported to have said something.

    `merged_into` is the speaker that people said this one is; `canonical_id` is the one at the end of that chain, the
    speaker's own id where there is none. `country` is ISO 3166's two letters.
    """

    __tablename__ = "speaker"
    __table_args__ = (
        closed_set("kind", SpeakerKind),
        closed_set("origin", Origin),
        closed_set("born_precision", Precision),
        closed_set("died_precision", Precision),
        whole_pair("born_on", "born_precision"),
        whole_pair("died_on", "died_precision"),
        CheckConstraint("(merged_into IS NULL) = (canonical_id = id)", name="merged_has_canonical"),
    )

    id: UUID = Field(primary_key=True)
    kind: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    key: str = Field(sa_type=Text, index=True)
    latin: str | None = Field(default=None, sa_type=Text)
    wikidata_id: str | None = Field(default=None, sa_type=Text, unique=True)
    country: str | None = Field(default=None, sa_type=Text)
    born_on: date | None = None
    born_precision: str | None = Field(default=None, sa_type=Text)
    died_on: date | None = None
    died_precision: str | None = Field(default=None, sa_type=Text)
    source: str | None = Field(default=None, sa_type=Text)
    origin: str = Field(sa_type=Text)
    merged_into: UUID | None = Field(default=None, foreign_key="speaker.id")
    canonical_id: UUID = Field(foreign_key="speaker.id", index=True)
    created_at: datetime
    changed_at: datetime | None = None


class AliasRow(SQLModel, table=True):
    """A name by which articles call a speaker from `valid_from` to `valid_to`, each included and null where open.

    `key` is the name as it is compared, `sound` its consonants as they are searched, and `words` by what the speaker is
    suggested. A name that people said is not the speaker's stays, with the judgement that says so, so that nothing
    brings it back.
    """

    __tablename__ = "alias"
    __table_args__ = (closed_set("form", AliasForm), closed_set("origin", Origin))

    id: UUID = Field(primary_key=True)
    speaker_id: UUID = Field(foreign_key="speaker.id", index=True)
    text: str = Field(sa_type=Text)
    language: str = Field(sa_type=Text)
    key: str = Field(sa_type=Text, index=True)
    sound: str = Field(sa_type=Text)
    words: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": ""})
    form: str = Field(sa_type=Text)
    valid_from: date | None = None
    valid_to: date | None = None
    source: str | None = Field(default=None, sa_type=Text)
    origin: str = Field(sa_type=Text)
    taught_by: UUID | None = Field(default=None, foreign_key="judgement.id", index=True)
    rejected_by: UUID | None = Field(default=None, foreign_key="judgement.id", index=True)
    created_at: datetime
