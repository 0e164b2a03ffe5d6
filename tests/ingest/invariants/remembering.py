"""What was seen is seen again, whenever it is asked for as it was: but for words that were withdrawn since."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from db.reading.past import AS_OF
from domain.node_ids import node_id
from domain.roles import Actor
from tests.ingest.invariants.newsroom import Newsroom
from tests.ingest.invariants.seeing import reads_then

AT_ONCE = 2


@dataclass(frozen=True)
class Memory:
    """What somebody was answered at an instant."""

    at: datetime
    viewer: Actor | None
    told: Sequence[Any]


class Remembering(Newsroom):
    """Keeps what was answered, and asks again later."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        super().__init__()
        self.memories: list[Memory] = []

    def remember(self, viewer: Actor | None, told: Sequence[Any]) -> None:
        """Keep what somebody was just answered."""
        self.memories.append(Memory(self.now, viewer, told))

    def the_past_is_as_it_was(self) -> None:
        """Some of what was answered is answered again."""
        for step in range(min(AT_ONCE, len(self.memories))):
            memory = self.memories[(self.done * 7 + step) % len(self.memories)]
            told = self.answer(self._told_then(memory))
            assert self._without_withheld(told) == self._without_withheld(memory.told)

    async def _told_then(self, memory: Memory) -> list[Any]:
        found = []
        async with self.database.reading() as session:
            for read in reads_then(memory.viewer).all:
                told = (await session.execute(read.statement, {AS_OF.key: memory.at})).scalar_one()
                found.append(read.shape(orjson.loads(told)))
        return found

    def _without_withheld(self, told: Sequence[Any]) -> list[object]:
        """What was answered of claims whose lines nobody ever withdrew, and how many events there were."""
        every, claims, notes, versions, events = told
        lines = {(one.article, one.line) for one in self.model.claims if one.was_withheld}
        gone = {one.id for one in self.model.claims if (one.article, one.line) in lines}
        of_gone = {one.id for note in self.model.notes if note.claim.id in gone for one in note.versions}
        shown = [one for one in every["nodes"] if one["id"] not in _ids("claim", gone)]
        lists = [_but(claims, _ids("claim", gone)), *(_but(one, _ids("note", of_gone)) for one in (notes, versions))]
        return [shown, *lists, events["count"]]


def _ids(kind: str, keys: Collection[UUID]) -> set[str]:
    return {node_id(kind, key) for key in keys}


def _but(listed: Mapping[str, Any], gone: set[str]) -> list[str]:
    """The ids of a list but for those, in its order."""
    return [one["id"] for one in listed["nodes"] if one["id"] not in gone]
