"""Webhooks, what they have to tell, and which process tells it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from db.types import JsonObject, closed_set
from domain.webhooks import DeliveryState, WebhookState


class WebhookRow(SQLModel, table=True):
    """A stored subscription: `place` is how far it was read, `owner_id` the key by whose rights.

    Receivers verify by `secret`, so it is kept as it is, and no field reads it; `previous_secret` is the one before
    `rotated_at`. `changed_at` is when an editor last said what it
    is. `made` counts its deliveries, `failures` the tries in a row that failed.
    """

    __tablename__ = "webhook"
    __table_args__ = (closed_set("state", WebhookState),)

    id: UUID = Field(primary_key=True)
    name: str = Field(sa_type=Text)
    url: str = Field(sa_type=Text)
    document: str = Field(sa_type=Text)
    operation_name: str | None = Field(default=None, sa_type=Text)
    variables: dict[str, object] | None = Field(default=None, sa_type=JsonObject)
    owner_id: UUID = Field(foreign_key="api_key.id")
    secret: str = Field(sa_type=Text)
    previous_secret: str | None = Field(default=None, sa_type=Text)
    created_at: datetime
    changed_at: datetime
    rotated_at: datetime | None = None
    state: str = Field(sa_type=Text)
    disabled_at: datetime | None = None
    disabled_reason: str | None = Field(default=None, sa_type=Text)
    place: str = Field(sa_type=Text)
    made: int = Field(default=0, sa_type=BigInteger)
    failures: int = 0


class WebhookDeliveryRow(SQLModel, table=True):
    """One event of a webhook: `cursor` names it as subscribers do, `before` is the place from which it is read.

    No words are kept: they are read when it is sent, so that what is withdrawn is nowhere here. `number` counts the
    deliveries of a webhook from 1. `next_attempt_at` is null unless it waits.
    """

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        closed_set("state", DeliveryState),
        UniqueConstraint("webhook_id", "number"),
        Index(None, "webhook_id", "state", "number"),
        Index(None, "made_at", "id"),
    )

    id: UUID = Field(primary_key=True)
    webhook_id: UUID = Field(foreign_key="webhook.id")
    number: int = Field(sa_type=BigInteger)
    cursor: str = Field(sa_type=Text)
    before: str = Field(sa_type=Text)
    state: str = Field(sa_type=Text)
    attempts: int = 0
    made_at: datetime
    next_attempt_at: datetime | None = None
    attempted_at: datetime | None = None
    delivered_at: datetime | None = None
    last_status: int | None = None
    last_error: str | None = Field(default=None, sa_type=Text)


class LeaseRow(SQLModel, table=True):
    """A task that one process does at a time: `holder` has it until `expires_at`, unless it takes it again."""

    __tablename__ = "lease"

    name: str = Field(primary_key=True, sa_type=Text)
    holder: UUID
    expires_at: datetime
