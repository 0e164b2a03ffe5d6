"""How a mutation shows a secret: once, and past what is kept of it under its idempotency key."""

from collections.abc import Awaitable, Callable, Mapping

from api.context import Info
from api.mutating import MutationInput, MutationPayload, run_mutation
from domain.roles import Operation
from ingest.acting import Acting

type Issue = Callable[[Acting], Awaitable[tuple[Mapping[str, object], str]]]
"""Issues something: the private fields of the payload, and the secret."""


async def run_issuing[Payload: MutationPayload](
    info: Info, operation: Operation, input: MutationInput, *, issue: Issue, payload: type[Payload]
) -> tuple[Payload, str | None]:
    """The payload, and the secret that goes into it; None where nothing was issued now."""
    shown: list[str] = []

    async def act(acting: Acting) -> Mapping[str, object]:
        outcome, secret = await issue(acting)
        shown.append(secret)
        return outcome

    answer = await run_mutation(info, operation, input, payload=payload, act=act)
    return answer, next(iter(shown), None) if not answer.errors else None
