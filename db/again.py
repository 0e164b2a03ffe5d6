"""Mentions that are stored, to be resolved again when more is known, and the claims that hang on them."""

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select, update
from sqlmodel import col

from db.claims import identity_of, identity_values, said_on_of
from db.mentions import Decided
from db.merging import Group
from db.sessions import ReadSession, WriteSession
from db.tables import ArticleRow, ClaimRow, MentionCandidateRow, MentionRow, OutletRow
from domain.claim import Identity
from domain.correction import CorrectedField, protects
from domain.dates import SaidOn
from domain.ids import ArticleId, ClaimId, MentionId, SpeakerId
from domain.statement import Source, SourceKind

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ClaimOfMention:
    """A claim of a mention: when it was said, who is said to have said it, and whether its words are still found.

    `settled` is whether people said who made it: that stays, whatever is known of the mention.
    """

    id: ClaimId
    live: bool
    settled: bool
    said_on: SaidOn | None
    said_by: Identity


@dataclass(frozen=True, slots=True)
class StoredMention:
    """A mention with all that resolving it needs, and its claims, withdrawn ones too.

    `country` is whose officials its outlet means, None where nobody said; `waits` is whether it waits for people.
    """

    id: MentionId
    article_id: ArticleId
    source: Source
    abroad: bool
    country: str | None
    published_on: date | None
    decided: Decided | None
    why: str
    waits: bool
    claims: Sequence[ClaimOfMention]


async def mentions_by_parts(session: ReadSession, which: ColumnElement[bool]) -> AsyncIterator[list[StoredMention]]:
    """The mentions for which `which` holds, some hundred at a time, in the order of their ids."""
    after: UUID | None = None
    while True:
        query: Select[MentionRow, date | None, str | None] = (
            select(MentionRow, col(ArticleRow.published_on), col(OutletRow.country))
            .join(ArticleRow, col(ArticleRow.id) == col(MentionRow.article_id))
            .outerjoin(OutletRow, col(OutletRow.id) == col(ArticleRow.outlet_id))
            .where(which)
            .order_by(col(MentionRow.id))
            .limit(_AT_ONCE)
        )
        rows = (await session.execute(query if after is None else query.where(col(MentionRow.id) > after))).all()
        if not rows:
            return
        claims = await _claims(session, [row.id for row, _, _ in rows])
        yield [_mention(row, day, country, claims.get(row.id, ())) for row, day, country in rows]
        after = rows[-1][0].id


def of_mentions(mentions: Iterable[MentionId]) -> ColumnElement[bool]:
    """The mentions of these ids."""
    return col(MentionRow.id).in_(list(mentions))


def of_article(article: UUID) -> ColumnElement[bool]:
    """The mentions of an article."""
    return col(MentionRow.article_id) == article


def of_names(keys: Iterable[str]) -> ColumnElement[bool]:
    """The mentions by names of these keys."""
    return col(MentionRow.key).in_(list(keys))


def of_group(group: Group) -> ColumnElement[bool]:
    """The mentions that are, or may be, one of a group of speakers."""
    said = select(col(ClaimRow.mention_id)).where(
        col(ClaimRow.resolved_id).in_(group.speakers), col(ClaimRow.mention_id).is_not(None)
    )
    may_be = select(col(MentionCandidateRow.mention_id)).where(col(MentionCandidateRow.speaker_id).in_(group.speakers))
    return or_(col(MentionRow.key).in_(group.keys), col(MentionRow.id).in_(said), col(MentionRow.id).in_(may_be))


def of_speaker_or_open(speaker: SpeakerId) -> ColumnElement[bool]:
    """The mentions of a speaker, those by an office, and those that wait: a new tenure may tell who they are."""
    said = select(col(ClaimRow.mention_id)).where(col(ClaimRow.speaker_id) == speaker)
    return or_(
        col(MentionRow.id).in_(said),
        col(MentionRow.kind) == SourceKind.OFFICE.value,
        col(MentionRow.judgement_id).is_not(None),
    )


def every_mention() -> ColumnElement[bool]:
    """All mentions."""
    return col(MentionRow.id).is_not(None)


async def put_identities(session: WriteSession, claims: Sequence[tuple[ClaimId, Identity]], *, now: datetime) -> None:
    """Store who made claims."""
    if claims:
        await session.execute(
            update(ClaimRow),
            [{"id": identity, "changed_at": now, **identity_values(said_by)} for identity, said_by in claims],
        )


async def _claims(session: ReadSession, mentions: Sequence[UUID]) -> dict[UUID, list[ClaimOfMention]]:
    query = select(ClaimRow).where(col(ClaimRow.mention_id).in_(mentions)).order_by(col(ClaimRow.id))
    found: dict[UUID, list[ClaimOfMention]] = {}
    for row in (await session.scalars(query)).all():
        if row.mention_id is not None:
            settled = protects([CorrectedField(one) for one in row.corrected_fields], CorrectedField.SPEAKER)
            live = row.withdrawn_at is None
            claim = ClaimOfMention(ClaimId(row.id), live, settled, said_on_of(row), identity_of(row))
            found.setdefault(row.mention_id, []).append(claim)
    session.expunge_all()
    return found


def _mention(
    row: MentionRow, published_on: date | None, country: str | None, claims: Sequence[ClaimOfMention]
) -> StoredMention:
    decided = Decided(SpeakerId(row.decided_id) if row.decided_id else None) if row.decided_by else None
    return StoredMention(
        id=MentionId(row.id),
        article_id=ArticleId(row.article_id),
        source=Source(row.name, SourceKind(row.kind), offices=tuple(row.offices)),
        abroad=row.abroad,
        country=country,
        published_on=published_on,
        decided=decided,
        why=row.why,
        waits=row.judgement_id is not None,
        claims=claims,
    )
