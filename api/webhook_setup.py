"""Puts together what an application does for webhooks, by its settings."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from api.answering import Answering
from api.endpoint import Contexts
from api.live import Live
from api.metrics import Metrics
from api.persisted import Documents
from api.rates import Rates
from api.webhook_addresses import ANYWHERE, Addresses
from api.webhook_following import Follower
from api.webhook_sending import Sender
from api.webhook_telling import Teller, Telling
from api.webhook_working import WebhookWorker
from api.webhooks import Webhooks
from config import Settings
from db.sessions import Database
from domain.webhooks import Retries


@dataclass(frozen=True, slots=True)
class WebhookParts:
    """Where webhooks are registered, and what tells them."""

    webhooks: Webhooks
    sender: Sender
    worker: WebhookWorker


def webhook_parts(
    settings: Settings,
    database: Database,
    live: Live,
    answering: Answering,
    documents: Documents,
    *,
    contexts: Contexts,
    rates: Rates,
    metrics: Metrics,
    clock: Callable[[], datetime],
) -> WebhookParts:
    """The parts of one application; nothing runs yet."""
    addresses = ANYWHERE if settings.webhook_private_addresses else Addresses()
    follower = Follower(database, answering, documents, contexts=contexts, rates=rates)
    sender = Sender(addresses)
    telling = Telling(
        Retries(settings.webhook_tries, settings.webhook_retry_seconds), most_waiting=settings.webhook_waiting_limit
    )
    teller = Teller(database, follower, sender, telling=telling, clock=clock, count=metrics.count_delivery)
    worker = WebhookWorker(database, live.heads, follower, teller, kept_days=settings.webhook_kept_days, clock=clock)
    return WebhookParts(Webhooks(follower, addresses, settings.webhook_limit, worker.wake), sender, worker)


@asynccontextmanager
async def working(parts: WebhookParts, *, enabled: bool) -> AsyncIterator[None]:
    """Tell webhooks while the block runs, where that is `enabled`."""
    telling = asyncio.create_task(parts.worker.run()) if enabled else None
    try:
        yield
    finally:
        if telling is not None:
            telling.cancel()
            await asyncio.gather(telling, return_exceptions=True)
        await parts.sender.close()
