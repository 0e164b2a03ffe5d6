"""What is known of the request that is being answered, for the log and for traces: its id and what came of it."""

from contextvars import ContextVar
from dataclasses import dataclass
from uuid import uuid4


@dataclass(slots=True)
class Exchange:
    """One request over HTTP and its answer; it holds nothing that anybody wrote but names of operations."""

    request_id: str
    operation: str = ""
    """The name of its operation, of several in one body the last one's; empty where it has none."""
    outcome: str = ""
    """That of api/watching.py, of several the worst; empty for what asks nothing of GraphQL."""
    code: str = ""
    """That of its first error."""
    price: int = 0
    """In points, of all its operations."""
    operations: int = 0
    """How many it has."""


CURRENT: ContextVar[Exchange | None] = ContextVar("exchange", default=None)
"""The one that the running task belongs to; None outside of requests."""


def current_request_id() -> str:
    """The id of the request that is being answered; outside of one, a new id."""
    exchange = CURRENT.get()
    return exchange.request_id if exchange is not None else uuid4().hex
