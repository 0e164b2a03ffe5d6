"""Reads of PostgreSQL: by few connections, which are kept, given up where they break, and closed in the end."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest
from sqlalchemy import make_url

from db.direct import MOST_CONNECTIONS, PostgresReader, driver_options

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
