"""Topics: what the articles that are stored are about, by their tags and sections."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op

from domain.ids import topic_id
from domain.topics import PrintedTopic, topics_of

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
ARTICLES_AT_ONCE = 1_000

TOPIC = sa.table(
    "topic",
    sa.column("id", sa.Uuid),
    sa.column("name", sa.Text),
    sa.column("key", sa.Text),
    sa.column("canonical_id", sa.Uuid),
    sa.column("created_at", INSTANT),
)
ARTICLE_TOPIC = sa.table(
    "article_topic",
    sa.column("article_id", sa.Uuid),
    sa.column("topic_id", sa.Uuid),
    sa.column("position", sa.BigInteger),
)


def points(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns), unique=False)


def make_tables() -> None:
    op.create_table(
        "topic",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("merged_into", sa.Uuid(), nullable=True),
        sa.Column("canonical_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint("(merged_into IS NULL) = (canonical_id = id)", name=op.f("ck_topic_merged_has_canonical")),
        points("topic", "merged_into", "topic"),
        points("topic", "canonical_id", "topic"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
        sa.UniqueConstraint("key", name=op.f("uq_topic_key")),
    )
    index("topic", "merged_into")
    index("topic", "canonical_id")
    op.create_table(
        "article_topic",
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("topic_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        points("article_topic", "article_id", "article"),
        points("article_topic", "topic_id", "topic"),
        sa.PrimaryKeyConstraint("article_id", "topic_id", name=op.f("pk_article_topic")),
    )
    index("article_topic", "topic_id", "article_id")


def stored_articles(connection: sa.Connection) -> Iterator[Sequence[Any]]:
    """What articles print of their topics, some at a time, the first stored first; withdrawn ones print nothing."""
    article = sa.table(
        "article",
        *(sa.column(name, sa.Uuid) for name in ("id", "outlet_id")),
        sa.column("tags", sa.JSON),
        sa.column("section"),
        sa.column("created_at", INSTANT),
        sa.column("withdrawn_at"),
    )
    revision = sa.table(
        "article_revision",
        *(sa.column(name, sa.Uuid) for name in ("id", "article_id")),
        sa.column("superseded_at"),
    )
    hop = sa.table("provenance", sa.column("revision_id", sa.Uuid), sa.column("position"), sa.column("name"))
    outlet = sa.table("outlet", sa.column("id", sa.Uuid), sa.column("name"))
    current = sa.and_(revision.c.article_id == article.c.id, revision.c.superseded_at.is_(None))
    query = (
        sa.select(
            article.c.id,
            article.c.tags,
            article.c.section,
            article.c.created_at,
            outlet.c.name.label("outlet"),
            hop.c.name.label("agency"),
        )
        .outerjoin_from(article, outlet, outlet.c.id == article.c.outlet_id)
        .outerjoin(revision, current)
        .outerjoin(hop, sa.and_(hop.c.revision_id == revision.c.id, hop.c.position == 0))
        .where(article.c.withdrawn_at.is_(None))
    )
    last: UUID | None = None
    while True:
        following = query if last is None else query.where(article.c.id > last)
        rows = connection.execute(following.order_by(article.c.id).limit(ARTICLES_AT_ONCE)).all()
        if not rows:
            return
        yield rows
        last = rows[-1].id


def store_topics(connection: sa.Connection) -> None:
    """Of several spellings the one of the greatest code points names a topic: with Persian letters and half-spaces."""
    made: dict[UUID, dict[str, Any]] = {}
    for rows in stored_articles(connection):
        printed = [(row, position, topic) for row in rows for position, topic in enumerate(printed_by(row))]
        new: dict[UUID, dict[str, Any]] = {}
        for row, _, topic in printed:
            identity = topic_id(topic.key)
            values = {"name": topic.name, "key": topic.key, "created_at": row.created_at}
            known = made.get(identity) or new.setdefault(identity, {"id": identity, "canonical_id": identity, **values})
            known["name"] = max(known["name"], topic.name)
            known["created_at"] = min(known["created_at"], row.created_at)
        if printed:
            insert_some(connection, new, printed)
        made |= new
    named = [
        {"topic": identity, "name": one["name"], "created_at": one["created_at"]} for identity, one in made.items()
    ]
    if named:
        connection.execute(TOPIC.update().where(TOPIC.c.id == sa.bindparam("topic")), named)


def insert_some(
    connection: sa.Connection,
    new: Mapping[UUID, Mapping[str, Any]],
    printed: Sequence[tuple[sa.Row[Any], int, PrintedTopic]],
) -> None:
    if new:
        connection.execute(TOPIC.insert(), [dict(values) for values in new.values()])
    links = [
        {"article_id": row.id, "topic_id": topic_id(topic.key), "position": position}
        for row, position, topic in printed
    ]
    connection.execute(ARTICLE_TOPIC.insert(), links)


def printed_by(row: sa.Row[Any]) -> Sequence[PrintedTopic]:
    own = [row.outlet, row.agency] if row.outlet else []
    return topics_of(row.tags, row.section, outlet_names=[name for name in own if name])


def upgrade() -> None:
    make_tables()
    if not op.get_context().as_sql:
        store_topics(op.get_bind())


def downgrade() -> None:
    """Back to tags and sections alone; what people merged is forgotten."""
    op.drop_table("article_topic")
    op.drop_table("topic")
