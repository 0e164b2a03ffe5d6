"""Articles and their revisions: a text that changed under the same address is a new revision, the old one stays."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from db.types import JsonList


class ArticleRow(SQLModel, table=True):
    """An article, known by its url, else by outlet, published_at and text hash.

    `published_on` is the day of publication in the newsroom's timezone; `published_at` is null where only it is known.
    One that an editor withdrew keeps its id; what it printed is withheld.
    """

    __tablename__ = "article"

    id: UUID = Field(primary_key=True)
    url: str | None = Field(default=None, sa_type=Text, unique=True)
    outlet_id: UUID | None = Field(default=None, foreign_key="outlet.id", index=True)
    title: str | None = Field(default=None, sa_type=Text)
    section: str | None = Field(default=None, sa_type=Text)
    tags: list[str] = Field(default_factory=list, sa_type=JsonList)
    published_on: date | None = Field(default=None, index=True)
    published_at: datetime | None = None
    created_at: datetime
    withdrawn_at: datetime | None = None
    withdrawal_reason: str | None = Field(default=None, sa_type=Text)
    changed_at: datetime | None = None


class RevisionRow(SQLModel, table=True):
    """One text of an article, as printed; the current one has no `superseded_at`."""

    __tablename__ = "article_revision"
    __table_args__ = (
        UniqueConstraint("article_id", "text_hash"),
        Index(
            "ix_article_revision_current",
            "article_id",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
    )

    id: UUID = Field(primary_key=True)
    article_id: UUID = Field(foreign_key="article.id")
    text: str = Field(sa_type=Text)
    text_hash: str = Field(sa_type=Text, index=True)
    fetched_at: datetime
    extractor_version: str = Field(sa_type=Text)
    extracted_at: datetime
    superseded_at: datetime | None = None
    changed_at: datetime | None = None
