"""Values as answers show them, made of what either database's JSON makes of them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID

from db.reading.selection import Attribute, Constant
from domain.dates import Precision
from domain.terms import PartialDay


def plain_hex(value: object) -> str:
    """A UUID's 32 digits; PostgreSQL prints it with dashes, SQLite without."""
    return str(value).replace("-", "")


def enum_name(value: object) -> str:
    """The name in GraphQL of a member of a closed set."""
    return str(value).upper()


def enum_names(values: list[object]) -> list[str]:
    """The names in GraphQL of members of a closed set."""
    return [enum_name(one) for one in values]


def instant(value: object) -> str:
    """The instant in UTC; SQLite prints it without its zone, PostgreSQL with the session's.

    >>> instant("2020-11-17 07:00:00.000000")
    '2020-11-17T07:00:00+00:00'
    """
    found = datetime.fromisoformat(str(value))
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC).isoformat()


def partial_day(first: object, precision: object) -> str:
    """As much of a day as is known.

    >>> partial_day("2013-08-01", "month")
    '2013-08'
    """
    return str(PartialDay(date.fromisoformat(str(first)), Precision(str(precision))))


def projected(value: object, below: tuple[Constant | Attribute, ...] | None) -> object:
    """What is selected `below` of an object that Python made, or of each object in a list; a plain value is itself."""
    if isinstance(value, date):
        return value.isoformat()
    if value is None or below is None:
        return value
    if isinstance(value, list):
        return [projected(one, below) for one in value]
    return {
        one.key: one.value if isinstance(one, Constant) else projected(getattr(value, one.name), one.below)
        for one in below
    }


CANONICAL: dict[type, Callable[[object], str]] = {UUID: plain_hex, datetime: instant}
"""How values of a type are written alike on both databases; other types are alike as they are."""
