"""What the parts of one compiled statement share: its columns, its JSON, and the names of its shaping expression."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import batched

from sqlalchemy import ColumnElement, Float, FromClause, Select, Text, case, cast, func, literal_column, select

from db.paging import make_cursor
from db.reading.entities import Query
from db.reading.values import projected
from domain.errors import TooManyFields
from domain.roles import Actor, Operation, check_viewer

type Shape = Callable[[list[object]], object]
"""Shapes the row of an answer."""

_INLINE, _IN_A_PART = 80, 90
"""PostgreSQL's functions take 100 arguments at most, SQLite's 127: a row's further columns stand in arrays in it."""
MOST_COLUMNS = _INLINE + 4 * _IN_A_PART
"""More than all fields of a claim and of every row that it belongs to."""
_NO_ROWS: ColumnElement[object] = literal_column("'[]'::json")


@dataclass(frozen=True)
class Compiled:
    """A statement that returns one JSON array as text, and the function that shapes that array.

    `later` are the reads for which places are left open in what it shapes.
    """

    statement: Select[str]
    shape: Shape
    later: "tuple[Later, ...]" = ()


@dataclass(eq=False)
class Later:
    """A read of buckets' claims, which waits for the buckets; db/reading/openings.py fills them in."""

    compiled: "Callable[[], Compiled]"


@dataclass
class Statement:
    """What all parts of one statement share: the database's kind, who reads, and names for the shaping expression."""

    is_sqlite: bool
    viewer: Actor | None
    opened: frozenset[Operation] = frozenset()
    """What nobody needs a key for here, though it needs one elsewhere."""
    names: dict[str, object] = field(default_factory=lambda: {"cursor": make_cursor, "projected": projected})
    later: "list[Later]" = field(default_factory=list)
    """What has to be read when this statement is answered."""
    _variables: int = 0

    def check(self, operation: Operation) -> None:
        """Raise NotAllowed unless who reads may do what an operation is about."""
        if operation not in self.opened:
            check_viewer(self.viewer, operation)

    def name(self, value: object) -> str:
        """A name for `value` in the shaping expression."""
        name = f"f{len(self.names)}"
        self.names[name] = value
        return name

    def variable(self) -> str:
        """A name for the next row that the shaping expression goes through."""
        self._variables += 1
        return f"x{self._variables}"

    def array(self, values: Sequence[ColumnElement[object]], are_json: Sequence[bool]) -> ColumnElement[object]:
        """The JSON array of `values`, of which some are JSON themselves."""
        if len(values) > MOST_COLUMNS:
            raise TooManyFields(MOST_COLUMNS)
        known = list(zip(values, are_json, strict=True))
        parts = [(self._part(list(some)), True) for some in batched(known[_INLINE:], _IN_A_PART)]
        return self._part([*known[:_INLINE], *parts])

    def _part(self, known: Sequence[tuple[ColumnElement[object], bool]]) -> ColumnElement[object]:
        if not self.is_sqlite:
            return func.json_build_array(*(value for value, _ in known))
        return func.json_array(*(func.json(value) if is_json else _as_sqlite_writes(value) for value, is_json in known))

    def list_as_json(self, query: Query, are_json: Sequence[bool] = ()) -> ColumnElement[object]:
        """The JSON array of the rows of `query`, in their order; a row is the array of its columns."""
        found = query.subquery()
        row = self.array(list(found.c), are_json or [False] * len(found.c))
        rows = func.json_group_array(row) if self.is_sqlite else func.coalesce(func.json_agg(row), _NO_ROWS)
        return select(rows).select_from(found).scalar_subquery()

    def finished(self, columns: "Columns", shape: str) -> Compiled:
        """The statement of the outermost columns and the shape of its answer."""
        told = cast(self.array(columns.elements, columns.are_json), Text)
        made: Shape = eval(f"lambda r: {shape}", dict(self.names))  # noqa: S307 - of quoted keys and own numbers only
        return Compiled(select(told), made, tuple(self.later))


def _as_sqlite_writes(value: ColumnElement[object]) -> ColumnElement[object]:
    """A value as SQLite's JSON has it: of a real number all digits, of which it would write 15 alone."""
    if not isinstance(value.type, Float):
        return value
    return case((value.is_not(None), func.json(func.printf("%!.17g", value))))


def at(row: str, place: int) -> str:
    """The expression of the column at a place of a row.

    >>> at("r", 3), at("r", 81)
    ('r[3]', 'r[80][1]')
    """
    if place < _INLINE:
        return f"{row}[{place}]"
    part, within = divmod(place - _INLINE, _IN_A_PART)
    return f"{row}[{_INLINE + part}][{within}]"


class Columns:
    """The columns of a row, each once."""

    def __init__(self) -> None:
        """Have none yet."""
        self.elements: list[ColumnElement[object]] = []
        self.are_json: list[bool] = []
        self._places: dict[tuple[FromClause, str], int] = {}

    def add(self, element: ColumnElement[object], *, is_json: bool = False) -> int:
        """The place of a column that is new in the row."""
        self.elements.append(element)
        self.are_json.append(is_json)
        return len(self.elements) - 1

    def of(self, table: FromClause, column: str, *, is_json: bool = False) -> int:
        """The place of a table's column."""
        place = self._places.get((table, column))
        if place is None:
            place = self._places[table, column] = self.add(table.c[column], is_json=is_json)
        return place

    def labelled(self) -> list[ColumnElement[object]]:
        """The columns with names of their own, so that none hides another in a subquery; at least one."""
        if not self.elements:
            self.add(literal_column("1"))
        return [element.label(f"c{place}") for place, element in enumerate(self.elements)]
