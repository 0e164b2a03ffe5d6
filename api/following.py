"""Follows what comes: for a subscriber the rows after those that it has seen, read anew whenever the chain goes on.

Nothing is queued for anybody. Who is slow reads later what is stored, and who comes back names what it saw last.
"""

from collections.abc import AsyncIterator
from typing import Any, cast

from api.context import Context, Info
from api.live import Event, Live, Place
from api.loading import fields_of, kept_plan, selector_of
from db.paging import Page, read_cursor, type_of
from db.reading import selection as chosen
from db.reading.compiling import compile_connection
from db.reading.live import Feed
from db.reading.pages import page_values
from db.reading.rows import Rows
from db.reading.statement import Compiled
from domain.errors import BadFilter
from domain.roles import Actor

type _Edge = dict[str, Any]
_CURSOR, _NODE, _EDGES, _OWN = "cursor", "node", "edges", "own"


async def follow(info: Info, feed: Feed, rows: Rows, since: str | None) -> AsyncIterator[Event]:
    """The rows that come after `since`, or from now on, as long as somebody asks for the next; one event each.

    Who asks is recognised again before each read, so that a key that is revoked brings nothing more.
    Raises BadFilter, NotAllowed, RateLimited and DatabaseProblem.
    """
    context = info.context
    live = _live_of(context)
    head = await live.heads.now()
    place = context.place or Place()
    place.cursor = place.cursor or await _begin(context, feed, context.since or since, head)
    while True:
        context.known.clear()
        edges = await _read(info, feed, rows, place, head)
        if edges:
            await context.spend(len(edges) * context.priced[-1])
        for edge in edges:
            place.cursor = edge[_CURSOR]
            yield Event({str(info.path.key): edge[_NODE]}, edge[_OWN][_CURSOR])
        place.cursor = _after(feed, edges, head, at_once=place.at_once)
        if len(edges) < place.at_once:
            head = await live.heads.beyond(head)


async def _begin(context: Context, feed: Feed, since: str | None, head: int) -> str:
    if since is None:
        return feed.cursor(head)
    if context.place is not None:
        raise BadFilter("since", "is given for a webhook, which begins now; leave it out")
    async with context.database.reading() as session:
        return await feed.cursor_of(session, since)


async def _read(info: Info, feed: Feed, rows: Rows, place: Place, head: int) -> list[_Edge]:
    """The next rows after a place; those who ask for the same at the same `head` share one read."""
    context, entity, page = info.context, feed.entity, Page(place.at_once, place.cursor)

    def compiled(viewer: Actor | None) -> Compiled:
        node = selector_of(info).node(entity, fields_of(info))
        own = chosen.Node((chosen.Value(_CURSOR, "cursor"),), ())
        parts = (chosen.EdgeCursor(_CURSOR), chosen.EdgeNode(_NODE, node), chosen.EdgeNode(_OWN, own))
        connection = chosen.Connection(page, (chosen.Edges(_EDGES, parts),))
        is_sqlite, opened = context.database.is_sqlite, context.opened
        return compile_connection(entity, connection, rows.where, is_sqlite=is_sqlite, viewer=viewer, opened=opened)

    values = {**page_values(page, entity), **rows.values}
    plan = await kept_plan(info, (entity.name, rows.form, page.form), values, compiled)
    key = (plan.shape, repr(sorted(values.items())), head)
    found = await _live_of(context).once(key, lambda: context.run(plan, values))
    return cast("dict[str, list[_Edge]]", found)[_EDGES]


def _after(feed: Feed, edges: list[_Edge], head: int, *, at_once: int) -> str:
    """The cursor of what was not read yet: after the last row, or after all that was there where that is further."""
    if not edges:
        return feed.cursor(head)
    last = str(edges[-1][_CURSOR])
    order = feed.entity.order
    types = [type_of(feed.entity.table.c[column]) for column in order.columns]
    position = cast("int", read_cursor(last, order=order.name, types=types)[0])
    return last if len(edges) == at_once or position >= head else feed.cursor(head)


def _live_of(context: Context) -> Live:
    assert context.live is not None  # noqa: S101 - an application has one, and nothing else subscribes
    return context.live
