"""Opens the database for reading and for writing; the boundary commits, once, and words the database's own errors."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession

from db.arrivals import note_arrivals
from db.chain import append_events
from db.direct import PostgresReader, Reader, SqliteReader
from db.engines import parse_url, postgres_engine, sqlite_engine, stop_late_reading
from db.problems import RAISED, problem_of
from db.watching import SqlWatch, watch_engine
from domain.audit import NewEvent
from domain.errors import DatabaseBusy, DatabaseReadOnly, DatabaseUnreachable

SQLITE_WAIT_MS = 5_000
"""How long a writer waits for another process's write before it is told that the database is busy."""
_TURN_SECONDS = 30.0
"""The same of the writers of its own process: some dozens of them at a time, each a tenth of a second or two."""


class ReadSession(AsyncSession):
    """A session in which nothing is written."""

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is SQLite; else it is PostgreSQL."""
        return self.get_bind().dialect.name == "sqlite"


class WriteSession(ReadSession):
    """A session whose changes are committed together when it closes without an error, and the events that tell them."""

    def __init__(self, engine: AsyncEngine) -> None:
        """Write on `engine`."""
        super().__init__(engine, expire_on_commit=False)
        self._events: list[NewEvent] = []
        self._arrived: list[UUID] = []

    def record(self, event: NewEvent) -> None:
        """Let the audit chain tell of a change, if it is committed; events follow one another as they were recorded."""
        self._events.append(event)

    def arrive(self, claims: Iterable[UUID]) -> None:
        """Let those who wait for claims learn of new ones, if they are committed."""
        self._arrived += claims

    async def chain_events(self) -> None:
        """Append what was recorded to the audit chain, and note what arrived with it.

        The last thing before the commit: whoever appends holds the chain until then.
        """
        if self._events or self._arrived:
            position = await append_events(self, self._events)
            await note_arrivals(self, self._arrived, position)


class Database:
    """One database, SQLite or PostgreSQL, by its URL."""

    def __init__(
        self,
        url: str,
        *,
        sqlite_wait_ms: int = SQLITE_WAIT_MS,
        reading_seconds: float | None = None,
        watch: SqlWatch | None = None,
    ) -> None:
        """Connect to nothing yet. Raises BadSetting for a URL that names no database Gozareh knows.

        What is read is stopped after `reading_seconds`, None never. `watch` is told of every statement.
        """
        self._watch = watch
        self.url = parse_url(url)
        self.reading_seconds = reading_seconds
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.on_commit: set[Callable[[], None]] = set()
        """Called after each commit of this process."""
        self._turn = asyncio.Lock()
        if self.is_sqlite:
            self._reader = sqlite_engine(self.url, begin="BEGIN", wait_ms=sqlite_wait_ms)
            if reading_seconds is not None:
                stop_late_reading(self._reader, reading_seconds)
            self._writer = sqlite_engine(self.url, begin="BEGIN IMMEDIATE", wait_ms=sqlite_wait_ms)
            self.reader: Reader = SqliteReader(self.url, wait_ms=sqlite_wait_ms, reading_seconds=reading_seconds)
        else:
            self.reader = PostgresReader(self.url, reading_seconds=reading_seconds)
            self._reader = self._writer = postgres_engine(self.url)
            if reading_seconds is not None:
                self._reader = postgres_engine(self.url, statement_timeout=f"{round(reading_seconds * 1_000)}ms")
        if watch is not None:
            watch_engine(self._writer, watch, "write")
            if self._reader is not self._writer:
                watch_engine(self._reader, watch, "read")

    @property
    def where(self) -> str:
        """The database's address without its password, which may also stand among the options after it."""
        shown = self.url.update_query_dict({"password": "***"}) if "password" in self.url.query else self.url
        return shown.render_as_string(hide_password=True)

    @property
    def is_missing(self) -> bool:
        """Whether this is a SQLite file that is not there yet; opening it would make it."""
        name = (self.url.database or ":memory:").removeprefix("file:")
        return self.is_sqlite and name != ":memory:" and not Path(name).exists()

    @asynccontextmanager
    async def migrating(self) -> AsyncIterator[AsyncConnection]:
        """A connection that changes tables in one transaction. Raises DatabaseProblem.

        SQLite changes a table by making it anew, for which it must not look after foreign keys meanwhile.
        """
        with self.worded():
            if not self.is_sqlite:
                async with self._writer.begin() as connection:
                    yield connection
                return
            engine = sqlite_engine(self.url, begin="BEGIN IMMEDIATE", wait_ms=SQLITE_WAIT_MS, foreign_keys="OFF")
            try:
                async with engine.begin() as connection:
                    yield connection
                    broken = (await connection.exec_driver_sql("PRAGMA foreign_key_check")).all()
                    if broken:
                        message = f"a migration leaves {len(broken)} rows that point nowhere"
                        raise RuntimeError(message)
            finally:
                await engine.dispose()

    async def value(self, sql: str, arguments: Sequence[Any]) -> bytes | None:
        """The text in UTF-8 that one reading statement of the driver's own returns; None where it returns no row.

        Raises DatabaseProblem where the database cannot answer.
        """
        begun = perf_counter()
        try:
            with self.worded():
                return await self.reader.value(sql, arguments)
        finally:
            if self._watch is not None:
                self._watch("read", perf_counter() - begun)

    @property
    def engine(self) -> AsyncEngine:
        """The engine that writes, for looking at tables."""
        return self._writer

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[ReadSession]:
        """A session that sees one state of the database.

        Raises DatabaseProblem where the database cannot answer, and TooSlow where it takes too long.
        """
        with self.worded():
            async with ReadSession(self._reader, expire_on_commit=False) as session:
                yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[WriteSession]:
        """A session that is committed when its block ends, and undone when the block raises.

        Raises DatabaseProblem where the database cannot answer.
        """
        async with self._turn_to_write():
            with self.worded():
                async with WriteSession(self._writer) as session, session.begin():
                    yield session
                    await session.chain_events()
        for told in self.on_commit:
            told()

    @asynccontextmanager
    async def _turn_to_write(self) -> AsyncIterator[None]:
        """Let the writers of this process follow one another on SQLite, which lets one write and the others try again.

        Who tries again may come last each time; who waits here comes first. Raises DatabaseBusy for who waits too long.
        """
        if not self.is_sqlite:
            yield
            return
        try:
            async with asyncio.timeout(_TURN_SECONDS):
                await self._turn.acquire()
        except TimeoutError as late:
            raise DatabaseBusy from late
        try:
            yield
        finally:
            self._turn.release()

    async def ping(self) -> None:
        """Ask for an answer. Raises DatabaseProblem."""
        if self.is_missing:
            raise DatabaseUnreachable(self.where, "there is no such file")
        async with self.reading() as session:
            await session.execute(text("SELECT 1"))

    async def try_to_write(self) -> None:
        """Begin to write, and leave it at that; waits for nobody.

        Raises DatabaseBusy where somebody writes on SQLite, and another DatabaseProblem where nobody can.
        """
        engine = sqlite_engine(self.url, begin="BEGIN IMMEDIATE", wait_ms=0) if self.is_sqlite else self._writer
        try:
            with self.worded():
                async with engine.connect() as connection:
                    if self.is_sqlite:  # which begins to write a file that it only reads, as if it could
                        await connection.execute(text("UPDATE alembic_version SET version_num = version_num"))
                        await connection.rollback()
                    elif await connection.scalar(text("SHOW transaction_read_only")) == "on":
                        raise DatabaseReadOnly
        finally:
            if self.is_sqlite:
                await engine.dispose()

    @contextmanager
    def worded(self) -> Iterator[None]:
        """Turn the database's errors into those that a person can act on."""
        try:
            yield
        except RAISED as error:
            problem = problem_of(error, where=self.where, reading_seconds=self.reading_seconds)
            if problem is None:
                raise
            raise problem from error

    async def close(self) -> None:
        """Close every connection."""
        await self.reader.close()
        await self._reader.dispose()
        await self._writer.dispose()
