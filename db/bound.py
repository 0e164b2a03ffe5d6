"""Values of filters as named parameters: one compiled statement serves every filter that says as much.

A filter is a frozen dataclass. What it holds is either structure (whether a field is filled, flags, members of closed
sets, filters in it), by which its conditions are built, or a value, which only reaches the database: a builder of
conditions never looks at one. What a value becomes for the database is the business of its column type, here.
"""

from collections.abc import Hashable, Iterable
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import BindParameter, ColumnElement, Dialect, Text, TypeDecorator, Uuid, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import TypeEngine

from db.reading.entities import Condition
from domain.text import name_key, speaker_key

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

type Shape = tuple[Hashable, ...]
"""What the conditions of a filter are built by."""
type Named = dict[str, object]
"""The values of a filter by the names of their parameters."""


def apart(prefix: str, where: "DataclassInstance") -> tuple[Shape, Named]:
    """The structure of a filter and its values by their names, which begin with `prefix`."""
    shape: list[Hashable] = []
    values: Named = {}
    _take_apart(prefix, where, shape, values)
    return tuple(shape), values


def named(prefix: str, field: str) -> str:
    """The name of the value that a field holds, of a filter whose names begin with `prefix`."""
    return f"{prefix}_{field}"


def bound(prefix: str, field: str, value: object, kind: TypeEngine[Any] | type[TypeEngine[Any]]) -> BindParameter[Any]:
    """The parameter of the value that a field holds."""
    return bindparam(named(prefix, field), value, kind, unique=False)


def is_any_of(column: ColumnElement[Any], values: BindParameter[Any], *, is_sqlite: bool) -> Condition:
    """The condition that a column holds one of the values of a parameter of type AnyOf."""
    if is_sqlite:
        found: Condition = column.in_(select(func.json_each(values).table_valued("value").c.value))
        return found
    any_of: Condition = column == func.any(values)
    return any_of


class AnyOf(TypeDecorator[Any]):
    """A list of values as one parameter: an array in PostgreSQL, JSON text in SQLite; each value once."""

    impl = Text
    cache_ok = True

    def __init__(self, *, of_ids: bool = False) -> None:
        """Of texts, or of ids."""
        super().__init__()
        self.of_ids = of_ids

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """PostgreSQL's array."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Text())
        return dialect.type_descriptor(ARRAY(Uuid() if self.of_ids else Text()))

    def process_bind_param(self, value: Iterable[Any] | None, dialect: Dialect) -> object:
        """The values as the database takes them."""
        distinct = dict.fromkeys(value or ())
        if dialect.name != "sqlite":
            return list(distinct)
        return orjson.dumps([one.hex if self.of_ids else one for one in distinct]).decode()


class AnyName(AnyOf):
    """A list of names as those of outlets and bodies are compared, as one parameter."""

    cache_ok = True

    def process_bind_param(self, value: Iterable[Any] | None, dialect: Dialect) -> object:
        """The names' keys as the database takes them."""
        return super().process_bind_param([name_key(one) for one in value or ()], dialect)


class SpeakerKey(TypeDecorator[str]):
    """A name as speakers' names are compared."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """The name's key."""
        return speaker_key(value) if value is not None else None


class NameKey(TypeDecorator[str]):
    """A name as those of outlets and bodies are compared."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """The name's key."""
        return name_key(value) if value is not None else None


def _take_apart(prefix: str, where: "DataclassInstance", shape: list[Hashable], values: Named) -> None:
    """Add each part of the structure, with the name and the value of what is one."""
    for field, name in _names(type(where), prefix):
        held = getattr(where, field)
        if held is None or held == ():
            continue
        if isinstance(held, bool | Enum):
            shape.append((name, held))
        elif is_dataclass(held) and not isinstance(held, type):
            shape.append(name)
            _take_apart(name, held, shape, values)
        elif isinstance(held, tuple) and is_dataclass(held[0]):
            for place, one in enumerate(held):
                shape.append(f"{name}{place}")
                _take_apart(f"{name}{place}", one, shape, values)
        else:
            shape.append(name)
            values[name] = held


@lru_cache(maxsize=1_024)
def _names(kind: "type[DataclassInstance]", prefix: str) -> tuple[tuple[str, str], ...]:
    """The fields of a filter, with the names of what they hold."""
    return tuple((field.name, named(prefix, field.name)) for field in fields(kind))
