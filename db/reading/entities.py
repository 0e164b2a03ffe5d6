"""What can be read: the columns and relations that compile, each named as the GraphQL type names its field."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, FromClause
from sqlmodel import SQLModel

type Condition = ColumnElement[bool]
type Joined = Callable[[FromClause, FromClause], Condition]
"""The condition that joins the rows of a table (first) to those of another."""
type Finish = Callable[[object], object]
"""Makes the value that an answer shows of one that came out of the database's JSON."""


@dataclass(frozen=True)
class Leaf:
    """A value of a row; `finish` None shows it as it comes, `is_json` says that the column itself holds JSON."""

    column: str
    finish: Finish | None = None
    is_json: bool = False


@dataclass(frozen=True)
class Embedded:
    """An object made of a row's own values, null where all of them are."""

    leaves: Mapping[str, Leaf]


@dataclass(frozen=True)
class ToOne:
    """At most one row of another entity."""

    target: Callable[[], "Entity"]
    joined: Joined


@dataclass(frozen=True)
class ToMany:
    """A list of another entity's rows, in that entity's order."""

    target: Callable[[], "Entity"]
    joined: Joined


@dataclass(frozen=True)
class Order:
    """The order of a list: columns that together are unique and never null, all one way."""

    name: str
    columns: tuple[str, ...]
    descending: bool


@dataclass(frozen=True, eq=False)
class Entity:
    """A readable kind of row; `listed` says which of its rows lists show (one asked for by id is always shown)."""

    name: str
    row: type[SQLModel]
    order: Order
    leaves: Mapping[str, Leaf]
    embedded: Mapping[str, Embedded] = field(default_factory=dict)
    ones: Mapping[str, ToOne] = field(default_factory=dict)
    manys: Mapping[str, ToMany] = field(default_factory=dict)
    """Lists that are paged."""
    fews: Mapping[str, ToMany] = field(default_factory=dict)
    """Lists that writing keeps shorter than a page."""
    listed: Callable[[FromClause], Sequence[Condition]] = lambda _: ()

    @property
    def table(self) -> FromClause:
        """The table, to be aliased for each use."""
        table: FromClause = self.row.__table__  # type: ignore[attr-defined]  # SQLModel makes it
        return table

    @property
    def field_names(self) -> set[str]:
        """Every field that compiles."""
        return {*self.leaves, *self.embedded, *self.ones, *self.manys, *self.fews}
