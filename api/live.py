"""What the subscribers of one application share: how far the chain has come, and reads that several of them ask for."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from cachetools import LRUCache

from db.heads import Heads
from db.sessions import Database
from domain.errors import TooManySubscribers

AT_ONCE = 50
"""Rows that one read brings somebody who is behind: an article has some six claims, a batch 64 articles."""
_KEPT_READS = 256
"""As many as there are different questions, and places to go on from, among those who wait at a time."""


@dataclass(frozen=True, slots=True)
class Event:
    """What a subscriber is told: the `data` of its answer, and the cursor to come back with."""

    data: Mapping[str, object]
    cursor: str


@dataclass(slots=True)
class Place:
    """How far something was followed, by a cursor of this service's own; None before it begins.

    With the cursor of an event that is told it is told no more. At most so many rows are read at a time.
    """

    cursor: str | None = None
    at_once: int = AT_ONCE


class Live:
    """The subscribers of one application."""

    def __init__(self, database: Database, *, most: int, heads: Heads | None = None) -> None:
        """At most so many at a time; `heads` None follows the database's own."""
        self.heads = heads or Heads(database)
        self.subscribers = 0
        self._most = most
        self._reads: LRUCache[Hashable, asyncio.Task[object]] = LRUCache(_KEPT_READS)

    @contextmanager
    def subscribed(self) -> Iterator[None]:
        """Count one more. Raises TooManySubscribers."""
        if self.subscribers >= self._most:
            raise TooManySubscribers(self._most)
        self.subscribers += 1
        try:
            yield
        finally:
            self.subscribers -= 1

    async def once(self, key: Hashable, read: Callable[[], Coroutine[Any, Any, object]]) -> object:
        """What is read, by the first who asks with this key; the key holds all that it depends on."""
        running = self._reads.get(key)
        if running is None or (running.done() and (running.cancelled() or running.exception())):
            running = self._reads[key] = asyncio.create_task(read())
        return await asyncio.shield(running)

    async def close(self) -> None:
        """Wait for nothing any more."""
        await self.heads.close()
