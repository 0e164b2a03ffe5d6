"""What the subscribers of one application share: how far the chain has come, and reads that several of them ask for."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable, Mapping
from contextlib import AbstractContextManager
from contextvars import Context
from dataclasses import dataclass
from typing import Any

from api.places import Places
from api.rates import Holder
from db.heads import Heads
from db.sessions import Database

AT_ONCE = 49
"""Rows that one read brings somebody who is behind, at most: an article has some six claims, a batch 64 articles."""


@dataclass(frozen=True, slots=True)
class Event:
    """What a subscriber is told: the `data` of its answer, and the cursor to come back with."""

    data: Mapping[str, object]
    cursor: str


@dataclass(slots=True)
class Place:
    """How far something was followed, by a cursor of this service's own; None before it begins.

    With the cursor of an event that is told it is told no more. The next read brings at most so many rows.
    """

    cursor: str | None = None
    at_once: int = AT_ONCE


class Live:
    """The subscribers of one application."""

    def __init__(self, database: Database, *, most: int, of_one: int | None = None, heads: Heads | None = None) -> None:
        """At most so many at a time, and `of_one` for one holder; `heads` None follows the database's own."""
        self.heads = heads or Heads(database)
        self._places = Places(most, of_one=most if of_one is None else of_one)
        self._reads: dict[Hashable, asyncio.Task[object]] = {}

    @property
    def subscribers(self) -> int:
        """How many subscriptions are followed now."""
        return self._places.taken

    def subscribed(self, holder: Holder) -> AbstractContextManager[None]:
        """Count one more while the block runs. Raises TooManySubscribers."""
        return self._places.take(holder)

    async def once(self, key: Hashable, read: Callable[[], Coroutine[Any, Any, object]]) -> object:
        """What is read, by the first who asks with this key; the key holds all that it depends on.

        Who asks while it is being read is told the same. Nothing is kept after that, and it is part of no request.
        """
        running = self._reads.get(key)
        if running is None:
            running = self._reads[key] = asyncio.create_task(read(), context=Context())
            running.add_done_callback(lambda _: self._reads.pop(key))
        return await asyncio.shield(running)

    async def close(self) -> None:
        """Wait for nothing any more."""
        await self.heads.close()
