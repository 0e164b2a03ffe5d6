"""Connections to PostgreSQL that are kept between reads.

A pool makes a task for each connection that is given back, which costs a tenth of a request for one claim.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from time import monotonic
from typing import Any

import asyncpg
from asyncpg.pool import PoolConnectionProxy

IDLE_SECONDS = 60.0
"""What was not needed for longer is not read from again: on the way, whoever forgets such a connection tells nobody."""
_SECONDS_TO_STOP = 2.0
"""For PostgreSQL to stop what nobody waits for any more; where it is not reached, the connection is given up."""


class KeptConnections:
    """Runs single reading statements on connections of a pool, which opens them."""

    def __init__(self, pool: asyncpg.Pool, *, most: int, idle_seconds: float = IDLE_SECONDS) -> None:
        """Keep at most so many of the pool's connections; a read for which none is left waits."""
        self._pool = pool
        self._free: deque[tuple[PoolConnectionProxy, float]] = deque()
        """Those that nobody reads from, and since when; the one that was needed last comes last."""
        self._places = asyncio.Semaphore(most)
        self._idle_seconds = idle_seconds
        self._is_closing = False

    async def value(self, sql: str, arguments: Sequence[Any]) -> bytes | None:
        """The first value of the first row that a statement returns; None where it returns no row."""
        async with self._places:
            connection = await self._taken()
            try:
                found: bytes | None = await connection.fetchval(sql, *arguments)
            except BaseException:
                await self._give_back(connection)
                raise
            if self._is_closing:
                await self._give_back(connection)
            else:
                self._free.append((connection, monotonic()))
            return found

    async def close(self) -> None:
        """Wait for what is being read, then close every connection; who waits for one is told that there is none."""
        self._is_closing = True
        try:
            while self._free:
                await self._give_back(self._free.pop()[0])
            await self._pool.close()
        except BaseException:
            self._pool.terminate()
            raise

    async def _taken(self) -> PoolConnectionProxy:
        """The connection that was needed last, if it is open and was not idle for long; else another of the pool's."""
        self._end_idle()
        while self._free:
            connection, _ = self._free.pop()
            if _is_open(connection):
                return connection
            _end(connection)
        return await self._pool.acquire()

    async def _give_back(self, connection: PoolConnectionProxy) -> None:
        """Give a connection back to the pool, which ends one that is broken; the read tells what is wrong."""
        with suppress(Exception):
            await self._pool.release(connection, timeout=_SECONDS_TO_STOP)

    def _end_idle(self) -> None:
        """End what was not needed for long; the pool has it back then."""
        while self._free and self._free[0][1] + self._idle_seconds < monotonic():
            connection, _ = self._free.popleft()
            _end(connection)


def _end(connection: PoolConnectionProxy) -> None:
    """End a connection at once: who gives back one that just broke may find that the pool has it already."""
    with suppress(asyncpg.InterfaceError):
        connection.terminate()


def _is_open(connection: PoolConnectionProxy) -> bool:
    try:
        return not connection.is_closed()
    except asyncpg.InterfaceError:  # the pool has taken back what broke
        return False
