"""In which order claims came, for those who wait for new ones."""

from uuid import UUID

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel


class ArrivalRow(SQLModel, table=True):
    """That a claim is there since a transaction; `position` is that of its last event in the audit chain.

    Transactions are committed in the order of their positions, so who has seen one position has seen all before it.
    Claims that were stored before arrivals were noted have the position 0.
    """

    __tablename__ = "claim_arrival"
    __table_args__ = ({"sqlite_with_rowid": False},)

    position: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    claim_id: UUID = Field(primary_key=True, unique=True)
