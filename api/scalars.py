"""How days are read from a request and written in an answer."""

from datetime import date

import strawberry
from graphql import GraphQLError

_SHOWN = 80


def _read_day(given: object) -> date:
    try:
        return date.fromisoformat(given if isinstance(given, str) else "")
    except ValueError as error:
        message = f"“{str(given)[:_SHOWN]}” is not a day; write a Gregorian one, such as 2020-11-17"
        raise GraphQLError(message) from error


DAY = strawberry.scalar(
    name="Date",
    description="A Gregorian day as ISO 8601 writes it, such as 2020-11-17.",
    serialize=date.isoformat,
    parse_value=_read_day,
)
