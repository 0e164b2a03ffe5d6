"""Articles and their revisions: what is stored, and new ones."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, text, update
from sqlmodel import col

from db.inserting import insert_missing
from db.sessions import ReadSession, WriteSession
from db.tables import ArticleRow, OutletRow, RevisionRow
from domain.article import PublishedAt
from domain.ids import ArticleId, OutletId, RevisionId


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """What an article is beside its text."""

    id: ArticleId
    url: str | None
    outlet_id: OutletId | None
    title: str | None
    section: str | None
    tags: tuple[str, ...]
    published_at: PublishedAt | None


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as the database holds it, with its current revision."""

    facts: ArticleFacts
    outlet: str | None
    revision_id: RevisionId
    text: str
    extractor_version: str


async def lock_article(session: WriteSession, article: ArticleId) -> None:
    """Let one writer at a time work on an article; SQLite has one writer anyway."""
    if not session.is_sqlite:
        key = article.int & (2**63 - 1)
        await session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


async def stored_article(session: ReadSession, article: ArticleId) -> StoredArticle | None:
    """The article and its current revision; None for one that is not stored."""
    query = (
        select(ArticleRow, RevisionRow, col(OutletRow.name))
        .join(RevisionRow, col(RevisionRow.article_id) == col(ArticleRow.id))
        .outerjoin(OutletRow, col(OutletRow.id) == col(ArticleRow.outlet_id))
        .where(col(ArticleRow.id) == article, col(RevisionRow.superseded_at).is_(None))
    )
    found = (await session.execute(query)).first()
    if found is None:
        return None
    row, revision, outlet = found
    facts = ArticleFacts(
        id=article,
        url=row.url,
        outlet_id=OutletId(row.outlet_id) if row.outlet_id else None,
        title=row.title,
        section=row.section,
        tags=tuple(row.tags),
        published_at=PublishedAt(row.published_on, row.published_at) if row.published_on else None,
    )
    return StoredArticle(facts, outlet, RevisionId(revision.id), revision.text, revision.extractor_version)


async def put_article(session: WriteSession, facts: ArticleFacts, *, now: datetime) -> None:
    """Store the article's facts, in place of those that are stored."""
    values = {
        "url": facts.url,
        "outlet_id": facts.outlet_id,
        "title": facts.title,
        "section": facts.section,
        "tags": list(facts.tags),
        "published_on": facts.published_at.day if facts.published_at else None,
        "published_at": facts.published_at.instant if facts.published_at else None,
    }
    await insert_missing(session, ArticleRow, [{"id": facts.id, "created_at": now, **values}])
    await session.execute(update(ArticleRow).where(col(ArticleRow.id) == facts.id).values(values))


async def put_revision(session: WriteSession, revision: RevisionRow) -> None:
    """Make `revision` the article's current one; a text that the article had before becomes current again."""
    of_article = col(RevisionRow.article_id) == revision.article_id
    others = of_article & (col(RevisionRow.id) != revision.id) & col(RevisionRow.superseded_at).is_(None)
    await session.execute(update(RevisionRow).where(others).values(superseded_at=revision.extracted_at))
    await insert_missing(session, RevisionRow, [revision.model_dump()])
    read_again = {
        "superseded_at": None,
        "extractor_version": revision.extractor_version,
        "extracted_at": revision.extracted_at,
    }
    await session.execute(update(RevisionRow).where(col(RevisionRow.id) == revision.id).values(read_again))
