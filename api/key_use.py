"""Keeps when keys were last used, to the minute, beside the requests: none waits for it, and none fails by it."""

import asyncio
from datetime import datetime
from uuid import UUID

import structlog

from db.keys import keep_uses
from db.sessions import Database
from db.tables import ApiKeyRow

log = structlog.get_logger()


class KeyUse:
    """The last uses of keys that one application is asked with.

    A key's row is written once a minute at most. What a busy database does not take is let go: the next minute's use
    tells nearly the same.
    """

    def __init__(self, database: Database) -> None:
        """Keep the uses in `database`."""
        self._database = database
        self._noted: dict[UUID, datetime] = {}
        self._due: dict[UUID, datetime] = {}
        self._keeping: asyncio.Task[None] | None = None

    def note(self, key: ApiKeyRow, *, now: datetime) -> None:
        """Let it be kept, soon and by another task, that a key was used."""
        minute = now.replace(second=0, microsecond=0)
        last = self._noted.get(key.id, key.last_used_at)
        if last is not None and last >= minute:
            return
        self._noted[key.id] = self._due[key.id] = minute
        if self._keeping is None or self._keeping.done():
            self._keeping = asyncio.create_task(self._keep())

    async def finish(self) -> None:
        """Wait until what was noted is kept or let go."""
        if self._keeping is not None:
            await self._keeping

    async def _keep(self) -> None:
        while self._due:
            uses, self._due = self._due, {}
            try:
                async with self._database.writing() as session:
                    await keep_uses(session, uses)
            except Exception as problem:  # noqa: BLE001 - whatever it is, a request that has its answer does not mind
                log.warning("last use of keys is not kept", keys=len(uses), problem=type(problem).__name__)
