# ruff: noqa: S608 - the names in its statements are its own
"""SQLite's index of words holds no text any more, and numbers lead from it to claims, in the order of their days.

A claim that is found cost three reads in three places: the index's own copy of its id, the index of ids, and its row,
which the order needs. Now it costs one, in a table so narrow that it stays in memory.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TOKENS = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Z* C*' separators ' <>[]'"
"""As in 0008: only spaces and the marks of a claim's parts are between words."""
NUMBERS = """CREATE TABLE claim_searched (
    number INTEGER PRIMARY KEY, claim_id CHAR(32) NOT NULL UNIQUE, ordered_on DATE NOT NULL, is_listed BOOLEAN NOT NULL
)"""


def target(row: str) -> str:
    """The words of what was judged, in the row of a claim that is called so."""
    key = f"{row}.search_key"
    return (
        f"CASE WHEN instr({key}, '[') = 0 THEN '' ELSE substr({key}, instr({key}, '[') + 1,"
        f" instr({key}, ']') - instr({key}, '[') - 1) END"
    )


NUMBER = "(SELECT number FROM claim_searched WHERE claim_id = {row}.id)"
ADD_WORDS = f"""INSERT INTO claim_search (rowid, search_key, target_key)
    VALUES ({NUMBER.format(row="new")}, new.search_key, {target("new")});"""
REMOVE_WORDS = f"""INSERT INTO claim_search (claim_search, rowid, search_key, target_key)
    VALUES ('delete', {NUMBER.format(row="old")}, old.search_key, {target("old")});"""
BY_NUMBERS = {
    "claim_search_added": (
        "AFTER INSERT ON claim",
        (
            "INSERT INTO claim_searched (claim_id, ordered_on, is_listed)"
            f" VALUES (new.id, new.ordered_on, new.withdrawn_at IS NULL); {ADD_WORDS}"
        ),
    ),
    "claim_search_changed": ("AFTER UPDATE OF search_key ON claim", f"{REMOVE_WORDS} {ADD_WORDS}"),
    "claim_search_moved": (
        "AFTER UPDATE OF said_on, withdrawn_at ON claim",
        (
            "UPDATE claim_searched SET ordered_on = new.ordered_on, is_listed = new.withdrawn_at IS NULL"
            " WHERE claim_id = new.id;"
        ),
    ),
    "claim_search_removed": (
        "AFTER DELETE ON claim",
        f"{REMOVE_WORDS} DELETE FROM claim_searched WHERE claim_id = old.id;",
    ),
}

REMOVE = """DELETE FROM claim_search
        WHERE rowid IN (SELECT rowid FROM claim_search WHERE claim_search MATCH 'claim_id:' || old.id);"""
INSERT = (
    f"INSERT INTO claim_search (claim_id, search_key, target_key) VALUES (new.id, new.search_key, {target('new')});"
)
BY_IDS = {
    "claim_search_added": ("AFTER INSERT ON claim", INSERT),
    "claim_search_changed": ("AFTER UPDATE OF search_key ON claim", f"{REMOVE} {INSERT}"),
    "claim_search_removed": ("AFTER DELETE ON claim", REMOVE),
}


def execute(statement: str) -> None:
    op.execute(sa.text(statement.replace(":", "\\:")))


def is_sqlite() -> bool:
    return op.get_context().dialect.name == "sqlite"


def make_triggers(triggers: dict[str, tuple[str, str]]) -> None:
    for name, (change, does) in triggers.items():
        execute(f"CREATE TRIGGER {name} {change} BEGIN {does} END")


def drop_index(triggers: dict[str, tuple[str, str]]) -> None:
    for name in triggers:
        execute(f"DROP TRIGGER {name}")
    execute("DROP TABLE claim_search")


def upgrade() -> None:
    if not is_sqlite():
        return
    drop_index(BY_IDS)
    execute(NUMBERS)
    execute(
        "INSERT INTO claim_searched (claim_id, ordered_on, is_listed)"
        " SELECT id, ordered_on, withdrawn_at IS NULL FROM claim ORDER BY ordered_on, id"
    )
    execute(
        "CREATE VIRTUAL TABLE claim_search USING"
        f" fts5(search_key, target_key, content = '', columnsize = 0, tokenize = \"{TOKENS}\")"
    )
    execute(
        "INSERT INTO claim_search (rowid, search_key, target_key)"
        f" SELECT number, claim.search_key, {target('claim')} FROM claim_searched"
        " JOIN claim ON claim.id = claim_searched.claim_id ORDER BY number"
    )
    make_triggers(BY_NUMBERS)


def downgrade() -> None:
    if not is_sqlite():
        return
    drop_index(BY_NUMBERS)
    execute("DROP TABLE claim_searched")
    execute(f'CREATE VIRTUAL TABLE claim_search USING fts5(claim_id, search_key, target_key, tokenize = "{TOKENS}")')
    execute(
        "INSERT INTO claim_search (claim_id, search_key, target_key)"
        f" SELECT id, search_key, {target('claim')} FROM claim"
    )
    make_triggers(BY_IDS)
