"""Texts of which people corrected claims, with those claims as they are told now: what measures extraction by them."""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from itertools import batched
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlmodel import col

from db.claims import claim_in
from db.identities import names_of_speakers
from db.sessions import ReadSession
from db.tables import ArticleRow, ClaimRow, CorrectionRow, MentionRow, OutletRow, RevisionRow, SpeakerRow
from domain.article import PublishedAt
from domain.claim import Claim
from domain.correction import CorrectedField
from domain.ids import ArticleId, ClaimId, RevisionId
from domain.withdrawal import Withdrawal

_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class CorrectedClaim:
    """A claim that people corrected, or added.

    `names` are all of its speaker's, the fullest first, () for nobody; `source` is what its article calls the speaker.
    """

    id: ClaimId
    claim: Claim
    corrected: frozenset[CorrectedField]
    is_statement: bool
    names: tuple[str, ...]
    source: str | None


@dataclass(frozen=True, slots=True)
class CorrectedText:
    """A revision of an article with its corrected claims, in the order of their cues.

    `holds_withdrawn` is whether an editor withdrew a claim of the article, whose words the text may still hold.
    """

    article_id: ArticleId
    revision_id: RevisionId
    is_current: bool
    title: str | None
    tags: tuple[str, ...]
    outlet: str | None
    published_at: PublishedAt | None
    text: str
    claims: tuple[CorrectedClaim, ...]
    holds_withdrawn: bool = False


async def corrected_texts(session: ReadSession) -> AsyncIterator[CorrectedText]:
    """Every text with corrected claims, in the order of articles; what an editor withdrew is left out."""
    query = (
        select(col(RevisionRow.id))
        .where(exists().where(col(ClaimRow.revision_id) == col(RevisionRow.id), *_COUNTS))
        .join(ArticleRow, col(ArticleRow.id) == col(RevisionRow.article_id))
        .where(col(ArticleRow.withdrawn_at).is_(None))
        .order_by(col(RevisionRow.article_id), col(RevisionRow.id))
    )
    for some in batched((await session.scalars(query)).all(), _AT_ONCE):
        claims = await _claims(session, some)
        for text in await _texts(session, some, claims):
            yield text
        session.expunge_all()


_COUNTS = (
    exists().where(col(CorrectionRow.claim_id) == col(ClaimRow.id)),
    or_(col(ClaimRow.withdrawn_by).is_(None), col(ClaimRow.withdrawn_by) != Withdrawal.EDITOR.value),
)


async def _claims(session: ReadSession, revisions: Collection[UUID]) -> dict[UUID, list[CorrectedClaim]]:
    query = (
        select(ClaimRow, MentionRow, SpeakerRow)
        .outerjoin(MentionRow, col(MentionRow.id) == col(ClaimRow.mention_id))
        .outerjoin(SpeakerRow, col(SpeakerRow.id) == col(ClaimRow.speaker_id))
        .where(col(ClaimRow.revision_id).in_(revisions), *_COUNTS)
        .order_by(col(ClaimRow.cue_start), col(ClaimRow.id))
    )
    rows = (await session.execute(query)).all()
    names = await names_of_speakers(session, {speaker.id for _, _, speaker in rows if speaker})
    found: dict[UUID, list[CorrectedClaim]] = {}
    for row, mention, speaker in rows:
        own = (speaker.name, *names.get(speaker.id, ())) if speaker else ()
        claim = CorrectedClaim(
            id=ClaimId(row.id),
            claim=claim_in(row),
            corrected=frozenset(map(CorrectedField, row.corrected_fields)),
            is_statement=row.withdrawn_by != Withdrawal.CORRECTION.value,
            names=tuple(dict.fromkeys(own)),
            source=mention.name if mention else None,
        )
        found.setdefault(row.revision_id, []).append(claim)
    return found


async def _texts(
    session: ReadSession, revisions: Sequence[UUID], claims: dict[UUID, list[CorrectedClaim]]
) -> list[CorrectedText]:
    withdrawn = exists().where(
        col(ClaimRow.article_id) == col(ArticleRow.id), col(ClaimRow.withdrawn_by) == Withdrawal.EDITOR.value
    )
    query = (
        select(RevisionRow, ArticleRow, OutletRow, withdrawn)
        .join(ArticleRow, col(ArticleRow.id) == col(RevisionRow.article_id))
        .outerjoin(OutletRow, col(OutletRow.id) == col(ArticleRow.outlet_id))
        .where(col(RevisionRow.id).in_(revisions))
        .order_by(col(RevisionRow.article_id), col(RevisionRow.id))
    )
    return [
        CorrectedText(
            article_id=ArticleId(article.id),
            revision_id=RevisionId(revision.id),
            is_current=revision.superseded_at is None,
            title=article.title,
            tags=tuple(article.tags),
            outlet=outlet.name if outlet else None,
            published_at=PublishedAt(article.published_on, article.published_at) if article.published_on else None,
            text=revision.text,
            claims=tuple(claims[revision.id]),
            holds_withdrawn=holds_withdrawn,
        )
        for revision, article, outlet, holds_withdrawn in (await session.execute(query)).all()
    ]
