"""API keys: only their hashes are kept."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from db.types import closed_set
from domain.roles import Role


class ApiKeyRow(SQLModel, table=True):
    """A key that may write: `prefix` is its first characters, shown so that people can tell keys apart."""

    __tablename__ = "api_key"
    __table_args__ = (closed_set("role", Role),)

    id: UUID = Field(primary_key=True)
    name: str = Field(sa_type=Text, unique=True)
    role: str = Field(sa_type=Text)
    prefix: str = Field(sa_type=Text)
    key_hash: str = Field(sa_type=Text, unique=True)
    created_at: datetime
