"""Answers a field with rows of the database: a resolver says which rows, the client says what of them."""

from datetime import datetime
from typing import cast

from graphql import FieldNode

from api.context import Context, Info
from api.executing import Complete
from api.selecting import Bindings, Selector
from db.paging import Page
from db.reading.compiling import Where, compile_connection, compile_node
from db.reading.entities import Entity
from db.reading.past import as_held
from db.reading.running import run
from db.reading.statement import Compiled

BINDINGS = Bindings()
"""Filled by the modules that declare types."""


async def load_node[T](
    info: Info,
    entity: Entity,
    where: Where,
    *,
    as_type: type[T],  # noqa: ARG001 - tells the type
    as_of: datetime | None = None,
) -> T | None:
    """The row that `where` finds, as the client selected it, now or as it was at `as_of`; None where there is none.

    One statement.
    """
    context = info.context
    node = _selector(info).node(entity, _fields(info))
    viewer, is_sqlite = await context.viewer(), context.database.is_sqlite
    compiled = compile_node(entity, node, where, is_sqlite=is_sqlite, viewer=viewer, opened=context.opened)
    return cast("T | None", await _complete(context, compiled, as_of))


async def load_connection[T](  # noqa: PLR0913 - what to read, of when, and as what
    info: Info,
    entity: Entity,
    where: Where,
    *,
    page: Page,
    as_type: type[T],  # noqa: ARG001 - tells the type
    as_of: datetime | None = None,
) -> T:
    """The page of rows for which `where` holds, or held at `as_of`, as the client selected it. One statement."""
    context = info.context
    connection = _selector(info).connection(entity, _fields(info), page)
    viewer, is_sqlite = await context.viewer(), context.database.is_sqlite
    compiled = compile_connection(entity, connection, where, is_sqlite=is_sqlite, viewer=viewer, opened=context.opened)
    return cast("T", await _complete(context, compiled, as_of))


async def load_list[T](info: Info, entity: Entity, where: Where, *, as_type: type[T]) -> list[T]:  # noqa: ARG001 - tells the type
    """All rows for which `where` holds, as the client selected them, of an entity with few. One statement."""
    context = info.context
    few = _selector(info).unpaged(entity, _fields(info))
    compiled = compile_connection(
        entity, few, where, is_sqlite=info.context.database.is_sqlite, viewer=await info.context.viewer()
    )
    found = cast("dict[str, list[T]]", await run(context.database, compiled))
    return cast("list[T]", Complete(found["nodes"]))


async def _complete(context: Context, compiled: Compiled, as_of: datetime | None) -> Complete:
    if as_of is not None:
        compiled = as_held(compiled, at=as_of, is_sqlite=context.database.is_sqlite)
    return Complete(await run(context.database, compiled))


def _fields(info: Info) -> list[FieldNode]:
    return info._raw_info.field_nodes  # noqa: SLF001 - where strawberry keeps graphql-core's own


def _selector(info: Info) -> Selector:
    raw = info._raw_info  # noqa: SLF001 - as above
    return Selector(BINDINGS, raw.schema, raw.fragments, info.variable_values)
