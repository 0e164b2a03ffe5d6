"""Speakers: found by the names they go by, and new ones."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid5

from sqlalchemy import func, select
from sqlmodel import col

from db.inserting import insert_missing
from db.sessions import ReadSession, WriteSession
from db.tables import AliasRow, SpeakerRow
from db.tables.speaker import AliasOrigin, SpeakerKind
from domain.errors import AmbiguousSpeaker, UnknownSpeaker
from domain.ids import SpeakerId
from domain.node_ids import node_id
from domain.text import name_key, search_key

_MOST_SIMILAR = 3
MOST_NAME_CHARACTERS = 1_000
"""No name is longer; SQLite looks for no part of more than 50,000 bytes."""
_KEYS_A_QUERY = 500
"""Well under SQLite's limit of 32,766 parameters a statement."""


@dataclass(frozen=True, slots=True)
class NewSpeaker:
    """A speaker that an article is the first to name in full."""

    id: SpeakerId
    name: str
    kind: SpeakerKind


@dataclass(frozen=True, slots=True)
class SpeakerRecord:
    """A stored speaker."""

    id: SpeakerId
    name: str
    kind: SpeakerKind


async def speakers_by_keys(session: ReadSession, keys: Collection[str]) -> dict[str, set[SpeakerId]]:
    """The speakers who go by each name, by the name's key (`name_key`); a key that nobody has is absent."""
    found: dict[str, set[SpeakerId]] = {}
    wanted = sorted(keys)
    for start in range(0, len(wanted), _KEYS_A_QUERY):
        some = wanted[start : start + _KEYS_A_QUERY]
        rows = await session.execute(
            select(col(AliasRow.key), col(AliasRow.speaker_id)).where(col(AliasRow.key).in_(some))
        )
        for key, speaker in rows:
            found.setdefault(key, set()).add(SpeakerId(speaker))
    return found


async def add_speakers(session: WriteSession, speakers: Sequence[NewSpeaker], *, now: datetime) -> None:
    """Store speakers with their names as learned aliases; those that are stored stay as they are.

    In the order of their ids: two writers that store the same ones in two orders would wait for each other for ever.
    """
    speakers = sorted(speakers, key=lambda one: one.id)
    rows = [
        {"id": one.id, "kind": one.kind.value, "name": one.name, "key": name_key(one.name), "created_at": now}
        for one in speakers
    ]
    aliases = [
        {
            "id": uuid5(one.id, f"alias\n{name_key(one.name)}"),
            "speaker_id": one.id,
            "text": one.name,
            "key": name_key(one.name),
            "origin": AliasOrigin.LEARNED.value,
            "created_at": now,
        }
        for one in speakers
    ]
    await insert_missing(session, SpeakerRow, rows)
    await insert_missing(session, AliasRow, aliases)


async def speaker_named(session: ReadSession, name: str) -> SpeakerRecord:
    """The one speaker who goes by `name`, however it is spaced and spelt.

    Raises UnknownSpeaker, with names that hold the same words, where there is none, and AmbiguousSpeaker where there
    are several.
    """
    query = select(SpeakerRow).join(AliasRow, col(AliasRow.speaker_id) == col(SpeakerRow.id)).distinct()
    rows = (await session.scalars(query.where(col(AliasRow.key) == name_key(name)))).all()
    if len(rows) == 1:
        return SpeakerRecord(SpeakerId(rows[0].id), rows[0].name, SpeakerKind(rows[0].kind))
    if rows:
        raise AmbiguousSpeaker(name, sorted(f"{row.name} ({node_id('speaker', row.id)})" for row in rows))
    raise UnknownSpeaker(name, await similar_names(session, name))


async def similar_names(session: ReadSession, name: str) -> list[str]:
    """Up to three stored names that hold the longest word of `name`, shortest first."""
    words = search_key(name).split()
    if not words:
        return []
    longest = max(words, key=len)[:MOST_NAME_CHARACTERS]
    query = select(col(SpeakerRow.name)).where(col(SpeakerRow.key).contains(longest, autoescape=True))
    names = (await session.scalars(query.order_by(func.length(col(SpeakerRow.key))).limit(_KEYS_A_QUERY))).all()
    return sorted(names, key=lambda one: (len(one), one))[:_MOST_SIMILAR]
