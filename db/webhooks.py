"""Webhooks as they are registered, changed and read for sending."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update
from sqlmodel import col

from db.sessions import ReadSession, WriteSession
from db.tables import WebhookDeliveryRow, WebhookRow
from domain.webhooks import WebhookState


async def add_webhook(session: WriteSession, webhook: WebhookRow) -> None:
    """Store a webhook."""
    await session.execute(insert(WebhookRow), [webhook.model_dump()])


async def webhook_by_id(session: ReadSession, identity: UUID) -> WebhookRow | None:
    """The webhook of an id; None where there is none."""
    row = (await session.scalars(select(WebhookRow).where(col(WebhookRow.id) == identity))).first()
    if row is not None:
        session.expunge(row)
    return row


async def held_webhook(session: WriteSession, identity: UUID) -> WebhookRow | None:
    """The same, which nobody else changes until the transaction ends."""
    query = select(WebhookRow).where(col(WebhookRow.id) == identity).with_for_update()
    row = (await session.scalars(query)).first()
    if row is not None:
        session.expunge(row)
    return row


async def active_webhooks(session: ReadSession) -> Sequence[UUID]:
    """The webhooks that tell what comes."""
    query = select(col(WebhookRow.id)).where(col(WebhookRow.state) == WebhookState.ACTIVE.value)
    return (await session.scalars(query)).all()


async def disabled_webhooks(session: ReadSession) -> Sequence[tuple[str, datetime | None]]:
    """The names of the webhooks that tell nothing, and since when, by their names."""
    query = select(col(WebhookRow.name), col(WebhookRow.disabled_at)).order_by(col(WebhookRow.name))
    rows = await session.execute(query.where(col(WebhookRow.state) == WebhookState.DISABLED.value))
    return [(name, disabled_at) for name, disabled_at in rows]


async def count_webhooks(session: ReadSession) -> int:
    """How many there are."""
    return await session.scalar(select(func.count()).select_from(WebhookRow)) or 0


async def change_webhook(session: WriteSession, identity: UUID, changes: Mapping[str, object]) -> None:
    """Give columns of a webhook other values."""
    await session.execute(update(WebhookRow).where(col(WebhookRow.id) == identity).values(**changes))


async def move_on(session: WriteSession, webhook: WebhookRow, *, place: str, made: int) -> bool:
    """Move a webhook to another place, `made` more deliveries made; False, where it stands elsewhere by now."""
    is_there = (
        (col(WebhookRow.id) == webhook.id)
        & (col(WebhookRow.place) == webhook.place)
        & (col(WebhookRow.changed_at) == webhook.changed_at)
        & (col(WebhookRow.made) == webhook.made)
        & (col(WebhookRow.state) == WebhookState.ACTIVE.value)
    )
    moving = update(WebhookRow).where(is_there).values(place=place, made=webhook.made + made)
    return (await session.scalars(moving.returning(col(WebhookRow.id)))).first() is not None


async def disable_webhook(session: WriteSession, webhook: WebhookRow, *, reason: str, now: datetime) -> bool:
    """Let a webhook tell nothing more; False where it does not already, or where somebody has changed it."""
    is_active = (
        (col(WebhookRow.id) == webhook.id)
        & (col(WebhookRow.state) == WebhookState.ACTIVE.value)
        & (col(WebhookRow.changed_at) == webhook.changed_at)
    )
    changes = {"state": WebhookState.DISABLED.value, "disabled_at": now, "disabled_reason": reason}
    disabling = update(WebhookRow).where(is_active).values(**changes).returning(col(WebhookRow.id))
    return (await session.scalars(disabling)).first() is not None


async def remove_webhook(session: WriteSession, identity: UUID) -> None:
    """Remove a webhook and its deliveries."""
    await session.execute(delete(WebhookDeliveryRow).where(col(WebhookDeliveryRow.webhook_id) == identity))
    await session.execute(delete(WebhookRow).where(col(WebhookRow.id) == identity))
