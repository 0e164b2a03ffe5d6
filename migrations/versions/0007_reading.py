"""Reading: when claims were reported, and indexes for the orders of lists and for timelines."""

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


def downgrade() -> None:
    for name, _ in ORDERS:
        op.drop_index(name, "claim")
    op.execute("ALTER TABLE claim DROP COLUMN reported_at")
