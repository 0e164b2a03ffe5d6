"""Fact-checks as they are imported: what is stored of them already, and the notes that they make."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from uuid import UUID, uuid5

from sqlalchemy import select, update
from sqlmodel import col

from db.inserting import insert_missing
from db.sessions import ReadSession, WriteSession
from db.tables import ArticleRow, ClaimRow, EvidenceRow, NoteRow, SpeakerRow
from domain.correction import CorrectedField, FoundBy
from domain.ids import ArticleId, ClaimId, SpeakerId
from domain.notes import NoteOrigin, Stage, Stance
from domain.withdrawal import Withdrawal

_KEYS_A_QUERY = 500
"""Well under SQLite's limit of 32,766 parameters a statement."""


@dataclass(frozen=True, slots=True)
class ImportedNote:
    """The note that a fact-check makes of a claim; its one piece of evidence is the fact-check itself."""

    id: UUID
    claim_id: ClaimId
    author: str
    language: str
    verdict_id: UUID
    body: str
    published_at: datetime
    link: str
    title: str | None
    stance: Stance


async def verdicts_of_notes(session: ReadSession, roots: Collection[UUID]) -> dict[UUID, set[UUID | None]]:
    """The verdicts that the versions of each note carry, by its first version; a note that is not stored is absent."""
    found: dict[UUID, set[UUID | None]] = {}
    for some in batched(sorted(roots), _KEYS_A_QUERY):
        query = select(col(NoteRow.root_id), col(NoteRow.verdict_id)).where(col(NoteRow.root_id).in_(some))
        for root, verdict in (await session.execute(query)).all():
            found.setdefault(root, set()).add(verdict)
    return found


async def withdrawn_articles(session: ReadSession, articles: Collection[ArticleId]) -> set[ArticleId]:
    """Those of the articles that an editor withdrew."""
    query = select(col(ArticleRow.id)).where(
        col(ArticleRow.id).in_(articles), col(ArticleRow.withdrawn_at).is_not(None)
    )
    return {ArticleId(identity) for identity in await session.scalars(query)}


async def withdrawn_claims(session: ReadSession, claims: Collection[ClaimId]) -> set[ClaimId]:
    """Those of the claims that people withdrew, or said are no statement."""
    by_people = (Withdrawal.EDITOR.value, Withdrawal.CORRECTION.value)
    query = select(col(ClaimRow.id)).where(col(ClaimRow.id).in_(claims), col(ClaimRow.withdrawn_by).in_(by_people))
    return {ClaimId(identity) for identity in await session.scalars(query)}


async def names_of_speakers(session: ReadSession, speakers: Collection[SpeakerId]) -> dict[SpeakerId, str]:
    """The names of speakers by their ids."""
    query = select(col(SpeakerRow.id), col(SpeakerRow.name)).where(col(SpeakerRow.id).in_(speakers))
    return {SpeakerId(identity): name for identity, name in (await session.execute(query)).all()}


async def keep_as_given(session: WriteSession, claims: Collection[ClaimId], *, now: datetime) -> None:
    """Mark claims as found by people, so that no extraction changes anything of them."""
    given: dict[str, object] = {
        "found_by": FoundBy.PERSON.value,
        "corrected_fields": [field.value for field in CorrectedField],
        "changed_at": now,
    }
    if claims:
        await session.execute(update(ClaimRow).where(col(ClaimRow.id).in_(claims)).values(given))


async def add_imported_notes(session: WriteSession, notes: Sequence[ImportedNote], *, now: datetime) -> None:
    """Store published notes with their evidence; those that are stored stay as they are."""
    await insert_missing(session, NoteRow, [_note_values(one, now) for one in notes])
    await insert_missing(session, EvidenceRow, [_evidence_values(one) for one in notes])


def _note_values(note: ImportedNote, now: datetime) -> dict[str, object]:
    row = NoteRow(
        id=note.id,
        root_id=note.id,
        claim_id=note.claim_id,
        author=note.author,
        language=note.language,
        verdict_id=note.verdict_id,
        body=note.body,
        origin=NoteOrigin.IMPORTED.value,
        created_at=now,
        stage=Stage.PUBLISHED.value,
        published_at=note.published_at,
    )
    return row.model_dump()


def _evidence_values(note: ImportedNote) -> dict[str, object]:
    row = EvidenceRow(
        id=uuid5(note.id, "evidence 0"),
        note_id=note.id,
        position=0,
        url=note.link,
        title=note.title,
        stance=note.stance.value,
    )
    return row.model_dump()
