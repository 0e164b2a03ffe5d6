"""Reads with the databases' own drivers: a compiled statement needs nothing of SQLAlchemy's but its text.

One statement a read, without a transaction around it: it sees one state of the database by itself.
"""

import asyncio
import sqlite3
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import Any, Protocol
from urllib.parse import urlencode

import asyncpg
from cachetools import LRUCache
from sqlalchemy.engine import URL

from db.kept_connections import KeptConnections

ISO_DAYS = {"datestyle": "ISO"}
"""How PostgreSQL writes a day as text, whatever its server is set to."""
MOST_CONNECTIONS = 12
"""PostgreSQL's: more wait for its processors than work on them."""
SQLITE_THREADS = 4
"""Readers of SQLite: the library works without Python's lock, and a slow query leaves the others three."""
_SQLITE_CACHE_KIB = 2_048
"""Of each of its five connections: what does not fit is in the system's cache, and four times as much saved nothing."""
_KEPT_STATEMENTS = 256
"""Prepared statements that a connection keeps."""
STEPS_A_LOOK = 100_000
"""SQLite looks at the clock after so many steps: each 5 to 10 ms, which costs nothing that can be measured."""
_STEPS_AT_ONCE = 2_000
"""Of a read that is done where it is asked for: those of one claim with all that belongs to it are 100 to 200."""
_SECONDS_AT_ONCE, _TIMES_LONG = 0.001, 3
"""Some steps are long, such as one that counts a table: what takes so long time after time goes to a thread."""
_SEARCHES = " MATCH "
"""Of SQLite's index of words: one step finds all that hold a word."""
_MOST_LONG = 1_024
"""Statements that are known to have been long."""
_SETTINGS = {"jit": "off", "default_transaction_read_only": "on", **ISO_DAYS}
"""Compiling a statement to machine code takes longer than a page's statement runs."""


class Reader(Protocol):
    """Reads single values."""

    async def value(self, sql: str, arguments: Sequence[Any]) -> bytes | None:
        """The text in UTF-8 that a statement returns; None where it returns no row."""

    async def close(self) -> None:
        """Close every connection."""


def driver_options(url: URL) -> Mapping[str, Any]:
    """What the driver itself is given to connect to PostgreSQL."""
    _, options = url.get_dialect()().create_connect_args(url)
    return options


class PostgresReader:
    """Reads from PostgreSQL by connections that are opened as they are needed, and kept."""

    def __init__(self, url: URL, *, reading_seconds: float | None) -> None:
        """Connect to nothing yet; a read is stopped after `reading_seconds`, None lets it take its time."""
        late = {} if reading_seconds is None else {"statement_timeout": f"{round(reading_seconds * 1_000)}ms"}
        self._settings = {**_SETTINGS, **late}
        self._options = driver_options(url)
        self._kept: KeptConnections | None = None
        self._opening = asyncio.Lock()

    async def value(self, sql: str, arguments: Sequence[Any]) -> bytes | None:
        """The text in UTF-8 that a statement returns; None where it returns no row."""
        kept = self._kept or await self._open()
        return await kept.value(sql, arguments)

    async def close(self) -> None:
        """Close every connection."""
        if self._kept is not None:
            await self._kept.close()
            self._kept = None

    async def _open(self) -> KeptConnections:
        async with self._opening:
            if self._kept is None:
                pool = await asyncpg.create_pool(
                    min_size=0,
                    max_size=MOST_CONNECTIONS,
                    statement_cache_size=_KEPT_STATEMENTS,
                    init=_reads_bytes,
                    reset=_as_it_was,
                    server_settings=self._settings,
                    **self._options,
                )
                self._kept = KeptConnections(pool, most=MOST_CONNECTIONS)
        return self._kept


async def _reads_bytes(connection: asyncpg.Connection) -> None:
    """Let text come as it was sent: it is JSON, and its reader takes UTF-8."""
    await connection.set_type_codec("text", schema="pg_catalog", encoder=str.encode, decoder=bytes, format="binary")


async def _as_it_was(_: object) -> None:
    """Leave a connection as it is: a single reading statement changes nothing of it."""


class SqliteReader:
    """Reads from SQLite in a few threads, each with a connection of its own, and what is short right away.

    To wake a thread and to be woken by it costs twice what the database does for a single claim.
    """

    def __init__(self, url: URL, *, wait_ms: int, reading_seconds: float | None) -> None:
        """Open nothing yet; a read is stopped after `reading_seconds`, None lets it take its time."""
        self._reading_seconds = reading_seconds
        self._is_uri = (url.database or "").startswith("file:")
        asked = urlencode({name: value for name, value in url.query.items() if name != "uri"}) if self._is_uri else ""
        self._path = f"{url.database or ':memory:'}{'?' if asked else ''}{asked}"
        self._wait_ms = wait_ms
        self._threads = ThreadPoolExecutor(SQLITE_THREADS, thread_name_prefix="sqlite-reader")
        self._own = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._short: sqlite3.Connection | None = None
        self._looks = 0
        self._long: LRUCache[str, int] = LRUCache(_MOST_LONG)

    async def value(self, sql: str, arguments: Sequence[Any]) -> bytes | None:
        """The text in UTF-8 that a statement returns; None where it returns no row.

        A read that nobody waits for any more is interrupted.
        """
        if self._long.get(sql, 0) < _TIMES_LONG and _SEARCHES not in sql:
            try:
                return self._read_at_once(sql, arguments)
            except sqlite3.Error:  # it is longer than it may be, or a thread has to wait, or will say what is wrong
                self._long[sql] = _TIMES_LONG
        reading = _Reading(self._reading_seconds)
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, self._read, reading, sql, arguments)
        except asyncio.CancelledError:
            reading.stop()
            raise

    async def close(self) -> None:
        """Stop what is being read, and close every connection."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for connection in self._opened:
            connection.interrupt()
        await asyncio.to_thread(self._threads.shutdown)  # here it would keep those from being told who wait
        for connection in self._opened:
            connection.close()
        self._opened.clear()

    def _read_at_once(self, sql: str, arguments: Sequence[Any]) -> bytes | None:
        """The same, of a short statement. Raises sqlite3.Error for any other, and where it would have to wait."""
        if self._short is None:
            self._short = self._open(wait_ms=0)
            self._short.set_progress_handler(self._is_too_long, _STEPS_AT_ONCE)
            self._opened.append(self._short)
        self._looks, begun = 0, monotonic()
        row = self._short.execute(sql, arguments).fetchone()
        if monotonic() - begun > _SECONDS_AT_ONCE:
            self._long[sql] = self._long.get(sql, 0) + 1
        else:
            self._long.pop(sql, None)
        return row[0] if row is not None else None

    def _is_too_long(self) -> bool:
        """Whether a short read is longer than it may be: SQLite asks the first time anywhere within so many steps."""
        self._looks += 1
        return self._looks > 1

    def _read(self, reading: "_Reading", sql: str, arguments: Sequence[Any]) -> bytes | None:
        return reading.of(self._connection(), sql, arguments)

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._own, "connection", None)
        if connection is None:
            connection = self._own.connection = self._open(wait_ms=self._wait_ms)
            self._opened.append(connection)
        return connection

    def _open(self, *, wait_ms: int) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path,
            uri=self._is_uri,
            timeout=wait_ms / 1000,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=_KEPT_STATEMENTS,
        )
        connection.text_factory = bytes  # it is JSON, and its reader takes UTF-8
        try:
            connection.execute(f"PRAGMA cache_size=-{_SQLITE_CACHE_KIB}")
            connection.execute("PRAGMA query_only=ON")
        except sqlite3.Error:
            connection.close()
            raise
        return connection


class _Reading:
    """One read in a thread, which another may stop while it runs and not after."""

    def __init__(self, seconds: float | None) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._is_stopped = False

    def stop(self) -> None:
        with self._lock:
            self._is_stopped = True
            if self._connection is not None:
                self._connection.interrupt()

    def of(self, connection: sqlite3.Connection, sql: str, arguments: Sequence[Any]) -> bytes | None:
        with self._lock:
            if self._is_stopped:
                return None
            self._connection = connection
        if self._seconds is not None:
            ends_at = monotonic() + self._seconds
            connection.set_progress_handler(lambda: monotonic() > ends_at, STEPS_A_LOOK)
        try:
            row = connection.execute(sql, arguments).fetchone()
        finally:
            with self._lock:
                self._connection = None
        return row[0] if row is not None else None
