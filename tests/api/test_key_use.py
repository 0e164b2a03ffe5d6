"""When keys were last used is kept beside the requests."""

from datetime import UTC, datetime, timedelta

import httpx
from asgi_lifespan import LifespanManager
from sqlalchemy import select
from structlog.testing import capture_logs

from api.app import create_app
from api.key_use import KeyUse
from config import Settings
from db.keys import all_keys
from db.sessions import Database
from db.tables import ApiKeyRow
from domain.roles import Role
from tests import factories as make
from tests import keys
from tests.api.client import Client
from tests.api.test_keys import VIEWER


async def test_the_last_use_of_a_key_is_kept_to_the_minute(database: Database, database_url: str) -> None:
    """When the application ends at the latest."""
    started = datetime.now(UTC)
    secret = await keys.create_key(database, name="میز", role=Role.READER)
    app = create_app(Settings(database_url=database_url))
    http = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://gozareh")
    async with LifespanManager(app), http:
        await Client(http, app.state.database, app.state.plans).data(VIEWER, key=secret)
    async with database.reading() as session:
        [key] = await all_keys(session)
    assert key.last_used_at is not None
    assert (key.last_used_at.second, started - key.last_used_at < timedelta(minutes=2)) == (0, True)


async def used(uses: KeyUse, key: ApiKeyRow, now: datetime) -> None:
    """A key is used, and what was noted is kept."""
    uses.note(key, now=now)
    await uses.finish()


async def last_use(database: Database, key: ApiKeyRow) -> datetime | None:
    """When a key was last used, as it is stored."""
    async with database.reading() as session:
        row = await session.get(ApiKeyRow, key.id)
    assert row is not None
    return row.last_used_at


async def test_a_key_is_written_once_a_minute_at_most(database: Database) -> None:
    """However often it is used."""
    key = make.api_key()
    await make.store(database, [key])
    uses = KeyUse(database)
    await used(uses, key, make.NOW)
    async with database.writing() as session:
        row = (await session.scalars(select(ApiKeyRow))).one()
        row.last_used_at = None
    await used(uses, key, make.NOW + timedelta(seconds=20))
    assert await last_use(database, key) is None
    await used(uses, key, make.NOW + timedelta(minutes=1))
    assert await last_use(database, key) == make.NOW + timedelta(minutes=1)


async def test_an_earlier_use_does_not_take_the_place_of_a_later_one(database: Database) -> None:
    """Another process may have kept one meanwhile."""
    key = make.api_key()
    await make.store(database, [key])
    await used(KeyUse(database), key, make.NOW + timedelta(hours=1))
    await used(KeyUse(database), key, make.NOW)
    assert await last_use(database, key) == make.NOW + timedelta(hours=1)


async def test_a_busy_database_neither_delays_nor_fails_a_use(sqlite_url: str) -> None:
    """What it cannot take is let go, and logged without the key."""
    database, other = Database(sqlite_url, sqlite_wait_ms=50), Database(sqlite_url)
    key = make.api_key()
    await make.store(database, [key])
    uses = KeyUse(database)
    with capture_logs() as logs:
        async with other.writing() as session:
            await all_keys(session)
            await used(uses, key, make.NOW)
    assert [entry["problem"] for entry in logs] == ["DatabaseBusy"]
    assert await last_use(database, key) is None
    await used(uses, key, make.NOW + timedelta(minutes=1))
    assert await last_use(database, key) == make.NOW + timedelta(minutes=1)
    await other.close()
    await database.close()
