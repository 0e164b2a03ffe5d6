"""Words that an editor withdrew: they stand in no other table, so that nothing that reads can show them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from db.types import JsonObject, closed_set
from domain.withdrawal import Withheld


class WithheldRow(SQLModel, table=True):
    """The columns of a claim, an article or a revision that were emptied, as they were; erased words have no row."""

    __tablename__ = "withheld"
    __table_args__ = (closed_set("kind", Withheld),)

    id: UUID = Field(primary_key=True)
    kind: str = Field(sa_type=Text)
    columns: dict[str, object] = Field(sa_type=JsonObject)
    withheld_at: datetime
