"""Tells one webhook's receiver what came, in order: makes deliveries of it, sends those that are due, keeps outcomes.

An event is made a delivery in the transaction that moves its webhook on, and a try is counted before it is made: who
is killed in between loses nothing, and doubles at most what the receiver knows by its id. A delivery waits for the one
before it, so that receivers see everything in the order in which it came.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import random
from uuid import UUID

import structlog

from api.live import Live
from api.metrics import Delivery
from api.webhook_following import MOST_AT_ONCE, Follower, Unfit
from api.webhook_messages import message_of
from api.webhook_sending import Sender, Sent
from db.sessions import Database, WriteSession
from db.tables import WebhookDeliveryRow, WebhookRow
from db.webhook_deliveries import add_deliveries, begin_try, finish_delivery, next_delivery, waiting_count
from db.webhooks import change_webhook, disable_webhook, move_on, webhook_by_id
from domain.audit import Audience, NewEvent
from domain.webhooks import DeliveryState, Retries, WebhookState
from ingest.acting import ITSELF

log = structlog.get_logger()

_MOVE_SECONDS = 60.0
"""How often it is kept how far a webhook was read of which nothing came."""
_GONE_FOR_GOOD = 410


@dataclass(frozen=True, slots=True)
class Telling:
    """What a newsroom sets: how often a delivery is tried, and how many of a webhook's may wait."""

    retries: Retries
    most_waiting: int


class Teller:
    """Tells the receivers of one application's webhooks."""

    def __init__(
        self,
        database: Database,
        follower: Follower,
        sender: Sender,
        *,
        telling: Telling,
        clock: Callable[[], datetime],
        count: Callable[[Delivery], None],
    ) -> None:
        """Tell nothing yet; `count` is told what becomes of each try."""
        self._database = database
        self._follower = follower
        self._sender = sender
        self._telling = telling
        self._clock = clock
        self._count = count
        self._moved_at: dict[UUID, datetime] = {}

    async def tell(self, webhook: UUID, live: Live) -> datetime | None:
        """Tell what came up to the position of `live`, and what waited; when the next try is due, None of none.

        A webhook whose subscription tells nothing more is disabled. Raises Later and DatabaseProblem.
        """
        is_all, due = False, None
        while not is_all and due is None:
            row = await self._active(webhook)
            if row is None:
                return None
            try:
                is_all = await self._make(row, live)
                due = await self._send_all(webhook)
            except Unfit as unfit:
                async with self._database.writing() as session:
                    await self._disable(session, row, f"its subscription tells nothing more: {unfit.problem}")
                return None
        return due

    async def _make(self, row: WebhookRow, live: Live) -> bool:
        """Make deliveries of what came; whether that is all, or no more may wait. Raises Unfit and Later."""
        async with self._database.reading() as session:
            room = self._telling.most_waiting - await waiting_count(session, row.id)
        if room <= 0:
            return False
        found = await self._follower.found(row, live, most=min(room, MOST_AT_ONCE))
        now = self._clock()
        last = self._moved_at.setdefault(row.id, now)
        if found.events or (found.place != row.place and last + timedelta(seconds=_MOVE_SECONDS) <= now):
            async with self._database.writing() as session:
                if await move_on(session, row, place=found.place, made=len(found.events)):
                    await add_deliveries(session, row, found.events, now=now)
            self._moved_at[row.id] = now
        return found.is_all

    async def _send_all(self, webhook: UUID) -> datetime | None:
        """Send the deliveries in order until one fails or none waits; when the next is due."""
        while True:
            row = await self._active(webhook)
            if row is None:
                return None
            async with self._database.reading() as session:
                delivery = await next_delivery(session, webhook)
            if delivery is None:
                return None
            if delivery.next_attempt_at is not None and delivery.next_attempt_at > self._clock():
                return delivery.next_attempt_at
            await self._send(row, delivery)

    async def _send(self, row: WebhookRow, delivery: WebhookDeliveryRow) -> None:
        """Try a delivery once. Raises Unfit and Later."""
        event = await self._follower.event(row, delivery)
        if event is None:
            told: Mapping[str, object] = {"last_error": "is told no more to whoever registered it"}
            await self._finish(row, delivery, DeliveryState.GONE, told)
            return
        now, tried = self._clock(), delivery.attempts + 1
        again_at = now + self._telling.retries.wait(tried, chance=random())  # noqa: S311 - no secret
        async with self._database.writing() as session:
            if not await begin_try(session, delivery, now=now, again_at=again_at):
                return
        delivery.attempts = tried
        message = message_of(row, delivery, event, now=now)
        sent = await self._sender.send(row.url, message.headers, message.body)
        await self._keep(row, delivery, sent)

    async def _keep(self, row: WebhookRow, delivery: WebhookDeliveryRow, sent: Sent) -> None:
        """Keep what came of a try: the one place where outcomes are known."""
        tried = delivery.attempts
        log.info("webhook sent", webhook=row.id.hex, delivery=delivery.id.hex, tried=tried, status=sent.status)
        told: dict[str, object] = {"last_status": sent.status, "last_error": sent.problem}
        self._count(_outcome(sent))
        if sent.problem is None:
            told["delivered_at"] = self._clock()
            await self._finish(row, delivery, DeliveryState.DELIVERED, told, failures=0)
            return
        is_last = tried >= self._telling.retries.tries or sent.status == _GONE_FOR_GOOD
        if not is_last:
            await self._finish(row, delivery, DeliveryState.WAITING, told, failures=row.failures + 1)
            return
        tries = "1 try" if tried == 1 else f"{tried} tries"
        reason = f"its receiver {sent.problem}, after {tries} of one delivery"
        failures = row.failures + 1
        await self._finish(row, delivery, DeliveryState.FAILED, told, failures=failures, disabled_because=reason)
        self._count(Delivery.GIVEN_UP)

    async def _finish(
        self,
        row: WebhookRow,
        delivery: WebhookDeliveryRow,
        state: DeliveryState,
        told: Mapping[str, object],
        *,
        failures: int | None = None,
        disabled_because: str | None = None,
    ) -> None:
        """Keep what became of a delivery and of its webhook at once, so that who is killed leaves neither alone."""
        async with self._database.writing() as session:
            if failures is not None and failures != row.failures:
                await change_webhook(session, row.id, {"failures": failures})
            await finish_delivery(session, delivery, state=state, told=told)
            if disabled_because is not None:
                await self._disable(session, row, disabled_because)

    async def _disable(self, session: WriteSession, row: WebhookRow, reason: str) -> None:
        """Disable a webhook as it was seen; what an editor has changed meanwhile stays."""
        now = self._clock()
        if await disable_webhook(session, row, reason=reason, now=now):
            event = NewEvent(
                at=now,
                actor_id=ITSELF.id,
                actor=ITSELF.name,
                action="disableWebhook",
                subject_kind="webhook",
                subject_id=row.id,
                audience=Audience.ADMIN,
                before={"state": WebhookState.ACTIVE.value},
                after={"state": WebhookState.DISABLED.value},
                reason=reason,
            )
            session.record(event)
            log.warning("webhook disabled", webhook=row.id.hex)

    async def _active(self, webhook: UUID) -> WebhookRow | None:
        async with self._database.reading() as session:
            row = await webhook_by_id(session, webhook)
        return row if row is not None and row.state == WebhookState.ACTIVE else None


def _outcome(sent: Sent) -> Delivery:
    if sent.problem is None:
        return Delivery.DELIVERED
    return Delivery.FAILED if sent.status is None else Delivery.REFUSED
