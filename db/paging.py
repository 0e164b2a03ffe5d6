"""Pages of keyset-ordered lists and the cursors between them.

Source: the Relay cursor connections specification.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, TypeDecorator

from domain.errors import BadCursor, BadFilter, BadPageSize

MOST_ROWS = 100
"""The largest page: what a screen shows, and what one statement reads without holding others up."""
DEFAULT_ROWS = 20
_WHOLE_NUMBERS = range(-(2**63), 2**63)
"""Those that a column holds."""


@dataclass(frozen=True, slots=True)
class Page:
    """At most `first` rows from the beginning, or `last` from the end, of those after and before two cursors.

    A cursor of None is no bound. With neither number it is 20 rows from the beginning.
    """

    first: int | None = None
    after: str | None = None
    last: int | None = None
    before: str | None = None

    def __post_init__(self) -> None:
        """Raise BadPageSize for a page of less than 1 or more than 100 rows, BadFilter for one from both ends."""
        if self.first is not None and self.last is not None:
            raise BadFilter("last", "and first are both given; ask for a page from one end")
        for name, given in (("first", self.first), ("last", self.last)):
            if given is not None and not 1 <= given <= MOST_ROWS:
                raise BadPageSize(name, given, MOST_ROWS)

    @property
    def rows(self) -> int:
        """How many rows it has at most."""
        return self.first or self.last or DEFAULT_ROWS

    @property
    def is_backwards(self) -> bool:
        """Whether its rows are the last ones."""
        return self.last is not None

    @property
    def form(self) -> tuple[int, bool, bool, bool]:
        """What a page's statement is built by: all but the values of its cursors."""
        return (self.rows, self.is_backwards, self.after is not None, self.before is not None)


def make_cursor(order: str, *values: object) -> str:
    """The cursor of the row that has these values in the order's columns, as JSON gives them."""
    return urlsafe_b64encode(orjson.dumps([order, *values])).rstrip(b"=").decode()


def read_cursor(cursor: str, *, order: str, types: Sequence[type]) -> list[object]:
    """The values that a cursor of this order holds, one of each type. Raises BadCursor."""
    try:
        held = _held(cursor)
        if not isinstance(held, list) or len(held) != len(types) + 1 or held[0] != order:
            raise BadCursor(cursor)
        return [_typed(value, wanted) for value, wanted in zip(held[1:], types, strict=True)]
    except (ValueError, OverflowError) as error:
        raise BadCursor(cursor) from error


def order_of(cursor: str) -> str:
    """The order of a cursor of this service's own making."""
    return str(_held(cursor)[0])


def just_before(cursor: str) -> str:
    """The cursor after which nothing can come before a row, given that row's own, of this service's making.

    Its order is ascending, and ends with a column of whole numbers or of ids.
    """
    order, *values, last = _held(cursor)
    earlier = last - 1 if isinstance(last, int) else UUID(int=UUID(last).int - 1).hex
    return make_cursor(order, *values, earlier)


def type_of(column: ColumnElement[object]) -> type:
    """The Python type of a column's values; a decorated type tells it of the type that it decorates."""
    decorated = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    return decorated.python_type


def _held(cursor: str) -> Any:
    """What a cursor holds, which is a list if it is one. Raises ValueError."""
    return orjson.loads(urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)))


def _typed(value: object, wanted: type) -> object:
    """A value as its column takes it, from what JSON holds of it. Raises ValueError or OverflowError for any other."""
    if wanted is int and type(value) is int and value in _WHOLE_NUMBERS:
        return value
    if wanted is float and type(value) in {int, float}:
        return float(value)  # type: ignore[arg-type]  # it is one of the two
    if wanted in {int, float} or not isinstance(value, str) or "\x00" in value:
        raise ValueError(value)
    if wanted is UUID:
        return UUID(value)
    if wanted is datetime:
        instant = datetime.fromisoformat(value)
        return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
    if wanted is date:
        return date.fromisoformat(value)
    return value
