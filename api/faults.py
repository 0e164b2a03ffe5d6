"""How an error reaches a client: what the client can act on is told with a code, the rest is masked and logged."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import cast
from uuid import uuid4

import strawberry
import structlog
from graphql import GraphQLError
from strawberry.types.enum import StrawberryEnumDefinition

from domain.errors import (
    BadInput,
    DatabaseBusy,
    DatabaseFull,
    DatabaseProblem,
    DatabaseReadOnly,
    DatabaseUnreachable,
    GozarehError,
    IssuerUnreachable,
    MissingKey,
    NotAllowed,
    NotFound,
    OverLimit,
    QueriesOnly,
    RateLimited,
    ServerStops,
    TooExpensive,
    TooManySubscribers,
    TooSlow,
    WrongKey,
    WrongToken,
)

log = structlog.get_logger()


class ErrorCode(StrEnum):
    """`extensions.code` of an error in a response: closed, so that a client can branch on it."""

    BAD_USER_INPUT = "BAD_USER_INPUT"
    BODY_TOO_LARGE = "BODY_TOO_LARGE"
    CROSS_SITE = "CROSS_SITE"
    DOCUMENT_NOT_TRUSTED = "DOCUMENT_NOT_TRUSTED"
    FORBIDDEN = "FORBIDDEN"
    GRAPHQL_PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
    GRAPHQL_VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
    INTERNAL_SERVER_ERROR = "INTERNAL_SERVER_ERROR"
    LIMIT_EXCEEDED = "LIMIT_EXCEEDED"
    METHOD_NOT_ALLOWED = "METHOD_NOT_ALLOWED"
    NOT_ACCEPTABLE = "NOT_ACCEPTABLE"
    NOT_FOUND = "NOT_FOUND"
    PERSISTED_QUERY_NOT_FOUND = "PERSISTED_QUERY_NOT_FOUND"
    RATE_LIMITED = "RATE_LIMITED"
    SERVICE_UNAVAILABLE = "SERVICE_UNAVAILABLE"
    TIMEOUT = "TIMEOUT"
    TOO_EXPENSIVE = "TOO_EXPENSIVE"
    UNAUTHENTICATED = "UNAUTHENTICATED"
    UNSUPPORTED_MEDIA_TYPE = "UNSUPPORTED_MEDIA_TYPE"


MEANINGS: Mapping[ErrorCode, str] = {
    ErrorCode.BAD_USER_INPUT: "An argument, a variable or the request itself cannot be used as it is; the message"
    " says how to mend it.",
    ErrorCode.FORBIDDEN: "Whoever asks may not do this; the message names what it takes.",
    ErrorCode.GRAPHQL_PARSE_FAILED: "The document is not written in GraphQL.",
    ErrorCode.GRAPHQL_VALIDATION_FAILED: "The document asks for what the schema does not have.",
    ErrorCode.INTERNAL_SERVER_ERROR: "Something went wrong on our side; the message holds a reference that the log"
    " has too.",
    ErrorCode.LIMIT_EXCEEDED: "The request is larger or deeper than one may be; the message names the limit."
    " Never try it again as it is.",
    ErrorCode.METHOD_NOT_ALLOWED: "A mutation was asked with GET; send it with POST.",
    ErrorCode.BODY_TOO_LARGE: "The body of the request is longer than one may be; the message says how long that is.",
    ErrorCode.CROSS_SITE: "A page of another site asked with GET; the service has to be told to let that site ask.",
    ErrorCode.DOCUMENT_NOT_TRUSTED: "The service answers the documents alone that it was given beforehand, and this is"
    " none of them.",
    ErrorCode.NOT_ACCEPTABLE: "The Accept header takes no type of answer that there is.",
    ErrorCode.PERSISTED_QUERY_NOT_FOUND: "No document of this hash or id is known here; send its text with it, unless"
    " the service answers trusted documents alone.",
    ErrorCode.UNSUPPORTED_MEDIA_TYPE: "The body is not JSON, or is packed in a way that is not taken.",
    ErrorCode.NOT_FOUND: "Something asked for by name or id is not there.",
    ErrorCode.RATE_LIMITED: "The points of this minute are spent; `extensions.retryAfter` says in how many seconds"
    " to ask again.",
    ErrorCode.SERVICE_UNAVAILABLE: "The database or the issuer of tokens does not do its work at the moment;"
    " `extensions.retryAfter`, where it stands, says in how many seconds to ask the same again, a mutation with the"
    " same `idempotencyKey`.",
    ErrorCode.TIMEOUT: "The answer takes longer than a request may; ask for less at once.",
    ErrorCode.TOO_EXPENSIVE: "The price of the request is over the limit, and nothing was read; `extensions.cost`"
    " tells both.",
    ErrorCode.UNAUTHENTICATED: "This needs a key or a token, or the one that came is not valid.",
}
"""What each code says, as the schema tells it."""

strawberry.enum(
    ErrorCode,
    description="`extensions.code` of an error in a response: a closed set, so that a client can branch on it. No field"
    " returns it.",
)
for _told in cast("StrawberryEnumDefinition", vars(ErrorCode)["__strawberry_definition__"]).values:
    _told.description = MEANINGS[_told.value]


def told(error: GraphQLError) -> GraphQLError:
    """The error as a client sees it; one that is nobody's fault but ours is masked, with a reference to the log."""
    cause = error.original_error
    if cause is None or isinstance(cause, GraphQLError):
        return _with(error, error.message, _given_code(error) or _code_of_the_request(error))
    if isinstance(cause, DatabaseUnreachable | IssuerUnreachable):
        return _unreachable(error, cause)
    if isinstance(cause, GozarehError):
        return _with(error, str(cause), code_of(cause), **_when_again(cause))
    return _masked(error, ErrorCode.INTERNAL_SERVER_ERROR)


def told_as(error: GraphQLError, code: ErrorCode) -> GraphQLError:
    """The error with a code that whoever found it knows."""
    return _with(error, error.message, code)


def code_of(error: GozarehError) -> ErrorCode:
    """The code that tells a program what sort of error this is."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), ErrorCode.INTERNAL_SERVER_ERROR)


_CODES: Sequence[tuple[type[GozarehError], ErrorCode]] = (
    (TooExpensive, ErrorCode.TOO_EXPENSIVE),
    (OverLimit, ErrorCode.LIMIT_EXCEEDED),
    (QueriesOnly, ErrorCode.METHOD_NOT_ALLOWED),
    (BadInput, ErrorCode.BAD_USER_INPUT),
    (NotFound, ErrorCode.NOT_FOUND),
    (MissingKey, ErrorCode.UNAUTHENTICATED),
    (WrongKey, ErrorCode.UNAUTHENTICATED),
    (WrongToken, ErrorCode.UNAUTHENTICATED),
    (NotAllowed, ErrorCode.FORBIDDEN),
    (RateLimited, ErrorCode.RATE_LIMITED),
    (TooManySubscribers, ErrorCode.LIMIT_EXCEEDED),
    (ServerStops, ErrorCode.SERVICE_UNAVAILABLE),
    (TooSlow, ErrorCode.TIMEOUT),
    (DatabaseProblem, ErrorCode.SERVICE_UNAVAILABLE),
    (IssuerUnreachable, ErrorCode.SERVICE_UNAVAILABLE),
)
"""A kind of error stands after the kinds of it that have a code of their own."""


def _given_code(error: GraphQLError) -> ErrorCode | None:
    given = (error.extensions or {}).get("code")
    return ErrorCode(given) if given in set(ErrorCode) else None


def _code_of_the_request(error: GraphQLError) -> ErrorCode:
    """The code of an error that graphql-core found in the request itself."""
    if error.path is not None or error.original_error is not None:
        return ErrorCode.BAD_USER_INPUT
    is_syntax = error.message.startswith("Syntax Error")
    return ErrorCode.GRAPHQL_PARSE_FAILED if is_syntax else ErrorCode.GRAPHQL_VALIDATION_FAILED


def _when_again(cause: GozarehError) -> Mapping[str, int]:
    """In how many seconds to ask the same again; empty where nobody can say."""
    if isinstance(cause, RateLimited):
        return {"retryAfter": cause.retry_after_seconds}
    return next(({"retryAfter": seconds} for kind, seconds in _RETRY_SECONDS if isinstance(cause, kind)), {})


_RETRY_SECONDS: Sequence[tuple[type[GozarehError], int]] = (
    (DatabaseBusy, 1),
    (DatabaseUnreachable, 2),
    (IssuerUnreachable, 2),
    (DatabaseReadOnly, 30),
    (DatabaseFull, 30),
)
"""A database that is started again is back within seconds; for one that cannot be written, somebody has to do
something."""


def _unreachable(error: GraphQLError, cause: DatabaseUnreachable | IssuerUnreachable) -> GraphQLError:
    """The error without the address that it words, which is for who runs the service."""
    what = "the database" if isinstance(cause, DatabaseUnreachable) else "the issuer of tokens"
    again = _when_again(cause)
    message = (
        f"{what} does not answer at the moment; ask again in {again['retryAfter']} seconds, a mutation with the same"
        f" idempotencyKey, and where that does not help, tell who runs the service this reference: {_logged(error)}"
    )
    return _with(error, message, ErrorCode.SERVICE_UNAVAILABLE, **again)


def _masked(error: GraphQLError, code: ErrorCode) -> GraphQLError:
    message = f"something went wrong on our side; tell who runs the service this reference: {_logged(error)}"
    return _with(error, message, code)


def _logged(error: GraphQLError) -> str:
    """The reference under which the log has the error's cause."""
    reference = uuid4().hex
    log.error("request failed", reference=reference, path=error.path, exc_info=error.original_error)
    return reference


def _with(error: GraphQLError, message: str, code: ErrorCode, **more: object) -> GraphQLError:
    return GraphQLError(
        message,
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        path=error.path,
        extensions={**(error.extensions or {}), "code": code.value, **more},
    )
