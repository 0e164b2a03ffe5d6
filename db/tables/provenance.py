"""Where a revision's text was copied from, hop by hop."""

from uuid import UUID

from sqlalchemy import BigInteger, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from db.types import whole_or_absent


class ProvenanceRow(SQLModel, table=True):
    """One hop, from the outlet that printed the text (position 0) towards the one where it first stood.

    `key` is the name as it is compared: the outlet of that key, where there is one, is the hop's. `words` is the name
    as the text prints it, null where only the article's outlet is known.
    """

    __tablename__ = "provenance"
    __table_args__ = (UniqueConstraint("revision_id", "position"), whole_or_absent("words"))

    id: UUID = Field(primary_key=True)
    revision_id: UUID = Field(foreign_key="article_revision.id")
    position: int = Field(sa_type=BigInteger)
    name: str = Field(sa_type=Text)
    key: str = Field(sa_type=Text, index=True)
    words: str | None = Field(default=None, sa_type=Text)
    words_start: int | None = Field(default=None, sa_type=BigInteger)
    words_end: int | None = Field(default=None, sa_type=BigInteger)
