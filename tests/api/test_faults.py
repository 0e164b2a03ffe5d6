"""Errors reach a client with a code; those that are ours are masked and logged with a reference."""

import re

import pytest
from asgi_lifespan import LifespanManager
from graphql import GraphQLError
from structlog.testing import capture_logs

from api.app import create_app
from api.faults import told
from config import Settings
from db.migrating import downgrade
from db.sessions import Database
from domain.errors import (
    DatabaseBusy,
    DatabaseFull,
    DatabaseProblem,
    DatabaseReadOnly,
    DatabaseUnreachable,
    NotMigrated,
)
from tests.api.client import Client


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ('{ claims(first: "many") { totalCount } }', "GRAPHQL_VALIDATION_FAILED"),
        ("{ claims { totalCount } claims { nodes { nothing } } }", "GRAPHQL_VALIDATION_FAILED"),
    ],
)
async def test_a_request_that_is_wrong_says_in_which_way(client: Client, query: str, code: str) -> None:
    """Programs tell refusals from crashes by the code."""
    told, _ = await client.error(query)
    assert told == code


async def test_a_variable_of_the_wrong_type_is_bad_input(client: Client) -> None:
    """It is the sender's to mend."""
    code, _ = await client.error("query ($first: Int!) { claims(first: $first) { totalCount } }", first="many")
    assert code == "BAD_USER_INPUT"


def test_a_fault_of_ours_is_masked_and_logged_with_its_reference() -> None:
    """The client gets a reference, the log the cause."""
    fault = GraphQLError("secret", original_error=RuntimeError("secret"), path=["claims"])
    with capture_logs() as logs:
        error = told(fault)
    [logged] = logs
    assert "secret" not in error.message
    assert re.findall("[0-9a-f]{32}", error.message) == [logged["reference"]]
    assert error.extensions == {"code": "INTERNAL_SERVER_ERROR"}


def test_a_client_is_not_told_where_the_database_is() -> None:
    """Its address and the driver's words are for who runs the service."""
    problem = DatabaseUnreachable("postgresql://sara@db.example.org/news", "no route to host")
    with capture_logs() as logs:
        error = told(GraphQLError(str(problem), original_error=problem, path=["claims"]))
    assert logs[0]["exc_info"] is problem
    assert "example.org" not in error.message
    assert re.findall("[0-9a-f]{32}", error.message) == [logs[0]["reference"]]
    assert error.extensions == {"code": "SERVICE_UNAVAILABLE", "retryAfter": 2}


@pytest.mark.parametrize(
    ("problem", "again"),
    [
        (DatabaseBusy(), {"retryAfter": 1}),
        (DatabaseReadOnly(), {"retryAfter": 30}),
        (DatabaseFull(), {"retryAfter": 30}),
        (NotMigrated(None, "0011"), {}),
    ],
)
def test_a_client_is_told_when_to_ask_again(problem: DatabaseProblem, again: dict[str, int]) -> None:
    """Where waiting helps."""
    error = told(GraphQLError(str(problem), original_error=problem))
    assert (error.message, error.extensions) == (str(problem), {"code": "SERVICE_UNAVAILABLE", **again})


async def test_a_database_that_is_not_migrated_stops_the_start(database: Database, database_url: str) -> None:
    """The message names the command."""
    await downgrade(database)
    app = create_app(Settings(database_url=database_url))
    with pytest.raises(NotMigrated, match="gozareh db upgrade"):
        async with LifespanManager(app):
            pass


async def test_a_database_that_loses_its_tables_is_told_without_a_crash(client: Client, database: Database) -> None:
    """A client can try again later."""
    await downgrade(database)
    code, message = await client.error("{ claims { totalCount } }")
    assert code == "SERVICE_UNAVAILABLE"
    assert "gozareh db upgrade" in message


async def test_persian_leaves_as_it_is(client: Client) -> None:
    """Escaping would double the body."""
    response = await client.http.post("/graphql", json={"query": '{ claims(where: {text: "؟"}) { totalCount } }'})
    assert "\\u" not in response.text
