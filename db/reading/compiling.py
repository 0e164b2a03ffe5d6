"""Compiles a selection into one SQL statement and one function that shapes what it returns.

The statement returns one JSON text. In it a row is an array of its columns, with those of the rows that it belongs to
beside them, and a list is an array of such arrays. The shaping function is one generated Python expression over that.
"""

from collections.abc import Callable
from dataclasses import replace

from db.reading import selection as chosen
from db.reading.entities import Entity, Order
from db.reading.joining import Rows
from db.reading.lists import List, later_pages
from db.reading.rows import Choices, Narrow, Where, nothing_chosen, nowhere_else
from db.reading.statement import Columns, Compiled, Statement
from db.reading.timelines import CountedClaims
from db.reading.told import Bounds, Claims
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
    rows = Rows(entity, statement)
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
    narrow: Callable[[], Narrow | None] = nowhere_else,
    counted: Where | None = None,
) -> Compiled:
    """The page of the listed rows for which `where` holds and which `viewer` may see.

    `opened` is what everybody may do here; `order` None is the entity's own. The values of its page are named as in
    `page_values`, `choices` tells its facets what `where` names, `narrow` where else its rows are found, and `counted`
    the same as `where` for counting them.
    Raises TooManyFields, BadCursor, and NotAllowed for a field that the viewer may not read.
    """
    statement = Statement(is_sqlite, viewer, opened)
    top = Columns()
    shown = List(
        entity,
        connection,
        statement,
        make_rows=Rows,
        where=where,
        outer=None,
        order=order,
        choices=choices,
        narrow=narrow(),
        counted=counted,
    ).shaped(top, "r")
    return statement.finished(top, shown)


def compile_timeline(  # noqa: PLR0913 - what to count and for whom
    entity: Entity,
    part: chosen.Counted,
    where: Where,
    *,
    is_sqlite: bool,
    bounds: Bounds = (None, None),
    are_few: bool = False,
    viewer: Actor | None = None,
    opened: frozenset[Operation] = frozenset(),
) -> Compiled:
    """The timeline of the listed claims for which `where` holds, over the days from and before `bounds`.

    `are_few` is whether they are those of a few speakers.
    Raises TooManyFields, and NotAllowed for a field that the viewer may not read; the shape raises BadFilter for more
    buckets than one answer can hold.
    """
    statement, columns = Statement(is_sqlite, viewer, opened), Columns()
    claim = entity.table.alias()
    conditions = [*where(claim), *entity.listed(claim), *entity.visible(claim, viewer)]
    later = later_pages(entity, lambda claim, _: where(claim), statement, make_rows=Rows)
    claims = Claims(claim, conditions, bounds=bounds, are_few=are_few)
    counted = CountedClaims(part, claims, statement, make_rows=Rows, make_later=later)
    return statement.finished(columns, counted.shaped(columns, "r"))
