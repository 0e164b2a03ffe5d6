"""Tells the metrics, and whoever logs and traces the exchange, what became of each operation that was asked for."""

from collections.abc import Sequence
from time import perf_counter

from graphql import GraphQLFormattedError

from api.answering import Answer
from api.context import Context
from api.exchange import CURRENT, Answered, Outcome
from api.metrics import Metrics


class Watch:
    """Watches over the answers of one endpoint."""

    def __init__(self, metrics: Metrics) -> None:
        """Count in `metrics`."""
        self.metrics = metrics

    def answered(self, answer: Answer, context: Context, *, begun: float, spent: int) -> None:
        """Tell of an answer.

        `begun` is what perf_counter told when its question was there, `spent` the points of the body's earlier ones.
        """
        outcome, code = outcome_of(answer), _code_of(answer.errors) if answer.errors else ""
        operation = context.operations.pop() if context.operations else ""
        self._tell(Answered(operation, outcome, code, sum(context.priced) - spent, perf_counter() - begun))

    def followed(self, failed: Answer | None, context: Context, *, events: int, seconds: float) -> None:
        """Tell of a subscription that has ended, with an error or, None, without; `seconds` are those until it began.

        Each of its `events` cost what the operation does, as did beginning it.
        """
        outcome, code = (Outcome.PARTIAL, _code_of(failed.errors)) if failed is not None else (Outcome.OK, "")
        operation = context.operations.pop() if context.operations else ""
        self._tell(Answered(operation, outcome, code, (1 + events) * sum(context.priced), seconds))

    def refused(self, code: str, *, begun: float) -> None:
        """Tell of a request that is none of GraphQL over HTTP, or that could not be answered by our fault."""
        self._tell(Answered("", Outcome.REFUSED, code, 0, perf_counter() - begun))

    def _tell(self, answered: Answered) -> None:
        self.metrics.count_request(answered)
        exchange = CURRENT.get()
        if exchange is not None:
            exchange.tell(answered)


def outcome_of(answer: Answer) -> Outcome:
    """What became of a request by its answer."""
    if not answer.ran:
        return Outcome.REFUSED
    return Outcome.PARTIAL if answer.errors else Outcome.OK


def _code_of(errors: Sequence[GraphQLFormattedError]) -> str:
    return str(errors[0].get("extensions", {}).get("code", ""))
