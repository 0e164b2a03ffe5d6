"""The deliveries of webhooks: made, tried, done with, made to wait again and forgotten."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlmodel import col

from db.sessions import ReadSession, WriteSession
from db.tables import WebhookDeliveryRow, WebhookRow
from domain.webhooks import DeliveryState

_ROW = WebhookDeliveryRow
_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """An event as deliveries keep it: the cursor that clients know, and the place just before it."""

    cursor: str
    before: str


async def add_deliveries(
    session: WriteSession, webhook: WebhookRow, events: Sequence[FoundEvent], *, now: datetime
) -> None:
    """Let events be delivered, numbered on from those that the webhook has made."""
    rows = [
        _ROW(
            id=uuid4(),
            webhook_id=webhook.id,
            number=number,
            cursor=event.cursor,
            before=event.before,
            state=DeliveryState.WAITING,
            made_at=now,
            next_attempt_at=now,
        ).model_dump()
        for number, event in enumerate(events, webhook.made + 1)
    ]
    if rows:
        await session.execute(insert(_ROW), rows)


async def waiting_count(session: ReadSession, webhook: UUID) -> int:
    """How many deliveries of a webhook wait."""
    query = select(func.count()).select_from(_ROW).where(*_waits(webhook))
    return await session.scalar(query) or 0


async def next_delivery(session: ReadSession, webhook: UUID) -> WebhookDeliveryRow | None:
    """The first delivery of a webhook that waits; None where none does."""
    query = select(_ROW).where(*_waits(webhook)).order_by(col(_ROW.number)).limit(1)
    row = (await session.scalars(query)).first()
    if row is not None:
        session.expunge(row)
    return row


async def begin_try(session: WriteSession, delivery: WebhookDeliveryRow, *, now: datetime, again_at: datetime) -> bool:
    """Count a try before it is made, with when the next is due if nothing comes of it.

    False, and nothing is counted, where it does not wait any more or somebody else tries it just now.
    """
    changes = {"attempts": delivery.attempts + 1, "attempted_at": now, "next_attempt_at": again_at}
    return await _changed(session, delivery, changes)


async def finish_delivery(
    session: WriteSession, delivery: WebhookDeliveryRow, *, state: DeliveryState, told: Mapping[str, object]
) -> bool:
    """Keep what came of the last try of a delivery; False where it was made to wait anew, or is there no more."""
    changes = {"state": state.value, **told}
    if state is not DeliveryState.WAITING:
        changes["next_attempt_at"] = None
    return await _changed(session, delivery, changes)


async def wait_again(  # noqa: PLR0913 - what can be asked for
    session: WriteSession,
    webhook: UUID,
    *,
    now: datetime,
    ids: Collection[UUID] | None = None,
    since: datetime | None = None,
    states: Collection[DeliveryState] | None = None,
) -> int:
    """Let deliveries of a webhook be tried anew, those of which all that is given holds; how many.

    Those that wait are tried at once.
    """
    conditions: list[ColumnElement[bool]] = [col(_ROW.webhook_id) == webhook]
    if ids is not None:
        conditions.append(col(_ROW.id).in_(ids))
    if since is not None:
        conditions.append(col(_ROW.made_at) >= since)
    if states is not None:
        conditions.append(col(_ROW.state).in_([state.value for state in states]))
    changes = {"state": DeliveryState.WAITING.value, "attempts": 0, "next_attempt_at": now}
    changing = update(_ROW).where(*conditions).values(**changes).returning(col(_ROW.id))
    return len((await session.scalars(changing)).all())


async def skip_failed(session: WriteSession, webhook: UUID) -> None:
    """Leave what failed as it is when the webhook is enabled."""
    failed = (col(_ROW.webhook_id) == webhook) & (col(_ROW.state) == DeliveryState.FAILED.value)
    await session.execute(update(_ROW).where(failed).values(state=DeliveryState.GONE.value))


async def forget_deliveries(session: WriteSession, *, before: datetime) -> int:
    """Remove deliveries that are done with and were made before an instant, some at a time; how many."""
    done = [DeliveryState.DELIVERED.value, DeliveryState.GONE.value]
    old = select(col(_ROW.id)).where(col(_ROW.made_at) < before, col(_ROW.state).in_(done)).limit(_AT_ONCE)
    removing = delete(_ROW).where(col(_ROW.id).in_(old)).returning(col(_ROW.id))
    return len((await session.scalars(removing)).all())


def _waits(webhook: UUID) -> tuple[ColumnElement[bool], ...]:
    return col(_ROW.webhook_id) == webhook, col(_ROW.state) == DeliveryState.WAITING.value


async def _changed(session: WriteSession, delivery: WebhookDeliveryRow, changes: Mapping[str, object]) -> bool:
    is_as_seen = (
        (col(_ROW.id) == delivery.id)
        & (col(_ROW.state) == DeliveryState.WAITING.value)
        & (col(_ROW.attempts) == delivery.attempts)
    )
    changing = update(_ROW).where(is_as_seen).values(**changes).returning(col(_ROW.id))
    return (await session.scalars(changing)).first() is not None
