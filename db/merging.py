"""Speakers who are one: merged into another and taken apart again, with every claim that is theirs.

A merged speaker keeps the row, the names and the claims' `resolved_id`, so taking apart restores what was.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, func, insert, select, update
from sqlalchemy.orm import aliased
from sqlmodel import col

from db.sessions import ReadSession, WriteSession
from db.tables import AliasRow, ClaimRow, JudgementRow, MentionRow, SpeakerRow
from domain.ids import SpeakerId
from domain.judgement import About, Decision
from domain.speaker import AliasForm, Origin

TABLES = "tables"
"""The author of what tables decide when they are loaded."""
_ALIKE = "articles alone had made the speaker known, by a name that a table now gives another"


async def merge_into(session: WriteSession, speaker: SpeakerId, into: SpeakerId, *, now: datetime) -> int:
    """Merge a canonical speaker, with those who were merged into that one, into another; how many claims that moves."""
    of_group = col(SpeakerRow.canonical_id) == speaker
    merged = update(SpeakerRow).where(col(SpeakerRow.id) == speaker)
    await session.execute(merged.values(merged_into=into, canonical_id=into, changed_at=now))
    await session.execute(update(SpeakerRow).where(of_group).values(canonical_id=into, changed_at=now))
    return await _move_claims(session, col(ClaimRow.speaker_id) == speaker, into, now=now)


async def take_apart(session: WriteSession, speaker: SpeakerId, *, now: datetime) -> int:
    """Make a merged speaker canonical again, of those who were merged into that one too; how many claims that moves."""
    group = await _merged_below(session, speaker)
    canonical = {"canonical_id": speaker, "changed_at": now}
    own = update(SpeakerRow).where(col(SpeakerRow.id) == speaker)
    await session.execute(own.values(merged_into=None, **canonical))
    below = group - {speaker}
    await session.execute(update(SpeakerRow).where(col(SpeakerRow.id).in_(below)).values(canonical))
    theirs = col(ClaimRow.resolved_id).in_(group)
    return await _move_claims(session, theirs, speaker, now=now)


async def _move_claims(session: WriteSession, which: ColumnElement[bool], speaker: SpeakerId, *, now: datetime) -> int:
    """Make claims a speaker's; how many live ones they are."""
    live = select(func.count()).where(which, col(ClaimRow.withdrawn_at).is_(None))
    moved = (await session.execute(live)).scalar_one()
    await session.execute(update(ClaimRow).where(which).values(speaker_id=speaker, changed_at=now))
    return moved


@dataclass(frozen=True, slots=True)
class Group:
    """Speakers who are one, and the keys of all their names."""

    speakers: frozenset[UUID]
    keys: frozenset[str]


async def group_of(session: ReadSession, canonical: SpeakerId) -> Group:
    """A canonical speaker and all who were merged into that one."""
    speakers = (
        await session.scalars(select(col(SpeakerRow.id)).where(col(SpeakerRow.canonical_id) == canonical))
    ).all()
    keys = (await session.scalars(select(col(AliasRow.key)).where(col(AliasRow.speaker_id).in_(speakers)))).all()
    return Group(frozenset(speakers), frozenset(keys))


async def merge_names_alike(session: WriteSession, *, now: datetime) -> list[tuple[SpeakerId, SpeakerId]]:
    """Merge speakers whom articles alone made known into the one known speaker who has their name without limits.

    People's judgement that the two are different stands, and whom they named for a mention is not merged.
    Who was merged into whom.
    """
    own, other, known = aliased(AliasRow), aliased(AliasRow), aliased(SpeakerRow)
    decided = select(col(MentionRow.decided_id)).where(col(MentionRow.decided_id).is_not(None))
    query = (
        select(col(SpeakerRow.id), col(known.canonical_id))
        .join(own, col(own.speaker_id) == col(SpeakerRow.id))
        .join(other, and_(col(other.key) == col(own.key), col(other.speaker_id) != col(SpeakerRow.id)))
        .join(known, col(known.id) == col(other.speaker_id))
        .where(
            col(SpeakerRow.origin) == Origin.LEARNED.value,
            col(SpeakerRow.merged_into).is_(None),
            col(SpeakerRow.kind) == col(known.kind),
            col(known.origin) != Origin.LEARNED.value,
            col(own.origin) == Origin.LEARNED.value,
            col(own.key) == col(SpeakerRow.key),
            col(SpeakerRow.id).not_in(decided),
            col(own.rejected_by).is_(None),
            col(other.rejected_by).is_(None),
            col(other.form) == AliasForm.FULL.value,
            col(other.valid_from).is_(None),
            col(other.valid_to).is_(None),
        )
        .order_by(col(SpeakerRow.id))
        .distinct()
    )
    apart = await _told_apart(session)
    alike: dict[UUID, set[UUID]] = {}
    merged: list[tuple[SpeakerId, SpeakerId]] = []
    for speaker, canonical in (await session.execute(query)).all():
        alike.setdefault(speaker, set()).add(canonical)
    for speaker, others in alike.items():
        into = others.pop()
        if not others and (speaker, into) not in apart:
            await merge_into(session, SpeakerId(speaker), SpeakerId(into), now=now)
            await session.execute(insert(JudgementRow).values(_judgement(speaker, into, now)))
            merged.append((SpeakerId(speaker), SpeakerId(into)))
    return merged


async def _told_apart(session: ReadSession) -> set[tuple[UUID, UUID]]:
    """Whom people said to be different, each as whom that one was merged into since, both ways round."""
    one, other = aliased(SpeakerRow), aliased(SpeakerRow)
    query = (
        select(col(one.canonical_id), col(other.canonical_id))
        .join_from(JudgementRow, one, col(one.id) == col(JudgementRow.speaker_id))
        .join(other, col(other.id) == col(JudgementRow.other_id))
        .where(
            col(JudgementRow.about) == About.SPEAKERS.value,
            col(JudgementRow.decision) == Decision.DIFFERENT.value,
            col(JudgementRow.superseded_by).is_(None),
        )
    )
    pairs = [(first, second) for first, second in (await session.execute(query)).all()]
    return {*pairs, *((second, first) for first, second in pairs)}


def _judgement(speaker: UUID, into: UUID, now: datetime) -> dict[str, object]:
    return {
        "id": uuid4(),
        "about": About.SPEAKERS.value,
        "decision": Decision.SAME.value,
        "name": "",
        "key": "",
        "speaker_id": into,
        "other_id": speaker,
        "why": _ALIKE,
        "author": TABLES,
        "made_at": now,
    }


async def _merged_below(session: ReadSession, speaker: SpeakerId) -> set[UUID]:
    """The speaker and all who were merged into that one, over any number of steps."""
    found: set[UUID] = {speaker}
    newest: set[UUID] = {speaker}
    while newest:
        query = select(col(SpeakerRow.id)).where(col(SpeakerRow.merged_into).in_(newest))
        newest = set((await session.scalars(query)).all()) - found
        found |= newest
    return found
