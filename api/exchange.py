"""What is known of the request that is being answered, for the log and for traces: its id and what came of it."""

from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from secrets import token_hex
from typing import NamedTuple


class Outcome(StrEnum):
    """What became of an operation that was asked for."""

    OK = "ok"
    PARTIAL = "partial"
    """It ran, and its answer tells errors."""
    REFUSED = "refused"
    """Nothing of it ran."""


class Answered(NamedTuple):
    """One operation that was asked for; it holds nothing that anybody wrote but the operation's name."""

    operation: str
    """Its name in a valid document, empty where it has none."""
    outcome: Outcome
    code: str
    """That of its first error, empty without one."""
    price: int
    """In points."""
    seconds: float
    """From the question to its answer; of a subscription, until it began."""


@dataclass(slots=True)
class Exchange:
    """One request over HTTP and its answer, or one operation over a socket.

    Of its operations it keeps the sums alone: an export asks thousands.
    """

    request_id: str
    operations: int = 0
    """How many were asked for: none for what asks nothing of GraphQL, several for a body that holds several."""
    price: int = 0
    """Of all of them, in points."""
    worst: Answered | None = None
    """What went worst, of equals the first; None without any."""

    def tell(self, answered: Answered) -> None:
        """Count an operation."""
        self.operations += 1
        self.price += answered.price
        if self.worst is None or _ORDER.index(answered.outcome) > _ORDER.index(self.worst.outcome):
            self.worst = answered

    @property
    def facts(self) -> dict[str, object]:
        """What a line of the log tells of its operations; nothing without any."""
        worst = self.worst
        if worst is None:
            return {}
        facts: dict[str, object] = {"operation": worst.operation, "outcome": worst.outcome, "price": self.price}
        facts |= {"code": worst.code} if worst.code else {}
        return facts | ({"operations": self.operations} if self.operations > 1 else {})


_ORDER = (Outcome.OK, Outcome.PARTIAL, Outcome.REFUSED)

CURRENT: ContextVar[Exchange | None] = ContextVar("exchange", default=None)
"""The one that the running task belongs to; None outside of requests."""


def current_request_id() -> str:
    """The id of the request that is being answered; outside of one, a new id."""
    exchange = CURRENT.get()
    return exchange.request_id if exchange is not None else token_hex(16)
