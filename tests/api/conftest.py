"""The application on each of the two databases, and a client that asks it over HTTP."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx
import pytest
from asgi_lifespan import LifespanManager

from api.app import create_app
from api.keys import create_key
from config import Settings
from db.sessions import Database
from domain.roles import Role
from tests.api.client import Client


@pytest.fixture
async def client(database_url: str) -> AsyncIterator[Client]:
    """A client of the application, on each of the two databases in turn."""
    app = create_app(Settings(database_url=database_url))
    async with (
        LifespanManager(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://gozareh") as http,
    ):
        yield Client(http)


@pytest.fixture
async def verifier(database: Database) -> str:
    """The key of a verifier called سارا."""
    return await create_key(database, name="سارا", role=Role.VERIFIER, now=datetime(2024, 1, 1, tzinfo=UTC))


@pytest.fixture
async def contributor(database: Database) -> str:
    """The key of a contributor."""
    return await create_key(database, name="گردآور", role=Role.CONTRIBUTOR, now=datetime(2024, 1, 1, tzinfo=UTC))
