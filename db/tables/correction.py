"""Corrections of the machine by people; the database refuses to change or remove any."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from db.types import JsonObject, closed_set
from domain.correction import CorrectedField


class CorrectionRow(SQLModel, table=True):
    """What somebody corrected in one field of a claim.

    `before` and `after` hold no words but places in the revision's text, ids, days and names of closed sets, so that
    words can be erased; `before` is null for a statement that extraction missed. The newest of a claim's field stands.
    """

    __tablename__ = "correction"
    __table_args__ = (closed_set("field", CorrectedField), Index("ix_correction_newest", "made_at", "id"))

    id: UUID = Field(primary_key=True)
    claim_id: UUID = Field(foreign_key="claim.id", index=True)
    article_id: UUID = Field(foreign_key="article.id", index=True)
    revision_id: UUID = Field(foreign_key="article_revision.id")
    field: str = Field(sa_type=Text)
    before: dict[str, object] | None = Field(default=None, sa_type=JsonObject)
    after: dict[str, object] = Field(sa_type=JsonObject)
    reason: str = Field(sa_type=Text)
    author_id: UUID | None = None
    author: str = Field(sa_type=Text)
    made_at: datetime
