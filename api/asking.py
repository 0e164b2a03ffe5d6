"""The arguments by which rows are asked for, and the rows that an id means."""

from typing import Annotated
from uuid import UUID

import strawberry

from db.filters import is_speaker
from db.reading.compiling import Where as Rows
from db.reading.topics import is_topic
from domain.node_ids import key_of

Id = Annotated[strawberry.ID, strawberry.argument(description="An id that this service gave.")]


def has_id(kind: str, given: str) -> Rows:
    """The row of this kind that a client's id means. Raises BadFilter."""
    return rows_of(kind, key_of(given, kind))


def rows_of(kind: str, key: UUID) -> Rows:
    """The row of this kind and key; of one that was merged, the one that it was merged into."""
    if kind == "speaker":
        return lambda speaker: is_speaker(key, speaker)
    if kind == "topic":
        return lambda topic: is_topic(key, topic)
    return lambda row: (row.c.id == key,)
