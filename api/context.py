"""What every resolver is given: the database, the clock, the newsroom's rules and whose request it is."""

from asyncio import Semaphore
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import strawberry

from api.forms import Plans
from api.limits import LIMITS
from api.metrics import Metrics
from api.rates import Holder, Rates, holder_of
from api.recognising import Recogniser
from db.bound import Named
from db.reading.plans import Plan
from db.reading.running import run_plan
from db.sessions import Database
from domain.errors import GozarehError, RateLimited
from domain.roles import Actor, Operation, check_viewer
from ingest.store import Rules

if TYPE_CHECKING:
    from api.live import Live, Place
    from api.webhooks import Webhooks

_READS_AT_ONCE = 2
"""Of the fields of one request: half of SQLite's threads, so that other requests have the rest."""
PLAN_POINTS = 100
"""What it takes to make a plan that is not kept, 10 to 20 ms. It is counted, and not in the price: it is once."""


@dataclass(frozen=True, slots=True)
class Context:
    """One request's surroundings; `authorization` is its header, None where it has none."""

    database: Database
    zone: ZoneInfo
    rules: Rules
    clock: Callable[[], datetime]
    recogniser: Recogniser
    authorization: str | None
    request_id: str
    known: "list[Actor]" = field(default_factory=list)
    """Who asks, once that is known."""
    plans: Plans = field(default_factory=Plans)
    """Compiled reads, kept for all requests of one application."""
    opened: frozenset[Operation] = frozenset()
    """What the newsroom lets everybody read, though it needs a role elsewhere."""
    address: str | None = None
    """Where the request comes from; None where nobody knows."""
    priced: list[int] = field(default_factory=list)
    """What the request costs in points, once that is known."""
    price_limit: int = LIMITS.price
    """The highest price of a request, and of what is read at a time for who follows, in points."""
    operations: list[str] = field(default_factory=list)
    """The name of the operation that is asked for, once that is known; empty for one without a name."""
    metrics: Metrics = field(default_factory=Metrics)
    """What the application counts."""
    rates: Rates | None = None
    """The limits of how much may be asked for; None limits nothing."""
    reads: Semaphore = field(default_factory=lambda: Semaphore(_READS_AT_ONCE))
    """How many reads of the request may run at once."""
    live: "Live | None" = None
    """Those who follow what comes; None where nobody can."""
    since: str | None = None
    """The cursor that a subscriber goes on from, whatever the subscription itself says; None where that decides."""
    place: "Place | None" = None
    """Where what follows reads on from, and leaves how far it came; None for a subscriber, who keeps that."""
    webhooks: "Webhooks | None" = None
    """Where webhooks are registered; None where nobody can."""

    async def run(self, plan: Plan, values: Named) -> object:
        """The shaped answer of a plan. Raises DatabaseProblem and BadFilter."""
        async with self.reads:
            return await run_plan(self.database, plan, values)

    async def spend(self, points: int) -> None:
        """Count points in the limits of who asks. Raises RateLimited."""
        if self.rates is not None:
            await self.rates.spend(await self.holder(), points, now=self.clock())

    async def spend_on_a_plan(self) -> None:
        """Count a plan that has to be made; whoever has no points left is not let down in the middle of a request."""
        with suppress(RateLimited):
            await self.spend(PLAN_POINTS)

    async def viewer(self) -> Actor | None:
        """Who asks; None for somebody without a key. Raises NotAllowed and IssuerUnreachable."""
        if self.authorization is None:
            return None
        if not self.known:
            self.known.append(await self.recogniser.recognise(self.authorization, now=self.clock()))
        return self.known[0]

    async def holder(self) -> Holder:
        """Whose limit the request is counted in; one whom nobody can recognise is counted by the address."""
        try:
            return holder_of(await self.viewer(), self.address)
        except GozarehError:  # the fields that need to know will say so
            return holder_of(None, self.address)

    async def allowed(self, operation: Operation) -> Actor:
        """Who asks, if they may. Raises NotAllowed."""
        viewer = await self.viewer()
        check_viewer(viewer, operation)
        assert viewer is not None  # noqa: S101 - nobody without a key is allowed anything that needs one
        return viewer


type Info = strawberry.Info[Context, None]
