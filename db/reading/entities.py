"""What can be read: the columns and relations that compile, each named as the GraphQL type names its field."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, select
from sqlmodel import SQLModel

from db.paging import MOST_ROWS
from domain.roles import Actor, Operation

type Condition = ColumnElement[bool]
type Joined = Callable[[FromClause, FromClause], Condition]
"""The condition that joins the rows of a table (first) to those of another."""
type Arguments = Mapping[str, Any]
"""The arguments of a field by their names in GraphQL, as its schema reads them."""
type Query = Select[*tuple[Any, ...]]
"""A select of columns that are known only when it is compiled."""
type Finish = Callable[..., object]
"""Makes the value that an answer shows of what came out of the database's JSON."""


@dataclass(frozen=True, slots=True)
class Written:
    """The same as an expression of the value, `{}`: for most ids and words a call costs more than what it does."""

    expression: str


def table_of(row: type[SQLModel]) -> FromClause:
    """The table of a kind of row."""
    table: FromClause = row.__table__  # type: ignore[attr-defined]  # SQLModel makes it
    return table


@dataclass(frozen=True)
class Leaf:
    """A value of a row; `finish` None shows it as it comes, `is_json` says that the column itself holds JSON.

    `also` are further columns that `finish` is given, and `null` is what a null column shows. The columns are those of
    the row that the to-one relation `of` names, where there is one.
    """

    column: str
    finish: Finish | Written | None = None
    is_json: bool = False
    also: tuple[str, ...] = ()
    null: object = None
    of: str | None = None


@dataclass(frozen=True)
class Embedded:
    """An object made of a row's own values, null where the first of them is; `type_name` is its type in GraphQL."""

    leaves: Mapping[str, Leaf]
    type_name: str = "Span"


@dataclass(frozen=True)
class ToOne:
    """At most one row of another entity."""

    target: Callable[[], "Entity"]
    joined: Joined


@dataclass(frozen=True)
class Picked:
    """At most one row of another entity, chosen by the arguments of the field."""

    target: Callable[[], "Entity"]
    joined: Callable[[FromClause, FromClause, Arguments], Condition]


@dataclass(frozen=True)
class ToMany:
    """A list of another entity's rows, in that entity's order; `most` is how many an unpaged one shows.

    `are_few` says that they are few beside all rows of that entity.
    """

    target: Callable[[], "Entity"]
    joined: Joined
    most: int = MOST_ROWS
    are_few: bool = False


@dataclass(frozen=True)
class Computed:
    """A value that `finish` makes of the rows that `rows` finds for a row of a table, each a list of columns.

    `finish` is given them and the field's arguments; it may make objects, and lists of them, whose attributes are named
    as GraphQL names the fields, in Python's way.
    """

    rows: Callable[[FromClause], Query]
    finish: Callable[[list[list[Any]], Arguments], object]


@dataclass(frozen=True)
class Order:
    """The order of a list: columns that together are unique and never null, all one way."""

    name: str
    columns: tuple[str, ...]
    descending: bool

    @property
    def reversed(self) -> "Order":
        """The other way round; its cursors are its own."""
        return Order(f"{self.name} reversed", self.columns, not self.descending)


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
    picks: Mapping[str, Picked] = field(default_factory=dict)
    computed: Mapping[str, Computed] = field(default_factory=dict)
    derived: Mapping[str, Callable[[FromClause], ColumnElement[Any]]] = field(default_factory=dict)
    """Columns beside those of the table, each made of a row of it."""
    timelines: Mapping[str, ToMany] = field(default_factory=dict)
    """Claims that are counted in periods of time."""
    listed: Callable[[FromClause], Sequence[Condition]] = lambda _: ()
    visible: Callable[[FromClause, Actor | None], Sequence[Condition]] = lambda _, __: ()
    """Which rows somebody, or None: somebody without a key, sees at all: in lists, beside other rows, and by id."""
    restricted: Mapping[str, Operation] = field(default_factory=dict)
    """The fields that somebody may read who may do an operation."""

    @cached_property
    def table(self) -> FromClause:
        """The table, with the derived columns where there are some, to be aliased for each use."""
        table = table_of(self.row)
        if not self.derived:
            return table
        return select(table, *(make(table).label(name) for name, make in self.derived.items())).subquery()

    @property
    def field_names(self) -> set[str]:
        """Every field that compiles."""
        kinds = (
            self.leaves,
            self.embedded,
            self.ones,
            self.manys,
            self.fews,
            self.picks,
            self.computed,
            self.timelines,
        )
        return {name for kind in kinds for name in kind}
