"""Days in a request: read as ISO 8601 writes them, refused in words of ours."""

import pytest

from tests.api.client import Client

IN_A_VARIABLE = "query ($day: Date) { claims(where: {saidOn: {gte: $day}}) { totalCount } }"
IN_THE_QUERY = "{ claims(where: {saidOn: {gte: %s}}) { totalCount } }"


@pytest.mark.parametrize("day", ["2020-13-01", "1399-11-31", "yesterday", "", "2020-11-17T10:00", 5, {}, "a\x00b"])
async def test_what_is_no_day_is_refused_with_an_example(client: Client, day: object) -> None:
    """Without the words of the library that reads it."""
    code, message = await client.error(IN_A_VARIABLE, day=day)
    assert code == "BAD_USER_INPUT"
    assert message.endswith(f"“{day}” is not a day; write a Gregorian one, such as 2020-11-17")


@pytest.mark.parametrize("day", ['"2020-13-01"', "5", "DAY"])
async def test_what_is_no_day_is_refused_in_the_query_itself(client: Client, day: str) -> None:
    """Before anything runs."""
    code, message = await client.error(IN_THE_QUERY % day)
    assert code == "GRAPHQL_VALIDATION_FAILED"
    assert "is not a day; write a Gregorian one" in message


async def test_a_long_text_is_not_said_back_whole(client: Client) -> None:
    """The beginning is enough to find it by."""
    _, message = await client.error(IN_A_VARIABLE, day="x" * 10_000)
    assert len(message) < 200
