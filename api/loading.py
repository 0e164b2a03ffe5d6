"""Answers a field with rows of the database: a resolver says which rows, the client says what of them."""

from typing import cast

from graphql import FieldNode

from api.context import Context, Info
from api.executing import Complete
from api.selecting import Bindings, Selector
from db.paging import Page
from db.reading.compiling import Where, compile_connection, compile_node
from db.reading.entities import Entity
from db.reading.running import run
from db.reading.statement import Compiled

BINDINGS = Bindings()
"""Filled by the modules that declare types."""


async def load_node[T](info: Info, entity: Entity, where: Where, *, as_type: type[T]) -> T | None:  # noqa: ARG001 - tells the type
    """The row that `where` finds, as the client selected it; None where there is none. One statement."""
    context = info.context
    node = selector_of(info).node(entity, fields_of(info))
    viewer, is_sqlite = await context.viewer(), context.database.is_sqlite
    compiled = compile_node(entity, node, where, is_sqlite=is_sqlite, viewer=viewer, opened=context.opened)
    return cast("T | None", await _complete(context, compiled))


async def load_connection[T](info: Info, entity: Entity, where: Where, *, page: Page, as_type: type[T]) -> T:  # noqa: ARG001 - tells the type
    """The page of rows for which `where` holds, as the client selected it. One statement."""
    context = info.context
    connection = selector_of(info).connection(entity, fields_of(info), page)
    viewer, is_sqlite = await context.viewer(), context.database.is_sqlite
    compiled = compile_connection(entity, connection, where, is_sqlite=is_sqlite, viewer=viewer, opened=context.opened)
    return cast("T", await _complete(context, compiled))


async def load_list[T](info: Info, entity: Entity, where: Where, *, as_type: type[T]) -> list[T]:  # noqa: ARG001 - tells the type
    """All rows for which `where` holds, as the client selected them, of an entity with few. One statement."""
    context = info.context
    few = selector_of(info).unpaged(entity, fields_of(info))
    compiled = compile_connection(
        entity, few, where, is_sqlite=info.context.database.is_sqlite, viewer=await info.context.viewer()
    )
    found = cast("dict[str, list[T]]", await run(context.database, compiled))
    return cast("list[T]", Complete(found["nodes"]))


async def _complete(context: Context, compiled: Compiled) -> Complete:
    return Complete(await run(context.database, compiled))


def fields_of(info: Info) -> list[FieldNode]:
    """The fields of the document that a resolver answers at once."""
    return info._raw_info.field_nodes  # noqa: SLF001 - where strawberry keeps graphql-core's own


def selector_of(info: Info) -> Selector:
    """What reads the selection of a field."""
    raw = info._raw_info  # noqa: SLF001 - as above
    return Selector(BINDINGS, raw.schema, raw.fragments, info.variable_values)
