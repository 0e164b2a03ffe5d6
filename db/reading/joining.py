"""Rows of one entity with the rows that they belong to joined beside them, and the expressions that shape them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import assert_never

from sqlalchemy import FromClause, and_

from db.paging import Page
from db.reading import selection as chosen
from db.reading.entities import Condition, Entity, Leaf, ToMany, Written
from db.reading.lists import List, later_pages
from db.reading.statement import Columns, Statement, at
from db.reading.timelines import CountedClaims
from db.reading.told import Claims
from domain.errors import TooManyFields


class Rows:
    """Rows of one entity with the rows that they belong to joined beside them."""

    def __init__(self, entity: Entity, statement: Statement, table: FromClause | None = None) -> None:
        """Read the rows of `table`, None of the entity's own."""
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
        if isinstance(leaf.finish, Written):
            return f"({leaf.null!r} if {value} is None else {leaf.finish.expression.format(value)})"
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
        claims = Claims(claim, [relation.joined(table, claim), *seen], outer=table, are_few=relation.are_few)
        later = later_pages(
            target, lambda claim, owner: [relation.joined(owner, claim)], self.statement, make_rows=Rows, owner=entity
        )
        counted = CountedClaims(part, claims, self.statement, make_rows=Rows, make_later=later)
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
        listed = List(relation.target(), connection, self.statement, make_rows=Rows, where=belongs, outer=table)
        return listed.shaped(self.columns, row)
