"""API keys: only their hashes are kept."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from db.types import JsonListOrNull, closed_set
from domain.roles import Role


class ApiKeyRow(SQLModel, table=True):
    """A key: `prefix` is its first characters, shown so that people can tell keys apart.

    `scopes` null limits it to nothing less than its role. A rotated key keeps its row and so its id: only `prefix` and
    `key_hash` are new. `last_used_at` is kept to the minute.
    """

    __tablename__ = "api_key"
    __table_args__ = (closed_set("role", Role),)

    id: UUID = Field(primary_key=True)
    name: str = Field(sa_type=Text, unique=True)
    role: str = Field(sa_type=Text)
    scopes: list[str] | None = Field(default=None, sa_type=JsonListOrNull)
    prefix: str = Field(sa_type=Text)
    key_hash: str = Field(sa_type=Text, unique=True)
    created_at: datetime
    expires_at: datetime | None = None
    last_used_at: datetime | None = None
    rotated_at: datetime | None = None
    revoked_at: datetime | None = None
