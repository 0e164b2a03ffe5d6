"""Verification notes as they are added; the database refuses to change them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlmodel import col

from db.sessions import ReadSession, WriteSession
from db.tables import ClaimRow, EvidenceRow, NoteRow, VerdictRow
from domain.notes import Stage


@dataclass(frozen=True, slots=True)
class Evidence:
    """A link that a note rests on."""

    url: str
    title: str | None = None


@dataclass(frozen=True, slots=True)
class NewNote:
    """A note that is about to be added; `author` is the name of the key that adds it."""

    claim_id: UUID
    author_id: UUID | None
    author: str
    body: str
    verdict_id: UUID | None
    evidence: tuple[Evidence, ...]


async def claim_is_stored(session: ReadSession, claim: UUID) -> bool:
    """Whether there is such a claim, withdrawn or not."""
    return (await session.scalars(select(col(ClaimRow.id)).where(col(ClaimRow.id) == claim))).first() is not None


async def verdict_ids(session: ReadSession) -> dict[str, UUID]:
    """Every verdict's id by its key, in the order of the scale."""
    rows = await session.execute(
        select(col(VerdictRow.key), col(VerdictRow.id)).order_by(col(VerdictRow.scale), col(VerdictRow.position))
    )
    return dict(rows.all())


async def add_note(session: WriteSession, note: NewNote, *, now: datetime) -> UUID:
    """Add a note with its evidence; its id."""
    identity = uuid4()
    session.add(
        NoteRow(
            id=identity,
            claim_id=note.claim_id,
            root_id=identity,
            author_id=note.author_id,
            stage=Stage.PUBLISHED.value,
            published_at=now,
            author=note.author,
            verdict_id=note.verdict_id,
            body=note.body,
            created_at=now,
        )
    )
    await session.flush()
    for position, one in enumerate(note.evidence):
        session.add(EvidenceRow(id=uuid4(), note_id=identity, position=position, url=one.url, title=one.title))
    return identity
