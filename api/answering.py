"""Answers one GraphQL request, however it came: looks it up or reads it, prices it, runs it within its time.

It calls graphql-core's executor itself: strawberry's own `execute` reads and checks the text each time.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import cast

from graphql import ExecutionResult, GraphQLError, GraphQLFormattedError, GraphQLSchema
from graphql.error import located_error
from graphql.execution.execute import execute_subscription
from graphql.execution.executor import default_field_resolver, default_type_resolver
from graphql.execution.values import VariableValues, get_variable_values
from strawberry.execution import optimized_is_awaitable

from api.context import Context
from api.documents import Document, Documents, Operation, Refusal
from api.executing import Executor
from api.faults import ErrorCode, told, told_as
from api.limits import LIMITS, Limits
from api.live import Event
from api.measuring import unstorable
from api.variables import check_variables, place_of_unstorable
from domain.errors import BadFilter, GozarehError, NoStream, QueriesOnly, ServerStops, TooExpensive, TooSlow

GRACE_SECONDS = 0.5
"""The database stops a statement at its time, and its field says so; this stops whatever else takes longer."""
CHARACTERS_A_POINT = 10
"""Of a document that is not known yet, once a worker: reading 10 takes 50 µs. It is counted, and not in the price."""


@dataclass(frozen=True, slots=True)
class Question:
    """One GraphQL request, however it came; `queries_only` refuses mutations, as a request with GET has to."""

    document: str
    variables: Mapping[str, object]
    operation_name: str | None
    queries_only: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What a client is told; `ran` False was refused before anything ran, and has no `data`."""

    data: object | None
    errors: list[GraphQLFormattedError]
    extensions: dict[str, object]
    ran: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One answer of those that a subscriber is told, and the cursor to come back with; None where it is no event."""

    answer: Answer
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question that may run."""

    document: Document
    operation: Operation
    variables: VariableValues
    price: int


class Answering:
    """Answers questions by one schema."""

    def __init__(self, schema: GraphQLSchema, limits: Limits = LIMITS) -> None:
        """Nothing over `limits` is run."""
        self._schema = schema
        self._limits = limits
        self._documents = Documents(schema, limits)
        self._changing: set[asyncio.Task[Answer]] = set()

    async def finish(self) -> None:
        """Wait for mutations for whose answers nobody waits any more."""
        await asyncio.gather(*self._changing, return_exceptions=True)

    async def answer(self, question: Question, context: Context) -> Answer:
        """The answer; what goes wrong is told in it."""
        asked = await self._asked_or_refused(question, context, may_follow=False)
        return asked if isinstance(asked, Answer) else await self._run(asked, context)

    async def follow(self, question: Question, context: Context) -> Answer | AsyncGenerator[Told]:
        """What a subscription is told, as it comes; the answer of another operation, and of one that is refused.

        What goes wrong with a subscription is told last. Raises ServerStops as it is asked for the next.
        """
        asked = await self._asked_or_refused(question, context, may_follow=True)
        if isinstance(asked, Answer):
            return asked
        return self._followed(asked, context) if asked.operation.is_subscription else await self._run(asked, context)

    async def tell(self, question: Question, context: Context) -> Answer | AsyncGenerator[Told]:
        """The same of what has to be a subscription; of another operation that it is none, and nothing is run."""
        asked = await self._asked_or_refused(question, context, may_follow=True)
        if isinstance(asked, Answer):
            return asked
        if not asked.operation.is_subscription:
            error = BadFilter("document", "is no subscription; begin it with the word subscription")
            return _refused([GraphQLError(str(error), original_error=error)])
        return self._followed(asked, context)

    async def _followed(self, asked: _Asked, context: Context) -> AsyncGenerator[Told]:
        assert context.live is not None  # noqa: S101 - an application has it
        cost = _cost(asked.price, self._limits.price)
        try:
            with context.live.subscribed(await context.holder()):
                coming = execute_subscription(self._executor(asked, context))
                if optimized_is_awaitable(coming):
                    coming = await cast("Awaitable[AsyncGenerator[Event]]", coming)
                async with aclosing(cast("AsyncGenerator[Event]", coming)) as events:
                    async for event in events:
                        yield Told(Answer(event.data, [], cost, ran=True), event.cursor)
        except ServerStops:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the subscriber is told, or that it is masked
            node = asked.operation.node.selection_set.selections[0]
            found = error if isinstance(error, GraphQLError) else located_error(error, [node])
            yield Told(Answer(None, [told(found).formatted], cost, ran=True))

    async def _asked_or_refused(self, question: Question, context: Context, *, may_follow: bool) -> _Asked | Answer:
        """The question, ready to run, or why it is not run."""
        try:
            return await self._asked(question, context, may_follow=may_follow)
        except Refusal as refusal:
            return _refused(refusal.errors)
        except GozarehError as error:
            return _refused([GraphQLError(str(error), original_error=error)], _cost_of(error))

    async def _asked(self, question: Question, context: Context, *, may_follow: bool) -> _Asked:
        """The question, paid for and ready to run. Raises Refusal and GozarehError."""
        document = await self._document(question.document, context)
        operation = document.operation(question.operation_name)
        context.operations.append(operation.name)
        if operation.is_subscription:
            if not may_follow:
                raise NoStream
        elif question.queries_only and not operation.is_query:
            raise QueriesOnly
        variables = self._variables(question, operation)
        price = operation.price.priced(variables.coerced)
        if price > self._limits.price:
            raise TooExpensive(price, self._limits.price)
        context.priced.append(price)
        await context.spend(price)
        return _Asked(document, operation, variables, price)

    async def _document(self, text: str, context: Context) -> Document:
        known = self._documents.known(text)
        if known is None:
            await context.spend(len(text) // CHARACTERS_A_POINT)
            known = self._documents.read(text)
        return known

    def _variables(self, question: Question, operation: Operation) -> VariableValues:
        longest = self._limits.query_text if operation.is_query else None
        are_storable = check_variables(question.variables, self._limits, longest_text=longest)
        coerced = get_variable_values(
            self._schema,
            operation.node.variable_definitions or (),
            dict(question.variables),
            max_errors=20,
            hide_suggestions=not self._limits.has_introspection,
        )
        if isinstance(coerced, list):
            raise Refusal([told_as(error, ErrorCode.BAD_USER_INPUT) for error in coerced])
        if operation.is_query and not are_storable:  # what a mutation is given is told field by field
            raise unstorable(place_of_unstorable(question.variables))
        return coerced

    async def _run(self, asked: _Asked, context: Context) -> Answer:
        """Run it; a mutation runs to its end, also where who asked has gone: it may be done already."""
        if asked.operation.is_query:
            return await self._ran(asked, context)
        running = asyncio.create_task(self._ran(asked, context))
        self._changing.add(running)
        running.add_done_callback(self._changing.discard)
        return await asyncio.shield(running)

    async def _ran(self, asked: _Asked, context: Context) -> Answer:
        """Run it; a query is stopped when its time is over, a mutation never: who asked has to learn what was done."""
        executor = self._executor(asked, context)
        seconds = self._limits.seconds + GRACE_SECONDS if asked.operation.is_query else None
        try:
            async with asyncio.timeout(seconds):
                result = executor.execute_operation()
                if optimized_is_awaitable(result):
                    result = await cast("Awaitable[ExecutionResult]", result)
        except TimeoutError:
            late = TooSlow(self._limits.seconds)
            result = ExecutionResult(None, [GraphQLError(str(late), original_error=late)])
        assert isinstance(result, ExecutionResult)  # noqa: S101 - nothing is delivered bit by bit
        errors = [told(error).formatted for error in result.errors or ()]
        return Answer(result.data, errors, _cost(asked.price, self._limits.price), ran=True)

    def _executor(self, asked: _Asked, context: Context) -> Executor:
        return Executor(
            self._schema,
            asked.document.fragments,
            asked.document.details,
            None,
            context,
            asked.operation.node,
            asked.variables,
            default_field_resolver,
            default_type_resolver,
            default_field_resolver,
            is_awaitable=optimized_is_awaitable,
            hide_suggestions=not self._limits.has_introspection,
        )


def _cost_of(error: GozarehError) -> dict[str, object]:
    return _cost(error.price, error.limit) if isinstance(error, TooExpensive) else {}


def _cost(price: int, limit: int) -> dict[str, object]:
    return {"cost": {"requested": price, "limit": limit}}


def _refused(errors: list[GraphQLError], extensions: dict[str, object] | None = None) -> Answer:
    return Answer(None, [told(error).formatted for error in errors], extensions or {}, ran=False)
