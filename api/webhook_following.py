"""Reads for a webhook what its subscription tells, by the rights that its owner's key has now.

What came is found first, and read again when it is sent: nothing of it is kept, and what is withdrawn meanwhile is not
told.
"""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast
from uuid import UUID

from graphql import GraphQLFormattedError

from api.answering import Answer, Answering, Question, Told
from api.context import Context
from api.endpoint import Contexts
from api.faults import ErrorCode
from api.live import Live, Place
from api.persisted import Documents, NoDocument
from api.rates import Rates
from api.recognising import Recogniser
from db.heads import Heads
from db.keys import key_by_id
from db.paging import just_before, order_of
from db.sessions import Database
from db.tables import WebhookDeliveryRow, WebhookRow
from db.webhook_deliveries import FoundEvent
from domain.errors import RateLimited, ServerStops
from domain.roles import Actor, Operation, check_viewer

MOST_AT_ONCE = 500
"""Events that one transaction makes deliveries of."""
LATER_SECONDS = 10.0
"""Until what did not work for a reason of this service's own is tried again."""
_LATER = {
    ErrorCode.RATE_LIMITED,
    ErrorCode.SERVICE_UNAVAILABLE,
    ErrorCode.TIMEOUT,
    ErrorCode.INTERNAL_SERVER_ERROR,
}


class Later(Exception):
    """Nothing can be told now; in some seconds it may."""

    def __init__(self, seconds: float) -> None:
        """So many."""
        self.seconds = seconds
        super().__init__(seconds)


class Unfit(Exception):
    """A subscription that tells nothing more as it is, or never could: `code` and `problem` as a client is told."""

    def __init__(self, code: str, problem: str) -> None:
        """Both as an answer has them."""
        self.code = code
        self.problem = problem
        super().__init__(problem)


@dataclass(frozen=True, slots=True)
class Subscribed:
    """What is subscribed to."""

    document: str
    operation_name: str | None
    variables: dict[str, object] | None


@dataclass(frozen=True, slots=True)
class Found:
    """What came after a place: the events, the place to go on from, and whether that is all for now."""

    events: Sequence[FoundEvent]
    place: str
    is_all: bool


class Follower:
    """Reads for the webhooks of one application."""

    def __init__(
        self, database: Database, answering: Answering, documents: Documents, *, contexts: Contexts, rates: Rates
    ) -> None:
        """Read as requests are answered, in the surroundings that they have."""
        self._database = database
        self._answering = answering
        self._documents = documents
        self._contexts = contexts
        self._rates = rates

    async def begin(self, subscribed: Subscribed, context: Context) -> str:
        """The place of now for a subscription that whoever asks may follow. Raises Unfit and RateLimited."""
        place, live = Place(), self.live_at(await self._heads_now())
        asking = replace(context, live=live, place=place, since=None, known=[], priced=[])
        async with aclosing(self._told(subscribed, asking)) as events:
            async for _ in events:
                pass
        assert place.cursor is not None  # noqa: S101 - it was begun, or Unfit
        return place.cursor

    async def found(self, webhook: WebhookRow, live: Live, *, most: int) -> Found:
        """What came up to the position of `live` after the place where a webhook stands, at most so many events.

        As many as its owner has points for: those after them come when there are more. Raises Unfit, Later where there
        are none for the first, and DatabaseProblem.
        """
        place = Place(webhook.place)
        context = self._context(webhook, live, place)
        events: list[FoundEvent] = []
        reached = webhook.place
        async with aclosing(self._told(_subscribed(webhook), context)) as coming:
            async for told in coming:
                try:
                    await self._spend(context)
                except Later:
                    if not events:
                        raise
                    return Found(events, reached, is_all=False)
                assert place.cursor is not None  # noqa: S101 - an event has its place
                assert told.cursor is not None  # noqa: S101 - and its cursor
                reached = place.cursor
                events.append(FoundEvent(told.cursor, just_before(reached)))
                if len(events) == most:
                    return Found(events, reached, is_all=False)
        return Found(events, place.cursor or webhook.place, is_all=True)

    async def event(self, webhook: WebhookRow, delivery: WebhookDeliveryRow) -> object | None:
        """The `data` of an event as it is told now; None where it is told no more, or is none of what is told now.

        Raises Unfit, Later and DatabaseProblem.
        """
        if order_of(delivery.before) != order_of(webhook.place):
            return None
        live = self.live_at(await self._heads_now())
        context = self._context(webhook, live, Place(delivery.before, at_once=1))
        async with aclosing(self._told(_subscribed(webhook), context)) as coming:
            async for told in coming:
                return told.answer.data if told.cursor == delivery.cursor else None
        return None

    async def _told(self, subscribed: Subscribed, context: Context) -> AsyncGenerator[Told]:
        """What is told up to the head. Raises Unfit and Later."""
        try:
            document = self._documents.sent(subscribed.document)
        except NoDocument as unknown:
            raise Unfit(unknown.code, unknown.message) from unknown
        question = Question(document, subscribed.variables or {}, subscribed.operation_name, queries_only=False)
        following = await self._answering.tell(question, context)
        if isinstance(following, Answer):
            raise _refusal(following.errors)
        async with aclosing(following) as events:
            try:
                async for told in events:
                    if told.answer.errors:
                        raise _refusal(told.answer.errors)
                    yield told
            except ServerStops:
                return

    async def _spend(self, context: Context) -> None:
        """Count an event in its owner's limit; looking in vain is not theirs to pay, and nobody asked for it.

        Raises Later.
        """
        try:
            await self._rates.spend(await context.holder(), context.priced[-1], now=context.clock())
        except RateLimited as limited:
            raise Later(limited.retry_after_seconds) from limited

    def _context(self, webhook: WebhookRow, live: Live, place: Place) -> Context:
        made = self._contexts("webhook", None, None)
        owner = Owner(self._database, webhook.owner_id)
        return replace(made, recogniser=owner, rates=None, live=live, place=place)

    def live_at(self, head: int) -> Live:
        """What reads up to one position share, so that webhooks that ask for the same share one read."""
        return Live(self._database, most=1_000_000, heads=_UpTo(self._database, head))

    async def _heads_now(self) -> int:
        return await Heads(self._database).now()


class Owner(Recogniser):
    """Recognises the owner of a webhook by the id of their key, whose secret nobody knows."""

    def __init__(self, database: Database, key_id: UUID) -> None:
        """Whoever asks is the holder of this key."""
        super().__init__(database, None)
        self._key_id = key_id

    async def recognise(self, authorization: str | None, *, now: datetime) -> Actor:  # noqa: ARG002 - it has none
        """The holder, where they may register webhooks still. Raises NotAllowed."""
        async with self._database.reading() as session:
            row = await key_by_id(session, self._key_id)
        actor = self.holder(row, now=now)
        check_viewer(actor, Operation.REGISTER_WEBHOOK)
        return actor


class _UpTo(Heads):
    """Ends at one position instead of waiting for the next."""

    def __init__(self, database: Database, position: int) -> None:
        super().__init__(database)
        self._head = position

    async def now(self) -> int:
        return self._head

    async def beyond(self, position: int) -> int:  # noqa: ARG002 - it is the last
        """Raises ServerStops."""
        raise ServerStops


def _subscribed(webhook: WebhookRow) -> Subscribed:
    return Subscribed(webhook.document, webhook.operation_name, webhook.variables)


def _refusal(errors: Sequence[GraphQLFormattedError]) -> Unfit | Later:
    """What to do about the first error of an answer."""
    extensions = errors[0].get("extensions", {})
    code = str(extensions.get("code"))
    if code in _LATER:
        return Later(float(cast("float", extensions.get("retryAfter", LATER_SECONDS))))
    return Unfit(code, errors[0]["message"])
