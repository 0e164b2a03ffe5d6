"""How far the audit chain has come, for those who wait until it goes on."""

import asyncio
from contextlib import suppress
from contextvars import Context

import asyncpg
import structlog
from sqlalchemy import func, select
from sqlmodel import col

from db.chain import CHANNEL
from db.direct import driver_options
from db.sessions import Database
from db.tables import AuditEventRow
from domain.errors import GozarehError, ServerStops

log = structlog.get_logger()

LOOK_SECONDS = {True: 0.5, False: 5.0}
"""How often it is looked at while somebody waits, on SQLite and on PostgreSQL, whatever signals tell.

Another process that writes to a SQLite file tells nobody; PostgreSQL tells all, as long as the connection stands.
"""
TOGETHER_SECONDS = 0.05
"""What comes within so short a time is told together: who waits reads once."""
AGAIN_SECONDS = 1.0
"""Until PostgreSQL is asked once more for its signals, when the connection is lost."""


class Heads:
    """The position of the newest event, as it moves: by this process's commits, by PostgreSQL's signals, by looking.

    Its tasks serve all who wait, and are part of nobody's request.
    """

    def __init__(self, database: Database, *, look_seconds: float | None = None) -> None:
        """Look at nothing yet."""
        self._database = database
        self._seconds = LOOK_SECONDS[database.is_sqlite] if look_seconds is None else look_seconds
        self._position = 0
        self._waiting = 0
        self._ends = False
        self._woken = asyncio.Event()
        self._moved: asyncio.Future[None] | None = None
        self._looking: asyncio.Task[int] | None = None
        self._watching: asyncio.Task[None] | None = None
        self._listening: asyncio.Task[None] | None = None

    async def now(self) -> int:
        """The position of the newest event that is committed; 0 of none. Raises DatabaseProblem and TooSlow.

        Those who ask at a time share one look, which nobody who goes away takes from the others.
        """
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look(), context=Context())
        return await asyncio.shield(self._looking)

    async def _look(self) -> int:
        async with self._database.reading() as session:
            return await session.scalar(select(func.coalesce(func.max(col(AuditEventRow.position)), 0))) or 0

    async def beyond(self, position: int) -> int:
        """Wait until there is an event after this position; the newest one's. Raises ServerStops."""
        while self._position <= position:
            if self._ends:
                raise ServerStops
            self._begin()
            if self._moved is None:
                self._moved = asyncio.get_running_loop().create_future()
            self._waiting += 1
            self._woken.set()
            try:
                await asyncio.shield(self._moved)
            finally:
                self._waiting -= 1
        return self._position

    def end(self) -> None:
        """Let nobody wait any more."""
        self._ends = True
        self._tell()

    async def close(self) -> None:
        """Look no more, and let nobody wait."""
        self.end()
        self._database.on_commit.discard(self._woken.set)
        tasks = [task for task in (self._watching, self._listening) if task is not None]
        for task in tasks:
            task.cancel()
        looking = [self._looking] if self._looking is not None else []
        await asyncio.gather(*tasks, *looking, return_exceptions=True)

    def _begin(self) -> None:
        """Watch, and watch again where that has ended, for whatever reason."""
        self._database.on_commit.add(self._woken.set)
        if self._watching is None or self._watching.done():
            self._watching = asyncio.create_task(self._watch(), context=Context())
        if not self._database.is_sqlite and (self._listening is None or self._listening.done()):
            self._listening = asyncio.create_task(self._listen(), context=Context())

    async def _watch(self) -> None:
        """Tell those who wait, as long as the process runs: what goes wrong once goes well later."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            try:
                found = await self.now()
            except GozarehError as problem:
                log.warning("cannot see what is new", problem=str(problem))
            except Exception:  # whatever it is, all who wait depend on the next look
                log.exception("cannot see what is new")
            else:
                self._see(found)
            await asyncio.sleep(TOGETHER_SECONDS)
            if self._waiting and not self._woken.is_set():
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._seconds):
                        await self._woken.wait()
                self._woken.set()

    def _see(self, found: int) -> None:
        if found > self._position:
            self._position = found
            self._tell()

    def _tell(self) -> None:
        if self._moved is not None:
            self._moved.set_result(None)
            self._moved = None

    async def _listen(self) -> None:
        """Be woken by PostgreSQL; what came while the connection was lost is seen as it stands again."""
        while True:
            lost = asyncio.Event()
            try:
                connection = await asyncpg.connect(**driver_options(self._database.url))
                try:
                    connection.add_termination_listener(lambda _, lost=lost: lost.set())
                    await connection.add_listener(CHANNEL, lambda *_: self._woken.set())
                    self._woken.set()
                    await lost.wait()
                finally:
                    await connection.close(timeout=1)
            except Exception as problem:  # noqa: BLE001 - as above; until then it is looked at
                log.warning("PostgreSQL's signals are lost", problem=type(problem).__name__)
            await asyncio.sleep(AGAIN_SECONDS)
