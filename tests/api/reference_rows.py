"""What the second way to answer hands on from field to field, and how it writes values."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from db.types import EARLIEST


@dataclass(frozen=True)
class Row:
    """A row and the GraphQL type that shows it."""

    type_name: str
    row: Any


@dataclass(frozen=True)
class Rows:
    """A list of rows of which a page is asked for, in order."""

    type_name: str
    rows: list[Any]
    first: int
    order: str
    key: tuple[str, ...]


def snake(name: str) -> str:
    """A GraphQL field's name in Python."""
    return "".join(f"_{one.lower()}" if one.isupper() else one for one in name)


def told(value: Any) -> Any:
    """A value as an answer shows it."""
    return value.isoformat() if isinstance(value, date) else value


def cursor_value(row: Any, column: str) -> Any:
    """A row's value in a cursor."""
    if column == "ordered_on":
        return (row.said_on or EARLIEST).isoformat()
    value = getattr(row, column)
    return value.hex if isinstance(value, UUID) else told(value)


def corrected_value(facts: dict[str, Any], name: str) -> Any:
    """A field of what a correction tells."""
    column = {"saidOn": "day", "saidOnPrecision": "precision", "speakerId": "speaker"}.get(name, snake(name))
    value = facts.get(column)
    if name == "speakerId":
        return value and f"speaker_{value}"
    return value.upper() if value and name in {"kind", "saidOnPrecision"} else value
