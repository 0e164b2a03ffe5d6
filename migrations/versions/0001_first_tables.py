"""The first tables, the search index, the shipped verdicts, and notes that the database refuses to change."""

from uuid import NAMESPACE_URL, uuid5

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SHIPPED_VERDICTS = (
    ("true", "درست", "True", 5),
    ("half-true", "نیمه‌درست", "Half true", 3),
    ("misleading", "گمراه‌کننده", "Misleading", 2),
    ("false", "نادرست", "False", 1),
    ("unproven", "اثبات‌نشده", "Unproven", None),
)
NEVER_CHANGED = ("note", "note_evidence")

SQLITE_SEARCH = (
    # claim_id is indexed too, as one word, so that a claim's row is found without leaning on SQLite's own row numbers.
    "CREATE VIRTUAL TABLE claim_search USING fts5(claim_id, search_key, tokenize = 'unicode61 remove_diacritics 0')",
    """CREATE TRIGGER claim_search_added AFTER INSERT ON claim BEGIN
        INSERT INTO claim_search (claim_id, search_key) VALUES (new.id, new.search_key);
    END""",
    """CREATE TRIGGER claim_search_changed AFTER UPDATE OF search_key ON claim BEGIN
        DELETE FROM claim_search
        WHERE rowid IN (SELECT rowid FROM claim_search WHERE claim_search MATCH 'claim_id:' || old.id);
        INSERT INTO claim_search (claim_id, search_key) VALUES (new.id, new.search_key);
    END""",
    """CREATE TRIGGER claim_search_removed AFTER DELETE ON claim BEGIN
        DELETE FROM claim_search
        WHERE rowid IN (SELECT rowid FROM claim_search WHERE claim_search MATCH 'claim_id:' || old.id);
    END""",
)
POSTGRES_SEARCH = ("CREATE INDEX ix_claim_search ON claim USING gin (to_tsvector('simple', search_key))",)


def make_search() -> None:
    for statement in SQLITE_SEARCH if op.get_context().dialect.name == "sqlite" else POSTGRES_SEARCH:
        op.execute(sa.text(statement.replace(":", "\\:")))


def refuse_changes() -> None:
    if op.get_context().dialect.name == "sqlite":
        for table in NEVER_CHANGED:
            for change in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_refuses_{change.lower()} BEFORE {change} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is never changed'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is never changed', TG_TABLE_NAME; END $$"
    )
    for table in NEVER_CHANGED:
        op.execute(
            f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def upgrade() -> None:
    op.create_table(
        "api_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("key_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role IN ('reader', 'contributor', 'verifier', 'editor', 'admin')", name="ck_api_key_role_known"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_api_key"),
        sa.UniqueConstraint("key_hash", name="uq_api_key_key_hash"),
        sa.UniqueConstraint("name", name="uq_api_key_name"),
    )
    op.create_table(
        "outlet",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outlet"),
        sa.UniqueConstraint("key", name="uq_outlet_key"),
    )
    op.create_table(
        "speaker",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('person', 'organisation')", name="ck_speaker_kind_known"),
        sa.PrimaryKeyConstraint("id", name="pk_speaker"),
    )
    op.create_index("ix_speaker_key", "speaker", ["key"], unique=False)
    verdict = op.create_table(
        "verdict",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("scale", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("label_fa", sa.Text(), nullable=False),
        sa.Column("label_en", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("rating", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_verdict"),
        sa.UniqueConstraint("key", name="uq_verdict_key"),
    )
    op.create_table(
        "alias",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("speaker_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("origin IN ('shipped', 'learned', 'manual')", name="ck_alias_origin_known"),
        sa.ForeignKeyConstraint(["speaker_id"], ["speaker.id"], name="fk_alias_speaker_id"),
        sa.PrimaryKeyConstraint("id", name="pk_alias"),
        sa.UniqueConstraint("speaker_id", "key", name="uq_alias_speaker_id_key"),
    )
    op.create_index("ix_alias_key", "alias", ["key"], unique=False)
    op.create_table(
        "article",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("outlet_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("section", sa.Text(), nullable=True),
        sa.Column("tags", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["outlet_id"], ["outlet.id"], name="fk_article_outlet_id"),
        sa.PrimaryKeyConstraint("id", name="pk_article"),
        sa.UniqueConstraint("url", name="uq_article_url"),
    )
    op.create_index("ix_article_outlet_id", "article", ["outlet_id"], unique=False)
    op.create_index("ix_article_published_on", "article", ["published_on"], unique=False)
    op.create_table(
        "article_revision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("extractor_version", sa.Text(), nullable=False),
        sa.Column("extracted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_article_revision_article_id"),
        sa.PrimaryKeyConstraint("id", name="pk_article_revision"),
        sa.UniqueConstraint("article_id", "text_hash", name="uq_article_revision_article_id_text_hash"),
    )
    op.create_index(
        "ix_article_revision_current",
        "article_revision",
        ["article_id"],
        unique=True,
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    op.create_table(
        "provenance",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("words_start", sa.BigInteger(), nullable=True),
        sa.Column("words_end", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(words IS NULL) = (words_start IS NULL) AND (words IS NULL) = (words_end IS NULL)",
            name="ck_provenance_words_is_whole",
        ),
        sa.ForeignKeyConstraint(["revision_id"], ["article_revision.id"], name="fk_provenance_revision_id"),
        sa.PrimaryKeyConstraint("id", name="pk_provenance"),
        sa.UniqueConstraint("revision_id", "position", name="uq_provenance_revision_id_position"),
    )
    op.create_index("ix_provenance_key", "provenance", ["key"], unique=False)
    op.create_table(
        "claim",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("speaker_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_start", sa.BigInteger(), nullable=False),
        sa.Column("content_end", sa.BigInteger(), nullable=False),
        sa.Column("context", sa.Text(), nullable=False),
        sa.Column("context_start", sa.BigInteger(), nullable=False),
        sa.Column("context_end", sa.BigInteger(), nullable=False),
        sa.Column("cue", sa.Text(), nullable=False),
        sa.Column("cue_start", sa.BigInteger(), nullable=False),
        sa.Column("cue_end", sa.BigInteger(), nullable=False),
        sa.Column("mention", sa.Text(), nullable=True),
        sa.Column("mention_start", sa.BigInteger(), nullable=True),
        sa.Column("mention_end", sa.BigInteger(), nullable=True),
        sa.Column("speech_act", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=True),
        sa.Column("target_start", sa.BigInteger(), nullable=True),
        sa.Column("target_end", sa.BigInteger(), nullable=True),
        sa.Column("judgement", sa.Text(), nullable=True),
        sa.Column("judgement_start", sa.BigInteger(), nullable=True),
        sa.Column("judgement_end", sa.BigInteger(), nullable=True),
        sa.Column("said_on", sa.Date(), nullable=True),
        sa.Column("said_on_precision", sa.Text(), nullable=True),
        sa.Column("said_on_basis", sa.Text(), nullable=True),
        sa.Column("said_on_printed", sa.Text(), nullable=True),
        sa.Column(
            "ordered_on", sa.Date(), sa.Computed("coalesce(said_on, '0100-01-01')", persisted=True), nullable=False
        ),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("extractor_version", sa.Text(), nullable=False),
        sa.Column("extracted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('direct', 'indirect', 'mixed')", name="ck_claim_kind_known"),
        sa.CheckConstraint(
            "speech_act IN ('asserted', 'denied', 'demanded', 'warned', 'promised', 'asked', 'thanked')",
            name="ck_claim_speech_act_known",
        ),
        sa.CheckConstraint(
            "(target IS NULL) = (target_start IS NULL) AND (target IS NULL) = (target_end IS NULL)",
            name="ck_claim_target_is_whole",
        ),
        sa.CheckConstraint(
            "(judgement IS NULL) = (judgement_start IS NULL) AND (judgement IS NULL) = (judgement_end IS NULL)",
            name="ck_claim_judgement_is_whole",
        ),
        sa.CheckConstraint("said_on_basis IN ('stated', 'carried', 'published')", name="ck_claim_said_on_basis_known"),
        sa.CheckConstraint("said_on_precision IN ('day', 'month', 'year')", name="ck_claim_said_on_precision_known"),
        sa.CheckConstraint(
            "(mention IS NULL) = (mention_start IS NULL) AND (mention IS NULL) = (mention_end IS NULL)",
            name="ck_claim_mention_is_whole",
        ),
        sa.CheckConstraint(
            "(said_on IS NULL) = (said_on_precision IS NULL) AND (said_on IS NULL) = (said_on_basis IS NULL)",
            name="ck_claim_said_on_is_whole",
        ),
        sa.CheckConstraint("0 <= content_start AND content_start < content_end", name="ck_claim_content_runs_forward"),
        sa.CheckConstraint("0 <= context_start AND context_start < context_end", name="ck_claim_context_runs_forward"),
        sa.CheckConstraint("0 <= cue_start AND cue_start < cue_end", name="ck_claim_cue_runs_forward"),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name="ck_claim_confidence_is_a_share"),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_claim_article_id"),
        sa.ForeignKeyConstraint(["revision_id"], ["article_revision.id"], name="fk_claim_revision_id"),
        sa.ForeignKeyConstraint(["speaker_id"], ["speaker.id"], name="fk_claim_speaker_id"),
        sa.PrimaryKeyConstraint("id", name="pk_claim"),
    )
    op.create_index("ix_claim_article_id", "claim", ["article_id"], unique=False)
    op.create_index("ix_claim_newest", "claim", ["ordered_on", "id"], unique=False)
    op.create_index("ix_claim_of_speaker", "claim", ["speaker_id", "ordered_on", "id"], unique=False)
    op.create_index("ix_claim_revision_id", "claim", ["revision_id"], unique=False)
    op.create_index(
        "ix_claim_timeline",
        "claim",
        ["speaker_id", "said_on", "said_on_precision"],
        unique=False,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("verdict_id", sa.Uuid(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name="fk_note_claim_id"),
        sa.ForeignKeyConstraint(["key_id"], ["api_key.id"], name="fk_note_key_id"),
        sa.ForeignKeyConstraint(["verdict_id"], ["verdict.id"], name="fk_note_verdict_id"),
        sa.PrimaryKeyConstraint("id", name="pk_note"),
    )
    op.create_index("ix_note_claim_id", "note", ["claim_id"], unique=False)
    op.create_table(
        "note_evidence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name="fk_note_evidence_note_id"),
        sa.PrimaryKeyConstraint("id", name="pk_note_evidence"),
        sa.UniqueConstraint("note_id", "position", name="uq_note_evidence_note_id_position"),
    )
    op.bulk_insert(
        verdict,
        [
            {
                "id": uuid5(NAMESPACE_URL, f"gozareh verdict {key}"),
                "scale": "gozareh",
                "key": key,
                "label_fa": label_fa,
                "label_en": label_en,
                "position": position,
                "rating": rating,
            }
            for position, (key, label_fa, label_en, rating) in enumerate(SHIPPED_VERDICTS)
        ],
    )
    make_search()
    refuse_changes()


def downgrade() -> None:
    sqlite = op.get_context().dialect.name == "sqlite"
    if sqlite:
        op.execute("DROP TABLE claim_search")
    for table in (
        "provenance",
        "note_evidence",
        "note",
        "claim",
        "article_revision",
        "article",
        "alias",
        "verdict",
        "speaker",
        "outlet",
        "api_key",
    ):
        op.drop_table(table)
    if not sqlite:
        op.execute("DROP FUNCTION refuse_change")
