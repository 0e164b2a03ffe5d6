"""Claims as ingest stores, changes and withdraws them."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import exists, select, update
from sqlmodel import col

from db.inserting import insert_missing
from db.sessions import ReadSession, WriteSession
from db.tables import ClaimRow, NoteRow
from domain.claim import Claim, Quoted, StoredClaim
from domain.dates import Basis, Precision, SaidOn
from domain.ids import ArticleId, ClaimId, RevisionId, SpeakerId
from domain.statement import Kind, SpeechAct
from domain.text import Span


@dataclass(frozen=True, slots=True)
class Extraction:
    """Which extractor read which revision, and when."""

    revision_id: RevisionId
    extractor_version: str
    extracted_at: datetime


async def stored_claims(session: ReadSession, article: ArticleId) -> list[StoredClaim]:
    """Every claim of an article, withdrawn ones too, in the order of their cues, then of their ids."""
    touched = exists().where(col(NoteRow.claim_id) == col(ClaimRow.id))
    query = (
        select(ClaimRow, touched)
        .where(col(ClaimRow.article_id) == article)
        .order_by(col(ClaimRow.cue_start), col(ClaimRow.id))
    )
    rows = (await session.execute(query)).all()
    return [_stored(row, is_touched) for row, is_touched in rows]


async def add_claims(
    session: WriteSession, claims: Sequence[tuple[ClaimId, Claim]], *, article: ArticleId, by: Extraction
) -> None:
    """Store new claims of an article."""
    common = {"article_id": article, **asdict(by)}
    await insert_missing(
        session, ClaimRow, [{"id": identity, **_values(claim), **common} for identity, claim in claims]
    )


async def change_claims(session: WriteSession, claims: Sequence[tuple[ClaimId, Claim]], *, by: Extraction) -> None:
    """Store what a newer reading says of claims that are stored; a withdrawn one is live again."""
    if claims:
        common = {**asdict(by), "withdrawn_at": None}
        rows = [{"id": identity, **_values(claim), **common} for identity, claim in claims]
        await session.execute(update(ClaimRow), rows)


async def withdraw_claims(session: WriteSession, claims: Collection[ClaimId], *, now: datetime) -> None:
    """Mark claims whose words are no longer found."""
    if claims:
        await session.execute(update(ClaimRow), [{"id": identity, "withdrawn_at": now} for identity in claims])


def _values(claim: Claim) -> dict[str, object]:
    said_on = claim.said_on
    return {
        "speaker_id": claim.speaker_id,
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
        speaker_id=SpeakerId(row.speaker_id) if row.speaker_id else None,
        said_on=_said_on(row),
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


def _said_on(row: ClaimRow) -> SaidOn | None:
    if row.said_on is None:
        return None
    precision, basis = Precision(row.said_on_precision or ""), Basis(row.said_on_basis or "")
    return SaidOn(row.said_on, precision, basis, row.said_on_printed)
