"""Speakers through time: offices, tenures, mentions and judgements; names with their dates; claims with their roles."""

from typing import Any
from uuid import UUID, uuid5

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from db.speakers import alias_id
from domain.ids import speaker_id
from domain.sounds import sound_of
from domain.speaker import AliasForm
from domain.text import name_key, speaker_key

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NAMESPACE = UUID("6f1b1d0e-5f0c-5a55-9e0b-6a1f0e7c9a11")
"""In which the first version made the id of a speaker, of the name's key."""
INSTANT = sa.DateTime(timezone=True)
LIST = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
KINDS = ("person", "organisation")
KIND_KNOWN = "ck_speaker_ck_speaker_kind_known"
"""As the first migration's naming convention made it."""
SPEAKER_NOW = "id, kind, name, key, created_at"
ALIAS_NOW = "id, speaker_id, text, key, origin, created_at"
CLAIM_COLUMNS = (
    ("mention_id", "mention"),
    ("resolved_id", "speaker"),
    ("office_id", "office"),
)


def is_sqlite() -> bool:
    return op.get_context().dialect.name == "sqlite"


def known(column: str, *values: str) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def precise(table: str, column: str) -> list[sa.CheckConstraint]:
    precision = f"{column.removesuffix('_on')}_precision"
    return [
        sa.CheckConstraint(known(precision, "day", "month", "year"), name=op.f(f"ck_{table}_{precision}_known")),
        sa.CheckConstraint(f"({column} IS NULL) = ({precision} IS NULL)", name=op.f(f"ck_{table}_{column}_is_whole")),
    ]


def origin(table: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(known("origin", "shipped", "learned", "manual"), name=op.f(f"ck_{table}_origin_known"))


def points(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def index(table: str, *columns: str, name: str | None = None) -> None:
    op.create_index(name or f"ix_{table}_{'_'.join(columns)}", table, list(columns), unique=False)


def id_column() -> sa.Column[Any]:
    return sa.Column("id", sa.Uuid(), nullable=False)


def text_columns(*names: str, nullable: bool) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text(), nullable=nullable) for name in names]


def make_offices() -> None:
    op.create_table(
        "office",
        id_column(),
        sa.Column("title", sa.Text(), nullable=False),
        *text_columns("latin", "country", "organisation", "organisation_key", nullable=True),
        sa.Column("seats", sa.Text(), nullable=False),
        sa.Column("rank", sa.BigInteger(), nullable=False),
        *text_columns("wikidata_id", "source", nullable=True),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint(known("seats", "one", "many"), name=op.f("ck_office_seats_known")),
        origin("office"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
        sa.UniqueConstraint("wikidata_id", name=op.f("uq_office_wikidata_id")),
    )
    index("office", "country")
    index("office", "organisation_key")
    op.create_table(
        "office_alias",
        id_column(),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        *text_columns("text", "key", nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=False),
        origin("office_alias"),
        points("office_alias", "office_id", "office"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_alias")),
    )
    index("office_alias", "key")
    index("office_alias", "office_id")


def make_judgements() -> None:
    op.create_table(
        "judgement",
        id_column(),
        *text_columns("about", "decision", "name", "key", nullable=False),
        sa.Column("mention_id", sa.Uuid(), nullable=True),
        sa.Column("speaker_id", sa.Uuid(), nullable=True),
        sa.Column("other_id", sa.Uuid(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=True),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("superseded_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            known("about", "mention", "speakers", "alias", "tenure"), name=op.f("ck_judgement_about_known")
        ),
        sa.CheckConstraint(known("decision", "same", "different", "unsure"), name=op.f("ck_judgement_decision_known")),
        points("judgement", "speaker_id", "speaker"),
        points("judgement", "other_id", "speaker"),
        points("judgement", "key_id", "api_key"),
        points("judgement", "superseded_by", "judgement"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgement")),
    )
    for column in ("key", "mention_id", "speaker_id", "other_id", "superseded_by"):
        index("judgement", column)


def make_tenures() -> None:
    op.create_table(
        "tenure",
        id_column(),
        sa.Column("speaker_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("from_precision", sa.Text(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("to_precision", sa.Text(), nullable=True),
        sa.Column("believed_until", sa.Date(), nullable=True),
        sa.Column("held_from", sa.Date(), nullable=False),
        sa.Column("held_until", sa.Date(), nullable=False),
        *text_columns("source", "origin", nullable=False),
        sa.Column("taught_by", sa.Uuid(), nullable=True),
        sa.Column("rejected_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        origin("tenure"),
        *precise("tenure", "from_on"),
        *precise("tenure", "to_on"),
        points("tenure", "speaker_id", "speaker"),
        points("tenure", "office_id", "office"),
        points("tenure", "taught_by", "judgement"),
        points("tenure", "rejected_by", "judgement"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tenure")),
    )
    index("tenure", "speaker_id", "held_from", "held_until", name="ix_tenure_of_speaker")
    index("tenure", "office_id", "held_from", "held_until", name="ix_tenure_of_office")
    index("tenure", "taught_by")
    index("tenure", "rejected_by")


def make_mentions() -> None:
    op.create_table(
        "mention",
        id_column(),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        *text_columns("name", "key", "kind", nullable=False),
        sa.Column("offices", LIST, nullable=False),
        sa.Column("abroad", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("judgement_id", sa.Uuid(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            known("kind", "person", "office", "organisation", "unnamed"), name=op.f("ck_mention_kind_known")
        ),
        points("mention", "article_id", "article"),
        points("mention", "judgement_id", "judgement"),
        points("mention", "decided_by", "judgement"),
        points("mention", "decided_id", "speaker"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mention")),
    )
    for column in ("article_id", "key", "judgement_id", "decided_by"):
        index("mention", column)
    op.create_table(
        "mention_candidate",
        sa.Column("mention_id", sa.Uuid(), nullable=False),
        sa.Column("speaker_id", sa.Uuid(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        points("mention_candidate", "mention_id", "mention"),
        points("mention_candidate", "speaker_id", "speaker"),
        sa.PrimaryKeyConstraint("mention_id", "speaker_id", name=op.f("pk_mention_candidate")),
    )
    index("mention_candidate", "speaker_id")


def speaker_columns() -> list[sa.Column[Any]]:
    return [
        *text_columns("latin", "wikidata_id", "country", nullable=True),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("born_precision", sa.Text(), nullable=True),
        sa.Column("died_on", sa.Date(), nullable=True),
        sa.Column("died_precision", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("merged_into", sa.Uuid(), nullable=True),
        sa.Column("canonical_id", sa.Uuid(), nullable=False),
    ]


def speaker_constraints() -> list[sa.Constraint]:
    return [
        origin("speaker"),
        *precise("speaker", "born_on"),
        *precise("speaker", "died_on"),
        sa.CheckConstraint("(merged_into IS NULL) = (canonical_id = id)", name=op.f("ck_speaker_merged_has_canonical")),
        sa.UniqueConstraint("wikidata_id", name=op.f("uq_speaker_wikidata_id")),
        points("speaker", "merged_into", "speaker"),
        points("speaker", "canonical_id", "speaker"),
    ]


def alias_columns() -> list[sa.Column[Any]]:
    return [
        *text_columns("language", "sound", "form", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("taught_by", sa.Uuid(), nullable=True),
        sa.Column("rejected_by", sa.Uuid(), nullable=True),
    ]


def alias_constraints() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint(known("form", "full", "shared", "surname"), name=op.f("ck_alias_form_known")),
        points("alias", "taught_by", "judgement"),
        points("alias", "rejected_by", "judgement"),
    ]


def remake(table: str, *parts: sa.schema.SchemaItem, columns: str, values: str) -> None:
    """Make a table of SQLite anew under its name; foreign keys are off meanwhile, and checked in the end."""
    op.create_table(f"{table}_new", *parts)
    op.execute(f"INSERT INTO {table}_new ({columns}) SELECT {values} FROM {table}")  # noqa: S608 - names of this file's
    op.drop_table(table)
    op.rename_table(f"{table}_new", table)


def old_speaker(*kinds: str) -> list[sa.schema.SchemaItem]:
    return [
        id_column(),
        *text_columns("kind", "name", "key", nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint(known("kind", *kinds), name=op.f("ck_speaker_kind_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker")),
    ]


def old_alias() -> list[sa.schema.SchemaItem]:
    return [
        id_column(),
        sa.Column("speaker_id", sa.Uuid(), nullable=False),
        *text_columns("text", "key", "origin", nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        origin("alias"),
        points("alias", "speaker_id", "speaker"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alias")),
    ]


def widen_on_sqlite() -> None:
    remake(
        "speaker",
        *old_speaker(*KINDS, "unnamed"),
        *speaker_columns(),
        *speaker_constraints(),
        columns=f"{SPEAKER_NOW}, origin, canonical_id",
        values=f"{SPEAKER_NOW}, 'learned', id",
    )
    remake(
        "alias",
        *old_alias(),
        *alias_columns(),
        *alias_constraints(),
        columns=f"{ALIAS_NOW}, language, sound, form",
        values=f"{ALIAS_NOW}, 'fa', '', 'full'",
    )
    index("speaker", "key")
    index("alias", "key")


def widen_on_postgres() -> None:
    filled = {"origin": "'learned'", "canonical_id": "id", "language": "'fa'", "sound": "''", "form": "'full'"}
    for table, columns, constraints in (
        ("speaker", speaker_columns(), speaker_constraints()),
        ("alias", alias_columns(), alias_constraints()),
    ):
        required = [column.name for column in columns if not column.nullable]
        for column in columns:
            column.nullable = True
            op.add_column(table, column)
        given = ", ".join(f"{name} = {filled[name]}" for name in required)
        op.execute(f"UPDATE {table} SET {given}")  # noqa: S608 - names of this file's
        for name in required:
            op.alter_column(table, name, nullable=False)
        for constraint in constraints:
            add_constraint(table, constraint)
    op.drop_constraint(op.f("uq_alias_speaker_id_key"), "alias")
    op.drop_constraint(op.f(KIND_KNOWN), "speaker")
    op.create_check_constraint(op.f(KIND_KNOWN), "speaker", known("kind", *KINDS, "unnamed"))


def add_constraint(table: str, constraint: sa.Constraint) -> None:
    name = op.f(str(constraint.name))
    match constraint:
        case sa.CheckConstraint():
            op.create_check_constraint(name, table, constraint.sqltext)
        case sa.UniqueConstraint():
            op.create_unique_constraint(name, table, ["wikidata_id"])
        case sa.ForeignKeyConstraint():
            [element] = constraint.elements
            to = element.target_fullname.partition(".")[0]
            op.create_foreign_key(name, table, to, list(constraint.column_keys), ["id"])


def widen_claims() -> None:
    """Columns alone: making the table anew would lose the search index's triggers."""
    uuid = "CHAR(32)" if is_sqlite() else "UUID"
    for column, to in CLAIM_COLUMNS:
        op.execute(f"ALTER TABLE claim ADD COLUMN {column} {uuid} CONSTRAINT fk_claim_{column} REFERENCES {to} (id)")
    op.add_column("claim", sa.Column("role", sa.Text(), nullable=True))
    op.add_column("claim", sa.Column("role_key", sa.Text(), nullable=True))
    op.add_column("claim", sa.Column("role_country", sa.Text(), nullable=True))
    op.execute("UPDATE claim SET resolved_id = speaker_id")
    index("claim", "mention_id")
    index("claim", "resolved_id")
    index("claim", "role_key")
    index("claim", "role_country")
    index("claim", "office_id", "ordered_on", "id", name="ix_claim_of_office")


def spell_names() -> None:
    """Names are compared without «سید» from now on, and searched by their sound.

    A speaker whose name makes another id now is merged into the one of that id, who is made where there is none: the
    old id goes on working, and articles to come name the same speaker.
    """
    connection = op.get_bind()
    alias = sa.table(
        "alias",
        *(sa.column(name) for name in ("text", "key", "sound", "origin", "language", "form")),
        sa.column("id", sa.Uuid),
        sa.column("speaker_id", sa.Uuid),
        sa.column("created_at", INSTANT),
    )
    speaker = sa.table(
        "speaker",
        *(sa.column(name) for name in ("name", "key", "kind", "origin")),
        *(sa.column(name, sa.Uuid) for name in ("id", "merged_into", "canonical_id")),
        sa.column("created_at", INSTANT),
    )
    claim = sa.table("claim", sa.column("speaker_id", sa.Uuid))
    for identity, text in connection.execute(sa.select(alias.c.id, alias.c.text)).all():
        spelt = {"key": speaker_key(text), "sound": sound_of(text)}
        connection.execute(alias.update().where(alias.c.id == identity).values(spelt))
    rows = connection.execute(sa.select(speaker.c.id, speaker.c.name, speaker.c.kind, speaker.c.created_at)).all()
    stored = {row.id for row in rows}
    for identity, name, kind, created_at in rows:
        connection.execute(speaker.update().where(speaker.c.id == identity).values(key=speaker_key(name)))
        into = speaker_id(name)
        if into == identity or identity != uuid5(NAMESPACE, f"speaker\n{name_key(name)}"):
            continue
        if into not in stored:
            stored.add(into)
            made = {"id": into, "name": name, "key": speaker_key(name), "kind": kind, "origin": "learned"}
            connection.execute(speaker.insert().values({**made, "canonical_id": into, "created_at": created_at}))
            own = {"id": alias_id(into, AliasForm.FULL, name), "speaker_id": into, "text": name, "language": "fa"}
            spelt = {"key": speaker_key(name), "sound": sound_of(name), "form": "full", "origin": "learned"}
            connection.execute(alias.insert().values({**own, **spelt, "created_at": created_at}))
        merged = {"merged_into": into, "canonical_id": into}
        connection.execute(speaker.update().where(speaker.c.id == identity).values(merged))
        connection.execute(claim.update().where(claim.c.speaker_id == identity).values(speaker_id=into))


def upgrade() -> None:
    make_offices()
    make_judgements()
    make_tenures()
    make_mentions()
    if is_sqlite():
        widen_on_sqlite()
    else:
        widen_on_postgres()
    index("speaker", "canonical_id")
    index("alias", "speaker_id")
    index("alias", "taught_by")
    index("alias", "rejected_by")
    widen_claims()
    op.add_column("outlet", sa.Column("country", sa.Text(), nullable=True))
    if not op.get_context().as_sql:
        spell_names()


def narrow_on_sqlite() -> None:
    op.execute("DELETE FROM alias WHERE rejected_by IS NOT NULL")
    op.execute("DELETE FROM alias WHERE id NOT IN (SELECT min(id) FROM alias GROUP BY speaker_id, key)")
    remake(
        "alias",
        *old_alias(),
        sa.UniqueConstraint("speaker_id", "key", name=op.f("uq_alias_speaker_id_key")),
        columns=ALIAS_NOW,
        values=ALIAS_NOW,
    )
    remake("speaker", *old_speaker(*KINDS), columns=SPEAKER_NOW, values=SPEAKER_NOW)
    index("speaker", "key")
    index("alias", "key")
    for name in ("mention_id", "resolved_id", "role_key", "role_country"):
        op.drop_index(f"ix_claim_{name}", "claim")
    op.drop_index("ix_claim_of_office", "claim")


def narrow_on_postgres() -> None:
    op.execute("DELETE FROM alias WHERE rejected_by IS NOT NULL")
    op.execute(
        "DELETE FROM alias USING alias AS other"
        " WHERE other.speaker_id = alias.speaker_id AND other.key = alias.key AND other.id < alias.id"
    )
    for column in alias_columns():
        op.drop_column("alias", column.name)
    op.create_unique_constraint(op.f("uq_alias_speaker_id_key"), "alias", ["speaker_id", "key"])
    op.drop_index("ix_alias_speaker_id", "alias")
    op.drop_constraint(op.f(KIND_KNOWN), "speaker")
    op.drop_constraint(op.f("ck_speaker_merged_has_canonical"), "speaker")
    for column in speaker_columns():
        op.drop_column("speaker", column.name)
    op.create_check_constraint(op.f(KIND_KNOWN), "speaker", known("kind", *KINDS))


def downgrade() -> None:
    """Back to names without dates: speakers whom no source names become persons."""
    op.execute("UPDATE speaker SET kind = 'person' WHERE kind = 'unnamed'")
    if is_sqlite():
        narrow_on_sqlite()
    else:
        narrow_on_postgres()
    for column in ("mention_id", "resolved_id", "office_id", "role", "role_key", "role_country"):
        op.drop_column("claim", column)
    op.drop_column("outlet", "country")
    for table in ("mention_candidate", "mention", "tenure", "judgement", "office_alias", "office"):
        op.drop_table(table)
