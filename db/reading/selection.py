"""What a client selects, free of GraphQL's syntax tree: keys of the answer and the fields that fill them.

A `key` is the name that a value has in the answer: the client's alias, or the field's own name.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from db.paging import Page
from domain.calendars import Calendar, Interval
from domain.periods import GroupBy, Language

MOST_LISTS_DEEP = 5
"""Lists inside one another in one statement: at 6 SQLite's parser gives up where the innermost joins a subquery."""


MOST_JOINED = 30
"""Rows to which one row belongs, near or far, in one statement: SQLite joins at most 64 tables."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that is known before anything is read, as `__typename` is; None is null."""

    key: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Value:
    """A leaf; `finish` words it where the entity's own does not."""

    key: str
    name: str
    finish: Callable[..., object] | None = None


@dataclass(frozen=True, slots=True)
class EmbeddedObject:
    """An object made of the row's own values."""

    key: str
    name: str
    parts: "tuple[Constant | Value, ...]"


@dataclass(frozen=True, slots=True)
class One:
    """The row of another entity that this row belongs to."""

    key: str
    name: str
    node: "Node"


@dataclass(frozen=True, slots=True)
class Many:
    """A connection to rows of another entity."""

    key: str
    name: str
    connection: "Connection"


@dataclass(frozen=True, slots=True)
class Few:
    """All rows of another entity that belong to this row, where writing keeps them few: at most a page of them."""

    key: str
    name: str
    node: "Node"


@dataclass(frozen=True, slots=True)
class PickedOne:
    """The row of another entity that the arguments choose."""

    key: str
    name: str
    arguments: Mapping[str, Any]
    node: "Node"


@dataclass(frozen=True, slots=True)
class ComputedValue:
    """A value that Python makes of rows; `below` is what is selected of the objects in it, None of a plain value."""

    key: str
    name: str
    arguments: Mapping[str, Any]
    below: "tuple[Constant | Attribute, ...] | None"


@dataclass(frozen=True, slots=True)
class Attribute:
    """A value of an object that Python made; `below` as for the computed value."""

    key: str
    name: str
    below: "tuple[Constant | Attribute, ...] | None"


@dataclass(frozen=True, slots=True)
class Opened:
    """The claims that a bucket counts."""

    key: str
    connection: "Connection"


@dataclass(frozen=True, slots=True)
class Buckets:
    """The `buckets` of a timeline."""

    key: str
    parts: "tuple[Constant | Value | Opened, ...]"


@dataclass(frozen=True, slots=True)
class GroupNode:
    """The row that a group of claims belongs to, or what they have in common; `node` is None for a plain word."""

    key: str
    node: "Node | None"


@dataclass(frozen=True, slots=True)
class Series:
    """The `series` of a timeline: its `most` largest groups, and the rest."""

    key: str
    most: int
    parts: tuple[Constant | Value | GroupNode, ...]


@dataclass(frozen=True, slots=True)
class Periods:
    """What claims are counted by."""

    interval: Interval
    calendar: Calendar
    language: Language | None = None
    group_by: GroupBy | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """A timeline of the claims of a row, or of all."""

    key: str
    name: str
    periods: Periods
    parts: tuple[Constant | Value | Buckets | Series, ...]


type Part = Constant | Value | EmbeddedObject | One | Many | Few | PickedOne | ComputedValue | Counted


@dataclass(frozen=True, slots=True)
class Node:
    """The fields selected of one row; of a row that is one of several kinds, those of each kind in `members`."""

    parts: tuple[Part, ...]
    members: tuple[tuple[str, tuple[Part, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Nodes:
    """The `nodes` of a connection."""

    key: str
    node: Node


@dataclass(frozen=True, slots=True)
class EdgeCursor:
    """The `cursor` of an edge."""

    key: str


@dataclass(frozen=True, slots=True)
class EdgeNode:
    """The `node` of an edge."""

    key: str
    node: Node


@dataclass(frozen=True, slots=True)
class Edges:
    """The `edges` of a connection."""

    key: str
    parts: tuple[Constant | EdgeCursor | EdgeNode, ...]


@dataclass(frozen=True, slots=True)
class PageInfo:
    """The `pageInfo` of a connection, its values by their names in GraphQL."""

    key: str
    parts: tuple[Constant | Value, ...]


@dataclass(frozen=True, slots=True)
class TotalCount:
    """The number of rows in all pages."""

    key: str


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of one facet, at most `first`; `calendar` is whose years they are, None of other facets."""

    key: str
    name: str
    first: int
    calendar: Calendar | None
    parts: "tuple[FacetPart, ...]"


type FacetPart = Constant | Value | EdgeNode
"""What is selected of a facet's value; the node is the value itself."""


@dataclass(frozen=True, slots=True)
class Facets:
    """The facets of a list."""

    key: str
    facets: tuple[Constant | Facet, ...]


type ConnectionPart = Constant | Nodes | Edges | PageInfo | TotalCount | Facets


@dataclass(frozen=True, slots=True)
class Connection:
    """A page of rows and what is selected of it; `kinds` of rows that are of several, all where none is named."""

    page: Page
    parts: tuple[ConnectionPart, ...]
    kinds: frozenset[str] = frozenset()
