"""Mutations that were done under an idempotency key, so that the same key does them once."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from db.types import JsonObject


class DoneOnceRow(SQLModel, table=True):
    """One mutation of one actor: `input_hash` tells whether the same was asked, `outcome` what came of it."""

    __tablename__ = "done_once"

    actor_id: UUID = Field(primary_key=True)
    key: str = Field(primary_key=True, sa_type=Text)
    operation: str = Field(sa_type=Text)
    input_hash: str = Field(sa_type=Text)
    outcome: dict[str, object] | None = Field(default=None, sa_type=JsonObject)
    done_at: datetime
