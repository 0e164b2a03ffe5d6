"""Verification: note versions and their workflow, corrections, withdrawal, the audit chain, keys with an end."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
NOTE_SAYS = (
    "root_id, version, claim_id, speaker_id, article_id, author_id, author, language, visibility, verdict_id,"
    " attribution, changes_verdict, body, origin, created_at"
)
"""What a version of a note says: the database refuses to change it."""
STANDING = "published_at IS NOT NULL AND superseded_at IS NULL AND retracted_at IS NULL"
SUBJECTS = (("claim_id", "claim"), ("speaker_id", "speaker"), ("article_id", "article"))
KEY_COLUMNS = ("expires_at", "last_used_at", "rotated_at", "revoked_at")


def is_sqlite() -> bool:
    return op.get_context().dialect.name == "sqlite"


def known(column: str, *values: str) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def points(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns), unique=False)


def text_columns(*names: str, nullable: bool) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text(), nullable=nullable) for name in names]


def id_columns(*names: str, nullable: bool) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Uuid(), nullable=nullable) for name in names]


def instants(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, INSTANT, nullable=True) for name in names]


def note_checks(table: str = "note") -> list[sa.CheckConstraint]:
    subject = " OR ".join(
        "(" + " AND ".join(f"{column} IS {'NOT ' if column == own else ''}NULL" for column, _ in SUBJECTS) + ")"
        for own, _ in SUBJECTS
    )
    checks = {
        "stage_known": known("stage", "draft", "submitted", "reviewed", "published"),
        "visibility_known": known("visibility", "public", "team"),
        "attribution_known": known("attribution", "confirmed", "misattributed", "fabricated"),
        "origin_known": known("origin", "written", "imported"),
        "has_one_subject": subject,
        "published_at_is_known": "(stage = 'published') = (published_at IS NOT NULL)",
        "retracted_at_is_whole": "(retracted_at IS NULL) = (retraction_reason IS NULL)",
    }
    return [sa.CheckConstraint(check, name=op.f(f"ck_{table}_{name}")) for name, check in checks.items()]


def new_note_columns() -> list[sa.Column[Any]]:
    """Beside those that a note has had: what must be there is filled before it is required."""
    return [
        *id_columns("root_id", "speaker_id", "article_id", nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=True),
        *text_columns("language", "visibility", "attribution", "changes_verdict", "origin", "stage", nullable=True),
        *instants("submitted_at", "reviewed_at"),
        sa.Column("reviewed_by", sa.Text(), nullable=True),
        *instants("published_at"),
        sa.Column("assigned_to", sa.Text(), nullable=True),
        sa.Column("claimant_asked_on", sa.Date(), nullable=True),
        *instants("superseded_at", "retracted_at"),
        sa.Column("retraction_reason", sa.Text(), nullable=True),
    ]


REQUIRED = {
    "root_id": "id",
    "version": "1",
    "language": "'fa'",
    "visibility": "'public'",
    "origin": "'written'",
    "stage": "'published'",
}
"""What the notes of before are: published as soon as they were added."""


def make_notes_on_sqlite() -> None:
    """The table is made anew: SQLite cannot let a column be empty that had to be filled."""
    new = [sa.Column(column.name, column.type, nullable=column.name not in REQUIRED) for column in new_note_columns()]
    op.create_table(
        "note_new",
        *id_columns("id", nullable=False),
        *id_columns("claim_id", "author_id", "verdict_id", nullable=True),
        *text_columns("author", "body", nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        *new,
        *note_checks(),
        sa.ForeignKeyConstraint(["root_id"], ["note_new.id"], name=op.f("fk_note_root_id")),
        *(points("note", column, to) for column, to in (*SUBJECTS, ("verdict_id", "verdict"))),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
        sa.UniqueConstraint("root_id", "version", name=op.f("uq_note_root_id_version")),
    )
    filled = ", ".join(REQUIRED.values())
    op.execute(
        f"INSERT INTO note_new (id, claim_id, author_id, verdict_id, author, body, created_at, published_at,"  # noqa: S608 - names of this file's
        f" {', '.join(REQUIRED)}) SELECT id, claim_id, key_id, verdict_id, author, body, created_at, created_at,"
        f" {filled} FROM note"
    )
    op.drop_table("note")
    op.rename_table("note_new", "note")
    index("note", "claim_id")


def make_notes_on_postgres() -> None:
    op.execute("DROP TRIGGER note_refuses_change ON note")
    op.drop_constraint("fk_note_key_id", "note")
    op.alter_column("note", "key_id", new_column_name="author_id", nullable=True)
    op.alter_column("note", "claim_id", nullable=True)
    for added in new_note_columns():
        op.add_column("note", added)
    given = ", ".join(f"{name} = {value}" for name, value in REQUIRED.items())
    op.execute(f"UPDATE note SET {given}, published_at = created_at")  # noqa: S608 - names of this file's
    for name in REQUIRED:
        op.alter_column("note", name, nullable=False)
    for check in note_checks():
        op.create_check_constraint(op.f(str(check.name)), "note", check.sqltext)
    op.create_unique_constraint(op.f("uq_note_root_id_version"), "note", ["root_id", "version"])
    for column, to in (("root_id", "note"), *SUBJECTS[1:]):
        op.create_foreign_key(op.f(f"fk_note_{column}"), "note", to, [column], ["id"])


def make_notes() -> None:
    if is_sqlite():
        make_notes_on_sqlite()
    else:
        make_notes_on_postgres()
    index("note", "speaker_id")
    index("note", "article_id")
    op.create_index("ix_note_queue", "note", ["stage", "created_at", "id"], unique=False)
    op.create_index(
        "ix_note_standing",
        "note",
        ["claim_id", "published_at", "id"],
        unique=False,
        sqlite_where=sa.text(STANDING),
        postgresql_where=sa.text(STANDING),
    )
    stance = known("stance", "supports", "refutes", "context")
    op.execute(
        "ALTER TABLE note_evidence ADD COLUMN stance TEXT NOT NULL DEFAULT 'context'"
        f" CONSTRAINT ck_note_evidence_stance_known CHECK ({stance})"
    )
    for added in (*text_columns("archive_url", "excerpt", nullable=True), sa.Column("accessed_on", sa.Date())):
        op.add_column("note_evidence", added)


def widen_claims() -> None:
    """Columns alone: making the table anew would lose the search index's triggers."""
    by = known("withdrawn_by", "extractor", "correction", "editor")
    found = known("found_by", "extractor", "person")
    op.execute(f"ALTER TABLE claim ADD COLUMN withdrawn_by TEXT CONSTRAINT ck_claim_withdrawn_by_known CHECK ({by})")
    op.execute("UPDATE claim SET withdrawn_by = 'extractor' WHERE withdrawn_at IS NOT NULL")
    op.execute(
        "ALTER TABLE claim ADD COLUMN found_by TEXT NOT NULL DEFAULT 'extractor'"
        f" CONSTRAINT ck_claim_found_by_known CHECK ({found})"
    )
    op.add_column("claim", sa.Column("withdrawal_reason", sa.Text(), nullable=True))
    op.add_column("claim", sa.Column("corrected_fields", JSON, nullable=False, server_default="[]"))
    op.add_column("claim", sa.Column("version", sa.BigInteger(), nullable=False, server_default="1"))


def make_corrections() -> None:
    op.create_table(
        "correction",
        *id_columns("id", "claim_id", "article_id", "revision_id", nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("before", JSON, nullable=True),
        sa.Column("after", JSON, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            known("field", "content", "speaker", "said_on", "kind", "is_statement", "missed"),
            name=op.f("ck_correction_field_known"),
        ),
        points("correction", "claim_id", "claim"),
        points("correction", "article_id", "article"),
        points("correction", "revision_id", "article_revision"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    index("correction", "claim_id")
    index("correction", "article_id")


def make_events() -> None:
    op.create_table(
        "audit_event",
        sa.Column("position", sa.BigInteger(), nullable=False, autoincrement=False),
        *id_columns("id", nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        *id_columns("actor_id", nullable=True),
        *text_columns("actor", "action", "subject_kind", nullable=False),
        *id_columns("subject_id", nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        *id_columns("claim_id", "article_id", nullable=True),
        *text_columns("before", "after", "reason", "request_id", nullable=True),
        *text_columns("previous_hash", "hash", nullable=False),
        sa.CheckConstraint(known("audience", "public", "team", "admin"), name=op.f("ck_audit_event_audience_known")),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_audit_event")),
        sa.UniqueConstraint("id", name=op.f("uq_audit_event_id")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_event_hash")),
    )
    for column in ("actor_id", "subject_id", "claim_id", "article_id"):
        index("audit_event", column)
    index("audit_event", "at", "id")
    index("audit_event", "actor", "at", "id")


def make_the_rest() -> None:
    op.create_table(
        "withheld",
        *id_columns("id", nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("columns", JSON, nullable=False),
        sa.Column("withheld_at", INSTANT, nullable=False),
        sa.CheckConstraint(known("kind", "claim", "article", "revision"), name=op.f("ck_withheld_kind_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withheld")),
    )
    op.create_table(
        "done_once",
        *id_columns("actor_id", nullable=False),
        *text_columns("key", "operation", "input_hash", nullable=False),
        sa.Column("outcome", JSON, nullable=True),
        sa.Column("done_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("actor_id", "key", name=op.f("pk_done_once")),
    )
    op.add_column("article", sa.Column("withdrawn_at", INSTANT, nullable=True))
    op.add_column("article", sa.Column("withdrawal_reason", sa.Text(), nullable=True))
    op.add_column("verdict", sa.Column("retired_at", INSTANT, nullable=True))
    op.add_column("api_key", sa.Column("scopes", JSON, nullable=True))
    for name in KEY_COLUMNS:
        op.add_column("api_key", sa.Column(name, INSTANT, nullable=True))


def refuse_changes() -> None:
    """What must never change is kept from whoever can write, too, and not by the code alone."""
    if is_sqlite():
        for table in ("correction", "audit_event"):
            for change in ("UPDATE", "DELETE"):
                refuse_on_sqlite(f"{table}_refuses_{change.lower()}", f"{change} ON {table}", table)
        refuse_on_sqlite("note_refuses_update", f"UPDATE OF {NOTE_SAYS} ON note", "note")
        refuse_on_sqlite("note_refuses_delete", "DELETE ON note", "note")
        refuse_replacing()
        return
    op.execute("DROP TRIGGER note_evidence_refuses_change ON note_evidence")
    refuse_on_postgres("note_evidence", "UPDATE OR DELETE OR TRUNCATE")
    for table in ("correction", "audit_event"):
        refuse_on_postgres(table, "UPDATE OR DELETE OR TRUNCATE")
    refuse_on_postgres("note", f"UPDATE OF {NOTE_SAYS} OR DELETE OR TRUNCATE")


def refuse_replacing() -> None:
    """SQLite asks no trigger when REPLACE removes the row that is in its way: what is there already is refused first.

    The id of a note or a link that is there is passed over, as who stores the same again means it.
    """
    there = {
        "audit_event": "position = new.position OR id = new.id OR hash = new.hash",
        "correction": "id = new.id",
        "note": "root_id = new.root_id AND version = new.version AND id != new.id",
        "note_evidence": "note_id = new.note_id AND position = new.position AND id != new.id",
    }
    for table, same in there.items():
        op.execute(
            f"CREATE TRIGGER {table}_refuses_replace BEFORE INSERT ON {table}"  # noqa: S608 - names of this file's
            f" WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"
            f" BEGIN SELECT RAISE(ABORT, '{table} is never changed'); END"
        )
    for table in ("note", "note_evidence"):
        op.execute(
            f"CREATE TRIGGER {table}_is_there BEFORE INSERT ON {table}"  # noqa: S608 - names of this file's
            f" WHEN EXISTS (SELECT 1 FROM {table} WHERE id = new.id) BEGIN SELECT RAISE(IGNORE); END"
        )


def refuse_on_sqlite(name: str, change: str, table: str) -> None:
    op.execute(f"CREATE TRIGGER {name} BEFORE {change} BEGIN SELECT RAISE(ABORT, '{table} is never changed'); END")


def refuse_on_postgres(table: str, changes: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_refuses_change BEFORE {changes} ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def upgrade() -> None:
    index("article_revision", "text_hash")
    make_notes()
    widen_claims()
    make_corrections()
    make_events()
    make_the_rest()
    refuse_changes()


def forget_newer_notes() -> None:
    """What the tables of before cannot hold: versions that do not stand, and notes that no key wrote on a claim."""
    by_a_key = "author_id IN (SELECT id FROM api_key)"
    keeps = f"claim_id IS NOT NULL AND visibility = 'public' AND {STANDING} AND {by_a_key}"
    gone = f"SELECT id FROM note WHERE NOT ({keeps})"  # noqa: S608 - names of this file's
    op.execute(f"DELETE FROM note_evidence WHERE note_id IN ({gone})")  # noqa: S608 - as above
    op.execute(f"DELETE FROM note WHERE NOT ({keeps})")  # noqa: S608 - as above


def old_notes_on_sqlite() -> None:
    op.create_table(
        "note_old",
        *id_columns("id", "claim_id", "key_id", nullable=False),
        *text_columns("author", "body", nullable=False),
        *id_columns("verdict_id", nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["key_id"], ["api_key.id"], name=op.f("fk_note_key_id")),
        points("note", "claim_id", "claim"),
        points("note", "verdict_id", "verdict"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.execute(
        "INSERT INTO note_old (id, claim_id, key_id, author, body, verdict_id, created_at)"
        " SELECT id, claim_id, author_id, author, body, verdict_id, created_at FROM note"
    )
    op.drop_table("note")
    op.rename_table("note_old", "note")
    index("note", "claim_id")
    for change in ("UPDATE", "DELETE"):
        refuse_on_sqlite(f"note_refuses_{change.lower()}", f"{change} ON note", "note")


def old_notes_on_postgres() -> None:
    for check in note_checks():
        op.drop_constraint(op.f(str(check.name)), "note")
    for column in new_note_columns():
        op.drop_column("note", column.name)
    op.alter_column("note", "claim_id", nullable=False)
    op.alter_column("note", "author_id", new_column_name="key_id", nullable=False)
    op.create_foreign_key("fk_note_key_id", "note", "api_key", ["key_id"], ["id"])
    refuse_on_postgres("note", "UPDATE OR DELETE")


def allow_changes() -> None:
    for table in ("note", "note_evidence"):
        for name in ("refuses_update", "refuses_delete", "refuses_replace", "is_there") if is_sqlite() else ():
            op.execute(f"DROP TRIGGER {table}_{name}")
        if not is_sqlite():
            op.execute(f"DROP TRIGGER {table}_refuses_change ON {table}")


def downgrade() -> None:
    """Back to notes that are published as soon as they are added; words that were withheld stay away."""
    allow_changes()
    op.drop_index("ix_article_revision_text_hash", "article_revision")
    forget_newer_notes()
    for name in ("ix_note_standing", "ix_note_queue", "ix_note_speaker_id", "ix_note_article_id"):
        op.drop_index(name, "note")
    if is_sqlite():
        old_notes_on_sqlite()
        for change in ("UPDATE", "DELETE"):
            refuse_on_sqlite(f"note_evidence_refuses_{change.lower()}", f"{change} ON note_evidence", "note_evidence")
    else:
        old_notes_on_postgres()
        refuse_on_postgres("note_evidence", "UPDATE OR DELETE")
    for column in ("stance", "archive_url", "excerpt", "accessed_on"):
        op.drop_column("note_evidence", column)
    for table in ("correction", "audit_event", "withheld", "done_once"):
        op.drop_table(table)
    for column in ("withdrawn_by", "withdrawal_reason", "found_by", "corrected_fields", "version"):
        op.drop_column("claim", column)
    for table, columns in (
        ("article", ("withdrawn_at", "withdrawal_reason")),
        ("verdict", ("retired_at",)),
        ("api_key", ("scopes", *KEY_COLUMNS)),
    ):
        for name in columns:
            op.drop_column(table, name)
