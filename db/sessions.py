"""Opens the database for reading and for writing; the boundary commits, once, and words the database's own errors."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from time import monotonic, perf_counter
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import event, make_url, text
from sqlalchemy.engine import URL, Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from db.arrivals import note_arrivals
from db.chain import append_events
from db.direct import ISO_DAYS, STEPS_A_LOOK, PostgresReader, Reader, SqliteReader
from db.watching import SqlWatch, watch_engine
from domain.audit import NewEvent
from domain.errors import (
    BadSetting,
    DatabaseBusy,
    DatabaseFull,
    DatabaseReadOnly,
    DatabaseUnreachable,
    GozarehError,
    NotMigrated,
    TooSlow,
)

SQLITE_WAIT_MS = 5_000
"""How long a writer waits for another process's write before it is told that the database is busy."""
_TURN_SECONDS = 30.0
"""The same of the writers of its own process: some dozens of them at a time, each a tenth of a second or two."""
MOST_SESSIONS = 15
"""Of PostgreSQL, that read and as many that write at a time in a process; who opens another waits for one."""
_KEPT_CONNECTIONS = 5
"""Of those, that stay open while nobody needs them."""
_SQLITE_CACHE_KIB = 65_536
"""Pages that a connection keeps: random keys touch pages all over an index, and SQLite's own 2 MB hold too few."""
_NO_TABLE = {"42P01", "42703"}
_BUSY = {"55P03", "40P01", "40001"}
"""PostgreSQL's states of a lock that was waited for in vain. Source: its manual, appendix A."""
_NO_ANSWER = ("08", "28", "3D", "53", "57P")
"""The beginnings of its states of a connection, a login, a database's name, full resources and a server going down."""
_CANNOT_WRITE: Mapping[type[DatabaseReadOnly | DatabaseFull], tuple[str, str]] = {
    DatabaseReadOnly: ("25006", "readonly database"),
    DatabaseFull: ("53100", "disk is full"),
}
"""What PostgreSQL and SQLite say where nothing can be written."""
_NO_FILE = ("unable to open", "not a database", "disk I/O", "malformed")
"""What SQLite says of a file that it cannot use."""
_RAISED = (DBAPIError, OSError, sqlite3.Error, asyncpg.PostgresError, asyncpg.InterfaceError)
"""What SQLAlchemy and the drivers themselves raise."""
_STOPPED = "57014"
"""PostgreSQL's state of a statement that took too long; SQLite says “interrupted”."""
_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}


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
            self._reader = _sqlite_engine(self.url, begin="BEGIN", wait_ms=sqlite_wait_ms)
            if reading_seconds is not None:
                _stop_late_reading(self._reader, reading_seconds)
            self._writer = _sqlite_engine(self.url, begin="BEGIN IMMEDIATE", wait_ms=sqlite_wait_ms)
            self.reader: Reader = SqliteReader(self.url, wait_ms=sqlite_wait_ms, reading_seconds=reading_seconds)
        else:
            self.reader = PostgresReader(self.url, reading_seconds=reading_seconds)
            self._reader = self._writer = _postgres_engine(self.url)
            if reading_seconds is not None:
                self._reader = _postgres_engine(self.url, statement_timeout=f"{round(reading_seconds * 1_000)}ms")
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
            engine = _sqlite_engine(self.url, begin="BEGIN IMMEDIATE", wait_ms=SQLITE_WAIT_MS, foreign_keys="OFF")
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
        engine = _sqlite_engine(self.url, begin="BEGIN IMMEDIATE", wait_ms=0) if self.is_sqlite else self._writer
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
        except _RAISED as error:
            problem = _problem(error, self)
            if problem is None:
                raise
            raise problem from error

    async def close(self) -> None:
        """Close every connection."""
        await self.reader.close()
        await self._reader.dispose()
        await self._writer.dispose()


def parse_url(url: str) -> URL:
    """The URL with the driver that Gozareh uses. Raises BadSetting."""
    name = "GOZAREH_DATABASE_URL"
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise BadSetting(name, "is not a database URL, such as sqlite+aiosqlite:///gozareh.db") from error
    driver = _DRIVERS.get(parsed.get_backend_name())
    if driver is None:
        raise BadSetting(name, f"names {parsed.get_backend_name()}; there are sqlite and postgresql")
    return parsed.set(drivername=driver)


def _postgres_engine(url: URL, **server_settings: str) -> AsyncEngine:
    return create_async_engine(
        url,
        connect_args={"server_settings": {**ISO_DAYS, **server_settings}},
        pool_size=_KEPT_CONNECTIONS,
        max_overflow=MOST_SESSIONS - _KEPT_CONNECTIONS,
        pool_pre_ping=True,
        hide_parameters=True,
    )


def _stop_late_reading(engine: AsyncEngine, seconds: float) -> None:
    """Let SQLite stop what a transaction reads when its time is over; a thread that reads cannot be cancelled."""

    def watch(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        until = entry.info

        def is_late() -> bool:
            return bool(monotonic() > until["stops_at"])

        until["stops_at"] = monotonic() + seconds
        connection.run_async(lambda driver: driver.set_progress_handler(is_late, STEPS_A_LOOK))

    def start(connection: Connection) -> None:
        connection.info["stops_at"] = monotonic() + seconds

    event.listen(engine.sync_engine, "connect", watch)
    event.listen(engine.sync_engine, "begin", start)


def _sqlite_engine(url: URL, *, begin: str, wait_ms: int, foreign_keys: str = "ON") -> AsyncEngine:
    engine = create_async_engine(url, connect_args={"timeout": wait_ms / 1000}, hide_parameters=True)

    def prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        try:
            for pragma in (
                "journal_mode=WAL",
                "synchronous=FULL",
                f"foreign_keys={foreign_keys}",
                f"cache_size=-{_SQLITE_CACHE_KIB}",
                "secure_delete=ON",  # words that are erased leave the free pages of the file, too
            ):
                cursor.execute(f"PRAGMA {pragma}")
        except Exception:
            connection.close()  # the pool knows nothing of it yet, and its thread would stay
            raise
        cursor.close()

    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine.sync_engine, "connect", prepare)
    event.listen(engine.sync_engine, "begin", start)
    return engine


def _problem(error: Exception, database: Database) -> GozarehError | None:  # noqa: PLR0911 - one for each problem
    """The error as its reader can mend it; None for one that is nobody's fault but ours."""
    if isinstance(error, OSError):
        return DatabaseUnreachable(database.where, error.strerror or type(error).__name__)
    cause = error.orig if isinstance(error, DBAPIError) else error
    told = str(cause)
    state = getattr(cause, "sqlstate", None) or ""
    if database.reading_seconds is not None and (state == _STOPPED or told == "interrupted"):
        return TooSlow(database.reading_seconds)
    if state in _NO_TABLE or any(words in told for words in ("no such table", "no such column")):
        return NotMigrated(None, "its tables")
    if state in _BUSY or "is locked" in told:
        return DatabaseBusy()
    for kind, (its_state, its_words) in _CANNOT_WRITE.items():
        if state == its_state or its_words in told:
            return kind()
    is_lost = isinstance(error, asyncpg.InterfaceError) or (
        isinstance(error, DBAPIError) and error.connection_invalidated
    )
    if is_lost or state.startswith(_NO_ANSWER) or any(words in told for words in _NO_FILE):
        return DatabaseUnreachable(database.where, told)
    return None
