"""Reads of SQLite: what is short is done right away, whatever else waits in a thread."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url

from db.direct import SqliteReader

SHORT = "SELECT CAST(n AS TEXT) FROM one WHERE n = ?"
LONG = """
WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ?)
SELECT CAST(count(*) AS TEXT) FROM number
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with one row."""
    found = tmp_path / "read.db"
    with closing(sqlite3.connect(found)) as connection:
        connection.execute("CREATE TABLE one (n INTEGER)")
        connection.execute("INSERT INTO one VALUES (1)")
        connection.commit()
    return found


@pytest.fixture
async def reader(path: Path) -> AsyncIterator[SqliteReader]:
    """A reader of it."""
    found = SqliteReader(make_url(f"sqlite:///{path}"), wait_ms=5_000, reading_seconds=10)
    yield found
    await found.close()


def threads_of(reader: SqliteReader) -> int:
    """How many threads it has needed."""
    return len(reader._threads._threads)


async def test_a_short_read_needs_no_thread(reader: SqliteReader) -> None:
    """However often it is repeated: SQLite counts the steps of all its runs together."""
    assert {await reader.value(SHORT, [1]) for _ in range(1_000)} == {b"1"}
    assert await reader.value(SHORT, [2]) is None
    assert threads_of(reader) == 0


async def test_a_long_read_goes_to_a_thread(reader: SqliteReader) -> None:
    """And short ones still do not."""
    assert await reader.value(LONG, [200_000]) == b"200000"
    assert threads_of(reader) == 1
    assert await reader.value(SHORT, [1]) == b"1"
    assert threads_of(reader) == 1


async def test_a_read_that_has_to_wait_waits_in_a_thread(reader: SqliteReader, path: Path) -> None:
    """While somebody has the file for themselves."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        waiting = asyncio.create_task(reader.value(SHORT, [1]))
        await asyncio.sleep(0.1)
        assert not waiting.done()
        other.execute("COMMIT")
        assert await waiting == b"1"


async def test_what_is_wrong_is_told(reader: SqliteReader) -> None:
    """By the thread that tried it again."""
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        await reader.value("SELECT 1 FROM other", [])
