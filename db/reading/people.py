"""How the rows of who is who belong together, and what is computed of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, exists, func, or_, select

from db.reading.entities import Arguments, Condition, Query, table_of
from db.tables import (
    ClaimRow,
    MentionCandidateRow,
    MentionRow,
    OfficeAliasRow,
    OfficeRow,
    SpeakerRow,
    TenureRow,
)
from domain.judgement import About, Decision
from domain.node_ids import node_id

MOST_NAMES = 50
"""Of one speaker, the names by which articles call the speaker."""
MOST_CANDIDATES = 50
"""Of one judgement, the speakers whom its mentions may mean."""
_SPEAKER, _CLAIM, _OFFICE, _OFFICE_ALIAS, _TENURE, _MENTION, _CANDIDATE = (
    table_of(row)
    for row in (SpeakerRow, ClaimRow, OfficeRow, OfficeAliasRow, TenureRow, MentionRow, MentionCandidateRow)
)


@dataclass(frozen=True, slots=True)
class MentionedAs:
    """A name by which articles call a speaker, and how many claims they tell by it."""

    name: str
    times: int


def belongs_to_speaker(speaker: FromClause, row: FromClause) -> Condition:
    """That a row is the speaker's or of one who was merged into the same."""
    same = _SPEAKER.alias()
    query = select(same.c.id).where(same.c.canonical_id == speaker.c.canonical_id).correlate(speaker)
    return row.c.speaker_id.in_(query)


def is_canonical_of(row: FromClause, speaker: FromClause) -> Condition:
    """That the speaker is a row's, or the one whom the row's speaker was merged into."""
    own = _SPEAKER.alias()
    canonical = select(own.c.canonical_id).where(own.c.id == row.c.speaker_id).correlate(row)
    condition: Condition = speaker.c.id == canonical.scalar_subquery()
    return condition


def is_role_on(speaker: FromClause, tenure: FromClause, arguments: Arguments) -> Condition:
    """That a tenure surely covers the day, and of several that its office has the least rank."""
    day: date = arguments["date"]
    holder, held, office = _SPEAKER.alias(), _TENURE.alias(), _OFFICE.alias()
    first = (
        select(held.c.id)
        .join_from(held, holder, holder.c.id == held.c.speaker_id)
        .join(office, office.c.id == held.c.office_id)
        .where(
            holder.c.canonical_id == speaker.c.canonical_id,
            held.c.rejected_by.is_(None),
            held.c.held_from <= day,
            held.c.held_until > day,
        )
        .order_by(office.c.rank, office.c.id, held.c.held_from.desc(), held.c.id)
        .limit(1)
        .correlate(speaker)
    )
    condition: Condition = tenure.c.id == first.scalar_subquery()
    return condition


def merged_ids(speaker: FromClause) -> Query:
    """Those who were merged into the same."""
    merged = _SPEAKER.alias()
    same = (merged.c.canonical_id == speaker.c.canonical_id, merged.c.merged_into.is_not(None))
    return select(merged.c.id).where(*same).order_by(merged.c.id)


def speaker_ids(rows: Iterable[list[Any]], _: Arguments) -> list[str]:
    """Speakers by the ids that clients use."""
    return [node_id("speaker", key) for (key,) in rows]


def names_in_articles(speaker: FromClause) -> Query:
    """Names by which articles call a speaker and the number of claims, the most frequent first."""
    claim, mention = _CLAIM.alias(), _MENTION.alias()
    times = func.count()
    return (
        select(mention.c.name, times)
        .join_from(claim, mention, mention.c.id == claim.c.mention_id)
        .where(claim.c.speaker_id == speaker.c.canonical_id, claim.c.withdrawn_at.is_(None))
        .group_by(mention.c.name)
        .order_by(times.desc(), mention.c.name)
        .limit(MOST_NAMES)
    )


def mentioned_as(rows: Iterable[list[Any]], _: Arguments) -> list[MentionedAs]:
    """Names with their counts."""
    return [MentionedAs(name, times) for name, times in rows]


def titles(office: FromClause) -> Query:
    """The words by which articles print an office."""
    alias = _OFFICE_ALIAS.alias()
    return select(alias.c.text).where(alias.c.office_id == office.c.id).order_by(alias.c.key, alias.c.id)


def texts(rows: Iterable[list[Any]], _: Arguments) -> list[str]:
    """Each row's one text."""
    return [text for (text,) in rows]


def may_be_meant(judgement: FromClause, speaker: FromClause) -> Condition:
    """That a mention which waits for the judgement may be the speaker's."""
    own, candidate, mention = _SPEAKER.alias(), _CANDIDATE.alias(), _MENTION.alias()
    query = (
        select(own.c.canonical_id)
        .join_from(mention, candidate, candidate.c.mention_id == mention.c.id)
        .join(own, own.c.id == candidate.c.speaker_id)
        .where(mention.c.judgement_id == judgement.c.id)
        .correlate(judgement)
    )
    return speaker.c.id.in_(query)


def times(judgement: FromClause) -> ColumnElement[int]:
    """How many mentions wait for a judgement."""
    waiting = select(func.count()).select_from(_MENTION).where(_MENTION.c.judgement_id == judgement.c.id)
    return waiting.correlate(judgement).scalar_subquery()


def is_open(judgement: FromClause) -> Condition:
    """Whether a judgement waits for people: nobody has decided it, and where it is about mentions one waits for it."""
    waiting = exists().where(_MENTION.c.judgement_id == judgement.c.id).correlate(judgement)
    return and_(
        judgement.c.decision == Decision.UNSURE.value,
        judgement.c.author.is_(None),
        judgement.c.superseded_by.is_(None),
        or_(judgement.c.about != About.MENTION.value, waiting),
    )
