"""In which order claims came, for those who wait for new ones; of those that are there nobody waits."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "claim_arrival",
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("position", "claim_id", name=op.f("pk_claim_arrival")),
        sa.UniqueConstraint("claim_id", name=op.f("uq_claim_arrival_claim_id")),
        sqlite_with_rowid=False,
    )
    op.execute(sa.text("INSERT INTO claim_arrival (position, claim_id) SELECT 0, id FROM claim"))


def downgrade() -> None:
    op.drop_table("claim_arrival")
