"""Engines of the two databases, with what each connection of theirs is set to."""

import sqlite3
from contextlib import suppress
from time import monotonic

from sqlalchemy import event, make_url
from sqlalchemy.engine import URL, Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from db.direct import ISO_DAYS, STEPS_A_LOOK
from domain.errors import BadSetting

MOST_SESSIONS = 15
"""Of PostgreSQL, that read and as many that write at a time in a process; who opens another waits for one."""
_KEPT_CONNECTIONS = 5
"""Of those, that stay open while nobody needs them."""
_SQLITE_CACHE_KIB = 65_536
"""Pages that a connection keeps: random keys touch pages all over an index, and SQLite's own 2 MB hold too few."""
_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}


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


def postgres_engine(url: URL, **server_settings: str) -> AsyncEngine:
    """An engine of PostgreSQL, whose sessions have these settings."""
    return create_async_engine(
        url,
        connect_args={"server_settings": {**ISO_DAYS, **server_settings}},
        pool_size=_KEPT_CONNECTIONS,
        max_overflow=MOST_SESSIONS - _KEPT_CONNECTIONS,
        pool_pre_ping=True,
        hide_parameters=True,
    )


def stop_late_reading(engine: AsyncEngine, seconds: float) -> None:
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


class _SqliteConnection(sqlite3.Connection):
    """A connection that ends its transaction as it is closed.

    SQLite itself leaves it open, and the database locked, as long as a cursor is left of a statement that has not told
    all its rows: one of a cancelled task is, until the garbage is collected.
    """

    def close(self) -> None:
        """Undo what was not committed, and close."""
        with suppress(sqlite3.Error):  # it is closed already, or can do nothing any more
            self.rollback()
        super().close()


def sqlite_engine(url: URL, *, begin: str, wait_ms: int, foreign_keys: str = "ON") -> AsyncEngine:
    """An engine of SQLite, whose transactions begin with these words and wait so long for a lock."""
    engine = create_async_engine(
        url, connect_args={"timeout": wait_ms / 1000, "factory": _SqliteConnection}, hide_parameters=True
    )

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
