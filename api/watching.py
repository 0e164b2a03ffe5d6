"""Tells the metrics, and whoever logs and traces the exchange, what became of each operation that was asked for."""

from collections.abc import Sequence
from time import perf_counter

from graphql import GraphQLFormattedError

from api.answering import Answer
from api.context import Context
from api.exchange import CURRENT, Exchange
from api.metrics import Metrics, Outcome
from api.refusing import Refused

_WORSE = {Outcome.OK: 0, Outcome.PARTIAL: 1, Outcome.REFUSED: 2, "": -1}


class Watch:
    """Watches over the answers of one endpoint."""

    def __init__(self, metrics: Metrics) -> None:
        """Count in `metrics`."""
        self._metrics = metrics

    def answered(self, answer: Answer, context: Context, *, begun: float, spent: int) -> None:
        """Tell of an answer.

        `begun` is what perf_counter told when its question was there, `spent` the points of the body's earlier ones.
        """
        outcome = outcome_of(answer)
        code = _code_of(answer.errors) if answer.errors else ""
        operation = context.operations.pop() if context.operations else ""
        self._tell(operation, outcome, code, sum(context.priced) - spent, perf_counter() - begun)

    def refused(self, refused: Refused, *, begun: float) -> None:
        """Tell of a request that is none of GraphQL over HTTP."""
        self._tell("", Outcome.REFUSED, refused.code, 0, perf_counter() - begun)

    def failed(self, code: str, *, begun: float) -> None:
        """Tell of a request that could not be answered by our fault."""
        self._tell("", Outcome.REFUSED, code, 0, perf_counter() - begun)

    def _tell(self, operation: str, outcome: Outcome, code: str, price: int, seconds: float) -> None:
        self._metrics.count_request(operation, outcome, code=code, price=price, seconds=seconds)
        exchange = CURRENT.get()
        if exchange is not None:
            _note(exchange, operation, outcome, code, price)


def outcome_of(answer: Answer) -> Outcome:
    """What became of a request by its answer."""
    if not answer.ran:
        return Outcome.REFUSED
    return Outcome.PARTIAL if answer.errors else Outcome.OK


def _note(exchange: Exchange, operation: str, outcome: Outcome, code: str, price: int) -> None:
    exchange.operation = operation
    exchange.operations += 1
    exchange.price += price
    if not exchange.outcome or _WORSE[outcome] > _WORSE[Outcome(exchange.outcome)]:
        exchange.outcome, exchange.code = outcome, code


def _code_of(errors: Sequence[GraphQLFormattedError]) -> str:
    return str(errors[0].get("extensions", {}).get("code", ""))
