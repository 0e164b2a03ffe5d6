"""Speakers and open judgements as a person in a terminal reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

from db.directory import term_of
from db.filters import SpeakerFilter, speaker_conditions
from db.sessions import ReadSession
from db.tables import (
    AliasRow,
    ArticleRow,
    ClaimRow,
    JudgementRow,
    MentionCandidateRow,
    MentionRow,
    OfficeRow,
    SpeakerRow,
    TenureRow,
)
from domain.ids import SpeakerId
from domain.node_ids import node_id
from domain.terms import Term

_SPEAKER = SpeakerRow.__table__  # type: ignore[attr-defined]  # SQLModel makes it
_MOST_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class SpeakerLine:
    """A speaker and how many claims there are; `id` is the one that clients use."""

    id: str
    name: str
    latin: str | None
    kind: str
    country: str | None
    origin: str
    claims: int


@dataclass(frozen=True, slots=True)
class NameLine:
    """A name of a speaker: from when to when, and who said so."""

    id: str
    text: str
    form: str
    valid_from: date | None
    valid_to: date | None
    origin: str


@dataclass(frozen=True, slots=True)
class TenureLine:
    """A time in an office, with its source."""

    office: str
    country: str | None
    term: Term
    source: str
    origin: str


@dataclass(frozen=True, slots=True)
class MentionedLine:
    """A name by which articles call a speaker, and in how many claims."""

    name: str
    times: int


@dataclass(frozen=True, slots=True)
class Portrait:
    """Everything that is known of a speaker; `merged` are the ids of those who were merged into the speaker."""

    line: SpeakerLine
    wikidata_id: str | None
    names: Sequence[NameLine]
    tenures: Sequence[TenureLine]
    mentioned: Sequence[MentionedLine]
    merged: Sequence[str]


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A name that waits for people: how many mentions have it and why, who they may be, and some of the mentions."""

    id: str
    name: str
    times: int
    why: Sequence[str]
    candidates: Sequence[str]
    mentions: Sequence[str]


async def speaker_lines(session: ReadSession, where: SpeakerFilter, *, first: int) -> tuple[list[SpeakerLine], int]:
    """The speakers that `where` means who have most claims, and how many there are. Raises BadFilter."""
    conditions = [*speaker_conditions(where, _SPEAKER), _SPEAKER.c.merged_into.is_(None)]
    counted = (
        select(func.count())
        .where(col(ClaimRow.speaker_id) == _SPEAKER.c.id, col(ClaimRow.withdrawn_at).is_(None))
        .correlate(_SPEAKER)
        .scalar_subquery()
        .label("claims")
    )
    query = (
        select(SpeakerRow, counted)
        .where(*conditions)
        .order_by(counted.desc(), _SPEAKER.c.key, _SPEAKER.c.id)
        .limit(first)
    )
    total = (await session.execute(select(func.count()).select_from(_SPEAKER).where(*conditions))).scalar_one()
    return [_line(row, claims) for row, claims in (await session.execute(query)).all()], total


async def portrait(session: ReadSession, speaker: SpeakerId) -> Portrait | None:
    """Everything that is known of a speaker, or of the one whom that speaker was merged into; None for nobody."""
    canonical = select(col(SpeakerRow.canonical_id)).where(col(SpeakerRow.id) == speaker).scalar_subquery()
    row = (await session.scalars(select(SpeakerRow).where(col(SpeakerRow.id) == canonical))).first()
    if row is None:
        return None
    group = select(col(SpeakerRow.id)).where(col(SpeakerRow.canonical_id) == row.id)
    claims = await _mentioned(session, row.id)
    merged = (await session.scalars(group.where(col(SpeakerRow.id) != row.id).order_by(col(SpeakerRow.id)))).all()
    return Portrait(
        _line(row, await _count(session, row.id)),
        row.wikidata_id,
        await _names(session, row.id),
        await _tenures(session, row.id),
        claims,
        [node_id("speaker", one) for one in merged],
    )


async def waiting_lines(session: ReadSession, *, first: int) -> list[WaitingLine]:
    """The names that wait for people, most frequent first."""
    times = func.count(col(MentionRow.id))
    query = (
        select(JudgementRow, times)
        .join(MentionRow, col(MentionRow.judgement_id) == col(JudgementRow.id))
        .group_by(*(col(column) for column in JudgementRow.__table__.c))  # type: ignore[attr-defined]  # SQLModel makes it
        .order_by(times.desc(), col(JudgementRow.id))
        .limit(first)
    )
    return [await _waiting(session, row, count) for row, count in (await session.execute(query)).all()]


async def _waiting(session: ReadSession, row: JudgementRow, times: int) -> WaitingLine:
    candidates = (
        select(col(SpeakerRow.name), func.min(col(MentionCandidateRow.why)))
        .join(MentionCandidateRow, col(MentionCandidateRow.speaker_id) == col(SpeakerRow.id))
        .join(MentionRow, col(MentionRow.id) == col(MentionCandidateRow.mention_id))
        .where(col(MentionRow.judgement_id) == row.id)
        .group_by(col(SpeakerRow.id), col(SpeakerRow.name))
        .order_by(col(SpeakerRow.name))
    )
    whys = (
        select(col(MentionRow.why))
        .where(col(MentionRow.judgement_id) == row.id)
        .group_by(col(MentionRow.why))
        .order_by(func.count().desc(), col(MentionRow.why))
    )
    mentions = (
        select(col(MentionRow.id), col(ArticleRow.published_on), col(ArticleRow.title))
        .join(ArticleRow, col(ArticleRow.id) == col(MentionRow.article_id))
        .where(col(MentionRow.judgement_id) == row.id)
        .order_by(col(ArticleRow.published_on), col(MentionRow.id))
        .limit(_MOST_EXAMPLES)
    )
    return WaitingLine(
        id=node_id("judgement", row.id),
        name=row.name,
        times=times,
        why=(await session.scalars(whys)).all(),
        candidates=[f"{name} ({why})" for name, why in (await session.execute(candidates)).all()],
        mentions=[
            f"{node_id('mention', mention)} {day or ''} {title or ''}".strip()
            for mention, day, title in (await session.execute(mentions)).all()
        ],
    )


async def _count(session: ReadSession, speaker: UUID) -> int:
    query = select(func.count()).where(col(ClaimRow.speaker_id) == speaker, col(ClaimRow.withdrawn_at).is_(None))
    return (await session.execute(query)).scalar_one()


async def _names(session: ReadSession, speaker: UUID) -> list[NameLine]:
    query = (
        select(AliasRow)
        .join(SpeakerRow, col(SpeakerRow.id) == col(AliasRow.speaker_id))
        .where(col(SpeakerRow.canonical_id) == speaker, col(AliasRow.rejected_by).is_(None))
        .order_by(col(AliasRow.language).desc(), col(AliasRow.text), col(AliasRow.id))
    )
    return [
        NameLine(node_id("alias", row.id), row.text, row.form, row.valid_from, row.valid_to, row.origin)
        for row in (await session.scalars(query)).all()
    ]


async def _tenures(session: ReadSession, speaker: UUID) -> list[TenureLine]:
    query = (
        select(TenureRow, OfficeRow)
        .join(OfficeRow, col(OfficeRow.id) == col(TenureRow.office_id))
        .join(SpeakerRow, col(SpeakerRow.id) == col(TenureRow.speaker_id))
        .where(col(SpeakerRow.canonical_id) == speaker, col(TenureRow.rejected_by).is_(None))
        .order_by(col(TenureRow.held_from).desc(), col(TenureRow.id))
    )
    return [
        TenureLine(office.title, office.country, term_of(row), row.source, row.origin)
        for row, office in (await session.execute(query)).all()
    ]


async def _mentioned(session: ReadSession, speaker: UUID) -> list[MentionedLine]:
    times = func.count()
    query = (
        select(func.min(col(MentionRow.name)), times)
        .join(ClaimRow, col(ClaimRow.mention_id) == col(MentionRow.id))
        .where(col(ClaimRow.speaker_id) == speaker, col(ClaimRow.withdrawn_at).is_(None))
        .group_by(col(MentionRow.key))
        .order_by(times.desc(), col(MentionRow.key))
    )
    return [MentionedLine(name, count) for name, count in (await session.execute(query)).all()]


def _line(row: SpeakerRow, claims: int) -> SpeakerLine:
    return SpeakerLine(node_id("speaker", row.id), row.name, row.latin, row.kind, row.country, row.origin, claims)
