"""Stops reading that takes too long: in the database, which would go on with it for nobody."""

import asyncio
from collections.abc import Awaitable
from time import monotonic

from sqlalchemy import event
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import ConnectionPoolEntry

from domain.errors import TooSlow

_STEPS_A_LOOK = 100_000
"""SQLite looks at the clock after so many steps: each 5 to 10 ms, which costs nothing that can be measured."""


async def in_time[T](reading: Awaitable[T], seconds: float | None) -> T:
    """What is read, where it comes within so many seconds; None waits for ever. Raises TooSlow.

    What is awaited has to stop when it is cancelled, as reading with the drivers does.
    """
    try:
        async with asyncio.timeout(seconds) as limit:
            return await reading
    except TimeoutError as late:
        if seconds is None or not limit.expired():
            raise
        raise TooSlow(seconds) from late


def stop_late_reading(engine: AsyncEngine, seconds: float) -> None:
    """Let SQLite stop what a transaction reads when its time is over; a thread that reads cannot be cancelled."""

    def watch(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        until = entry.info

        def is_late() -> bool:
            return bool(monotonic() > until["stops_at"])

        until["stops_at"] = monotonic() + seconds
        connection.run_async(lambda driver: driver.set_progress_handler(is_late, _STEPS_A_LOOK))

    def start(connection: Connection) -> None:
        connection.info["stops_at"] = monotonic() + seconds

    event.listen(engine.sync_engine, "connect", watch)
    event.listen(engine.sync_engine, "begin", start)
