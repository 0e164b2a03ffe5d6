"""Connections to PostgreSQL that are kept between reads: the pool's taking and giving back costs half a read."""

import asyncio
from collections.abc import Sequence
from typing import Any

import asyncpg


class KeptConnections:
    """Runs single reading statements on connections of a pool, which opens them and looks after those that break."""

    def __init__(self, pool: asyncpg.Pool, *, most: int) -> None:
        """Take at most so many of the pool's connections; a read for which none is left waits."""
        self._pool = pool
        self._free: list[asyncpg.pool.PoolConnectionProxy] = []
        self._places = asyncio.Semaphore(most)
        self._is_closing = False

    async def value(self, sql: str, arguments: Sequence[Any]) -> bytes | None:
        """The first value of the first row that a statement returns; None where it returns no row."""
        async with self._places:
            connection = await self._taken()
            try:
                found: bytes | None = await connection.fetchval(sql, *arguments)
            except BaseException:
                await self._pool.release(connection)  # it waits for what is being stopped, and closes what is broken
                raise
            if self._is_closing:
                await self._pool.release(connection)
            else:
                self._free.append(connection)
            return found

    async def close(self) -> None:
        """Wait for what is being read, then close every connection."""
        self._is_closing = True
        while self._free:
            await self._pool.release(self._free.pop())
        await self._pool.close()

    async def _taken(self) -> asyncpg.pool.PoolConnectionProxy:
        """The connection that was free last and is open still; where there is none, another of the pool's."""
        while self._free:
            connection = self._free.pop()
            if _is_open(connection):
                return connection
            await self._pool.release(connection)
        return await self._pool.acquire()


def _is_open(connection: asyncpg.pool.PoolConnectionProxy) -> bool:
    try:
        return not connection.is_closed()
    except asyncpg.InterfaceError:  # the pool has taken back what broke
        return False
