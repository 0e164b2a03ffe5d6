"""Verification notes and their evidence; the database refuses to change what a note says, and to remove any."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from db.types import closed_set, whole_pair
from domain.notes import Attribution, NoteOrigin, Stage, Stance, Visibility


class NoteRow(SQLModel, table=True):
    """One version of what a fact-checker wrote about a claim, a speaker or an article.

    `root_id` is the note's first version; `version` counts from 1. What a version says never changes; how far it has
    come does. `author` is a name, then and for ever, and `author_id` the key or the person behind it. `superseded_at`
    is when a later version took its place: at once that of an unpublished one, of a published one when the later one
    is published. `changes_verdict` says why a verdict is another than the one that stood.
    """

    __tablename__ = "note"
    __table_args__ = (
        closed_set("stage", Stage),
        closed_set("visibility", Visibility),
        closed_set("attribution", Attribution),
        closed_set("origin", NoteOrigin),
        CheckConstraint(
            "(claim_id IS NOT NULL AND speaker_id IS NULL AND article_id IS NULL)"
            " OR (claim_id IS NULL AND speaker_id IS NOT NULL AND article_id IS NULL)"
            " OR (claim_id IS NULL AND speaker_id IS NULL AND article_id IS NOT NULL)",
            name="has_one_subject",
        ),
        CheckConstraint("(stage = 'published') = (published_at IS NOT NULL)", name="published_at_is_known"),
        whole_pair("retracted_at", "retraction_reason"),
        UniqueConstraint("root_id", "version"),
        Index(
            "ix_note_standing",
            "claim_id",
            "published_at",
            "id",
            sqlite_where=text("published_at IS NOT NULL AND superseded_at IS NULL AND retracted_at IS NULL"),
            postgresql_where=text("published_at IS NOT NULL AND superseded_at IS NULL AND retracted_at IS NULL"),
        ),
        Index(
            "ix_note_verdicts",
            "published_at",
            "id",
            sqlite_where=text("verdict_id IS NOT NULL AND published_at IS NOT NULL"),
            postgresql_where=text("verdict_id IS NOT NULL AND published_at IS NOT NULL"),
        ),
        Index("ix_note_queue", "stage", "created_at", "id"),
        *(
            Index(
                f"ix_note_{column}",
                column,
                sqlite_where=text(f"{column} IS NOT NULL"),
                postgresql_where=text(f"{column} IS NOT NULL"),
            )
            for column in ("speaker_id", "article_id")
        ),
    )

    id: UUID = Field(primary_key=True)
    root_id: UUID = Field(foreign_key="note.id")
    version: int = Field(default=1, sa_type=BigInteger)
    claim_id: UUID | None = Field(default=None, foreign_key="claim.id", index=True)
    speaker_id: UUID | None = Field(default=None, foreign_key="speaker.id")
    article_id: UUID | None = Field(default=None, foreign_key="article.id")
    author_id: UUID | None = None
    author: str = Field(sa_type=Text)
    language: str = Field(default="fa", sa_type=Text)
    visibility: str = Field(default=Visibility.PUBLIC.value, sa_type=Text)
    verdict_id: UUID | None = Field(default=None, foreign_key="verdict.id")
    attribution: str | None = Field(default=None, sa_type=Text)
    changes_verdict: str | None = Field(default=None, sa_type=Text)
    body: str = Field(sa_type=Text)
    origin: str = Field(default=NoteOrigin.WRITTEN.value, sa_type=Text)
    created_at: datetime
    stage: str = Field(default=Stage.DRAFT.value, sa_type=Text)
    submitted_at: datetime | None = None
    reviewed_at: datetime | None = None
    reviewed_by: str | None = Field(default=None, sa_type=Text)
    published_at: datetime | None = None
    assigned_to: str | None = Field(default=None, sa_type=Text)
    claimant_asked_on: date | None = None
    superseded_at: datetime | None = None
    retracted_at: datetime | None = None
    retraction_reason: str | None = Field(default=None, sa_type=Text)
    changed_at: datetime | None = None


class EvidenceRow(SQLModel, table=True):
    """A link that a note rests on."""

    __tablename__ = "note_evidence"
    __table_args__ = (UniqueConstraint("note_id", "position"), closed_set("stance", Stance))

    id: UUID = Field(primary_key=True)
    note_id: UUID = Field(foreign_key="note.id")
    position: int = Field(sa_type=BigInteger)
    url: str = Field(sa_type=Text)
    title: str | None = Field(default=None, sa_type=Text)
    archive_url: str | None = Field(default=None, sa_type=Text)
    stance: str = Field(default=Stance.CONTEXT.value, sa_type=Text)
    excerpt: str | None = Field(default=None, sa_type=Text)
    accessed_on: date | None = None
