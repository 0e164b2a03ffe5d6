"""What rows were before they were changed, for as long as the law lets it be kept; triggers see to it."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
WORDS = ("content", "context", "cue", "mention", "target", "judgement")
CLAIM: dict[str, sa.types.TypeEngine[Any]] = {
    **dict.fromkeys(("article_id", "revision_id", "mention_id", "resolved_id", "speaker_id", "office_id"), sa.Uuid()),
    **dict.fromkeys(("role", "role_key", "role_country", "kind", "speech_act", *WORDS), sa.Text()),
    **{f"{of}_{end}": sa.BigInteger() for of in WORDS for end in ("start", "end")},
    **dict.fromkeys(("said_on", "ordered_on"), sa.Date()),
    **dict.fromkeys(("said_on_precision", "said_on_basis", "said_on_printed"), sa.Text()),
    "confidence": sa.Float(),
    "extractor_version": sa.Text(),
    **dict.fromkeys(("extracted_at", "reported_at", "withdrawn_at"), INSTANT),
    **dict.fromkeys(("withdrawn_by", "withdrawal_reason", "found_by", "search_key"), sa.Text()),
    "corrected_fields": JSON,
    "version": sa.BigInteger(),
}
KEPT: dict[str, dict[str, sa.types.TypeEngine[Any]]] = {
    "claim": CLAIM,
    "article": {
        **dict.fromkeys(("url", "title", "section"), sa.Text()),
        "outlet_id": sa.Uuid(),
        "tags": JSON,
        "published_on": sa.Date(),
        "published_at": INSTANT,
    },
    "article_revision": dict.fromkeys(("extracted_at", "superseded_at"), INSTANT),
    "judgement": dict.fromkeys(("mention_id", "speaker_id", "superseded_by"), sa.Uuid()),
    "mention": {
        **dict.fromkeys(("name", "why"), sa.Text()),
        "offices": JSON,
        "abroad": sa.Boolean(),
        **dict.fromkeys(("judgement_id", "decided_by", "decided_id"), sa.Uuid()),
    },
    "note": {
        **dict.fromkeys(("stage", "reviewed_by", "assigned_to", "retraction_reason"), sa.Text()),
        **dict.fromkeys(("submitted_at", "reviewed_at", "published_at", "superseded_at", "retracted_at"), INSTANT),
        "claimant_asked_on": sa.Date(),
    },
    "speaker": {
        **dict.fromkeys(("kind", "name", "key", "latin", "wikidata_id", "country", "source", "origin"), sa.Text()),
        **dict.fromkeys(("born_on", "died_on"), sa.Date()),
        **dict.fromkeys(("born_precision", "died_precision"), sa.Text()),
        **dict.fromkeys(("merged_into", "canonical_id"), sa.Uuid()),
    },
}
"""What of a row is kept when it changes; of the others nothing that an answer shows is changed."""
CLAIM_INDEXES = {
    "ix_claim_past_article_id": ("article_id",),
    "ix_claim_past_newest": ("ordered_on", "id"),
    "ix_claim_past_of_speaker": ("speaker_id", "ordered_on", "id"),
}
TOKENS = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Z* C*' separators ' <>[]'"
"""As those of the claims of today are read."""
TARGET = (
    "CASE WHEN instr(new.search_key, '[') = 0 THEN '' ELSE substr(new.search_key, instr(new.search_key, '[') + 1,"
    " instr(new.search_key, ']') - instr(new.search_key, '[') - 1) END"
)
SQLITE_SEARCH = (
    # held_until tells one version of a claim from another; only versions that were searched by other words stand here.
    f"""CREATE VIRTUAL TABLE claim_search_past USING
        fts5(claim_id, held_until UNINDEXED, search_key, target_key, tokenize = "{TOKENS}")""",
    f"""CREATE TRIGGER claim_search_past_added AFTER INSERT ON claim_past WHEN new.reworded BEGIN
        INSERT INTO claim_search_past (claim_id, held_until, search_key, target_key)
        VALUES (new.id, new.held_until, new.search_key, {TARGET});
    END""",  # noqa: S608 - names of this file's
    f"""CREATE TRIGGER claim_search_past_changed AFTER UPDATE OF search_key, reworded ON claim_past BEGIN
        DELETE FROM claim_search_past WHERE held_until = old.held_until AND rowid IN
        (SELECT rowid FROM claim_search_past WHERE claim_search_past MATCH 'claim_id:' || old.id);
        INSERT INTO claim_search_past (claim_id, held_until, search_key, target_key)
        SELECT new.id, new.held_until, new.search_key, {TARGET} WHERE new.reworded;
    END""",  # noqa: S608 - names of this file's
    """CREATE TRIGGER claim_search_past_removed AFTER DELETE ON claim_past WHEN old.reworded BEGIN
        DELETE FROM claim_search_past WHERE held_until = old.held_until AND rowid IN
        (SELECT rowid FROM claim_search_past WHERE claim_search_past MATCH 'claim_id:' || old.id);
    END""",
)


def is_sqlite() -> bool:
    return op.get_context().dialect.name == "sqlite"


def make_past(table: str, kept: dict[str, sa.types.TypeEngine[Any]]) -> None:
    reworded: list[sa.Column[Any]] = [sa.Column("reworded", sa.Boolean(), nullable=False)] if table == "claim" else []
    op.create_table(
        f"{table}_past",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("held_until", INSTANT, nullable=False),
        *(sa.Column(name, kind, nullable=True) for name, kind in kept.items()),
        *reworded,
        sa.PrimaryKeyConstraint("id", "held_until", name=op.f(f"pk_{table}_past")),
    )


def keep_past(table: str, kept: dict[str, sa.types.TypeEngine[Any]]) -> None:
    """Of changes at one instant the first tells what was before: nobody can ask for what was between them."""
    columns = list(kept)
    values = [f"old.{name}" for name in columns]
    conflict = "DO NOTHING"
    if table == "claim":
        columns.append("reworded")
        differs = "IS NOT" if is_sqlite() else "IS DISTINCT FROM"
        values.append(f"old.search_key {differs} new.search_key")
        conflict = "DO UPDATE SET reworded = claim_past.reworded OR excluded.reworded"
    insert = (
        f"INSERT INTO {table}_past (id, held_until, {', '.join(columns)})"  # noqa: S608 - names of this file's
        f" VALUES (old.id, new.changed_at, {', '.join(values)}) ON CONFLICT (id, held_until) {conflict}"
    )
    message = f"{table} is changed, and changed_at does not say when"
    compared = [name for name in kept if name != "ordered_on"]  # which is made of another
    if is_sqlite():
        changed = " OR ".join(f"old.{name} IS NOT new.{name}" for name in compared)
        op.execute(
            f"CREATE TRIGGER {table}_keeps_past AFTER UPDATE ON {table} WHEN {changed} BEGIN"
            f" SELECT RAISE(ABORT, '{message}') WHERE new.changed_at IS NULL; {insert}; END"
        )
        return
    op.execute(
        f"CREATE FUNCTION keep_{table}_past() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF new.changed_at IS NULL THEN RAISE EXCEPTION '{message}'; END IF; {insert}; RETURN NULL; END $$"
    )
    olds, news = (", ".join(f"{row}.{name}" for name in compared) for row in ("old", "new"))
    op.execute(
        f"CREATE TRIGGER {table}_keeps_past AFTER UPDATE ON {table} FOR EACH ROW"
        f" WHEN (({olds}) IS DISTINCT FROM ({news})) EXECUTE FUNCTION keep_{table}_past()"
    )


def make_search() -> None:
    if is_sqlite():
        for statement in SQLITE_SEARCH:
            op.execute(sa.text(statement.replace(":", "\\:")))


def upgrade() -> None:
    """Of changes before this nothing tells when they were: what stands is taken for what always did."""
    for table, kept in KEPT.items():
        op.add_column(table, sa.Column("changed_at", INSTANT, nullable=True))
        make_past(table, kept)
    for name, columns in CLAIM_INDEXES.items():
        op.create_index(name, "claim_past", list(columns), unique=False)
    make_search()
    for table, kept in KEPT.items():
        keep_past(table, kept)


def downgrade() -> None:
    """What rows were is forgotten."""
    for table in KEPT:
        if is_sqlite():
            op.execute(f"DROP TRIGGER {table}_keeps_past")
        else:
            op.execute(f"DROP TRIGGER {table}_keeps_past ON {table}")
            op.execute(f"DROP FUNCTION keep_{table}_past()")
    op.drop_table("claim_past")
    if is_sqlite():
        op.drop_table("claim_search_past")
    for table in KEPT:
        if table != "claim":
            op.drop_table(f"{table}_past")
        op.drop_column(table, "changed_at")
