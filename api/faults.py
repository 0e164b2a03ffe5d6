"""How an error reaches a client: what the client can act on is told with a code, the rest is masked and logged."""

from enum import StrEnum
from uuid import uuid4

import structlog
from graphql import GraphQLError

from domain.errors import (
    BadInput,
    DatabaseProblem,
    DatabaseUnreachable,
    GozarehError,
    IssuerUnreachable,
    MissingKey,
    NotAllowed,
    NotFound,
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
    METHOD_NOT_ALLOWED = "METHOD_NOT_ALLOWED"
    NOT_ACCEPTABLE = "NOT_ACCEPTABLE"
    NOT_FOUND = "NOT_FOUND"
    PERSISTED_QUERY_NOT_FOUND = "PERSISTED_QUERY_NOT_FOUND"
    SERVICE_UNAVAILABLE = "SERVICE_UNAVAILABLE"
    UNAUTHENTICATED = "UNAUTHENTICATED"
    UNSUPPORTED_MEDIA_TYPE = "UNSUPPORTED_MEDIA_TYPE"


def told(error: GraphQLError) -> GraphQLError:
    """The error as a client sees it; one that is nobody's fault but ours is masked, with a reference to the log."""
    cause = error.original_error
    if cause is None or isinstance(cause, GraphQLError):
        return _with(error, error.message, _code_of_the_request(error))
    if isinstance(cause, DatabaseUnreachable | IssuerUnreachable):  # they word addresses, for who runs the service
        return _masked(error, ErrorCode.SERVICE_UNAVAILABLE)
    if isinstance(cause, GozarehError):
        return _with(error, str(cause), code_of(cause))
    return _masked(error, ErrorCode.INTERNAL_SERVER_ERROR)


def code_of(error: GozarehError) -> ErrorCode:
    """The code that tells a program what sort of error this is."""
    match error:
        case BadInput():
            return ErrorCode.BAD_USER_INPUT
        case NotFound():
            return ErrorCode.NOT_FOUND
        case MissingKey() | WrongKey() | WrongToken():
            return ErrorCode.UNAUTHENTICATED
        case NotAllowed():
            return ErrorCode.FORBIDDEN
        case DatabaseProblem() | IssuerUnreachable():
            return ErrorCode.SERVICE_UNAVAILABLE
        case _:
            return ErrorCode.INTERNAL_SERVER_ERROR


def _code_of_the_request(error: GraphQLError) -> ErrorCode:
    """The code of an error that graphql-core found in the request itself."""
    if error.path is not None or error.original_error is not None:
        return ErrorCode.BAD_USER_INPUT
    is_syntax = error.message.startswith("Syntax Error")
    return ErrorCode.GRAPHQL_PARSE_FAILED if is_syntax else ErrorCode.GRAPHQL_VALIDATION_FAILED


def _masked(error: GraphQLError, code: ErrorCode) -> GraphQLError:
    reference = uuid4().hex
    log.error("request failed", reference=reference, path=error.path, exc_info=error.original_error)
    message = f"something went wrong on our side; tell who runs the service this reference: {reference}"
    return _with(error, message, code)


def _with(error: GraphQLError, message: str, code: ErrorCode) -> GraphQLError:
    return GraphQLError(
        message,
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        path=error.path,
        extensions={**(error.extensions or {}), "code": code.value},
    )
