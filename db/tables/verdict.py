"""Verdicts: the scale that notes judge by, kept as rows so that a newsroom can have its own."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Text
from sqlmodel import Field, SQLModel


class VerdictRow(SQLModel, table=True):
    """One step of a scale; `position` orders a scale from true to false, `rating` is schema.org's, 5 to 1.

    A step that a newsroom took out of use stays for the notes that carry it.
    """

    __tablename__ = "verdict"

    id: UUID = Field(primary_key=True)
    scale: str = Field(sa_type=Text)
    key: str = Field(sa_type=Text, unique=True)
    label_fa: str = Field(sa_type=Text)
    label_en: str = Field(sa_type=Text)
    position: int = Field(sa_type=BigInteger)
    rating: int | None = Field(default=None, sa_type=BigInteger)
    retired_at: datetime | None = None
