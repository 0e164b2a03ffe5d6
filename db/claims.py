"""Claims as ingest stores, changes and withdraws them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select, update
from sqlmodel import col

from db.inserting import insert_missing
from db.sessions import ReadSession, WriteSession
from db.tables import ClaimRow, NoteRow
from domain.claim import Claim, Identity, Quoted, Role, StoredClaim
from domain.dates import Basis, Precision, SaidOn
from domain.ids import ArticleId, ClaimId, MentionId, OfficeId, RevisionId, SpeakerId
from domain.statement import Kind, SpeechAct
from domain.text import Span


@dataclass(frozen=True, slots=True)
class Extraction:
    """Which extractor read which revision of an article, and when."""

    article_id: ArticleId
    revision_id: RevisionId
    extractor_version: str
    extracted_at: datetime


async def stored_claims(session: ReadSession, articles: Collection[ArticleId]) -> dict[ArticleId, list[StoredClaim]]:
    """Every claim of each article, withdrawn ones too, in the order of their cues, then of their ids."""
    touched = exists().where(col(NoteRow.claim_id) == col(ClaimRow.id))
    query = (
        select(ClaimRow, touched)
        .where(col(ClaimRow.article_id).in_(articles))
        .order_by(col(ClaimRow.cue_start), col(ClaimRow.id))
    )
    found: dict[ArticleId, list[StoredClaim]] = {article: [] for article in articles}
    if articles:
        for row, is_touched in (await session.execute(query)).all():
            found[ArticleId(row.article_id)].append(_stored(row, is_touched))
    return found


async def add_claims(session: WriteSession, claims: Sequence[tuple[ClaimId, Claim, Extraction]]) -> None:
    """Store new claims."""
    rows = [{"id": identity, **_values(claim), **_extracted(by)} for identity, claim, by in claims]
    await insert_missing(session, ClaimRow, rows)


async def change_claims(session: WriteSession, claims: Sequence[tuple[ClaimId, Claim, Extraction]]) -> None:
    """Store what a newer reading says of claims that are stored; a withdrawn one is live again."""
    if claims:
        rows = [
            {"id": identity, **_values(claim), **_extracted(by), "withdrawn_at": None} for identity, claim, by in claims
        ]
        await session.execute(update(ClaimRow), rows)


async def withdraw_claims(session: WriteSession, claims: Collection[ClaimId], *, now: datetime) -> None:
    """Mark claims whose words are no longer found."""
    if claims:
        await session.execute(update(ClaimRow), [{"id": identity, "withdrawn_at": now} for identity in claims])


def _extracted(by: Extraction) -> dict[str, object]:
    return {
        "article_id": by.article_id,
        "revision_id": by.revision_id,
        "extractor_version": by.extractor_version,
        "extracted_at": by.extracted_at,
    }


def _values(claim: Claim) -> dict[str, object]:
    said_on = claim.said_on
    return {
        **identity_values(claim.said_by),
        "kind": claim.kind.value,
        **_quoted_values("content", claim.content),
        **_quoted_values("context", claim.context),
        **_quoted_values("cue", claim.cue),
        **_quoted_values("mention", claim.mention),
        **_quoted_values("target", claim.target),
        **_quoted_values("judgement", claim.judgement),
        "speech_act": claim.speech_act.value,
        "said_on": said_on.day if said_on else None,
        "said_on_precision": said_on.precision.value if said_on else None,
        "said_on_basis": said_on.basis.value if said_on else None,
        "said_on_printed": said_on.printed if said_on else None,
        "confidence": claim.confidence,
        "search_key": claim.search_key,
    }


def identity_values(said_by: Identity) -> dict[str, object]:
    """Who said it, as columns of a claim."""
    role = said_by.role
    return {
        "mention_id": said_by.mention_id,
        "resolved_id": said_by.resolved_id,
        "speaker_id": said_by.speaker_id,
        "office_id": role.office_id if role else None,
        "role": role.words if role else None,
        "role_key": role.key if role else None,
        "role_country": role.country if role else None,
    }


def identity_of(row: ClaimRow) -> Identity:
    """Who said it, as a claim's row tells it."""
    return Identity(
        mention_id=MentionId(row.mention_id) if row.mention_id else None,
        resolved_id=SpeakerId(row.resolved_id) if row.resolved_id else None,
        speaker_id=SpeakerId(row.speaker_id) if row.speaker_id else None,
        role=_role(row),
    )


def _role(row: ClaimRow) -> Role | None:
    if row.role is None:
        return None
    return Role(row.role, row.role_key or "", OfficeId(row.office_id) if row.office_id else None)


def _quoted_values(name: str, quoted: Quoted | None) -> dict[str, object]:
    return {
        name: quoted.words if quoted else None,
        f"{name}_start": quoted.span.start if quoted else None,
        f"{name}_end": quoted.span.end if quoted else None,
    }


def _stored(row: ClaimRow, touched: bool) -> StoredClaim:  # noqa: FBT001 - a fact read beside the row
    claim = Claim(
        kind=Kind(row.kind),
        content=Quoted(row.content, Span(row.content_start, row.content_end)),
        context=Quoted(row.context, Span(row.context_start, row.context_end)),
        cue=Quoted(row.cue, Span(row.cue_start, row.cue_end)),
        mention=_quoted(row.mention, row.mention_start, row.mention_end),
        said_by=identity_of(row),
        said_on=said_on_of(row),
        confidence=row.confidence,
        search_key=row.search_key,
        speech_act=SpeechAct(row.speech_act),
        target=_quoted(row.target, row.target_start, row.target_end),
        judgement=_quoted(row.judgement, row.judgement_start, row.judgement_end),
    )
    withdrawn = row.withdrawn_at is not None
    return StoredClaim(ClaimId(row.id), RevisionId(row.revision_id), claim, touched=touched, withdrawn=withdrawn)


def _quoted(words: str | None, start: int | None, end: int | None) -> Quoted | None:
    if words is None or start is None or end is None:
        return None
    return Quoted(words, Span(start, end))


def said_on_of(row: ClaimRow) -> SaidOn | None:
    """When it was said, as a claim's row tells it."""
    if row.said_on is None:
        return None
    precision, basis = Precision(row.said_on_precision or ""), Basis(row.said_on_basis or "")
    return SaidOn(row.said_on, precision, basis, row.said_on_printed)
