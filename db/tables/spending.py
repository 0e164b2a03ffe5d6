"""What was asked for in a minute, for the limit that all workers share."""

from sqlalchemy import BigInteger, Text
from sqlmodel import Field, SQLModel


class SpendingRow(SQLModel, table=True):
    """The points that workers have taken for one holder, a key or an address, in one minute, counted since 1970.

    A row is of the newest minute in which its holder asked for much, and goes when another minute is counted.
    """

    __tablename__ = "spending"

    holder: str = Field(primary_key=True, sa_type=Text)
    minute: int = Field(sa_type=BigInteger)
    points: int = Field(sa_type=BigInteger)
