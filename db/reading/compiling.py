"""Compiles a selection into one SQL statement and one function that shapes what it returns.

The statement returns one JSON text. In it a row is an array of its columns, with those of the rows that it belongs to
beside them, and a list is an array of such arrays. The shaping function is one generated Python expression over that.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import assert_never

from sqlalchemy import ColumnElement, FromClause, and_, func, literal_column, select

from db.paging import Page, type_of
from db.reading import selection as chosen
from db.reading.arms import Arms, MergedEntity
from db.reading.entities import Condition, Entity, Leaf, Order, Query, ToMany
from db.reading.facets import Counting, FacetCompiler
from db.reading.openings import PLACE, in_bucket, opened_buckets
from db.reading.pages import between_cursors, ordered
from db.reading.rows import Choices, Where, nothing_chosen
from db.reading.statement import Columns, Compiled, Later, Statement, at
from db.reading.timelines import Bounds, Claims, CountedClaims
from db.reading.values import CANONICAL
from domain.errors import TooManyFields
from domain.roles import Actor, Operation


def compile_node(  # noqa: PLR0913 - what to read and for whom
    entity: Entity,
    node: chosen.Node,
    where: Where,
    *,
    is_sqlite: bool,
    viewer: Actor | None = None,
    opened: frozenset[Operation] = frozenset(),
) -> Compiled:
    """The one row that `where` finds and `viewer` may see, listed or not; the statement returns no row for none.

    `opened` is what everybody may do here.
    Raises TooManyFields, and NotAllowed for a field that the viewer may not read.
    """
    statement = Statement(is_sqlite, viewer, opened)
    rows = _Rows(entity, statement)
    row = statement.finished(rows.columns, rows.shaped(node.parts, "r"))
    conditions = (*where(rows.table), *entity.visible(rows.table, viewer))
    return replace(row, statement=row.statement.select_from(rows.source).where(*conditions).limit(1))


def compile_connection(  # noqa: PLR0913 - what to read and for whom
    entity: Entity,
    connection: chosen.Connection,
    where: Where,
    *,
    is_sqlite: bool,
    viewer: Actor | None = None,
    opened: frozenset[Operation] = frozenset(),
    order: Order | None = None,
    choices: Callable[[], Choices] = nothing_chosen,
) -> Compiled:
    """The page of the listed rows for which `where` holds and which `viewer` may see.

    `opened` is what everybody may do here; `order` None is the entity's own. The values of its page are named as in
    `page_values`, and `choices` tells its facets what `where` names.
    Raises TooManyFields, BadCursor, and NotAllowed for a field that the viewer may not read.
    """
    statement = Statement(is_sqlite, viewer, opened)
    top = Columns()
    shown = _List(entity, connection, statement, where=where, outer=None, order=order, choices=choices).shaped(top, "r")
    return statement.finished(top, shown)


def compile_timeline(  # noqa: PLR0913 - what to count and for whom
    entity: Entity,
    part: chosen.Counted,
    where: Where,
    *,
    is_sqlite: bool,
    bounds: Bounds = (None, None),
    viewer: Actor | None = None,
    opened: frozenset[Operation] = frozenset(),
) -> Compiled:
    """The timeline of the listed claims for which `where` holds, over the days from and before `bounds`.

    Raises TooManyFields, and NotAllowed for a field that the viewer may not read; the shape raises BadFilter for more
    buckets than one answer can hold.
    """
    statement, columns = Statement(is_sqlite, viewer, opened), Columns()
    claim = entity.table.alias()
    conditions = [*where(claim), *entity.listed(claim), *entity.visible(claim, viewer)]
    later = _later(entity, lambda claim, _: where(claim), statement)
    claims = Claims(claim, conditions, bounds=bounds)
    counted = CountedClaims(part, claims, statement, make_rows=_Rows, make_later=later)
    return statement.finished(columns, counted.shaped(columns, "r"))


def _later(
    entity: Entity,
    where: Callable[[FromClause, FromClause], Sequence[Condition]],
    statement: Statement,
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
        shown = _List(entity, connection, new, where=counted, outer=buckets).shaped(columns, "x")
        rows = new.list_as_json(select(*columns.labelled()).select_from(buckets), columns.are_json)
        found = at("r", outermost.add(rows, is_json=True))
        nothing = new.name([[] if is_json else 0 for is_json in columns.are_json])
        return new.finished(
            outermost, f"{{{at('x', place)}: {shown} for x in {found}}} | {{None: (lambda x: {shown})({nothing})}}"
        )

    return lambda connection: Later(lambda: compiled(connection))


_OF_THE_PAGE = (chosen.Nodes, chosen.Edges, chosen.PageInfo)
"""The parts of a connection that its rows fill."""


class _Rows:
    """Rows of one entity with the rows that they belong to joined beside them."""

    def __init__(self, entity: Entity, statement: Statement, table: FromClause | None = None) -> None:
        self.entity = entity
        self.statement = statement
        self.table: FromClause = entity.table.alias() if table is None else table
        self.source: FromClause = self.table
        self.columns = Columns()
        self._joined: dict[tuple[FromClause, str, str], FromClause] = {}
        self._computed: dict[tuple[FromClause, str], int] = {}

    def shaped(self, parts: Sequence[chosen.Part], row: str) -> str:
        """The expression that shapes the object selected of the row that `row` names."""
        return self._shaped(self.entity, self.table, parts, row)

    def node(self, node: chosen.Node, row: str) -> str:
        """The same of a row that may be one of several kinds."""
        if not node.members:
            return self.shaped(node.parts, row)
        kind = at(row, self.columns.of(self.table, "kind"))
        shapes = [f"{self.shaped(parts, row)} if {kind} == {name!r} else " for name, parts in node.members]
        return f"({''.join(shapes)}None)"

    def _shaped(self, entity: Entity, table: FromClause, parts: Sequence[chosen.Part], row: str) -> str:
        shown = [f"{part.key!r}: {self._part(entity, table, part, row)}" for part in parts]
        return f"{{{', '.join(shown)}}}"

    def _part(  # noqa: PLR0911 - one for each kind of part
        self, entity: Entity, table: FromClause, part: chosen.Part, row: str
    ) -> str:
        if not isinstance(part, chosen.Constant) and part.name in entity.restricted:
            self.statement.check(entity.restricted[part.name])
        match part:
            case chosen.Constant():
                return repr(part.value)
            case chosen.Value():
                return self._value(entity, table, part, row)
            case chosen.EmbeddedObject():
                return self._embedded(entity, table, part, row)
            case chosen.One() | chosen.PickedOne():
                return self._one(entity, table, part, row)
            case chosen.Many():
                return self._list(entity.manys[part.name], table, part.connection, row)
            case chosen.Few():
                few = entity.fews[part.name]
                connection = chosen.Connection(Page(few.most), (chosen.Nodes("nodes", part.node),))
                return f"{self._list(few, table, connection, row)}['nodes']"
            case chosen.ComputedValue():
                return self._computed_value(entity, table, part, row)
            case chosen.Counted():
                return self._counted(entity, table, part, row)
        assert_never(part)

    def _value(self, entity: Entity, table: FromClause, part: chosen.Value, row: str) -> str:
        leaf = entity.leaves[part.name]
        if leaf.of is not None:
            table = self._joined_one(entity, table, leaf.of)
        return self._leaf(table, replace(leaf, finish=part.finish) if part.finish else leaf, row)

    def _leaf(self, table: FromClause, leaf: Leaf, row: str) -> str:
        value = at(row, self.columns.of(table, leaf.column, is_json=leaf.is_json))
        if leaf.finish is None:
            return value
        values = [value, *(at(row, self.columns.of(table, column)) for column in leaf.also)]
        return f"({leaf.null!r} if {value} is None else {self.statement.name(leaf.finish)}({', '.join(values)}))"

    def _computed_value(self, entity: Entity, table: FromClause, part: chosen.ComputedValue, row: str) -> str:
        computed = entity.computed[part.name]
        place = self._computed.get((table, part.name))
        if place is None:
            found = self.statement.list_as_json(computed.rows(table).correlate(table))
            place = self._computed[table, part.name] = self.columns.add(found, is_json=True)
        made = f"{self.statement.name(computed.finish)}({at(row, place)}, {self.statement.name(part.arguments)})"
        return f"projected({made}, {self.statement.name(part.below)})"

    def _counted(self, entity: Entity, table: FromClause, part: chosen.Counted, row: str) -> str:
        relation = entity.timelines[part.name]
        target = relation.target()
        claim = target.table.alias()
        seen = (*target.listed(claim), *target.visible(claim, self.statement.viewer))
        claims = Claims(claim, [relation.joined(table, claim), *seen], outer=table)
        later = _later(target, lambda claim, owner: [relation.joined(owner, claim)], self.statement, entity)
        counted = CountedClaims(part, claims, self.statement, make_rows=_Rows, make_later=later)
        return counted.shaped(self.columns, row)

    def _embedded(self, entity: Entity, table: FromClause, part: chosen.EmbeddedObject, row: str) -> str:
        leaves = entity.embedded[part.name].leaves
        first = next(iter(leaves.values()))
        presence = self.columns.of(table, first.column, is_json=first.is_json)
        values = [
            repr(one.value) if isinstance(one, chosen.Constant) else self._leaf(table, leaves[one.name], row)
            for one in part.parts
        ]
        shown = [f"{one.key!r}: {value}" for one, value in zip(part.parts, values, strict=True)]
        return f"(None if {at(row, presence)} is None else {{{', '.join(shown)}}})"

    def _one(self, entity: Entity, table: FromClause, part: chosen.One | chosen.PickedOne, row: str) -> str:
        if isinstance(part, chosen.One):
            target, joined = entity.ones[part.name].target(), self._joined_one(entity, table, part.name)
        else:
            target, joined = entity.picks[part.name].target(), self._joined_pick(entity, table, part)
        presence = self.columns.of(joined, "id")
        return f"(None if {at(row, presence)} is None else {self._shaped(target, joined, part.node.parts, row)})"

    def _joined_one(self, entity: Entity, table: FromClause, name: str) -> FromClause:
        """The joined table of a to-one relation, once however often it is selected."""
        relation = entity.ones[name]
        return self._join(table, name, "", relation.target(), lambda joined: relation.joined(table, joined))

    def _joined_pick(self, entity: Entity, table: FromClause, part: chosen.PickedOne) -> FromClause:
        """The joined table of the row that arguments choose, once for each of them."""
        relation, arguments = entity.picks[part.name], part.arguments
        return self._join(
            table,
            part.name,
            repr(sorted(arguments.items())),
            relation.target(),
            lambda joined: relation.joined(table, joined, arguments),
        )

    def _join(
        self, table: FromClause, name: str, chosen_by: str, target: Entity, on: Callable[[FromClause], Condition]
    ) -> FromClause:
        joined = self._joined.get((table, name, chosen_by))
        if joined is None:
            if len(self._joined) == chosen.MOST_JOINED:
                raise TooManyFields(chosen.MOST_JOINED)
            joined = self._joined[table, name, chosen_by] = target.table.alias()
            seen = target.visible(joined, self.statement.viewer)
            self.source = self.source.outerjoin(joined, and_(on(joined), *seen))
        return joined

    def _list(self, relation: ToMany, table: FromClause, connection: chosen.Connection, row: str) -> str:
        belongs = lambda rows: (relation.joined(table, rows),)  # noqa: E731 - a condition, said in place
        listed = _List(relation.target(), connection, self.statement, where=belongs, outer=table)
        return listed.shaped(self.columns, row)


def _arms(entity: Entity, connection: chosen.Connection, statement: Statement, outer: FromClause | None) -> Arms | None:
    """The arms of a list that is made of several tables' rows; None of any other."""
    if not isinstance(entity, MergedEntity):
        return None
    assert outer is not None  # noqa: S101 - such a list stands beside a row
    return Arms(entity, outer, statement.viewer, connection.kinds, is_sqlite=statement.is_sqlite)


class _List:
    """A page of an entity's listed rows, beside the row of `outer` that it belongs to or alone."""

    def __init__(  # noqa: PLR0913 - which rows of what, beside which
        self,
        entity: Entity,
        connection: chosen.Connection,
        statement: Statement,
        *,
        where: Where,
        outer: FromClause | None,
        order: Order | None = None,
        choices: Callable[[], Choices] = nothing_chosen,
    ) -> None:
        self._entity = entity
        self._choices = choices
        self._connection = connection
        self._statement = statement
        self._where = where
        self._outer = outer
        self._page = connection.page
        self._order = order or entity.order
        self._arms = _arms(entity, connection, statement, outer)
        self._rows = _Rows(entity, statement, self._rows_of_the_page())

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
        counting = Counting(self._conditions, self._outer, self._choices())
        return FacetCompiler(counting, self._statement, lambda entity, table: _Rows(entity, self._statement, table))

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
        between = between_cursors(self._page, self._order, self._keys(table), is_named=self._outer is None)
        query = select(table).where(*self._conditions(table), *between).order_by(*self._ordered(table))
        return self._correlated(query.limit(self._page.rows + 1)).subquery()

    def _page_as_json(self) -> ColumnElement[object]:
        rows = self._rows
        query = select(*rows.columns.labelled()).select_from(rows.source).order_by(*self._ordered(rows.table))
        return self._statement.list_as_json(self._correlated(query), rows.columns.are_json)

    def _count(self) -> ColumnElement[object]:
        if self._arms:
            return select(func.count()).select_from(self._arms.all()).scalar_subquery()
        table = self._entity.table.alias()
        counted = select(func.count()).select_from(table).where(*self._conditions(table))
        return self._correlated(counted).scalar_subquery()

    def _keys(self, table: FromClause) -> list[ColumnElement[object]]:
        return [table.c[column] for column in self._order.columns]

    def _ordered(self, table: FromClause) -> list[ColumnElement[object]]:
        return ordered(self._page, self._order, self._keys(table))

    def _conditions(self, table: FromClause) -> list[Condition]:
        entity = self._entity
        return [*self._where(table), *entity.listed(table), *entity.visible(table, self._statement.viewer)]

    def _correlated(self, query: Query) -> Query:
        return query.correlate(self._outer) if self._outer is not None else query
