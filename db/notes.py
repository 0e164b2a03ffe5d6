"""Verification notes as they are written, moved, superseded and retracted; what a version says is never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, func, select, update
from sqlmodel import col

from db.inserting import insert_missing
from db.sessions import ReadSession, WriteSession
from db.tables import (
    ApiKeyRow,
    ArticleRow,
    AuditEventRow,
    ClaimRow,
    EvidenceRow,
    NoteRow,
    SpeakerRow,
    VerdictRow,
)
from domain.notes import Stance, Visibility
from domain.withdrawal import Withdrawal

_SUBJECTS: dict[str, type[ClaimRow] | type[SpeakerRow] | type[ArticleRow]] = {
    "claim": ClaimRow,
    "speaker": SpeakerRow,
    "article": ArticleRow,
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A link that a note rests on; `accessed_on` is when its author looked at it."""

    url: str
    title: str | None = None
    archive_url: str | None = None
    stance: Stance = Stance.CONTEXT
    excerpt: str | None = None
    accessed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What a note is about: a claim, a speaker or an article."""

    kind: str
    id: UUID


async def subject_is_there(session: ReadSession, subject: Subject) -> bool:
    """Whether there is what a note is about, and no editor has withdrawn it."""
    table = _SUBJECTS[subject.kind]
    query = select(table).where(col(table.id) == subject.id)
    if not session.is_sqlite:
        query = query.with_for_update(key_share=True)
    row = (await session.scalars(query.execution_options(populate_existing=True))).first()
    if row is None:
        return False
    session.expunge(row)
    if isinstance(row, ClaimRow):
        return row.withdrawn_by != Withdrawal.EDITOR.value
    return not (isinstance(row, ArticleRow) and row.withdrawn_at is not None)


async def verdict_ids(session: ReadSession) -> dict[str, UUID]:
    """The ids of the verdicts in use by their keys, in the order of their scales."""
    query = select(col(VerdictRow.key), col(VerdictRow.id)).where(col(VerdictRow.retired_at).is_(None))
    rows = await session.execute(query.order_by(col(VerdictRow.scale), col(VerdictRow.position)))
    return dict(rows.all())


async def verdict_key(session: ReadSession, verdict: UUID | None) -> str | None:
    """The key of a verdict, in use or not."""
    return (await session.scalars(select(col(VerdictRow.key)).where(col(VerdictRow.id) == verdict))).first()


async def standing_verdict(session: ReadSession, claim: UUID, *, besides: UUID | None = None) -> UUID | None:
    """The verdict that stands on a claim: that of the newest published, public, unretracted note which carries one.

    With `besides`, a note by its first version: what would stand without it.
    """
    query = select(col(NoteRow.verdict_id)).where(
        col(NoteRow.claim_id) == claim,
        col(NoteRow.verdict_id).is_not(None),
        col(NoteRow.visibility) == Visibility.PUBLIC.value,
        col(NoteRow.published_at).is_not(None),
        _lives(),
    )
    if besides is not None:
        query = query.where(col(NoteRow.root_id) != besides)
    return (await session.scalars(query.order_by(col(NoteRow.published_at).desc(), col(NoteRow.id).desc()))).first()


async def versions_of(session: ReadSession, note: UUID) -> list[NoteRow]:
    """Every version of the note that has a version of this id, the newest first; [] for none.

    On PostgreSQL they are held until the transaction ends; SQLite has one writer anyway.
    """
    root = select(col(NoteRow.root_id)).where(col(NoteRow.id) == note).scalar_subquery()
    query = select(NoteRow).where(col(NoteRow.root_id) == root).order_by(col(NoteRow.version).desc())
    if not session.is_sqlite:
        first = select(col(NoteRow.id)).where(col(NoteRow.id) == root).with_for_update()
        await session.execute(first)
    rows = list((await session.scalars(query.execution_options(populate_existing=True))).all())
    session.expunge_all()
    return rows


async def put_version(session: WriteSession, note: NoteRow, evidence: Sequence[Evidence]) -> None:
    """Store a version of a note with its evidence."""
    await insert_missing(session, NoteRow, [note.model_dump()])
    rows = [
        {
            "id": uuid4(),
            "note_id": note.id,
            "position": position,
            "url": one.url,
            "title": one.title,
            "archive_url": one.archive_url,
            "stance": one.stance.value,
            "excerpt": one.excerpt,
            "accessed_on": one.accessed_on,
        }
        for position, one in enumerate(evidence)
    ]
    await insert_missing(session, EvidenceRow, rows)


async def has_evidence(session: ReadSession, note: UUID) -> bool:
    """Whether a version of a note rests on any link."""
    query = select(col(EvidenceRow.id)).where(col(EvidenceRow.note_id) == note).limit(1)
    return (await session.scalars(query)).first() is not None


async def change_version(session: WriteSession, note: UUID, *, now: datetime, **columns: object) -> None:
    """Note how far a version has come; the database refuses to change what it says."""
    await session.execute(update(NoteRow).where(col(NoteRow.id) == note).values(changed_at=now, **columns))


async def supersede_versions(session: WriteSession, root: UUID, *, before: int, now: datetime) -> None:
    """Let a note's versions before `before` stand no more."""
    earlier = (col(NoteRow.root_id) == root) & (col(NoteRow.version) < before) & col(NoteRow.superseded_at).is_(None)
    await session.execute(update(NoteRow).where(earlier).values(superseded_at=now, changed_at=now))


async def retract_versions(session: WriteSession, root: UUID, *, reason: str, now: datetime) -> None:
    """Take back every version of a note that stands or is on its way."""
    live = (col(NoteRow.root_id) == root) & _lives()
    taken_back = {"retracted_at": now, "retraction_reason": reason, "changed_at": now}
    await session.execute(update(NoteRow).where(live).values(taken_back))


async def newest_publication(session: ReadSession, claim: UUID) -> datetime | None:
    """When the last note on a claim was published; None where none was."""
    query = select(func.max(col(NoteRow.published_at))).where(col(NoteRow.claim_id) == claim)
    found = (await session.execute(query)).scalar_one()
    return found.replace(tzinfo=UTC) if found is not None and found.tzinfo is None else found


async def is_known_actor(session: ReadSession, name: str) -> bool:
    """Whether somebody of this name has a key that works, or has done something here."""
    keys = select(col(ApiKeyRow.id)).where(col(ApiKeyRow.name) == name, col(ApiKeyRow.revoked_at).is_(None))
    if (await session.execute(keys.limit(1))).first() is not None:
        return True
    did = (col(AuditEventRow.actor) == name) & col(AuditEventRow.actor_id).is_not(None)
    return (await session.execute(select(col(AuditEventRow.id)).where(did).limit(1))).first() is not None


def _lives() -> ColumnElement[bool]:
    return col(NoteRow.superseded_at).is_(None) & col(NoteRow.retracted_at).is_(None)


def subject_of(note: NoteRow) -> Subject:
    """What a note is about."""
    [found] = [Subject(kind, key) for kind in _SUBJECTS if (key := getattr(note, f"{kind}_id")) is not None]
    return found
