"""Offices, the titles they go by, and who held them when."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, Text
from sqlmodel import Field, SQLModel

from db.types import closed_set, whole_pair
from domain.dates import Precision
from domain.speaker import Origin, Seats


class OfficeRow(SQLModel, table=True):
    """A seat of a country or a body; `title` is Persian and leaves the country out."""

    __tablename__ = "office"
    __table_args__ = (closed_set("seats", Seats), closed_set("origin", Origin))

    id: UUID = Field(primary_key=True)
    title: str = Field(sa_type=Text)
    latin: str | None = Field(default=None, sa_type=Text)
    country: str | None = Field(default=None, sa_type=Text, index=True)
    organisation: str | None = Field(default=None, sa_type=Text)
    organisation_key: str | None = Field(default=None, sa_type=Text, index=True)
    seats: str = Field(sa_type=Text)
    rank: int = Field(sa_type=BigInteger)
    wikidata_id: str | None = Field(default=None, sa_type=Text, unique=True)
    source: str | None = Field(default=None, sa_type=Text)
    origin: str = Field(sa_type=Text)
    created_at: datetime


class OfficeAliasRow(SQLModel, table=True):
    """Words by which articles print an office's title.

    `key` is they as offices are compared, without a country, and `words` by what the office is suggested.
    """

    __tablename__ = "office_alias"
    __table_args__ = (closed_set("origin", Origin),)

    id: UUID = Field(primary_key=True)
    office_id: UUID = Field(foreign_key="office.id", index=True)
    text: str = Field(sa_type=Text)
    key: str = Field(sa_type=Text, index=True)
    words: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": ""})
    source: str | None = Field(default=None, sa_type=Text)
    origin: str = Field(sa_type=Text)


class TenureRow(SQLModel, table=True):
    """Somebody's time in an office, as its source tells it.

    `held_from` is the first day that surely belongs to it, `held_until` the day after the last one; `believed_until` is
    the last day that the source of an open end can tell of.
    """

    __tablename__ = "tenure"
    __table_args__ = (
        closed_set("origin", Origin),
        closed_set("from_precision", Precision),
        closed_set("to_precision", Precision),
        whole_pair("from_on", "from_precision"),
        whole_pair("to_on", "to_precision"),
        Index("ix_tenure_of_speaker", "speaker_id", "held_from", "held_until"),
        Index("ix_tenure_of_office", "office_id", "held_from", "held_until"),
    )

    id: UUID = Field(primary_key=True)
    speaker_id: UUID = Field(foreign_key="speaker.id")
    office_id: UUID = Field(foreign_key="office.id")
    from_on: date | None = None
    from_precision: str | None = Field(default=None, sa_type=Text)
    to_on: date | None = None
    to_precision: str | None = Field(default=None, sa_type=Text)
    believed_until: date | None = None
    held_from: date
    held_until: date
    source: str = Field(sa_type=Text)
    origin: str = Field(sa_type=Text)
    taught_by: UUID | None = Field(default=None, foreign_key="judgement.id", index=True)
    rejected_by: UUID | None = Field(default=None, foreign_key="judgement.id", index=True)
    created_at: datetime
