"""Pages of an entity's listed rows as one column of JSON, and the expressions that shape them.

What is selected of a row is the business of whatever `make_rows` makes (db/reading/joining.py).
"""

from collections.abc import Callable, Sequence
from typing import Protocol, assert_never

from sqlalchemy import ColumnClause, ColumnElement, FromClause, Select, Subquery, func, literal_column, select
from sqlalchemy.sql.visitors import iterate

from db.paging import type_of
from db.reading import selection as chosen
from db.reading.arms import Arms, MergedEntity
from db.reading.entities import Condition, Entity, Order, Query
from db.reading.facets import Counting, FacetCompiler
from db.reading.openings import PLACE, in_bucket, opened_buckets
from db.reading.pages import Keys, between_cursors, ordered
from db.reading.rows import Choices, Narrow, Where, nothing_chosen
from db.reading.statement import Columns, Compiled, Later, Statement, at
from db.reading.values import CANONICAL

_OF_THE_PAGE = (chosen.Nodes, chosen.Edges, chosen.PageInfo)
"""The parts of a connection that its rows fill."""


class RowsOfEntity(Protocol):
    """Rows of one entity with the rows that they belong to joined beside them."""

    table: FromClause
    source: FromClause
    columns: Columns

    def shaped(self, parts: Sequence[chosen.Part], row: str) -> str:
        """The expression that shapes the object selected of the row that `row` names."""

    def node(self, node: chosen.Node, row: str) -> str:
        """The same of a row that may be one of several kinds."""


type MakeRows = Callable[[Entity, Statement, FromClause | None], RowsOfEntity]


class List:
    """A page of an entity's listed rows, beside the row of `outer` that it belongs to or alone."""

    def __init__(  # noqa: PLR0913 - which rows of what, beside which
        self,
        entity: Entity,
        connection: chosen.Connection,
        statement: Statement,
        *,
        make_rows: MakeRows,
        where: Where,
        outer: FromClause | None,
        order: Order | None = None,
        choices: Callable[[], Choices] = nothing_chosen,
        narrow: Narrow | None = None,
        counted: Where | None = None,
    ) -> None:
        """Choose the rows of the page, in `narrow` where it has their order; `counted` is for all. Raises BadCursor."""
        self._entity = entity
        self._make_rows = make_rows
        self._choices = choices
        self._connection = connection
        self._statement = statement
        self._where = where
        self._counted = counted or where
        self._outer = outer
        self._page = connection.page
        self._order = order or entity.order
        self._narrow = narrow if narrow and narrow.columns.keys() >= {*self._order.columns} else None
        self._arms = _arms(entity, connection, statement, outer)
        self._rows = make_rows(entity, statement, self._rows_of_the_page())

    def shaped(self, columns: Columns, row: str) -> str:
        """Add what the connection needs to `columns`; the expression that shapes it out of `row`."""
        place = len(columns.elements)
        needs_rows = any(isinstance(part, _OF_THE_PAGE) for part in self._connection.parts)
        if needs_rows:
            columns.add(literal_column("NULL"), is_json=True)
        shown = [f"{part.key!r}: {self._part(part, columns, row, at(row, place))}" for part in self._connection.parts]
        if needs_rows:
            columns.elements[place] = self._page_as_json()
        return f"{{{', '.join(shown)}}}"

    def _part(self, part: chosen.ConnectionPart, columns: Columns, row: str, rows: str) -> str:
        match part:
            case chosen.Constant():
                return repr(part.value)
            case chosen.TotalCount():
                return at(row, columns.add(self._count()))
            case chosen.Facets():
                return self._facets().shaped(part, columns, row)
            case chosen.Nodes():
                each = self._statement.variable()
                return f"[{self._rows.node(part.node, each)} for {each} in {self._shown(rows)}]"
            case chosen.Edges():
                each = self._statement.variable()
                return f"[{self._edge(part, each)} for {each} in {self._shown(rows)}]"
            case chosen.PageInfo():
                shown = [f"{one.key!r}: {self._page_info(one, rows)}" for one in part.parts]
                return f"{{{', '.join(shown)}}}"
        assert_never(part)

    def _facets(self) -> FacetCompiler:
        counting = Counting(lambda table: self._conditions(table, self._counted), self._outer, self._choices())
        return FacetCompiler(
            counting, self._statement, lambda entity, table: self._make_rows(entity, self._statement, table)
        )

    def _edge(self, edges: chosen.Edges, row: str) -> str:
        shown = []
        for part in edges.parts:
            match part:
                case chosen.Constant():
                    value = repr(part.value)
                case chosen.EdgeCursor():
                    value = self._cursor(row)
                case chosen.EdgeNode():
                    value = self._rows.node(part.node, row)
            shown.append(f"{part.key!r}: {value}")
        return f"{{{', '.join(shown)}}}"

    def _page_info(self, part: chosen.Constant | chosen.Value, rows: str) -> str:
        if isinstance(part, chosen.Constant):
            return repr(part.value)
        page, near, far = self._page, f"{rows}[0]", f"{rows}[min(len({rows}), {self._page.rows}) - 1]"
        start, end = (far, near) if page.is_backwards else (near, far)
        has_more = f"len({rows}) > {self._page.rows}"
        follow, precede = page.before is not None, page.after is not None  # the rows of the cursors themselves
        return {
            "hasNextPage": repr(follow) if follow or page.is_backwards else has_more,
            "hasPreviousPage": has_more if page.is_backwards and not precede else repr(precede),
            "startCursor": f"({self._cursor(start)} if {rows} else None)",
            "endCursor": f"({self._cursor(end)} if {rows} else None)",
        }[part.name]

    def _shown(self, rows: str) -> str:
        """The expression of the page's rows in their order; one more was read, and the last ones backwards."""
        return f"{rows}[:{self._page.rows}]" + ("[::-1]" if self._page.is_backwards else "")

    def _cursor(self, row: str) -> str:
        values = [self._cursor_value(column, row) for column in self._order.columns]
        return f"cursor({self._order.name!r}, {', '.join(values)})"

    def _cursor_value(self, column: str, row: str) -> str:
        table = self._rows.table
        value = at(row, self._rows.columns.of(table, column))
        canonical = CANONICAL.get(type_of(table.c[column]))
        return f"{self._statement.name(canonical)}({value})" if canonical else value

    def _rows_of_the_page(self) -> FromClause:
        """The rows alone, chosen before anything is joined to them; one more than shown tells whether it is the last.

        A forged cursor is refused even where no row is selected.
        """
        table = self._arms.page(self._page, self._order) if self._arms else self._entity.table.alias()
        if self._narrow:
            found, columns = self._narrow.conditions, self._narrow.columns
            ids = self._one_page(select(columns["id"]).where(*found), [columns[one] for one in self._order.columns])
            return select(table).where(table.c.id.in_(ids)).subquery()
        query = self._one_page(select(table).where(*self._conditions(table, self._where)), self._keys(table))
        return self._correlated(query).subquery()

    def _one_page(self, query: Query, keys: Keys) -> Query:
        """Those rows of a query that stand on the page, and the next one."""
        between = between_cursors(self._page, self._order, keys, is_named=self._outer is None)
        return query.where(*between).order_by(*ordered(self._page, self._order, keys)).limit(self._page.rows + 1)

    def _page_as_json(self) -> ColumnElement[object]:
        rows = self._rows
        query = select(*rows.columns.labelled()).select_from(rows.source).order_by(*self._ordered(rows.table))
        _leave_out_unread(rows.table, query)
        return self._statement.list_as_json(self._correlated(query), rows.columns.are_json)

    def _count(self) -> ColumnElement[object]:
        if self._arms:
            return select(func.count()).select_from(self._arms.all()).scalar_subquery()
        if self._narrow:
            return select(func.count()).where(*self._narrow.conditions).scalar_subquery()
        table = self._entity.table.alias()
        counted = select(func.count()).select_from(table).where(*self._conditions(table, self._counted))
        return self._correlated(counted).scalar_subquery()

    def _ordered(self, table: FromClause) -> list[ColumnElement[object]]:
        return ordered(self._page, self._order, self._keys(table))

    def _keys(self, table: FromClause) -> list[ColumnElement[object]]:
        return [table.c[column] for column in self._order.columns]

    def _conditions(self, table: FromClause, where: Where) -> list[Condition]:
        entity = self._entity
        return [*where(table), *entity.listed(table), *entity.visible(table, self._statement.viewer)]

    def _correlated(self, query: Query) -> Query:
        return query.correlate(self._outer) if self._outer is not None else query


def later_pages(
    entity: Entity,
    where: Callable[[FromClause, FromClause], Sequence[Condition]],
    statement: Statement,
    *,
    make_rows: MakeRows,
    owner: Entity | None = None,
) -> Callable[[chosen.Connection], Later]:
    """Of a connection the read, later, of a page of it for each bucket; `where` is given the claims and the buckets.

    It shapes the pages by the places of the buckets; that of None is the page of an empty one.
    """

    def compiled(connection: chosen.Connection) -> Compiled:
        new = Statement(statement.is_sqlite, statement.viewer, statement.opened)
        columns, outermost = Columns(), Columns()
        buckets = opened_buckets(owner.table.alias() if owner else None, is_sqlite=new.is_sqlite)
        place = columns.add(buckets.c[PLACE])
        counted = lambda claim: (*where(claim, buckets), *in_bucket(claim, buckets, is_sqlite=new.is_sqlite))  # noqa: E731 - said in place
        shown = List(entity, connection, new, make_rows=make_rows, where=counted, outer=buckets).shaped(columns, "x")
        rows = new.list_as_json(select(*columns.labelled()).select_from(buckets), columns.are_json)
        found = at("r", outermost.add(rows, is_json=True))
        nothing = new.name([[] if is_json else 0 for is_json in columns.are_json])
        return new.finished(
            outermost, f"{{{at('x', place)}: {shown} for x in {found}}} | {{None: (lambda x: {shown})({nothing})}}"
        )

    return lambda connection: Later(lambda: compiled(connection))


def _leave_out_unread(page: FromClause, query: Query) -> None:
    """Let a page, chosen by a subquery in `query`, have just those columns that the query reads of it.

    SQLite would fetch all of them of each row, and sort them with rows that no index has in order.
    """
    assert isinstance(page, Subquery) and isinstance(page.element, Select)  # noqa: PT018, S101 - made here
    read = {one.key for one in iterate(query) if isinstance(one, ColumnClause) and one.table is page}
    page.element = page.element.with_only_columns(*(one for one in page.element.selected_columns if one.key in read))


def _arms(entity: Entity, connection: chosen.Connection, statement: Statement, outer: FromClause | None) -> Arms | None:
    """The arms of a list that is made of several tables' rows; None of any other."""
    if not isinstance(entity, MergedEntity):
        return None
    assert outer is not None  # noqa: S101 - such a list stands beside a row
    return Arms(entity, outer, statement.viewer, connection.kinds, is_sqlite=statement.is_sqlite)
