"""What every resolver is given: the database, the clock, the newsroom's rules and whose request it is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

import strawberry

from api.forms import Plans
from api.rates import Holder, Rates, holder_of
from api.recognising import Recogniser
from db.sessions import Database
from domain.errors import GozarehError
from domain.roles import Actor, Operation, check_viewer
from ingest.store import Rules


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
    rates: Rates | None = None
    """The limits of how much may be asked for; None limits nothing."""

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
