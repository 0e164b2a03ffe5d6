"""Reading: when claims were reported, and indexes for the orders of lists and for timelines."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

EARLIEST = "0100-01-01 00:00:00.000000"
ORDERS = (
    ("ix_claim_by_confidence", "confidence"),
    ("ix_claim_newest_found", "extracted_at"),
    ("ix_claim_newest_reported", "reported_at"),
)
TIMELINE = ("speaker_id", "said_on", "said_on_precision")
GROUPED_BY = ("article_id", "kind")
"""What claims are counted by, so that a timeline reads the index alone."""


def is_sqlite() -> bool:
    return op.get_context().dialect.name == "sqlite"


def published() -> str:
    """The time of publication of an article, as instants are stored; a day alone is its first instant in UTC."""
    if is_sqlite():
        return f"coalesce(published_at, published_on || ' 00:00:00.000000', '{EARLIEST}')"
    return f"coalesce(published_at, published_on::timestamp AT TIME ZONE 'UTC', '{EARLIEST}+00')"


def upgrade() -> None:
    kind = "DATETIME" if is_sqlite() else "TIMESTAMP WITH TIME ZONE"
    zone = "" if is_sqlite() else "+00"
    op.execute(f"ALTER TABLE claim ADD COLUMN reported_at {kind} NOT NULL DEFAULT '{EARLIEST}{zone}'")
    op.execute(
        "UPDATE claim SET reported_at ="  # noqa: S608 - of this file's own words
        f" (SELECT {published()} FROM article WHERE article.id = claim.article_id)"
    )
    for name, column in ORDERS:
        op.create_index(name, "claim", [column, "id"], unique=False)
    make_timeline_index(*TIMELINE, *GROUPED_BY)
    make_index(
        "ix_note_verdicts", "note", ["published_at", "id"], "verdict_id IS NOT NULL AND published_at IS NOT NULL"
    )
    op.create_index("ix_correction_newest", "correction", ["made_at", "id"], unique=False)


def make_timeline_index(*columns: str) -> None:
    op.drop_index("ix_claim_timeline", "claim")
    make_index("ix_claim_timeline", "claim", columns, "withdrawn_at IS NULL")


def make_index(name: str, table: str, columns: Sequence[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, table, list(columns), unique=False, sqlite_where=condition, postgresql_where=condition)


def downgrade() -> None:
    op.drop_index("ix_correction_newest", "correction")
    op.drop_index("ix_note_verdicts", "note")
    make_timeline_index(*TIMELINE)
    for name, _ in ORDERS:
        op.drop_index(name, "claim")
    op.execute("ALTER TABLE claim DROP COLUMN reported_at")
