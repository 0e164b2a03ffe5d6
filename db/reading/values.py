"""Values as answers show them, made of what either database's JSON makes of them."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID


def plain_hex(value: object) -> str:
    """A UUID's 32 digits; PostgreSQL prints it with dashes, SQLite without."""
    return str(value).replace("-", "")


def enum_name(value: object) -> str:
    """The name in GraphQL of a member of a closed set."""
    return str(value).upper()


def instant(value: object) -> str:
    """The instant in UTC; SQLite prints it without its zone, PostgreSQL with the session's.

    >>> instant("2020-11-17 07:00:00.000000")
    '2020-11-17T07:00:00+00:00'
    """
    found = datetime.fromisoformat(str(value))
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC).isoformat()


CANONICAL: dict[type, Callable[[object], str]] = {UUID: plain_hex, datetime: instant}
"""How values of a type are written alike on both databases; other types are alike as they are."""
