"""Sees to it that webhooks tell what comes: in one process at a time, each webhook by a task of its own.

A webhook's task ends when it has told all that came; a slow receiver holds up nobody else's. As many tasks run at a
time as there are webhooks, which the service limits.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import structlog

from api.live import Live
from api.webhook_following import LATER_SECONDS, Follower, Later
from api.webhook_telling import Teller
from db.heads import Heads
from db.leases import give_lease_back, take_lease
from db.sessions import Database
from db.webhook_deliveries import forget_deliveries
from db.webhooks import active_webhooks
from domain.errors import GozarehError, ServerStops

log = structlog.get_logger()

LEASE = "webhooks"
LEASE_SECONDS = 30.0
"""Until another process goes on where one was killed; one that ends gives its lease back."""
LOOK_SECONDS = 5.0
"""How often a process looks whether there are webhooks, whether the lease is free, and whether its own is to renew."""
_SWEEP_SECONDS = 3_600.0


class WebhookWorker:
    """What one application does for webhooks, beside its requests."""

    def __init__(
        self,
        database: Database,
        heads: Heads,
        follower: Follower,
        teller: Teller,
        *,
        kept_days: int,
        clock: Callable[[], datetime],
    ) -> None:
        """Do nothing yet; deliveries that are done with are kept so many days."""
        self._database = database
        self._heads = heads
        self._follower = follower
        self._teller = teller
        self._kept = timedelta(days=kept_days)
        self._clock = clock
        self._me = uuid4()
        self._woken = asyncio.Event()
        self._running: dict[UUID, asyncio.Task[None]] = {}
        self._seen: dict[UUID, int] = {}
        """The head up to which each webhook was told."""
        self._due: dict[UUID, datetime] = {}
        """When to look at a webhook again, whatever comes."""
        self._renew_at: datetime | None = None
        self._sweep_at: datetime | None = None

    def wake(self) -> None:
        """Look at once."""
        self._woken.set()

    async def run(self) -> None:
        """Deliver until it is cancelled, or the server stops."""
        try:
            while True:
                try:
                    await self._look()
                except ServerStops:
                    return
                except GozarehError as problem:
                    log.warning("webhooks wait", problem=type(problem).__name__)
                    await self._sleep(LOOK_SECONDS)
                except Exception as problem:
                    log.exception("webhooks wait", problem=type(problem).__name__)
                    await self._sleep(LOOK_SECONDS)
        finally:
            await self._stop()

    async def _look(self) -> None:
        self._woken.clear()
        async with self._database.reading() as session:
            active = await active_webhooks(session)
        if not active or not await self._lease():
            await self._sleep(LOOK_SECONDS)
            return
        for known in (self._seen, self._due):  # of one that is disabled or deleted nothing is due
            for gone in known.keys() - set(active):
                del known[gone]
        head = await self._heads.now()
        now, live = self._clock(), self._follower.live_at(head)
        for webhook in active:
            due = self._due.get(webhook)
            is_due = self._seen.get(webhook, -1) < head or (due is not None and due <= now)
            if is_due and webhook not in self._running:
                self._seen[webhook] = head
                self._due.pop(webhook, None)
                self._running[webhook] = asyncio.create_task(self._tend(webhook, live))
        await self._sweep(now)
        await self._wait(head)

    async def _wait(self, head: int) -> None:
        """Until something comes, is due or done, or the lease has to be renewed."""
        dues = [due for webhook, due in self._due.items() if webhook not in self._running]
        seconds = min([LOOK_SECONDS, *((due - self._clock()).total_seconds() for due in dues)])
        coming = asyncio.ensure_future(self._heads.beyond(head))
        waking = asyncio.ensure_future(self._woken.wait())
        try:
            done, _ = await asyncio.wait(
                {coming, waking}, timeout=max(0.0, seconds), return_when=asyncio.FIRST_COMPLETED
            )
            if coming in done:
                coming.result()
        finally:
            coming.cancel()
            waking.cancel()
            await asyncio.gather(coming, waking, return_exceptions=True)

    async def _tend(self, webhook: UUID, live: Live) -> None:
        """Let a webhook tell what came; one that cannot now is looked at again."""
        try:
            due = await self._teller.tell(webhook, live)
            if due is not None:
                self._due[webhook] = due
        except Later as later:
            self._look_again(webhook, later.seconds)
        except GozarehError as problem:
            log.warning("a webhook waits", webhook=webhook, problem=type(problem).__name__)
            self._look_again(webhook, LATER_SECONDS)
        except Exception as problem:
            log.exception("a webhook waits", webhook=webhook, problem=type(problem).__name__)
            self._look_again(webhook, LATER_SECONDS)
        finally:
            self._running.pop(webhook, None)
            self._woken.set()

    async def _lease(self) -> bool:
        now = self._clock()
        if self._renew_at is not None and now < self._renew_at:
            return True
        until = now + timedelta(seconds=LEASE_SECONDS)
        async with self._database.writing() as session:
            held = await take_lease(session, LEASE, self._me, now=now, until=until)
        if held:
            self._renew_at = now + timedelta(seconds=LEASE_SECONDS / 3)
        else:
            await self._let_go()
        return held

    async def _let_go(self) -> None:
        """End what is being sent, as another process does it now."""
        self._renew_at = None
        for task in list(self._running.values()):
            task.cancel()
        await asyncio.gather(*self._running.values(), return_exceptions=True)
        self._seen.clear()
        self._due.clear()

    async def _sweep(self, now: datetime) -> None:
        """Forget what is done with, some now and then, so that no transaction is long."""
        if self._sweep_at is not None and now < self._sweep_at:
            return
        async with self._database.writing() as session:
            removed = await forget_deliveries(session, before=now - self._kept)
        self._sweep_at = now + timedelta(seconds=LOOK_SECONDS if removed else _SWEEP_SECONDS)

    def _look_again(self, webhook: UUID, seconds: float) -> None:
        self._due[webhook] = self._clock() + timedelta(seconds=seconds)

    async def _sleep(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._woken.wait()

    async def _stop(self) -> None:
        had_it = self._renew_at is not None
        await self._let_go()
        if had_it:
            with suppress(GozarehError):
                async with self._database.writing() as session:
                    await give_lease_back(session, LEASE, self._me)
