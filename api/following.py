"""Follows what comes: for a subscriber the rows after those that it has seen, read anew whenever the chain goes on.

Nothing is queued for anybody. Who is slow reads later what is stored, and who comes back names what it saw last.
"""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from time import monotonic
from typing import Any, cast

from api.context import Context, Info
from api.live import AT_ONCE, Event, Live, Place
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
GROWTH = 7
"""Who was told all of a read has so many times as many rows read next, up to `AT_ONCE`: 1, 7, then 49.

Rows are paid as they are told, so that whoever goes away had no more than six times as much read as they paid. Each
number of rows is a plan of its own.
"""
FRESH_SECONDS = 0.05
"""What was read so long ago is told only if nothing has changed since; who keeps up is told all of a read in less."""


async def follow(info: Info, feed: Feed, rows: Rows, since: str | None) -> AsyncIterator[Event]:
    """The rows that come after `since`, or from now on, as long as somebody asks for the next; one event each.

    Each is paid when it is told. Who asks is recognised again before each read, and before what was read a while ago is
    told, so that a key that is revoked brings nothing more.
    Raises BadFilter, NotAllowed, RateLimited and DatabaseProblem.
    """
    context = info.context
    live = _live_of(context)
    head = await live.heads.now()
    place = context.place or Place(at_once=1)
    place.cursor = place.cursor or await _begin(context, feed, context.since or since, head)
    following = _Following(info, feed, rows, place, head)
    while True:
        async with aclosing(following.page()) as events:
            async for event in events:
                yield event
        if following.is_level:
            following.head = await live.heads.beyond(following.head)


async def _begin(context: Context, feed: Feed, since: str | None, head: int) -> str:
    if since is None:
        return feed.cursor(head)
    if context.place is not None:
        raise BadFilter("since", "is given for a webhook, which begins now; leave it out")
    async with context.database.reading() as session:
        return await feed.cursor_of(session, since)


@dataclass(slots=True)
class _Following:
    """One subscription: what it follows, how far it has come, and how far the chain had when that was last asked."""

    info: Info
    feed: Feed
    rows: Rows
    place: Place
    head: int
    is_level: bool = False
    """Whether all that was there is told."""

    async def page(self) -> AsyncGenerator[Event]:
        """Read the next rows, and tell them one after the other until something changes; nothing of them is kept."""
        context, place = self.info.context, self.place
        context.known.clear()
        price = context.priced[-1]
        most = min(place.at_once, max(1, context.price_limit // max(1, price)))
        edges = await self._read(Page(most, place.cursor))
        fresh_until = monotonic() + FRESH_SECONDS
        for edge in edges:
            if monotonic() > fresh_until:
                if await self._has_changed():
                    place.at_once = max(1, place.at_once // GROWTH)
                    self.is_level = False
                    return
                fresh_until = monotonic() + FRESH_SECONDS
            await context.spend(price)
            place.cursor = edge[_CURSOR]
            yield Event({str(self.info.path.key): edge[_NODE]}, edge[_OWN][_CURSOR])
        self.is_level = len(edges) < most
        if self.is_level:
            place.cursor = _further(self.feed, str(place.cursor), self.head)
        else:
            place.at_once = min(AT_ONCE, place.at_once * GROWTH)

    async def _has_changed(self) -> bool:
        """Whether the chain went on since the last look. Raises NotAllowed where who asks may do so no more."""
        context, before = self.info.context, self.head
        context.known.clear()
        await context.viewer()
        self.head = await _live_of(context).heads.now()
        return self.head != before

    async def _read(self, page: Page) -> list[_Edge]:
        """The rows of a page; those who ask for the same at the same head share one read."""
        info, entity, rows = self.info, self.feed.entity, self.rows
        context = info.context

        def compiled(viewer: Actor | None) -> Compiled:
            node = selector_of(info).node(entity, fields_of(info))
            own = chosen.Node((chosen.Value(_CURSOR, "cursor"),), ())
            parts = (chosen.EdgeCursor(_CURSOR), chosen.EdgeNode(_NODE, node), chosen.EdgeNode(_OWN, own))
            connection = chosen.Connection(page, (chosen.Edges(_EDGES, parts),))
            is_sqlite, opened = context.database.is_sqlite, context.opened
            return compile_connection(entity, connection, rows.where, is_sqlite=is_sqlite, viewer=viewer, opened=opened)

        values = {**page_values(page, entity), **rows.values}
        plan = await kept_plan(info, (entity.name, rows.form, page.form), values, compiled)
        key = (plan.shape, repr(sorted(values.items())), self.head)
        found = await _live_of(context).once(key, lambda: context.run(plan, values))
        return cast("dict[str, list[_Edge]]", found)[_EDGES]


def _further(feed: Feed, cursor: str, head: int) -> str:
    """The cursor of a place where all is told, or of the head where that is further: a read may see more than the head.

    So rows that did not fit are not looked at again, and none is told twice.
    """
    order = feed.entity.order
    types = [type_of(feed.entity.table.c[column]) for column in order.columns]
    position = cast("int", read_cursor(cursor, order=order.name, types=types)[0])
    return cursor if position >= head else feed.cursor(head)


def _live_of(context: Context) -> Live:
    assert context.live is not None  # noqa: S101 - an application has one, and nothing else subscribes
    return context.live
