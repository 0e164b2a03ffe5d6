"""Compiles a selection into one SQL statement and one function that shapes what it returns.

The statement returns one JSON text. In it a row is an array of its columns, with those of the rows that it belongs to
beside them, and a list is an array of such arrays. The shaping function is one generated Python expression over that.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, assert_never

from sqlalchemy import ColumnElement, FromClause, Select, Text, cast, func, literal_column, select

from db.paging import MOST_ROWS, Page, follows, make_cursor, type_of
from db.reading import selection as chosen
from db.reading.entities import Condition, Entity, Leaf, ToMany
from db.reading.values import CANONICAL
from domain.errors import TooManyFields

type Shape = Callable[[list[object]], object]
type Where = Callable[[FromClause], Sequence[Condition]]
type Query = Select[*tuple[Any, ...]]
"""A select of columns that are known only when it is compiled."""

MOST_COLUMNS = 90
"""PostgreSQL's functions take 100 arguments at most, SQLite's 127."""
_NO_ROWS: ColumnElement[object] = literal_column("'[]'::json")


@dataclass(frozen=True)
class Compiled:
    """A statement that returns one JSON array as text, and the function that shapes that array."""

    statement: Select[str]
    shape: Shape


def compile_node(entity: Entity, node: chosen.Node, where: Where, *, is_sqlite: bool) -> Compiled:
    """The one row that `where` finds, listed or not; the statement returns no row where there is none.

    Raises TooManyFields.
    """
    compiler = _Compiler(is_sqlite)
    rows = _Rows(entity, compiler)
    row = compiler.finished(rows.columns, rows.shaped(node.parts, "r"))
    return replace(row, statement=row.statement.select_from(rows.source).where(*where(rows.table)).limit(1))


def compile_connection(entity: Entity, connection: chosen.Connection, where: Where, *, is_sqlite: bool) -> Compiled:
    """The page of the listed rows for which `where` holds. Raises TooManyFields and BadCursor."""
    compiler = _Compiler(is_sqlite)
    top = _Columns(compiler)
    shown = _List(entity, connection, compiler, where=where, outer=None).shaped(top, "r")
    return compiler.finished(top, shown)


@dataclass
class _Compiler:
    """What all parts of one statement share: the database's kind, and names for the shaping expression."""

    is_sqlite: bool
    names: dict[str, object] = field(default_factory=lambda: {"cursor": make_cursor})
    _variables: int = 0

    def name(self, value: object) -> str:
        """A name for `value` in the shaping expression."""
        name = f"f{len(self.names)}"
        self.names[name] = value
        return name

    def variable(self) -> str:
        """A name for the next row that the shaping expression goes through."""
        self._variables += 1
        return f"x{self._variables}"

    def array(self, columns: "_Columns", values: Sequence[ColumnElement[object]]) -> ColumnElement[object]:
        """The JSON array of `values`, which stand for `columns`."""
        if len(values) > MOST_COLUMNS:
            raise TooManyFields(MOST_COLUMNS)
        if not self.is_sqlite:
            return func.json_build_array(*values)
        known = zip(values, columns.are_json, strict=True)
        return func.json_array(*(func.json(value) if is_json else value for value, is_json in known))

    def list_as_json(self, columns: "_Columns", query: Query) -> ColumnElement[object]:
        """The JSON array of the rows of `query`, in their order; a row is the array of its `columns`."""
        found = query.subquery()
        row = self.array(columns, list(found.c))
        rows = func.json_group_array(row) if self.is_sqlite else func.coalesce(func.json_agg(row), _NO_ROWS)
        return select(rows).select_from(found).scalar_subquery()

    def finished(self, columns: "_Columns", shape: str) -> Compiled:
        """The statement of the outermost columns and the shape of its answer."""
        told = cast(self.array(columns, columns.elements), Text)
        made: Shape = eval(f"lambda r: {shape}", dict(self.names))  # noqa: S307 - of quoted keys and own numbers only
        return Compiled(select(told), made)


class _Columns:
    """The columns of a row, each once."""

    def __init__(self, compiler: _Compiler) -> None:
        self.elements: list[ColumnElement[object]] = []
        self.are_json: list[bool] = []
        self._places: dict[tuple[FromClause, str], int] = {}
        self._compiler = compiler

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


class _Rows:
    """Rows of one entity with the rows that they belong to joined beside them."""

    def __init__(self, entity: Entity, compiler: _Compiler) -> None:
        self.entity = entity
        self.compiler = compiler
        self.table: FromClause = entity.table.alias()
        self.source: FromClause = self.table
        self.columns = _Columns(compiler)
        self._joined: dict[tuple[FromClause, str], FromClause] = {}

    def shaped(self, parts: Sequence[chosen.Part], row: str) -> str:
        """The expression that shapes the object selected of the row that `row` names."""
        return self._shaped(self.entity, self.table, parts, row)

    def _shaped(self, entity: Entity, table: FromClause, parts: Sequence[chosen.Part], row: str) -> str:
        shown = [f"{part.key!r}: {self._part(entity, table, part, row)}" for part in parts]
        return f"{{{', '.join(shown)}}}"

    def _part(self, entity: Entity, table: FromClause, part: chosen.Part, row: str) -> str:
        match part:
            case chosen.Constant():
                return repr(part.value)
            case chosen.Value():
                return self._leaf(table, entity.leaves[part.name], row)
            case chosen.EmbeddedObject():
                return self._embedded(entity, table, part, row)
            case chosen.One():
                return self._one(entity, table, part, row)
            case chosen.Many():
                return self._list(entity.manys[part.name], table, part.connection, row)
            case chosen.Few():
                connection = chosen.Connection(Page(MOST_ROWS), (chosen.Nodes("nodes", part.node),))
                return f"{self._list(entity.fews[part.name], table, connection, row)}['nodes']"
        assert_never(part)

    def _leaf(self, table: FromClause, leaf: Leaf, row: str) -> str:
        value = f"{row}[{self.columns.of(table, leaf.column, is_json=leaf.is_json)}]"
        if leaf.finish is None:
            return value
        return f"(None if {value} is None else {self.compiler.name(leaf.finish)}({value}))"

    def _embedded(self, entity: Entity, table: FromClause, part: chosen.EmbeddedObject, row: str) -> str:
        leaves = entity.embedded[part.name].leaves
        presence = self.columns.of(table, next(iter(leaves.values())).column)
        values = [
            repr(one.value) if isinstance(one, chosen.Constant) else self._leaf(table, leaves[one.name], row)
            for one in part.parts
        ]
        shown = [f"{one.key!r}: {value}" for one, value in zip(part.parts, values, strict=True)]
        return f"(None if {row}[{presence}] is None else {{{', '.join(shown)}}})"

    def _one(self, entity: Entity, table: FromClause, part: chosen.One, row: str) -> str:
        relation = entity.ones[part.name]
        target = relation.target()
        joined = self._joined.get((table, part.name))
        if joined is None:
            joined = self._joined[table, part.name] = target.table.alias()
            self.source = self.source.outerjoin(joined, relation.joined(table, joined))
        presence = self.columns.of(joined, "id")
        return f"(None if {row}[{presence}] is None else {self._shaped(target, joined, part.node.parts, row)})"

    def _list(self, relation: ToMany, table: FromClause, connection: chosen.Connection, row: str) -> str:
        belongs = lambda rows: (relation.joined(table, rows),)  # noqa: E731 - a condition, said in place
        listed = _List(relation.target(), connection, self.compiler, where=belongs, outer=table)
        return listed.shaped(self.columns, row)


class _List:
    """A page of an entity's listed rows, beside the row of `outer` that it belongs to or alone."""

    def __init__(
        self,
        entity: Entity,
        connection: chosen.Connection,
        compiler: _Compiler,
        *,
        where: Where,
        outer: FromClause | None,
    ) -> None:
        self._rows = _Rows(entity, compiler)
        self._connection = connection
        self._compiler = compiler
        self._where = where
        self._outer = outer
        self._first = connection.page.first
        self._order = self._rows.entity.order
        self._keys = [self._rows.table.c[column] for column in self._order.columns]
        self._follows = list(self._after_the_cursor())  # even where no row is selected: a forged one is always refused

    def shaped(self, columns: _Columns, row: str) -> str:
        """Add what the connection needs to `columns`; the expression that shapes it out of `row`."""
        place = len(columns.elements)
        needs_rows = any(not isinstance(part, chosen.Constant | chosen.TotalCount) for part in self._connection.parts)
        if needs_rows:
            columns.add(literal_column("NULL"), is_json=True)
        shown = [
            f"{part.key!r}: {self._part(part, columns, row, f'{row}[{place}]')}" for part in self._connection.parts
        ]
        if needs_rows:
            columns.elements[place] = self._page()
        return f"{{{', '.join(shown)}}}"

    def _part(self, part: chosen.ConnectionPart, columns: _Columns, row: str, rows: str) -> str:
        match part:
            case chosen.Constant():
                return repr(part.value)
            case chosen.TotalCount():
                return f"{row}[{columns.add(self._count())}]"
            case chosen.Nodes():
                each = self._compiler.variable()
                return f"[{self._rows.shaped(part.node.parts, each)} for {each} in {rows}[:{self._first}]]"
            case chosen.Edges():
                each = self._compiler.variable()
                return f"[{self._edge(part, each)} for {each} in {rows}[:{self._first}]]"
            case chosen.PageInfo():
                shown = [f"{one.key!r}: {self._page_info(one, rows)}" for one in part.parts]
                return f"{{{', '.join(shown)}}}"
        assert_never(part)

    def _edge(self, edges: chosen.Edges, row: str) -> str:
        shown = []
        for part in edges.parts:
            match part:
                case chosen.Constant():
                    value = repr(part.value)
                case chosen.EdgeCursor():
                    value = self._cursor(row)
                case chosen.EdgeNode():
                    value = self._rows.shaped(part.node.parts, row)
            shown.append(f"{part.key!r}: {value}")
        return f"{{{', '.join(shown)}}}"

    def _page_info(self, part: chosen.Constant | chosen.Value, rows: str) -> str:
        if isinstance(part, chosen.Constant):
            return repr(part.value)
        last = f"{rows}[min(len({rows}), {self._first}) - 1]"
        return {
            "hasNextPage": f"len({rows}) > {self._first}",
            "hasPreviousPage": repr(self._connection.page.after is not None),
            "startCursor": f"({self._cursor(f'{rows}[0]')} if {rows} else None)",
            "endCursor": f"({self._cursor(last)} if {rows} else None)",
        }[part.name]

    def _cursor(self, row: str) -> str:
        values = [self._cursor_value(column, row) for column in self._order.columns]
        return f"cursor({self._order.name!r}, {', '.join(values)})"

    def _cursor_value(self, column: str, row: str) -> str:
        table = self._rows.table
        value = f"{row}[{self._rows.columns.of(table, column)}]"
        canonical = CANONICAL.get(type_of(table.c[column]))
        return f"{self._compiler.name(canonical)}({value})" if canonical else value

    def _page(self) -> ColumnElement[object]:
        query = select(*self._rows.columns.labelled()).select_from(self._rows.source)
        query = query.where(*self._conditions(), *self._follows)
        query = query.order_by(*(key.desc() if self._order.descending else key.asc() for key in self._keys))
        return self._compiler.list_as_json(self._rows.columns, self._correlated(query.limit(self._first + 1)))

    def _after_the_cursor(self) -> Iterator[Condition]:
        if (after := self._connection.page.after) is not None:
            yield follows(self._keys, after, order=self._order.name, descending=self._order.descending)

    def _count(self) -> ColumnElement[object]:
        counted = select(func.count()).select_from(self._rows.table).where(*self._conditions())
        return self._correlated(counted).scalar_subquery()

    def _conditions(self) -> list[Condition]:
        return [*self._where(self._rows.table), *self._rows.entity.listed(self._rows.table)]

    def _correlated(self, query: Query) -> Query:
        return query.correlate(self._outer) if self._outer is not None else query
