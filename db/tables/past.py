"""What rows were before they were changed: a table beside each that an answer about the past needs.

Triggers fill them, with `changed_at` of the row as it is since, so that no writer can forget to. A row was so until
`held_until`: what it was at an instant tells the row with the least `held_until` after it, and where there is none the
row itself.
"""

from collections.abc import Sequence

from sqlalchemy import Boolean, Column, DateTime, Index, Table, Uuid
from sqlmodel import SQLModel

from db.tables.article import ArticleRow, RevisionRow
from db.tables.claim import ClaimRow
from db.tables.judgement import JudgementRow
from db.tables.mention import MentionRow
from db.tables.note import NoteRow
from db.tables.speaker import SpeakerRow


def _past_of(row: type[SQLModel], columns: Sequence[str], *more: Column[object] | Index) -> Table:
    table: Table = row.__table__  # type: ignore[attr-defined]  # SQLModel makes it
    return Table(
        f"{table.name}_past",
        SQLModel.metadata,
        Column("id", Uuid(), primary_key=True),
        Column("held_until", DateTime(timezone=True), primary_key=True),
        *(Column(name, table.c[name].type, nullable=True) for name in columns),
        *more,
    )


CLAIM_COLUMNS = tuple(
    name
    for name in ClaimRow.__table__.c.keys()  # type: ignore[attr-defined]  # noqa: SIM118 - SQLModel makes it; no mapping
    if name not in {"id", "changed_at"}
)
CLAIM_PAST = _past_of(
    ClaimRow,
    CLAIM_COLUMNS,
    Column("reworded", Boolean(), nullable=False),
    Index("ix_claim_past_article_id", "article_id"),
    Index("ix_claim_past_newest", "ordered_on", "id"),
    Index("ix_claim_past_of_speaker", "speaker_id", "ordered_on", "id"),
)
"""All of a claim; `reworded` says that it was searched by other words after this."""

PASTS: dict[str, Table] = {
    "article": _past_of(ArticleRow, ("url", "outlet_id", "title", "section", "tags", "published_on", "published_at")),
    "article_revision": _past_of(RevisionRow, ("extracted_at", "superseded_at")),
    "judgement": _past_of(JudgementRow, ("mention_id", "speaker_id", "superseded_by")),
    "mention": _past_of(MentionRow, ("name", "offices", "abroad", "why", "judgement_id", "decided_by", "decided_id")),
    "note": _past_of(
        NoteRow,
        (
            *("stage", "submitted_at", "reviewed_at", "reviewed_by", "published_at", "assigned_to"),
            *("claimant_asked_on", "superseded_at", "retracted_at", "retraction_reason"),
        ),
    ),
    "speaker": _past_of(
        SpeakerRow,
        (
            *("kind", "name", "key", "latin", "wikidata_id", "country", "born_on", "born_precision"),
            *("died_on", "died_precision", "source", "origin", "merged_into", "canonical_id"),
        ),
    ),
}
"""By the tables, of those that have rows for as long as they were made: what of them changes."""
