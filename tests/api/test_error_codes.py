"""The codes of errors are a closed set that the schema tells; each is told by some error, and no other is."""

from collections.abc import Iterator

import pytest
from graphql import GraphQLEnumType, GraphQLError, GraphQLSchema, GraphQLSyntaxError, Source

from api.faults import MEANINGS, ErrorCode, code_of, told, told_as
from domain.errors import GozarehError
from tests.domain.test_errors import MADE


def kinds(of: type[GozarehError] = GozarehError) -> Iterator[type[GozarehError]]:
    """Every kind of error there is."""
    yield of
    for kind in of.__subclasses__():
        yield from kinds(kind)


CODES = {
    "BAD_USER_INPUT": {"BadFilter", "BadCursor", "BadPageSize", "ImpossibleDate", "UnreadableArticle", "NoStream"},
    "FORBIDDEN": {"RoleTooLow", "ScopeMissing", "NoRole"},
    "LIMIT_EXCEEDED": {"OverLimit", "TooDeep", "TooManyFields", "TooManySubscribers", "TooManyOfOne"},
    "METHOD_NOT_ALLOWED": {"QueriesOnly"},
    "NOT_FOUND": {"UnknownSpeaker", "AmbiguousSpeaker"},
    "RATE_LIMITED": {"RateLimited"},
    "SERVICE_UNAVAILABLE": {"DatabaseBusy", "DatabaseUnreachable", "NotMigrated", "IssuerUnreachable", "ServerStops"},
    "TIMEOUT": {"TooSlow"},
    "TOO_EXPENSIVE": {"TooExpensive"},
    "UNAUTHENTICATED": {"MissingKey", "WrongKey", "ExpiredKey", "RevokedKey", "WrongToken"},
}


@pytest.mark.parametrize(("code", "name"), [(code, name) for code, names in CODES.items() for name in sorted(names)])
def test_each_error_is_told_with_its_code(code: str, name: str) -> None:
    """As a program branches on it."""
    error = MADE[name]()
    found = told(GraphQLError(str(error), original_error=error)).extensions
    assert found is not None
    assert (found["code"], found.keys() <= {"code", "retryAfter"}) == (code, True)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (GraphQLSyntaxError(Source("{"), 1, "no end"), "GRAPHQL_PARSE_FAILED"),
        (GraphQLError("there is no such field"), "GRAPHQL_VALIDATION_FAILED"),
        (GraphQLError("null", path=["claim"]), "BAD_USER_INPUT"),
        (told_as(GraphQLError("not an Int"), ErrorCode.BAD_USER_INPUT), "BAD_USER_INPUT"),
        (GraphQLError("x", original_error=RuntimeError("x")), "INTERNAL_SERVER_ERROR"),
    ],
)
def test_errors_of_graphql_are_told_with_theirs(error: GraphQLError, code: str) -> None:
    """Those that no error of ours caused."""
    assert told(error).extensions == {"code": code}


def test_every_code_is_told_by_some_error() -> None:
    """One that nobody is ever told would only puzzle."""
    of_graphql = {"GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED", "INTERNAL_SERVER_ERROR"}
    of_http = {
        "BODY_TOO_LARGE",
        "CROSS_SITE",
        "DOCUMENT_NOT_TRUSTED",
        "NOT_ACCEPTABLE",
        "PERSISTED_QUERY_NOT_FOUND",
        "UNSUPPORTED_MEDIA_TYPE",
    }
    assert {*CODES, *of_graphql, *of_http} == set(ErrorCode)


def test_every_error_that_a_client_can_mend_has_a_code() -> None:
    """Only what is our own fault is told as such."""
    ours = {kind.__name__ for kind in kinds() if code_of(kind.__new__(kind)) is ErrorCode.INTERNAL_SERVER_ERROR}
    assert ours == {"GozarehError", "BrokenChain", "BackupFailed"}


def test_the_schema_tells_every_code(schema: GraphQLSchema) -> None:
    """With what it means."""
    enum = schema.type_map["ErrorCode"]
    assert isinstance(enum, GraphQLEnumType)
    assert {name: value.description for name, value in enum.values.items()} == {
        code.value: meaning for code, meaning in MEANINGS.items()
    }
    assert set(MEANINGS) == set(ErrorCode)
