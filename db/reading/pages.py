"""Pages of a list by its order: the rows between two cursors, from one end or from the other.

The cursors of the outermost list are named parameters: pages of one form are one statement. The number of rows is not,
as databases plan by it.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, bindparam, literal, tuple_

from db.bound import Named
from db.paging import Page, read_cursor, type_of
from db.reading.entities import Condition, Entity, Order

type Keys = Sequence[ColumnElement[object]]
"""The columns of an order."""


def page_values(page: Page, entity: Entity, order: Order | None = None) -> Named:
    """The values by which pages of one form differ, by the names of their parameters. Raises BadCursor."""
    order = order or entity.order
    keys = [entity.table.c[column] for column in order.columns] if page.after or page.before else []
    return {
        f"{side}{place}": value for side, values in _cursors(page, order, keys) for place, value in enumerate(values)
    }


def between_cursors(page: Page, order: Order, keys: Keys, *, is_named: bool) -> list[Condition]:
    """The conditions that a row stands between the page's cursors. Raises BadCursor."""
    row = tuple_(*keys)
    conditions: list[Condition] = []
    for side, values in _cursors(page, order, keys):
        kinds = [key.type for key in keys]
        bound = tuple_(
            *(
                bindparam(f"{side}{place}", value, kind) if is_named else literal(value, kind)
                for place, (value, kind) in enumerate(zip(values, kinds, strict=True))
            )
        )
        is_above = order.descending is (side == "before")
        conditions.append(row > bound if is_above else row < bound)
    return conditions


def ordered(page: Page, order: Order, keys: Keys) -> list[ColumnElement[object]]:
    """The columns to order by: those of the list, the other way round for a page from its end."""
    is_descending = order.descending is not page.is_backwards
    return [key.desc() if is_descending else key.asc() for key in keys]


def _cursors(page: Page, order: Order, keys: Keys) -> Iterator[tuple[str, list[object]]]:
    for side, cursor in (("after", page.after), ("before", page.before)):
        if cursor is not None:
            yield side, read_cursor(cursor, order=order.name, types=[type_of(key) for key in keys])
