"""A document may hold several operations; the request says which one runs."""

import pytest

from tests.api.client import Client

TWO = "query A { claims { totalCount } } query B { speakers { totalCount } }"


@pytest.mark.parametrize(("name", "field"), [("A", "claims"), ("B", "speakers")])
async def test_the_operation_that_is_named_runs(client: Client, name: str, field: str) -> None:
    """And no other."""
    response = await client.http.post("/graphql", json={"query": TWO, "operationName": name})
    assert response.json()["data"] == {field: {"totalCount": 0}}


async def test_without_a_name_none_of_several_runs(client: Client) -> None:
    """The first is not meant more than the others."""
    code, message = await client.error(TWO)
    assert code == "BAD_USER_INPUT"
    assert "there are 2 operations" in message


async def test_a_single_operation_needs_no_name(client: Client) -> None:
    """Even where it has one."""
    answer = await client.data("query A { claims { ...Count } } fragment Count on ClaimConnection { totalCount }")
    assert answer == {"claims": {"totalCount": 0}}
