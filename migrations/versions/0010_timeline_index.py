"""The index of timelines holds what its own condition names, too: SQLite would else read each row for it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

COLUMNS = ("speaker_id", "said_on", "said_on_precision", "article_id", "kind")
LISTED = "withdrawn_at"


def make_index(columns: Sequence[str]) -> None:
    condition = sa.text(f"{LISTED} IS NULL")
    op.drop_index("ix_claim_timeline", "claim")
    op.create_index(
        "ix_claim_timeline",
        "claim",
        list(columns),
        unique=False,
        sqlite_where=condition,
        postgresql_where=condition,
    )


def upgrade() -> None:
    make_index([*COLUMNS, LISTED])


def downgrade() -> None:
    make_index(COLUMNS)
