"""Pages of keyset-ordered lists and the cursors between them.

Source: the Relay cursor connections specification.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, TypeDecorator, literal, tuple_

from domain.errors import BadCursor, BadPageSize

MOST_ROWS = 100
"""The largest page: what a screen shows, and what one statement reads without holding others up."""
DEFAULT_ROWS = 20
_WHOLE_NUMBERS = range(-(2**63), 2**63)
"""Those that a column holds."""


@dataclass(frozen=True, slots=True)
class Page:
    """At most `first` rows that follow the cursor `after`; None starts at the first row."""

    first: int = DEFAULT_ROWS
    after: str | None = None

    def __post_init__(self) -> None:
        """Raise BadPageSize for a page of less than 1 or more than 100 rows."""
        if not 1 <= self.first <= MOST_ROWS:
            raise BadPageSize(self.first, MOST_ROWS)


def make_cursor(order: str, *values: object) -> str:
    """The cursor of the row that has these values in the order's columns, as JSON gives them."""
    return urlsafe_b64encode(orjson.dumps([order, *values])).rstrip(b"=").decode()


def follows(
    columns: Sequence[ColumnElement[object]], after: str, *, order: str, descending: bool
) -> ColumnElement[bool]:
    """The condition that a row comes after the cursor in the order of `columns`. Raises BadCursor."""
    values = _read_cursor(after, order=order, columns=columns)
    bound = tuple_(*(literal(value, column.type) for value, column in zip(values, columns, strict=True)))
    row = tuple_(*columns)
    return row < bound if descending else row > bound


def type_of(column: ColumnElement[object]) -> type:
    """The Python type of a column's values; a decorated type tells it of the type that it decorates."""
    decorated = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    return decorated.python_type


def _read_cursor(cursor: str, *, order: str, columns: Sequence[ColumnElement[object]]) -> list[object]:
    try:
        held = orjson.loads(urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)))
        if not isinstance(held, list) or len(held) != len(columns) + 1 or held[0] != order:
            raise BadCursor(cursor)
        return [_typed(value, type_of(column)) for value, column in zip(held[1:], columns, strict=True)]
    except (ValueError, OverflowError) as error:
        raise BadCursor(cursor) from error


def _typed(value: object, wanted: type) -> object:
    """A value as its column takes it, from what JSON holds of it. Raises ValueError or OverflowError for any other."""
    if wanted is int and type(value) is int and value in _WHOLE_NUMBERS:
        return value
    if wanted is int or not isinstance(value, str) or "\x00" in value:
        raise ValueError(value)
    if wanted is UUID:
        return UUID(value)
    if wanted is datetime:
        instant = datetime.fromisoformat(value)
        return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
    if wanted is date:
        return date.fromisoformat(value)
    return value
