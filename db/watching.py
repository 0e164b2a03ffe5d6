"""Tells how long statements take that go through SQLAlchemy; db/direct.py's are told by the database itself."""

from collections.abc import Callable
from time import perf_counter
from typing import Any, Literal

from sqlalchemy import Connection, event
from sqlalchemy.engine.interfaces import ExceptionContext
from sqlalchemy.ext.asyncio import AsyncEngine

type Access = Literal["read", "write"]
type SqlWatch = Callable[[Access, float], None]
"""Is told of each statement when it is over: what it was for, and the seconds that it took."""

_BEGUN = "statement_begun"


def watch_engine(engine: AsyncEngine, watch: SqlWatch, access: Access) -> None:
    """Tell `watch` of every statement on `engine`, those that fail included."""

    def begin(connection: Connection, *_: Any) -> None:
        connection.info[_BEGUN] = perf_counter()

    def end(connection: Connection, *_: Any) -> None:
        finish(connection)

    def finish(connection: Connection) -> None:
        begun = connection.info.pop(_BEGUN, None)
        if begun is not None:  # None on a connection that was lost and opened anew meanwhile
            watch(access, perf_counter() - begun)

    def fail(failure: ExceptionContext) -> None:
        if failure.connection is not None:
            finish(failure.connection)

    event.listen(engine.sync_engine, "before_cursor_execute", begin)
    event.listen(engine.sync_engine, "after_cursor_execute", end)
    event.listen(engine.sync_engine, "handle_error", fail)
