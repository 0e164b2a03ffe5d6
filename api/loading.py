"""Answers a field with rows of the database: a resolver says which rows, the client says what of them.

The plan of a read is kept: what is asked again with other values is selected and compiled once.
"""

from collections.abc import Callable, Hashable
from typing import cast

from graphql import FieldNode

from api.bindings import Bindings
from api.context import Info
from api.executing import Complete
from api.selecting import Selector
from api.selecting_timelines import TimelineSelector
from db.bound import Named
from db.paging import MOST_ROWS, Page
from db.reading.catalogue import CLAIM
from db.reading.compiling import compile_connection, compile_node, compile_timeline
from db.reading.entities import Entity, Order
from db.reading.pages import page_values
from db.reading.past import as_held
from db.reading.plans import Plan, plan_of
from db.reading.rows import Rows
from db.reading.selection import Periods
from db.reading.statement import Compiled
from db.reading.told import Bounds
from domain.roles import Actor

BINDINGS = Bindings()
"""Filled by the modules that declare types."""


async def load_node[T](info: Info, entity: Entity, rows: Rows, *, as_type: type[T]) -> T | None:  # noqa: ARG001 - tells the type
    """The row that `rows` means, as the client selected it; None where there is none. One statement."""

    def compiled(viewer: Actor | None) -> Compiled:
        node = selector_of(info).node(entity, fields_of(info))
        is_sqlite, opened = info.context.database.is_sqlite, info.context.opened
        read = compile_node(entity, node, rows.where, is_sqlite=is_sqlite, viewer=viewer, opened=opened)
        return as_held(read, is_sqlite=is_sqlite) if rows.are_past else read

    plan = await kept_plan(info, _form(rows, entity), rows.values, compiled)
    return cast("T | None", Complete(await info.context.run(plan, rows.values)))


async def load_connection[T](
    info: Info,
    entity: Entity,
    rows: Rows,
    *,
    page: Page,
    as_type: type[T],  # noqa: ARG001 - tells the type
    order: Order | None = None,
) -> T:
    """The page of the rows that are meant, as the client selected it; `order` None is the entity's. One statement."""

    def compiled(viewer: Actor | None) -> Compiled:
        connection = selector_of(info).connection(entity, fields_of(info), page)
        is_sqlite, opened = info.context.database.is_sqlite, info.context.opened
        read = compile_connection(
            entity,
            connection,
            rows.where,
            is_sqlite=is_sqlite,
            viewer=viewer,
            opened=opened,
            order=order,
            choices=rows.choices,
            narrow=rows.narrow,
            counted=rows.counted,
        )
        return as_held(read, is_sqlite=is_sqlite) if rows.are_past else read

    values = {**page_values(page, entity, order), **rows.values}
    form = _form(rows, entity, page.form, order and order.name)
    plan = await kept_plan(info, form, values, compiled)
    return cast("T", Complete(await info.context.run(plan, values)))


async def load_list[T](info: Info, entity: Entity, rows: Rows, *, as_type: type[T]) -> list[T]:  # noqa: ARG001 - tells the type
    """All rows that are meant, as the client selected them, of an entity with few. One statement."""
    few = Page(MOST_ROWS)

    def compiled(viewer: Actor | None) -> Compiled:
        connection = selector_of(info).unpaged(entity, fields_of(info), few)
        is_sqlite, opened = info.context.database.is_sqlite, info.context.opened
        return compile_connection(entity, connection, rows.where, is_sqlite=is_sqlite, viewer=viewer, opened=opened)

    values = {**page_values(few, entity), **rows.values}
    plan = await kept_plan(info, _form(rows, entity, "list"), values, compiled)
    found = cast("dict[str, list[T]]", await info.context.run(plan, values))
    return cast("list[T]", Complete(found["nodes"]))


async def load_timeline(info: Info, rows: Rows, periods: Periods, *, bounds: Bounds, are_few: bool) -> object:
    """The timeline of the claims that are meant, as the client selected it; `are_few` if they are a few speakers'.

    One statement, and one more for each selection of its buckets' claims. Raises BadFilter.
    """

    def compiled(viewer: Actor | None) -> Compiled:
        counted = TimelineSelector(selector_of(info)).below("timeline", "timeline", periods, fields_of(info))
        is_sqlite, opened = info.context.database.is_sqlite, info.context.opened
        return compile_timeline(
            CLAIM,
            counted,
            rows.where,
            is_sqlite=is_sqlite,
            bounds=bounds,
            are_few=are_few,
            viewer=viewer,
            opened=opened,
        )

    plan = await kept_plan(info, _form(rows, CLAIM, periods, are_few), rows.values, compiled)
    return Complete(await info.context.run(plan, rows.values))


async def kept_plan(
    info: Info, form: Hashable | None, values: Named, compiled: Callable[[Actor | None], Compiled]
) -> Plan:
    """The plan that is kept for reads of this form by this field of the document, or a new one; None is never kept."""
    context = info.context
    viewer = await context.viewer()
    key = (context.plans.form(info, viewer), form) if form is not None else None
    plan = context.plans.kept.get(key) if key else None
    if plan is None:
        await context.spend_on_a_plan()
        plan = plan_of(compiled(viewer), values, context.database.engine.dialect)
        if key:
            context.plans.kept[key] = plan
    return plan


def _form(rows: Rows, *read: Hashable) -> Hashable | None:
    """The form of a read of such rows; None where they are meant in a way that is compiled for each request."""
    return (rows.form, *read) if rows.form is not None else None


def fields_of(info: Info) -> list[FieldNode]:
    """The fields of the document that a resolver answers at once."""
    return info._raw_info.field_nodes  # noqa: SLF001 - where strawberry keeps graphql-core's own


def selector_of(info: Info) -> Selector:
    """What reads the selection of a field."""
    raw = info._raw_info  # noqa: SLF001 - as above
    return Selector(BINDINGS, raw.schema, raw.fragments, info.variable_values)
