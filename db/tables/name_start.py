"""Where the words of names begin, so that what somebody types is found as the beginning of any of them."""

from uuid import UUID

from sqlalchemy import BigInteger, Index, Text
from sqlmodel import Field, SQLModel

from db.types import closed_set
from domain.suggestions import SuggestionKind

_BY_CODE_POINT = Text().with_variant(Text(collation="C"), "postgresql")
"""Compared letter by letter, so that an index finds beginnings."""


class NameStartRow(SQLModel, table=True):
    """A name from one of its words on, as names are compared; the database keeps these rows itself.

    `name_id` is the row of the name and `owner_id` that of whom or what it means; at position 0 is the whole name.
    """

    __tablename__ = "name_start"
    __table_args__ = (closed_set("kind", SuggestionKind), Index("ix_name_start_key", "key", "kind"))

    name_id: UUID = Field(primary_key=True)
    position: int = Field(sa_type=BigInteger, primary_key=True)
    kind: str = Field(sa_type=Text)
    owner_id: UUID
    key: str = Field(sa_type=_BY_CODE_POINT)
