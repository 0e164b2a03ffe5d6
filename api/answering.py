"""Answers one GraphQL request, however it came: parsed, validated and executed; knows nothing of HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass

from graphql import GraphQLError, GraphQLFormattedError
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types.execution import PreExecutionError
from strawberry.types.graphql import OperationType

from api.context import Context
from api.faults import ErrorCode, told
from api.schema import PublicSchema

_QUERIES = frozenset({OperationType.QUERY})
_ANY = frozenset({OperationType.QUERY, OperationType.MUTATION})


@dataclass(frozen=True, slots=True)
class Question:
    """One GraphQL request; `queries_only` is one that was asked with GET and must change nothing."""

    document: str
    variables: Mapping[str, object]
    operation_name: str | None
    queries_only: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What a client is told; `ran` False is a request that was refused before it was executed, without data."""

    data: object | None
    errors: list[GraphQLFormattedError]
    extensions: dict[str, object]
    ran: bool


class Answering:
    """Answers questions by one schema."""

    def __init__(self, schema: PublicSchema) -> None:
        """Answer by `schema`."""
        self._schema = schema

    async def answer(self, question: Question, context: Context) -> Answer:
        """The answer; what goes wrong is told in it."""
        try:
            result = await self._schema.execute(
                question.document,
                variable_values=dict(question.variables),
                context_value=context,
                operation_name=question.operation_name,
                allowed_operation_types=_QUERIES if question.queries_only else _ANY,
            )
        except InvalidOperationTypeError:
            return _refused(ErrorCode.METHOD_NOT_ALLOWED, "GET only asks; send a mutation with POST")
        except CannotGetOperationTypeError:
            problem = "is the name of no operation in this document; name one that is there"
            return _refused(ErrorCode.BAD_USER_INPUT, f"operationName: {problem}")
        errors = [told(error).formatted for error in result.errors or ()]
        refused = isinstance(result, PreExecutionError) or (result.data is None and _is_of_the_request(result.errors))
        return Answer(result.data, errors, {}, ran=not refused)


def _is_of_the_request(errors: list[GraphQLError] | None) -> bool:
    """Whether nothing was executed, as where a variable cannot be coerced; an executed field's error has a path."""
    return bool(errors) and all(error.path is None for error in errors or ())


def _refused(code: ErrorCode, message: str) -> Answer:
    return Answer(None, [{"message": message, "extensions": {"code": code}}], {}, ran=False)
