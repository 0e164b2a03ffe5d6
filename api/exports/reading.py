"""Reads the claims of an export page by page, as a client of GraphQL would who follows `endCursor`.

Nothing is held but a page. When the points of a minute are spent in the middle, the reading waits for the next minute;
before anything was read, that is refused as it would be for a client.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from api.context import Context
from api.faults import ErrorCode
from api.inquiring import Inquirer, Unanswered, document

PACKAGE = "api.exports"

type Claims = Sequence[Mapping[str, Any]]
type Completed = Callable[["Asking", Mapping[str, Any]], Awaitable[Mapping[str, Any]]]
"""Adds to a claim what one page of claims does not tell."""


@dataclass(slots=True)
class Asking:
    """Asks for one export; `contexts` makes the surroundings of each question, so that a key may end meanwhile."""

    inquirer: Inquirer
    contexts: Callable[[], Context]
    sleep: Callable[[float], Awaitable[None]] = field(default=asyncio.sleep)
    has_begun: bool = False
    """Whether something was read, after which it waits for points."""

    async def ask(self, name: str, variables: Mapping[str, object]) -> Mapping[str, Any]:
        """The answer to the document of this name. Raises Unanswered."""
        while True:
            try:
                return await self.inquirer.ask(document(PACKAGE, name), variables, self.contexts())
            except Unanswered as refused:
                if not self.has_begun or refused.code != ErrorCode.RATE_LIMITED or refused.retry_after is None:
                    raise
                await self.sleep(refused.retry_after)


async def pages(
    asking: Asking, name: str, where: Mapping[str, object], *, completed: Completed | None
) -> AsyncGenerator[Claims]:
    """The claims of a filter, newest said first, at most 100 at a time, by the document of this name.

    Raises Unanswered, before the first page where the filter cannot be used.
    """
    after, may_follow = None, True
    while may_follow:
        found = (await asking.ask(name, {"where": where, "after": after}))["claims"]
        nodes = found["nodes"]
        yield nodes if completed is None else [await completed(asking, node) for node in nodes]
        asking.has_begun = True
        after, may_follow = found["pageInfo"]["endCursor"], found["pageInfo"]["hasNextPage"]
