"""Asks an application's Answering itself, past HTTP."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, cast
from zoneinfo import ZoneInfo

from api.answering import Answer, Answering, Question
from api.context import Context
from api.forms import Plans
from api.limits import LIMITS
from api.live import Live
from api.rates import Rates
from api.recognising import Recogniser
from db.sessions import Database
from ingest.store import Rules

NOTHING: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True)
class Asker:
    """Asks as one client from one address does."""

    answering: Answering
    database: Database
    rates: Rates | None = None
    address: str | None = "192.0.2.7"
    plans: Plans = field(default_factory=Plans)
    clock: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    live: Live | None = None
    price_limit: int = LIMITS.price

    async def ask(
        self,
        document: str,
        variables: Mapping[str, object] = NOTHING,
        *,
        key: str | None = None,
        operation_name: str | None = None,
        queries_only: bool = False,
    ) -> Answer:
        """The whole answer."""
        context = self.context(key)
        answer = await self.answering.answer(Question(document, variables, operation_name, queries_only), context)
        await context.recogniser.close()
        return answer

    def context(self, key: str | None = None) -> Context:
        """The surroundings of a request."""
        return Context(
            database=self.database,
            zone=ZoneInfo("Asia/Tehran"),
            rules=Rules(5_000_000, "IR"),
            clock=self.clock,
            recogniser=Recogniser(self.database, None),
            authorization=f"Bearer {key}" if key else None,
            request_id="test",
            plans=self.plans,
            address=self.address,
            rates=self.rates,
            live=self.live,
            price_limit=self.price_limit,
        )

    async def data(self, document: str, variables: Mapping[str, object] = NOTHING) -> dict[str, Any]:
        """The data of an answer without errors."""
        answer = await self.ask(document, variables)
        assert not answer.errors, answer.errors
        return cast("dict[str, Any]", answer.data)

    async def refusal(
        self, document: str, variables: Mapping[str, object] = NOTHING, *, key: str | None = None
    ) -> tuple[str, str]:
        """The code and the message of the one error of a request of which nothing ran."""
        answer = await self.ask(document, variables, key=key)
        [error] = answer.errors
        assert (answer.ran, answer.data) == (False, None)
        return error["extensions"]["code"], error["message"]
