"""Speakers: found by the names they go by, and new ones."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import batched
from uuid import UUID, uuid5

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import SQLModel, col

from db.inserting import inserting
from db.sessions import ReadSession, WriteSession
from db.tables import AliasRow, SpeakerRow
from domain.errors import AmbiguousSpeaker, UnknownSpeaker
from domain.ids import SpeakerId
from domain.node_ids import node_id
from domain.sounds import sound_of
from domain.speaker import AliasForm, Origin, SpeakerKind
from domain.suggestions import name_words
from domain.text import search_key, speaker_key

PERSIAN = "fa"
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


async def add_speakers(session: WriteSession, speakers: Iterable[NewSpeaker], *, now: datetime) -> None:
    """Store speakers whom articles are the first to name in full, with their names as learned aliases.

    Those that are stored stay, but for the spelling of a name that articles alone tell: of several spellings the one
    with the highest code points is kept, that is with half-spaces and Persian letters, whichever article came first.
    In the order of their ids: two writers that store the same ones in two orders would wait for each other for ever.
    """
    best: dict[SpeakerId, NewSpeaker] = {}
    for one in speakers:
        if one.id not in best or _spelling(one) > _spelling(best[one.id]):
            best[one.id] = one
    ordered = [best[identity] for identity in sorted(best)]
    await _insert_spelt(session, SpeakerRow, [_speaker_values(one, now) for one in ordered], ("name", "kind"))
    await _insert_spelt(
        session, AliasRow, [_alias_values(one, now) for one in ordered], ("text",), along=("sound", "words")
    )


async def canonical_ids(session: ReadSession, speakers: Collection[SpeakerId]) -> dict[SpeakerId, SpeakerId]:
    """Whom each of the speakers who were merged was merged into in the end; those who were not are absent."""
    found: dict[SpeakerId, SpeakerId] = {}
    for some in batched(sorted(speakers), _KEYS_A_QUERY):
        rows = await session.execute(
            select(col(SpeakerRow.id), col(SpeakerRow.canonical_id)).where(
                col(SpeakerRow.id).in_(some), col(SpeakerRow.merged_into).is_not(None)
            )
        )
        found |= {SpeakerId(speaker): SpeakerId(canonical) for speaker, canonical in rows}
    return found


def _spelling(speaker: NewSpeaker) -> tuple[str, str]:
    """What orders spellings: half-spaces and Persian letters have higher code points than spaces and Arabic ones."""
    return speaker.name, speaker.kind


async def _insert_spelt(
    session: WriteSession,
    table: type[SQLModel],
    rows: Sequence[Mapping[str, object]],
    spelt: Sequence[str],
    *,
    along: Sequence[str] = (),
) -> None:
    """Insert rows; of those that articles alone made known, keep the greatest of the values spelt, and those along.

    Only rows that are new or spelt better are written: on PostgreSQL a row that is written waits for other writers.
    """
    columns = table.__table__.c  # type: ignore[attr-defined]  # SQLModel makes it
    stored: dict[object, tuple[str, ...]] = {}
    for some in batched((row["id"] for row in rows), _KEYS_A_QUERY):
        query = select(columns.id, *(columns[name] for name in spelt)).where(columns.id.in_(some))
        stored |= {identity: tuple(values) for identity, *values in (await session.execute(query)).all()}
    better = [row for row in rows if tuple(row[name] for name in spelt) > stored.get(row["id"], ())]
    if not better:
        return
    insert = inserting(session, table)
    by_code_point = "BINARY" if session.is_sqlite else "C"
    pairs = [(insert.excluded[name].collate(by_code_point), columns[name].collate(by_code_point)) for name in spelt]
    greater = [and_(*(new == old for new, old in pairs[:n]), pairs[n][0] > pairs[n][1]) for n in range(len(pairs))]
    changes = {name: insert.excluded[name] for name in (*spelt, *along)}
    if "changed_at" in columns:
        changes["changed_at"] = insert.excluded["created_at"]
    statement = insert.on_conflict_do_update(
        index_elements=["id"], set_=changes, where=(columns.origin == Origin.LEARNED.value) & or_(*greater)
    )
    await session.execute(statement, better)


def _speaker_values(one: NewSpeaker, now: datetime) -> dict[str, object]:
    return {
        "id": one.id,
        "kind": one.kind.value,
        "name": one.name,
        "key": speaker_key(one.name),
        "origin": Origin.LEARNED.value,
        "canonical_id": one.id,
        "created_at": now,
    }


def _alias_values(one: NewSpeaker, now: datetime) -> dict[str, object]:
    return {
        "id": alias_id(one.id, AliasForm.FULL, one.name),
        "speaker_id": one.id,
        "text": one.name,
        "language": PERSIAN,
        "key": speaker_key(one.name),
        "sound": sound_of(one.name),
        "words": name_words(one.name),
        "form": AliasForm.FULL.value,
        "origin": Origin.LEARNED.value,
        "created_at": now,
    }


def alias_id(
    speaker: SpeakerId, form: AliasForm, name: str, valid_from: date | None = None, valid_to: date | None = None
) -> UUID:
    """The id of a name of a speaker in a form for a time, however it is spelt."""
    return uuid5(speaker, f"alias\n{form}\n{speaker_key(name)}\n{valid_from or ''}\n{valid_to or ''}")


async def speaker_named(session: ReadSession, name: str) -> SpeakerRecord:
    """The one speaker who goes by `name`, however it is spaced and spelt.

    Raises UnknownSpeaker, with names that hold the same words, where there is none, and AmbiguousSpeaker where there
    are several.
    """
    of_name = aliased(SpeakerRow)
    canonical = (
        select(col(of_name.canonical_id))
        .join(AliasRow, col(AliasRow.speaker_id) == col(of_name.id))
        .where(col(AliasRow.key) == speaker_key(name), col(AliasRow.rejected_by).is_(None))
    )
    rows = (await session.scalars(select(SpeakerRow).where(col(SpeakerRow.id).in_(canonical)))).all()
    if len(rows) == 1:
        return SpeakerRecord(SpeakerId(rows[0].id), rows[0].name, SpeakerKind(rows[0].kind))
    if rows:
        raise AmbiguousSpeaker(name, sorted(f"{row.name} ({node_id('speaker', row.id)})" for row in rows))
    raise UnknownSpeaker(name, await similar_names(session, name))


async def similar_names(session: ReadSession, name: str) -> list[str]:
    """Up to three names of speakers who go by one that holds the longest word of `name`, shortest first."""
    words = search_key(name).split()
    if not words:
        return []
    longest = max(words, key=len)[:MOST_NAME_CHARACTERS]
    holds = select(col(AliasRow.speaker_id)).where(
        col(AliasRow.key).contains(longest, autoescape=True), col(AliasRow.rejected_by).is_(None)
    )
    query = select(col(SpeakerRow.name)).where(col(SpeakerRow.id).in_(holds))
    names = (await session.scalars(query.order_by(func.length(col(SpeakerRow.key))).limit(_KEYS_A_QUERY))).all()
    return sorted(set(names), key=lambda one: (len(one), one))[:_MOST_SIMILAR]
