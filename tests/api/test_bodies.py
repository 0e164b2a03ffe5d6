"""Requests that hold no question are refused with 400 and in JSON, whatever they hold instead."""

import pytest

from tests.api.client import Client

BAD_REQUEST = 400
CLAIM = '{"query": "query ($id: ID!) { claim(id: $id) { id } }", "variables": {"id": "%s"}}'


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"1",
        b'"x"',
        b"true",
        b"{}",
        b'{"query": null}',
        b'{"query": 5}',
        b'{"query": "{ __typename }", "variables": []}',
        b'{"query": "{ __typename }", "variables": {"x": NaN}}',
        b'{"query": "{ __typename }", "operationName": "other"}',
        b"\xff\xfe{}",
        b"\x1f\x8b\x08",
        b"[" * 100_000,
        b'{"query": "{ __typename }", "variables": {"x": ' + b"9" * 5_000 + b"}}",
        (CLAIM % r"\ud800").encode(),
        (CLAIM % "\ud800").encode("utf-8", "surrogatepass"),
    ],
    ids=lambda body: repr(body[:60]),
)
async def test_a_body_that_asks_nothing_is_refused(client: Client, body: bytes) -> None:
    """Half a character, too, which no database and no answer can hold."""
    response = await client.http.post("/graphql", content=body, headers={"content-type": "application/json"})
    assert response.status_code == BAD_REQUEST
    [error] = response.json()["errors"]
    assert error["message"]
    assert error["extensions"] == {"code": "BAD_USER_INPUT"}


@pytest.mark.parametrize("variables", ["null", "{}", '{"id": "x"}'])
async def test_a_query_may_stand_in_the_address(client: Client, variables: str) -> None:
    """Its variables are JSON."""
    response = await client.http.get("/graphql", params={"query": "{ claims { totalCount } }", "variables": variables})
    assert response.json() == {"data": {"claims": {"totalCount": 0}}}


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"query": "{ __typename }", "variables": "{"},
        {"query": "{ __typename }", "variables": r'{"x": "\ud800"}'},
        {"query": 'mutation { addNote(input: {claimId: "x", body: "y"}) { errors { code } } }'},
    ],
)
async def test_an_address_that_asks_nothing_is_refused(client: Client, parameters: dict[str, str]) -> None:
    """Nor may one change anything."""
    response = await client.http.get("/graphql", params=parameters, headers={"accept": "text/html"})
    assert response.status_code == BAD_REQUEST
    assert response.json()["errors"][0]["extensions"] == {"code": "BAD_USER_INPUT"}


async def test_another_method_is_told_which_ones_there_are(client: Client) -> None:
    """By the header that is made for it."""
    response = await client.http.put("/graphql")
    assert (response.status_code, response.headers["allow"]) == (405, "GET, POST")
