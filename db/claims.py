"""Claims as ingest stores, changes and withdraws them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, case, exists, null, select, update
from sqlmodel import col

from db.inserting import insert_missing
from db.reported import reports_of
from db.sessions import ReadSession, WriteSession
from db.tables import ClaimRow, NoteRow, RevisionRow, WithheldRow
from domain.claim import Claim, Identity, Quoted, Role, StoredClaim
from domain.correction import CorrectedField, FoundBy
from domain.dates import Basis, Precision, SaidOn
from domain.ids import ArticleId, ClaimId, MentionId, OfficeId, RevisionId, SpeakerId
from domain.notes import Visibility
from domain.statement import Kind, SpeechAct
from domain.text import Span
from domain.withdrawal import Withdrawal

_KEYS_A_QUERY = 1_000


@dataclass(frozen=True, slots=True)
class Extraction:
    """Which extractor read which revision of an article, and when."""

    article_id: ArticleId
    revision_id: RevisionId
    extractor_version: str
    extracted_at: datetime


async def stored_claims(session: ReadSession, articles: Collection[ArticleId]) -> dict[ArticleId, list[StoredClaim]]:
    """Every claim of each article, withdrawn ones too, in the order of their cues, then of their ids.

    Those that an editor withdrew have the words that are withheld, so that no reading makes other claims of them.
    """
    of_claim = col(NoteRow.claim_id) == col(ClaimRow.id)
    query = (
        select(ClaimRow, exists().where(of_claim).label("noted"), exists().where(of_claim, *_SEEN).label("seen"))
        .where(col(ClaimRow.article_id).in_(articles))
        .order_by(col(ClaimRow.cue_start), col(ClaimRow.id))
    )
    found: dict[ArticleId, list[StoredClaim]] = {article: [] for article in articles}
    if articles:
        rows = [
            (row, _Noted(by_anybody=any_note, seen=seen))
            for row, any_note, seen in (await session.execute(query)).all()
        ]
        words = await _withheld_words(session, [row for row, _ in rows])
        for row, notes in rows:
            found[ArticleId(row.article_id)].append(_stored(row, notes, words.get(row.id, {})))
    return found


_SEEN = (
    col(NoteRow.visibility) == Visibility.PUBLIC.value,
    col(NoteRow.published_at).is_not(None),
    col(NoteRow.superseded_at).is_(None),
    col(NoteRow.retracted_at).is_(None),
)


@dataclass(frozen=True, slots=True)
class _Noted:
    """Whether anybody wrote a note on a claim, and whether readers see one."""

    by_anybody: bool
    seen: bool


async def _withheld_words(session: ReadSession, rows: Sequence[ClaimRow]) -> dict[UUID, Mapping[str, object]]:
    """The words of the claims that an editor withdrew, as far as they are kept: apart, else in the revision's text."""
    withdrawn = [row for row in rows if row.withdrawn_by == Withdrawal.EDITOR.value]
    texts = await _texts(session, {row.revision_id for row in withdrawn if not row.content})
    words: dict[UUID, Mapping[str, object]] = {
        row.id: {
            "content": texts[row.revision_id][row.content_start : row.content_end],
            "context": texts[row.revision_id][row.context_start : row.context_end],
            "cue": texts[row.revision_id][row.cue_start : row.cue_end],
        }
        for row in withdrawn
        if row.revision_id in texts
    }
    query = select(col(WithheldRow.id), col(WithheldRow.columns))
    for some in batched([row.id for row in withdrawn], _KEYS_A_QUERY):
        apart = (await session.execute(query.where(col(WithheldRow.id).in_(some)))).all()
        words |= {claim: columns for claim, columns in apart}  # noqa: C416 - a row is no pair to mypy
    return words


async def _texts(session: ReadSession, revisions: Collection[UUID]) -> dict[UUID, str]:
    query = select(col(RevisionRow.id), col(RevisionRow.text))
    return {
        revision: text
        for some in batched(revisions, _KEYS_A_QUERY)
        for revision, text in (await session.execute(query.where(col(RevisionRow.id).in_(some)))).all()
    }


async def add_claims(session: WriteSession, claims: Sequence[tuple[ClaimId, Claim, Extraction]]) -> None:
    """Store new claims."""
    await _insert(session, [{"id": identity, **_values(claim), **_extracted(by)} for identity, claim, by in claims])


async def add_missed_claim(session: WriteSession, identity: ClaimId, claim: Claim, by: Extraction) -> None:
    """Store a statement that a person added; `by` is the extractor that had missed it."""
    people = {"found_by": FoundBy.PERSON.value, "corrected_fields": [CorrectedField.MISSED.value]}
    await _insert(session, [{"id": identity, **_values(claim), **_extracted(by), **people}])


async def change_claims(session: WriteSession, claims: Sequence[tuple[ClaimId, Claim, Extraction]]) -> None:
    """Store what a newer reading says of claims that are stored.

    A withdrawn one is live again, unless people said that it is no statement. One that moves to another revision has
    a new version: who corrects it must have seen where its words stand now.
    """
    if not claims:
        return
    table = ClaimRow.__table__  # type: ignore[attr-defined]  # SQLModel makes it
    by_people = table.c.withdrawn_by == Withdrawal.CORRECTION.value
    moved = table.c.revision_id != bindparam("to_revision", type_=table.c.revision_id.type)
    change = (
        update(table)
        .where(table.c.id == bindparam("of_claim", type_=table.c.id.type))
        .values(
            withdrawn_at=case((by_people, table.c.withdrawn_at), else_=null()),
            withdrawn_by=case((by_people, table.c.withdrawn_by), else_=null()),
            version=case((moved, table.c.version + 1), else_=table.c.version),
        )
    )
    rows = [
        {
            "of_claim": identity,
            "to_revision": by.revision_id,
            "changed_at": by.extracted_at,
            **_values(claim),
            **_extracted(by),
        }
        for identity, claim, by in claims
    ]
    await session.execute(change, rows)


async def withdraw_claims(session: WriteSession, claims: Collection[ClaimId], *, now: datetime) -> None:
    """Mark claims whose words are no longer found."""
    if claims:
        gone = {"withdrawn_at": now, "withdrawn_by": Withdrawal.EXTRACTOR.value, "changed_at": now}
        await session.execute(update(ClaimRow), [{"id": identity, **gone} for identity in claims])


async def _insert(session: WriteSession, rows: Sequence[Mapping[str, Any]]) -> None:
    reports = await reports_of(session, {row["article_id"] for row in rows})
    await insert_missing(session, ClaimRow, [{**row, "reported_at": reports[row["article_id"]]} for row in rows])
    session.arrive(row["id"] for row in rows)


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


def _stored(row: ClaimRow, noted: _Noted, withheld: Mapping[str, object]) -> StoredClaim:
    corrected = frozenset(map(CorrectedField, row.corrected_fields))
    return StoredClaim(
        ClaimId(row.id),
        RevisionId(row.revision_id),
        claim_in(row, withheld),
        touched=noted.seen or bool(corrected),
        withdrawn=row.withdrawn_at is not None,
        withdrawn_by=Withdrawal(row.withdrawn_by) if row.withdrawn_by else None,
        corrected=corrected,
        noted=noted.by_anybody,
    )


def claim_in(row: ClaimRow, withheld: Mapping[str, object] = MappingProxyType({})) -> Claim:
    """The claim that a row holds; `withheld` are words that stand elsewhere, by their columns."""

    def words(name: str) -> str:
        return str(withheld.get(name) or getattr(row, name))

    return Claim(
        kind=Kind(row.kind),
        content=Quoted(words("content"), Span(row.content_start, row.content_end)),
        context=Quoted(words("context"), Span(row.context_start, row.context_end)),
        cue=Quoted(words("cue"), Span(row.cue_start, row.cue_end)),
        mention=_quoted(row.mention, row.mention_start, row.mention_end),
        said_by=identity_of(row),
        said_on=said_on_of(row),
        confidence=row.confidence,
        search_key=row.search_key,
        speech_act=SpeechAct(row.speech_act),
        target=_quoted(row.target, row.target_start, row.target_end),
        judgement=_quoted(row.judgement, row.judgement_start, row.judgement_end),
    )


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
