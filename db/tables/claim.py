"""Claims: stored statements, one for each article and cue."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, Computed, Date, Index, Text, text
from sqlmodel import Field, SQLModel

from db.types import EARLIEST, EARLIEST_INSTANT, JsonList, closed_set, span_runs_forward, whole_or_absent
from domain.correction import FoundBy
from domain.dates import Basis, Precision
from domain.statement import Kind, SpeechAct
from domain.withdrawal import Withdrawal


class ClaimRow(SQLModel, table=True):
    """A statement as stored: its words as printed, their places in the revision's text, its speaker and its day.

    `speaker_id` None: nobody is sure who spoke, `mention` keeps the words and `mention_id` the source by its fullest
    name. `resolved_id` is whom resolution named, `speaker_id` whom that one was merged into since. `role` is the office
    that the speaker held on that day, `office_id` which one where it is known. `ordered_on` is `said_on`, or the first
    day there is for an undated claim, so that lists have one order without nulls; `reported_at` is when its article was
    published, likewise. `withdrawn_at` is set when the
    words are no longer found, or people said that it is no statement, or an editor withdrew it; such a claim stays
    readable by id, of the last kind without its words. `version` counts, from 1, the corrections and the moves to a new
    text. `changed_at` is when the row was last changed, by the clock of who changed it, null for one that never was:
    the database keeps what it was until then, and refuses a change that does not say.
    """

    __tablename__ = "claim"
    __table_args__ = (
        closed_set("kind", Kind),
        closed_set("speech_act", SpeechAct),
        closed_set("said_on_precision", Precision),
        closed_set("said_on_basis", Basis),
        span_runs_forward("content"),
        span_runs_forward("context"),
        span_runs_forward("cue"),
        CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence_is_a_share"),
        CheckConstraint(
            "(said_on IS NULL) = (said_on_precision IS NULL) AND (said_on IS NULL) = (said_on_basis IS NULL)",
            name="said_on_is_whole",
        ),
        closed_set("withdrawn_by", Withdrawal),
        closed_set("found_by", FoundBy),
        whole_or_absent("mention"),
        whole_or_absent("target"),
        whole_or_absent("judgement"),
        Index("ix_claim_newest", "ordered_on", "id"),
        Index("ix_claim_by_confidence", "confidence", "id"),
        Index("ix_claim_newest_found", "extracted_at", "id"),
        Index("ix_claim_newest_reported", "reported_at", "id"),
        Index("ix_claim_of_office", "office_id", "ordered_on", "id"),
        Index("ix_claim_of_speaker", "speaker_id", "ordered_on", "id"),
        Index(
            "ix_claim_timeline",
            "speaker_id",
            "said_on",
            "said_on_precision",
            "article_id",
            "kind",
            "withdrawn_at",  # or SQLite reads the row for it
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: UUID = Field(primary_key=True)
    article_id: UUID = Field(foreign_key="article.id", index=True)
    revision_id: UUID = Field(foreign_key="article_revision.id", index=True)
    mention_id: UUID | None = Field(default=None, foreign_key="mention.id", index=True)
    resolved_id: UUID | None = Field(default=None, foreign_key="speaker.id", index=True)
    speaker_id: UUID | None = Field(default=None, foreign_key="speaker.id")
    office_id: UUID | None = Field(default=None, foreign_key="office.id")
    role: str | None = Field(default=None, sa_type=Text)
    role_key: str | None = Field(default=None, sa_type=Text, index=True)
    role_country: str | None = Field(default=None, sa_type=Text, index=True)
    kind: str = Field(sa_type=Text)
    content: str = Field(sa_type=Text)
    content_start: int = Field(sa_type=BigInteger)
    content_end: int = Field(sa_type=BigInteger)
    context: str = Field(sa_type=Text)
    context_start: int = Field(sa_type=BigInteger)
    context_end: int = Field(sa_type=BigInteger)
    cue: str = Field(sa_type=Text)
    cue_start: int = Field(sa_type=BigInteger)
    cue_end: int = Field(sa_type=BigInteger)
    mention: str | None = Field(default=None, sa_type=Text)
    mention_start: int | None = Field(default=None, sa_type=BigInteger)
    mention_end: int | None = Field(default=None, sa_type=BigInteger)
    speech_act: str = Field(sa_type=Text)
    target: str | None = Field(default=None, sa_type=Text)
    target_start: int | None = Field(default=None, sa_type=BigInteger)
    target_end: int | None = Field(default=None, sa_type=BigInteger)
    judgement: str | None = Field(default=None, sa_type=Text)
    judgement_start: int | None = Field(default=None, sa_type=BigInteger)
    judgement_end: int | None = Field(default=None, sa_type=BigInteger)
    said_on: date | None = None
    said_on_precision: str | None = Field(default=None, sa_type=Text)
    said_on_basis: str | None = Field(default=None, sa_type=Text)
    said_on_printed: str | None = Field(default=None, sa_type=Text)
    ordered_on: date | None = Field(
        default=None,
        sa_column=Column(
            Date, Computed(f"coalesce(said_on, '{EARLIEST.isoformat()}')", persisted=True), nullable=False
        ),
    )
    reported_at: datetime = EARLIEST_INSTANT
    confidence: float
    extractor_version: str = Field(sa_type=Text)
    extracted_at: datetime
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = Field(default=None, sa_type=Text)
    withdrawal_reason: str | None = Field(default=None, sa_type=Text)
    found_by: str = Field(default=FoundBy.EXTRACTOR.value, sa_type=Text)
    corrected_fields: list[str] = Field(default_factory=list, sa_type=JsonList)
    version: int = Field(default=1, sa_type=BigInteger)
    search_key: str = Field(sa_type=Text)
    changed_at: datetime | None = None
