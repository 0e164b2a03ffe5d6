"""Reads of PostgreSQL: by few connections, which are kept, given up where they break, and closed in the end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest
from sqlalchemy import make_url

from db.direct import MOST_CONNECTIONS, PostgresReader, driver_options
from db.kept_connections import KeptConnections

PID = "SELECT pg_backend_pid()::text"
SLOW = "SELECT pg_sleep(0.2)::text || pg_backend_pid()"
_AS_OTHERS_SEE = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


@pytest.fixture
async def reader(postgres_url: str) -> AsyncIterator[PostgresReader]:
    """A reader of a database."""
    found = PostgresReader(make_url(postgres_url), reading_seconds=10)
    yield found
    await found.close()


@pytest.fixture
async def other(postgres_url: str) -> AsyncIterator[asyncpg.Connection]:
    """Another connection to it, which sees those of the reader."""
    connection = await asyncpg.connect(**driver_options(make_url(postgres_url)))
    yield connection
    await connection.close()


async def test_reads_one_after_another_have_one_connection(reader: PostgresReader, other: asyncpg.Connection) -> None:
    """It is not taken and given back each time."""
    assert len({await reader.value(PID, []) for _ in range(20)}) == 1
    assert await other.fetchval(_AS_OTHERS_SEE) == 1


async def test_reads_at_once_wait_for_the_connections_that_may_be(
    reader: PostgresReader, other: asyncpg.Connection
) -> None:
    """And each is answered."""
    found = await asyncio.gather(*(reader.value(SLOW, []) for _ in range(3 * MOST_CONNECTIONS)))
    assert None not in found
    assert await other.fetchval(_AS_OTHERS_SEE) == len(set(found)) == MOST_CONNECTIONS


async def test_a_connection_that_the_server_ended_is_not_read_from(
    reader: PostgresReader, other: asyncpg.Connection
) -> None:
    """As after a restart: the next read has another one."""
    ended = await reader.value(PID, [])
    await other.execute("SELECT pg_terminate_backend($1, 5000)", int(ended or 0))
    await asyncio.sleep(0.1)  # the end arrives while nobody reads
    found = await asyncio.gather(*(reader.value(SLOW, []) for _ in range(2 * MOST_CONNECTIONS)))
    assert None not in found
    assert await other.fetchval(_AS_OTHERS_SEE) == MOST_CONNECTIONS


async def test_a_read_that_fails_leaves_its_place_to_others(reader: PostgresReader) -> None:
    """Whether the server ended it, the statement was wrong, or nobody waits for it any more."""
    for _ in range(MOST_CONNECTIONS):
        with pytest.raises(asyncpg.PostgresError):
            await reader.value("SELECT 1 / 0", [])
        with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError)):
            await reader.value("SELECT pg_terminate_backend(pg_backend_pid())::text", [])
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(reader.value("SELECT pg_sleep(60)::text", []), 0.02)
    found = await asyncio.gather(*(reader.value(PID, []) for _ in range(2 * MOST_CONNECTIONS)))
    assert None not in found


async def test_closing_waits_for_what_is_read(reader: PostgresReader, other: asyncpg.Connection) -> None:
    """And leaves no connection behind, neither of those that read nor of those that were free."""
    await asyncio.gather(*(reader.value(PID, []) for _ in range(MOST_CONNECTIONS)))
    reading = [asyncio.create_task(reader.value(SLOW, [])) for _ in range(3)]
    await asyncio.sleep(0.05)
    await reader.close()
    assert None not in await asyncio.gather(*reading)
    for _ in range(50):
        if not await other.fetchval(_AS_OTHERS_SEE):
            return
        await asyncio.sleep(0.1)
    pytest.fail("a connection is still there after 5 s")


class Line:
    """A line to PostgreSQL that can fall silent, as one does whose way was forgotten: neither end is told."""

    def __init__(self) -> None:
        """It is up."""
        self._forgotten: set[int] = set()
        self._known = 0

    def forget(self) -> None:
        """Let nothing through on the connections that there are; new ones work."""
        self._forgotten.update(range(self._known))

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int) -> None:
        """Carry what comes from one end to the other."""
        try:
            while part := await reader.read(65_536):
                if number not in self._forgotten:
                    writer.write(part)
        except ConnectionError:
            pass
        finally:
            writer.close()

    def next_number(self) -> int:
        """The number of a new connection."""
        self._known += 1
        return self._known - 1


@asynccontextmanager
async def connections_over(line: Line, url: str, *, most: int, idle_seconds: float) -> AsyncIterator[KeptConnections]:
    """Connections to a database over a line."""
    options = driver_options(make_url(url))
    socket = f"{options['host']}/.s.PGSQL.{options.get('port', 5432)}"
    carrying: list[asyncio.Task[None]] = []

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        number = line.next_number()
        behind, before = await asyncio.open_unix_connection(socket)
        carrying.append(asyncio.create_task(line.carry(reader, before, number)))
        carrying.append(asyncio.create_task(line.carry(behind, writer, number)))

    server = await asyncio.start_server(connect, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    there = {**options, "host": "127.0.0.1", "port": port, "ssl": False}
    pool = await asyncpg.create_pool(min_size=0, max_size=most, **there)
    try:
        yield KeptConnections(pool, most=most, idle_seconds=idle_seconds)
    finally:
        pool.terminate()
        server.close()
        for task in carrying:
            task.cancel()
        await asyncio.gather(*carrying, return_exceptions=True)


async def test_what_was_idle_for_long_is_not_read_from(postgres_url: str) -> None:
    """It may be forgotten on the way without a word."""
    line = Line()
    async with connections_over(line, postgres_url, most=2, idle_seconds=0.3) as connections:
        await asyncio.gather(*(connections.value(SLOW, []) for _ in range(2)))
        await asyncio.sleep(0.4)
        line.forget()
        async with asyncio.timeout(2):
            assert await connections.value(PID, []) is not None


async def test_a_read_on_a_silent_line_ends_when_nobody_waits(postgres_url: str) -> None:
    """And leaves its place to others."""
    line = Line()
    async with connections_over(line, postgres_url, most=1, idle_seconds=60) as connections:
        await connections.value(PID, [])
        line.forget()
        async with asyncio.timeout(5):
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(connections.value(PID, []), 0.1)
            assert await connections.value(PID, []) is not None


async def test_what_a_burst_opened_is_closed_when_it_is_over(reader: PostgresReader, postgres_url: str) -> None:
    """As others are read from."""
    async with connections_over(Line(), postgres_url, most=5, idle_seconds=0.2) as connections:
        pids = await asyncio.gather(*(connections.value(SLOW, []) for _ in range(5)))
        for _ in range(30):
            await connections.value(PID, [])
            await asyncio.sleep(0.02)
        left = await reader.value(
            "SELECT count(*)::text FROM pg_stat_activity WHERE pid = ANY($1::int[])", [[int(pid or 0) for pid in pids]]
        )
        assert left == b"1"
