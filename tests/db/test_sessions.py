"""A session commits once or not at all, and says in words what keeps the database from answering."""

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text

from db.engines import parse_url
from db.sessions import Database
from db.tables import OutletRow
from domain.errors import BadSetting, DatabaseBusy, DatabaseProblem, DatabaseReadOnly, DatabaseUnreachable, TooSlow
from tests import factories as make
from tests.conftest import named

PASSWORD = "a-very-secret-word"  # noqa: S105 - it opens nothing


class Failure(Exception):
    """Something that goes wrong in a block."""


async def outlets_in(database: Database) -> int:
    """How many outlets there are."""
    async with database.reading() as session:
        found: int = (await session.execute(select(func.count()).select_from(OutletRow))).scalar_one()
    return found


async def test_a_block_that_ends_is_committed(database: Database) -> None:
    """Nobody inside it commits."""
    async with database.writing() as session:
        session.add(make.outlet())
    assert await outlets_in(database) == 1


async def test_a_block_that_raises_leaves_nothing(database: Database) -> None:
    """Not even what was flushed before; and its error comes out as it was."""

    async def fail() -> None:
        async with database.writing() as session:
            session.add(make.outlet())
            await session.flush()
            raise Failure

    with pytest.raises(Failure):
        await fail()
    assert await outlets_in(database) == 0


async def test_a_session_that_reads_keeps_nothing(database: Database) -> None:
    """It is never committed."""
    async with database.reading() as session:
        session.add(make.outlet())
        await session.flush()
    assert await outlets_in(database) == 0


async def test_a_reader_is_not_kept_waiting_by_a_writer(database: Database) -> None:
    """It sees what was there before."""
    async with database.writing() as session:
        session.add(make.outlet())
        await session.flush()
        assert await outlets_in(database) == 0


async def test_a_locked_sqlite_database_says_so_after_a_short_wait(sqlite_url: str) -> None:
    """Another process holds it for longer than the wait."""
    database = Database(sqlite_url, sqlite_wait_ms=100)
    other = sqlite3.connect(database.url.database or "")
    other.execute("BEGIN EXCLUSIVE")
    began = time.perf_counter()
    with pytest.raises(DatabaseBusy, match="try again"):
        async with database.writing() as session:
            session.add(make.outlet())
    took = time.perf_counter() - began
    other.close()
    await database.close()
    assert took < 2


async def test_writers_of_one_process_take_turns(sqlite_url: str) -> None:
    """None is told that another writes, however short the wait for other processes."""
    database = Database(sqlite_url, sqlite_wait_ms=1)

    async def write() -> None:
        async with database.writing() as session:
            session.add(make.outlet(f"رسانهٔ {uuid4()}"))
            await session.flush()
            await asyncio.sleep(0.01)

    await asyncio.gather(*(write() for _ in range(20)))
    assert await outlets_in(database) == 20
    await database.close()


async def test_a_write_that_is_cancelled_keeps_nobody_waiting(sqlite_url: str) -> None:
    """Not even while what is left of it is still looked at: SQLite keeps the lock of a statement that is not over."""
    statement = text(
        "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 100000)"
        " INSERT INTO many SELECT n FROM number RETURNING n"
    )
    database = Database(sqlite_url, sqlite_wait_ms=1_000)
    async with database.engine.begin() as connection:
        await connection.execute(text("CREATE TABLE many (n INTEGER)"))

    async def write() -> None:
        async with database.writing() as session:
            await session.execute(statement)

    for milliseconds in range(0, 60, 3):
        writing = asyncio.create_task(write())
        await asyncio.sleep(milliseconds / 1_000)
        writing.cancel()
        left = await asyncio.gather(writing, return_exceptions=True)
        async with database.writing() as session:
            session.add(make.outlet(f"outlet {milliseconds}"))
        del left
    await database.close()


async def test_a_turn_that_does_not_come_is_told(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """And whoever gave it up leaves it to the next."""
    monkeypatch.setattr("db.sessions._TURN_SECONDS", 0.05)
    database = Database(sqlite_url)

    async def write() -> None:
        async with database.writing() as session:
            session.add(make.outlet())

    async with database.writing():
        with pytest.raises(DatabaseBusy):
            await write()
    await write()
    assert await outlets_in(database) == 1
    await database.close()


async def test_a_lock_that_postgresql_gives_up_on_says_so(postgres_url: str) -> None:
    """As migrations do, which wait for a table in use for a few seconds only."""
    database = Database(postgres_url)

    async def lock() -> None:
        async with database.writing() as session:
            await session.execute(text("SET LOCAL lock_timeout = '50ms'"))
            await session.execute(text("LOCK TABLE outlet"))

    async with database.writing() as holder:
        await holder.execute(text("LOCK TABLE outlet"))
        with pytest.raises(DatabaseBusy):
            await lock()
    await database.close()


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://newsroom:{PASSWORD}@127.0.0.1:1/gozareh",
        f"postgresql://127.0.0.1:1/gozareh?user=newsroom&password={PASSWORD}",
    ],
    ids=["in the address", "beside the address"],
)
async def test_an_unreachable_postgresql_is_told_without_its_password(url: str) -> None:
    """Where it should be, and which setting names it."""
    database = Database(url)
    with pytest.raises(DatabaseUnreachable, match="GOZAREH_DATABASE_URL") as error:
        await outlets_in(database)
    assert "127.0.0.1:1" in str(error.value)
    assert PASSWORD not in str(error.value)


async def test_a_database_that_the_server_has_not_is_told(postgres_server: str) -> None:
    """The server answers, but has none of this name."""
    database = Database(named(postgres_server, "no_such_database"))
    with pytest.raises(DatabaseUnreachable, match="no_such_database"):
        await outlets_in(database)
    await database.close()


async def test_a_user_that_the_server_has_not_is_told(postgres_url: str) -> None:
    """The server answers, but lets nobody of this name in."""
    url = parse_url(postgres_url).set(username="nobody_of_this_name")
    database = Database(url.render_as_string(hide_password=False))
    with pytest.raises(DatabaseUnreachable, match="nobody_of_this_name"):
        await outlets_in(database)
    await database.close()


async def test_a_connection_that_the_server_ends_is_told(postgres_url: str) -> None:
    """In the middle of a session."""
    database = Database(postgres_url)
    with pytest.raises(DatabaseUnreachable):
        async with database.reading() as session:
            await session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    await database.close()


async def test_the_next_session_after_a_lost_connection_works(postgres_url: str) -> None:
    """A server that was started again needs nobody to start the service again."""
    database, killer = Database(postgres_url), Database(postgres_url)
    await outlets_in(database)
    async with killer.reading() as session:
        others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        await session.execute(text(f"SELECT pg_terminate_backend(pid) {others}"))
    assert await outlets_in(database) == 0
    await database.close()
    await killer.close()


async def test_a_sqlite_file_that_can_only_be_read_is_told(sqlite_url: str) -> None:
    """And it is read."""
    database = Database(f"sqlite:///file:{parse_url(sqlite_url).database}?mode=ro&uri=true")
    with pytest.raises(DatabaseReadOnly):
        async with database.writing() as session:
            session.add(make.outlet())
    assert await outlets_in(database) == 0
    await database.close()


@pytest.mark.parametrize("kind", ["not a database", "a folder", "in no folder"])
async def test_a_sqlite_file_that_cannot_be_used_is_told(tmp_path: Path, kind: str) -> None:
    """Where it is and what is wrong with it."""
    not_a_database = tmp_path / "letter.db"
    not_a_database.write_text("Dear editor, " * 200)
    url = {
        "not a database": f"sqlite:///{not_a_database}",
        "a folder": f"sqlite:///{tmp_path}",
        "in no folder": f"sqlite:///{tmp_path}/none/test.db",
    }[kind]
    database = Database(url)
    with pytest.raises(DatabaseUnreachable, match="cannot open the database sqlite"):
        async with database.writing() as session:
            session.add(make.outlet())
    await database.close()
    await asyncio.sleep(0.05)  # aiosqlite's thread says goodbye to the loop that it could not open a file for


async def test_what_the_database_refuses_is_not_called_unreachable(database: Database) -> None:
    """An error of ours stays one."""
    with pytest.raises(Exception, match="nonsense") as error:
        async with database.reading() as session:
            await session.execute(text("nonsense"))
    assert not isinstance(error.value, DatabaseProblem)


COUNTED = (
    "WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < {})"
    " SELECT count(*) FROM counted"
)


async def counted(database: Database, rows: int) -> int:
    """Let a reading session count."""
    async with database.reading() as session:
        found: int = (await session.execute(text(COUNTED.format(rows)))).scalar_one()
    return found


async def counted_by_the_driver(database: Database, rows: int) -> int:
    """Let the driver itself count."""
    return int(await database.value(COUNTED.format(rows), ()) or 0)


@pytest.mark.parametrize("count", [counted, counted_by_the_driver])
async def test_reading_that_takes_too_long_is_stopped(
    database_url: str, count: Callable[[Database, int], Awaitable[int]]
) -> None:
    """In the database, which then answers others."""
    database = Database(database_url, reading_seconds=0.2)
    began = time.perf_counter()
    told = await asyncio.gather(*(count(database, 1_000_000_000) for _ in range(3)), return_exceptions=True)
    await database.close()
    assert time.perf_counter() - began < 5
    assert [type(one) for one in told] == [TooSlow] * 3


async def test_closing_stops_what_is_being_read(database_url: str) -> None:
    """Or a server could not be stopped."""
    database = Database(database_url)
    reading = asyncio.create_task(counted_by_the_driver(database, 1_000_000_000))
    await asyncio.sleep(0.3)
    reading.cancel()
    await asyncio.wait_for(database.close(), 5)
    with pytest.raises(asyncio.CancelledError):
        await reading


async def test_closing_sqlite_stops_what_somebody_waits_for(sqlite_url: str) -> None:
    """They are told so."""
    database = Database(sqlite_url)
    reading = asyncio.create_task(counted_by_the_driver(database, 1_000_000_000))
    await asyncio.sleep(0.3)
    await asyncio.wait_for(database.close(), 5)
    with pytest.raises(sqlite3.OperationalError, match="interrupted"):
        await reading


@pytest.mark.parametrize("count", [counted, counted_by_the_driver])
async def test_a_connection_that_was_stopped_is_whole(
    database_url: str, count: Callable[[Database, int], Awaitable[int]]
) -> None:
    """The next one reads as ever."""
    database = Database(database_url, reading_seconds=0.5)
    for _ in range(3):
        with pytest.raises(TooSlow):
            await count(database, 1_000_000_000)
        assert await count(database, 10) == 10
    await database.close()


async def test_the_time_of_reading_begins_with_each_session(database_url: str) -> None:
    """A connection may be as old as it is."""
    database = Database(database_url, reading_seconds=0.5)
    assert await counted(database, 10) == 10
    await asyncio.sleep(0.6)
    assert await counted(database, 200_000) == 200_000
    await database.close()


async def test_writing_is_not_stopped(database_url: str) -> None:
    """An article may take longer than a query."""
    database = Database(database_url, reading_seconds=0.001)
    async with database.writing() as session:
        assert (await session.execute(text(COUNTED.format(200_000)))).scalar_one() == 200_000
    await database.close()


@pytest.mark.parametrize("url", ["", "gozareh.db", "mysql://localhost/gozareh"])
def test_a_url_of_no_database_is_a_bad_setting(url: str) -> None:
    """The setting is named."""
    with pytest.raises(BadSetting, match="GOZAREH_DATABASE_URL"):
        Database(url)


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("sqlite:///a.db", "sqlite+aiosqlite"),
        ("postgres://h/d", "postgresql+asyncpg"),
        ("postgresql+psycopg://h/d", "postgresql+asyncpg"),
    ],
)
def test_a_url_gets_the_driver_that_gozareh_uses(url: str, driver: str) -> None:
    """Whatever driver, or none, it names."""
    assert parse_url(url).drivername == driver
