"""Outlets: who printed an article."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Text
from sqlmodel import Field, SQLModel


class OutletRow(SQLModel, table=True):
    """A news outlet; `key` is its name as it is compared.

    `country` is whose officials it means where it names no country, null where nobody said.
    """

    __tablename__ = "outlet"

    id: UUID = Field(primary_key=True)
    name: str = Field(sa_type=Text)
    key: str = Field(sa_type=Text, unique=True)
    country: str | None = Field(default=None, sa_type=Text)
    created_at: datetime
