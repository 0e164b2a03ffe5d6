"""How far the chain has come: those who wait are told, whatever went wrong meanwhile, and in nobody's request."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar

import pytest
from sqlalchemy import text
from sqlalchemy.exc import TimeoutError as NoConnection

from db.heads import Heads
from db.sessions import Database, ReadSession
from domain.errors import DatabaseBusy, ServerStops, TooSlow
from tests.api.test_subscriptions import publish

SECONDS = 10.0


class Failing(Database):
    """A database that cannot be read as long as it has a fault; `looks` counts how often that was tried."""

    fault: Exception | None = None
    looks = 0

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[ReadSession]:
        """As the database's own, without a fault."""
        if self.fault is not None:
            self.looks += 1
            raise self.fault
        async with super().reading() as session:
            yield session


async def waiting(heads: Heads) -> asyncio.Task[int]:
    """Somebody who waits for what comes after now."""
    task = asyncio.create_task(heads.beyond(await heads.now()))
    await asyncio.sleep(0.2)
    return task


@pytest.mark.parametrize(
    "fault",
    [DatabaseBusy(), TooSlow(1.0), NoConnection(), RuntimeError("unforeseen")],
    ids=lambda fault: type(fault).__name__,
)
async def test_who_waits_is_told_after_what_went_wrong(database: Database, database_url: str, fault: Exception) -> None:
    """The next look sees what came, whatever the last one failed for."""
    failing = Failing(database_url)
    heads = Heads(failing, look_seconds=0.05)
    waits = await waiting(heads)
    failing.fault = fault
    await publish(database, 1)
    async with asyncio.timeout(SECONDS):
        while failing.looks < 2:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.01)
        failing.fault = None
        assert await waits > 0
    await heads.close()
    await failing.close()


async def test_who_waits_is_told_after_a_lock_that_outlasts_a_look(postgres_url: str) -> None:
    """The table is locked for longer than a read may take."""
    database = Database(postgres_url, reading_seconds=0.2)
    heads = Heads(database, look_seconds=0.05)
    waits = await waiting(heads)
    async with database.engine.begin() as connection:
        await connection.execute(text("LOCK TABLE audit_event IN ACCESS EXCLUSIVE MODE"))
        with pytest.raises(TooSlow):
            await heads.now()
        await asyncio.sleep(0.5)
    await publish(database, 1)
    async with asyncio.timeout(SECONDS):
        assert await waits > 0
    await heads.close()
    await database.close()


async def test_a_watch_that_has_ended_begins_again(database: Database) -> None:
    """With the next who waits."""
    heads = Heads(database)
    first = await waiting(heads)
    [watch] = [task for task in asyncio.all_tasks() if task.get_coro().__name__ == "_watch"]  # type: ignore[union-attr]  # it is a coroutine
    watch.cancel()
    await asyncio.sleep(0.05)
    second = await waiting(heads)
    await publish(database, 1)
    async with asyncio.timeout(SECONDS):
        assert await first == await second > 0
    await heads.close()


async def test_what_watches_for_all_is_part_of_no_request(database: Database) -> None:
    """Not even of the one with which it began: traces and lines of the log would be of that as long as it runs."""
    request: ContextVar[str] = ContextVar("request")
    request.set("the first subscriber's")
    heads = Heads(database)
    before = asyncio.all_tasks()
    waits = await waiting(heads)
    begun = asyncio.all_tasks() - before - {waits}
    assert {task.get_context().get(request) for task in begun} == {None}
    assert begun
    await heads.close()


async def test_nobody_watches_once_it_is_closed(database: Database) -> None:
    """Who asks then is told that the server stops."""
    heads = Heads(database)
    await heads.close()
    before = asyncio.all_tasks()
    with pytest.raises(ServerStops):
        await heads.beyond(0)
    assert asyncio.all_tasks() == before
