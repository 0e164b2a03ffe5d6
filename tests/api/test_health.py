"""Whoever watches over the service learns whether it lives, and whether it can work."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text
from starlette.applications import Starlette

from api.health import health_routes, readiness
from db.migrating import downgrade, upgrade
from db.sessions import Database
from domain.errors import DatabaseReadOnly


@asynccontextmanager
async def asking(database: Database) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the two pages alone."""
    app = Starlette(routes=health_routes(database))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
        yield client


async def test_a_service_with_its_database_is_ready(database: Database) -> None:
    """And says so without letting anybody keep the answer."""
    async with asking(database) as client:
        alive, ready = await client.get("/healthz"), await client.get("/readyz")
    assert (alive.status_code, alive.text, ready.status_code) == (200, "ok\n", 200)
    assert ready.json() == {"database": "ok", "migrations": "ok", "writing": "ok"}
    assert {one.headers["cache-control"] for one in (alive, ready)} == {"no-store"}


async def test_somebody_else_writing_is_no_reason(database: Database) -> None:
    """It waits for nobody."""
    async with database.writing() as session:
        await session.connection()
        assert set((await readiness(database)).values()) == {"ok"}


@asynccontextmanager
async def read_only(database: Database) -> AsyncIterator[Database]:
    """The same database as somebody sees it who can only read it."""
    if database.is_sqlite:
        url = f"sqlite:///file:{database.url.database}?mode=ro&uri=true"
        other = Database(url)
        try:
            yield other
        finally:
            await other.close()
        return
    setting = f'ALTER DATABASE "{database.url.database}" {{}} default_transaction_read_only'
    async with database.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        await connection.execute(text(f"{setting.format('SET')} = on"))
        other = Database(database.url.render_as_string(hide_password=False))
        try:
            yield other
        finally:
            await other.close()
            await connection.execute(text(setting.format("RESET")))


async def test_a_database_that_can_only_be_read_is_told(database: Database) -> None:
    """Plain writing fails there, too; reading goes on."""
    async with read_only(database) as other:
        with pytest.raises(DatabaseReadOnly):
            async with other.writing() as session:
                await session.execute(text("UPDATE speaker SET name = name"))
        async with asking(other) as client:
            ready = await client.get("/readyz")
        async with other.reading() as session:
            assert await session.scalar(text("SELECT count(*) FROM speaker")) == 0
    assert (ready.status_code, ready.json()["writing"]) == (503, str(DatabaseReadOnly()))
    assert ready.json()["database"] == "ok"


async def test_tables_of_another_version_are_told(database: Database) -> None:
    """With the command that mends it."""
    await downgrade(database, "0009")
    try:
        found = await readiness(database)
        assert found["database"] == "ok"
        assert "gozareh db upgrade" in found["migrations"]
        assert found["writing"] == "not looked at"
    finally:
        await upgrade(database)


async def test_a_database_that_is_not_there_is_told_without_its_address(tmp_path: Path) -> None:
    """The process itself lives."""
    missing = Database(f"sqlite:///{tmp_path / 'secret-place.db'}")
    async with asking(missing) as client:
        alive, ready = await client.get("/healthz"), await client.get("/readyz")
    assert (alive.status_code, ready.status_code) == (200, 503)
    assert ready.json()["database"] == "does not answer"
    assert "secret-place" not in ready.text
    assert not (tmp_path / "secret-place.db").exists()
    await missing.close()
