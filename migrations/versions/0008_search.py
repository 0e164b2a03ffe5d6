"""Search by the words that Python makes: claims are keyed anew, and names are found from each of their words on."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import op

from domain.claim import searched
from domain.suggestions import name_words
from domain.text import Span

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

CLAIMS_AT_ONCE = 1_000
PARTS = ("content", "context", "target")
CLAIM = sa.table(
    "claim",
    *(sa.column(name, sa.Uuid) for name in ("id", "revision_id")),
    *(sa.column(name) for name in ("content", "context", "search_key")),
    *(sa.column(f"{part}_{end}") for part in PARTS for end in ("start", "end")),
)
REVISION = sa.table("article_revision", sa.column("id", sa.Uuid), sa.column("text"))
OWN_TRIGGERS = ("claim_search_added", "claim_search_changed", "claim_search_removed")
OLD_TOKENS = "unicode61 remove_diacritics 0"
TOKENS = f"{OLD_TOKENS} categories 'L* M* N* P* S* Z* C*' separators ' <>[]'"
"""Whatever Python calls a word is one here, too: only spaces and the marks of a claim's parts are between words."""
TARGET = (
    "CASE WHEN instr({of}search_key, '[') = 0 THEN '' ELSE substr({of}search_key, instr({of}search_key, '[') + 1,"
    " instr({of}search_key, ']') - instr({of}search_key, '[') - 1) END"
)
REMOVE = """DELETE FROM claim_search
        WHERE rowid IN (SELECT rowid FROM claim_search WHERE claim_search MATCH 'claim_id:' || old.id);"""
WORDS = "array_to_tsvector(string_to_array({}, ' '))"
POSTGRES_SEARCH = {
    "ix_claim_search": (WORDS.format("translate(search_key, '<>[]', '')"), ""),
    "ix_claim_search_target": (
        WORDS.format("split_part(split_part(translate(search_key, '<>', ''), '[', 2), ']', 1)"),
        " WHERE target IS NOT NULL",
    ),
}

NAMES = {"alias": ("speaker", "speaker_id"), "office_alias": ("office", "office_id"), "topic": ("topic", "id")}
"""The tables of names: what each means, and the column that says which."""
PRINTED = {"topic": "name"}
"""The columns of names as printed that are not called `text`."""
POSTGRES_STARTS = """
CREATE FUNCTION keep_name_starts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE words text[];
BEGIN
    IF TG_OP <> 'INSERT' THEN DELETE FROM name_start WHERE name_id = old.id; END IF;
    IF TG_OP = 'DELETE' THEN RETURN old; END IF;
    words := string_to_array(new.words, ' ');
    INSERT INTO name_start (name_id, position, kind, owner_id, key)
    SELECT new.id, place - 1, TG_ARGV[0], (to_jsonb(new) ->> TG_ARGV[1])::uuid,
        array_to_string(words[place:], '') COLLATE "C"
    FROM generate_series(1, cardinality(words)) AS place;
    RETURN new;
END $$"""
WORDS_ON_SQLITE = """json_each('["' || replace(new.words, ' ', '","') || '"]')"""
SQLITE_STARTS = f"""
INSERT INTO name_start (name_id, position, kind, owner_id, key)
SELECT new.id, word.key, '{{kind}}', new.{{owner}}, replace(substr(new.words, 1 + (
    SELECT coalesce(sum(length(before.value) + 1), 0) FROM {WORDS_ON_SQLITE} AS before WHERE before.key < word.key
)), ' ', '') FROM {WORDS_ON_SQLITE} AS word WHERE new.words <> '';"""  # noqa: S608 - names of this file's


def is_sqlite() -> bool:
    return op.get_context().dialect.name == "sqlite"


def execute(statement: str) -> None:
    op.execute(sa.text(statement.replace(":", "\\:")))


def index_on_sqlite(tokens: str, columns: dict[str, str]) -> None:
    """The index anew, of the expressions that each column holds of a claim's row, and what keeps it."""
    names = ", ".join(columns)
    execute("DROP TABLE claim_search")
    execute(f'CREATE VIRTUAL TABLE claim_search USING fts5({names}, tokenize = "{tokens}")')
    of_old, of_new = (", ".join(held.format(of=of) for held in columns.values()) for of in ("", "new."))
    execute(f"INSERT INTO claim_search ({names}) SELECT {of_old} FROM claim")  # noqa: S608 - names of this file's
    insert = f"INSERT INTO claim_search ({names}) VALUES ({of_new});"  # noqa: S608 - names of this file's
    for trigger, change, does in (
        ("claim_search_added", "AFTER INSERT", insert),
        ("claim_search_changed", "AFTER UPDATE OF search_key", f"{REMOVE} {insert}"),
        ("claim_search_removed", "AFTER DELETE", REMOVE),
    ):
        execute(f"CREATE TRIGGER {trigger} {change} ON claim BEGIN {does} END")


def index_on_postgres() -> None:
    for name, (words, where) in POSTGRES_SEARCH.items():
        execute(f"CREATE INDEX {name} ON claim USING gin ({words}){where}")


@contextmanager
def without_triggers() -> Iterator[None]:
    """While claims are keyed anew: nothing changes that an answer shows, and the index is made anew in the end."""
    if not is_sqlite():
        execute("ALTER TABLE claim DISABLE TRIGGER USER")
        yield
        execute("ALTER TABLE claim ENABLE TRIGGER USER")
        return
    triggers = sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'claim'")
    found = op.get_bind().execute(triggers).all()
    for name, _ in found:
        execute(f"DROP TRIGGER {name}")
    yield
    for name, statement in found:
        if name not in OWN_TRIGGERS:
            execute(statement)


def key_claims() -> None:
    """Every claim, as it is searched now."""
    connection = op.get_bind()
    change = CLAIM.update().where(CLAIM.c.id == sa.bindparam("claim")).values(search_key=sa.bindparam("key"))
    for rows in some_claims(connection):
        keyed = [{"claim": row.id, "key": key} for row in rows if (key := key_of(row)) != row.search_key]
        if keyed:
            connection.execute(change, keyed)


def some_claims(connection: sa.Connection) -> Iterator[Sequence[sa.Row[*tuple[Any, ...]]]]:
    """Claims in the order of their ids, some at a time, with the text of those whose content leaves its sentence."""
    leaves = sa.or_(CLAIM.c.content_start < CLAIM.c.context_start, CLAIM.c.content_end > CLAIM.c.context_end)
    query = (
        sa.select(*CLAIM.c, REVISION.c.text)
        .outerjoin_from(CLAIM, REVISION, sa.and_(REVISION.c.id == CLAIM.c.revision_id, leaves))
        .order_by(CLAIM.c.id)
        .limit(CLAIMS_AT_ONCE)
    )
    last = None
    while True:
        following = query if last is None else query.where(CLAIM.c.id > last)
        rows = connection.execute(following).all()
        if not rows:
            return
        yield rows
        last = rows[-1].id


def key_of(row: sa.Row[*tuple[Any, ...]]) -> str:
    """What ingest stores; "" of a claim that an editor withdrew."""
    if not row.content:
        return ""
    first = 0 if row.text is not None else row.context_start
    content, context = (
        Span(getattr(row, f"{part}_start") - first, getattr(row, f"{part}_end") - first) for part in PARTS[:2]
    )
    target = Span(row.target_start - first, row.target_end - first) if row.target_start is not None else None
    return searched(content, context, row.context if row.text is None else row.text, target=target)


def make_name_starts() -> None:
    op.create_table(
        "name_start",
        sa.Column("name_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(collation=None if is_sqlite() else "C"), nullable=False),
        sa.CheckConstraint("kind IN ('speaker', 'office', 'topic')", name=op.f("ck_name_start_kind_known")),
        sa.PrimaryKeyConstraint("name_id", "position", name=op.f("pk_name_start")),
    )
    op.create_index("ix_name_start_key", "name_start", ["key", "kind"], unique=False)
    if not is_sqlite():
        execute(POSTGRES_STARTS)
    for table, (kind, owner) in NAMES.items():
        op.add_column(table, sa.Column("words", sa.Text(), nullable=False, server_default=""))
        keep_name_starts(table, kind, owner)


def keep_name_starts(table: str, kind: str, owner: str) -> None:
    """The database does it: names are written in many places, and one forgotten would never be suggested."""
    if not is_sqlite():
        execute(
            f"CREATE TRIGGER {table}_starts AFTER INSERT OR DELETE OR UPDATE OF words, {owner} ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION keep_name_starts('{kind}', '{owner}')"
        )
        return
    insert, remove = SQLITE_STARTS.format(kind=kind, owner=owner), "DELETE FROM name_start WHERE name_id = old.id;"
    for change, when, does in (
        ("added", "INSERT", insert),
        ("changed", f"UPDATE OF words, {owner}", f"{remove} {insert}"),
        ("removed", "DELETE", remove),
    ):
        execute(f"CREATE TRIGGER {table}_start_{change} AFTER {when} ON {table} BEGIN {does} END")


def spell_names() -> None:
    """The names that are stored, of which the database makes the rest."""
    connection = op.get_bind()
    for table in NAMES:
        printed = PRINTED.get(table, "text")
        name = sa.table(table, sa.column("id", sa.Uuid), sa.column(printed), sa.column("words"))
        rows = connection.execute(sa.select(name.c.id, name.c[printed])).all()
        spelt = [{"of_name": identity, "spelt": name_words(text)} for identity, text in rows]
        change = name.update().where(name.c.id == sa.bindparam("of_name")).values(words=sa.bindparam("spelt"))
        if spelt:
            connection.execute(change, spelt)


def upgrade() -> None:
    if not is_sqlite():
        execute("DROP INDEX ix_claim_search")
    if not op.get_context().as_sql:
        with without_triggers():
            key_claims()
    make_name_starts()
    if not op.get_context().as_sql:
        spell_names()
    if is_sqlite():
        held = {"claim_id": "{of}id", "search_key": "{of}search_key", "target_key": TARGET}
        index_on_sqlite(TOKENS, held)
    else:
        index_on_postgres()


def forget_name_starts() -> None:
    for table in NAMES:
        for trigger in [f"{table}_start_{change}" for change in ("added", "changed", "removed")] if is_sqlite() else ():
            execute(f"DROP TRIGGER {trigger}")
        if not is_sqlite():
            execute(f"DROP TRIGGER {table}_starts ON {table}")
        op.drop_column(table, "words")
    if not is_sqlite():
        execute("DROP FUNCTION keep_name_starts")
    op.drop_table("name_start")


def downgrade() -> None:
    """Back to keys without marks, which every database splits in its own way."""
    forget_name_starts()
    if is_sqlite():
        for name in OWN_TRIGGERS:
            execute(f"DROP TRIGGER {name}")
        unmarked = "replace(replace(replace(replace(search_key, '<', ''), '>', ''), '[', ''), ']', '')"
        execute(f"UPDATE claim SET search_key = {unmarked}")  # noqa: S608 - names of this file's
        index_on_sqlite(OLD_TOKENS, {"claim_id": "{of}id", "search_key": "{of}search_key"})
        return
    for name in POSTGRES_SEARCH:
        execute(f"DROP INDEX {name}")
    execute("UPDATE claim SET search_key = translate(search_key, '<>[]', '')")
    execute("CREATE INDEX ix_claim_search ON claim USING gin (to_tsvector('simple', search_key))")
