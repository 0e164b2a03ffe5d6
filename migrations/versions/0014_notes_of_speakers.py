"""The indexes of notes on speakers and on articles hold those alone.

Most notes are on claims: SQLite's statistics tell of an index that holds them all that it finds thousands at a time.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

COLUMNS = ("speaker_id", "article_id")


def upgrade() -> None:
    for column in COLUMNS:
        condition = sa.text(f"{column} IS NOT NULL")
        op.drop_index(f"ix_note_{column}", "note")
        op.create_index(f"ix_note_{column}", "note", [column], sqlite_where=condition, postgresql_where=condition)


def downgrade() -> None:
    for column in COLUMNS:
        op.drop_index(f"ix_note_{column}", "note")
        op.create_index(f"ix_note_{column}", "note", [column])
