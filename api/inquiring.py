"""Asks GraphQL questions inside the process, for pages, exports and feeds: they see what a client would be told.

Each question is priced, limited, counted and checked as one that came over HTTP; its document is this service's own,
so that it is answered where only trusted documents are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from time import perf_counter
from typing import Any

from graphql import GraphQLFormattedError

from api.answering import Answering, Question
from api.context import Context
from api.watching import Watch


class Unanswered(Exception):
    """A question with errors in its answer, as a client is told them."""

    def __init__(self, errors: Sequence[GraphQLFormattedError]) -> None:
        """At least one error; the first one tells what went wrong."""
        self.errors = errors
        super().__init__(self.message)

    @property
    def code(self) -> str:
        """Of `ErrorCode`."""
        return str(self.errors[0].get("extensions", {}).get("code"))

    @property
    def message(self) -> str:
        """In words for whoever asked."""
        return self.errors[0]["message"]

    @property
    def retry_after(self) -> int | None:
        """In how many seconds to ask again; None where nobody can tell."""
        told = self.errors[0].get("extensions", {}).get("retryAfter")
        return told if isinstance(told, int) else None


@dataclass(frozen=True, slots=True)
class Inquirer:
    """Asks by an application's schema and limits; `watch` counts what is asked, None counts nothing."""

    answering: Answering
    watch: Watch | None = None

    async def ask(
        self, document: str, variables: Mapping[str, object], context: Context, *, queries_only: bool = True
    ) -> Mapping[str, Any]:
        """The `data` of the answer, in which nothing is missing. Raises Unanswered."""
        begun, spent = perf_counter(), sum(context.priced)
        answer = await self.answering.answer(Question(document, variables, None, queries_only), context)
        if self.watch is not None:
            self.watch.answered(answer, context, begun=begun, spent=spent)
        if answer.errors:
            raise Unanswered(answer.errors)
        assert isinstance(answer.data, dict)  # noqa: S101 - without errors there is data
        return answer.data


@cache
def document(package: str, name: str) -> str:
    """The text of a document that stands in the folder `documents` of a package, without its ending."""
    return files(package).joinpath("documents", f"{name}.graphql").read_text(encoding="utf-8")
