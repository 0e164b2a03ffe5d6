"""Articles and their revisions: what is stored, and new ones."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, text, update
from sqlmodel import col

from db.inserting import insert_or_change
from db.reported import follow_articles
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
    """An article as the database holds it, with its current revision; one that an editor withdrew has no words."""

    facts: ArticleFacts
    outlet: str | None
    revision_id: RevisionId
    text: str
    extractor_version: str
    is_withdrawn: bool = False


async def lock_articles(session: WriteSession, articles: Iterable[ArticleId]) -> None:
    """Let one writer at a time work on each article; SQLite has one writer anyway.

    In the order of their keys: two writers that take the same ones in two orders would wait for each other for ever.
    """
    if session.is_sqlite:
        return
    keys = sorted({article.int & (2**63 - 1) for article in articles})
    locks = text("SELECT pg_advisory_xact_lock(key) FROM unnest(CAST(:keys AS bigint[])) AS key")
    await session.execute(locks, {"keys": keys})


async def stored_articles(session: ReadSession, articles: Collection[ArticleId]) -> dict[ArticleId, StoredArticle]:
    """The articles and their current revisions; one that is not stored is absent."""
    if not articles:
        return {}
    query = (
        select(ArticleRow, RevisionRow, OutletRow)
        .join(RevisionRow, col(RevisionRow.article_id) == col(ArticleRow.id))
        .outerjoin(OutletRow, col(OutletRow.id) == col(ArticleRow.outlet_id))
        .where(col(ArticleRow.id).in_(articles), col(RevisionRow.superseded_at).is_(None))
    )
    rows = (await session.execute(query)).all()
    return {ArticleId(row.id): _stored(row, revision, outlet) for row, revision, outlet in rows}


async def withdrawn_texts(session: ReadSession, hashes: Collection[str]) -> dict[str, ArticleId]:
    """Of texts, by their hashes, the article that printed one until an editor withdrew it; others are absent."""
    query = (
        select(col(RevisionRow.text_hash), col(ArticleRow.id))
        .join(ArticleRow, col(ArticleRow.id) == col(RevisionRow.article_id))
        .where(col(RevisionRow.text_hash).in_(hashes), col(ArticleRow.withdrawn_at).is_not(None))
        .order_by(col(ArticleRow.id))
    )
    return {text_hash: ArticleId(article) for text_hash, article in (await session.execute(query)).all()}


def _stored(row: ArticleRow, revision: RevisionRow, outlet: OutletRow | None) -> StoredArticle:
    facts = ArticleFacts(
        id=ArticleId(row.id),
        url=row.url,
        outlet_id=OutletId(row.outlet_id) if row.outlet_id else None,
        title=row.title,
        section=row.section,
        tags=tuple(row.tags),
        published_at=PublishedAt(row.published_on, row.published_at) if row.published_on else None,
    )
    name = outlet.name if outlet else None
    is_withdrawn = row.withdrawn_at is not None
    return StoredArticle(facts, name, RevisionId(revision.id), revision.text, revision.extractor_version, is_withdrawn)


async def put_articles(session: WriteSession, articles: Sequence[ArticleFacts], *, now: datetime) -> None:
    """Store the articles' facts, in place of those that are stored."""
    rows = [{"id": facts.id, "created_at": now, **_values(facts)} for facts in articles]
    await insert_or_change(session, ArticleRow, rows, changing=_FACTS)
    await follow_articles(session, [facts.id for facts in articles])


_FACTS = ("url", "outlet_id", "title", "section", "tags", "published_on", "published_at")


def _values(facts: ArticleFacts) -> dict[str, object]:
    return {
        "url": facts.url,
        "outlet_id": facts.outlet_id,
        "title": facts.title,
        "section": facts.section,
        "tags": list(facts.tags),
        "published_on": facts.published_at.day if facts.published_at else None,
        "published_at": facts.published_at.instant if facts.published_at else None,
    }


async def put_revisions(
    session: WriteSession, revisions: Sequence[RevisionRow], *, known: Collection[ArticleId]
) -> None:
    """Make each revision its article's current one; a text that the article had before becomes current again.

    All are read at one instant. `known` are the articles that were stored already: others have none to supersede.
    """
    if known:
        current = [revision.id for revision in revisions]
        others = (
            col(RevisionRow.article_id).in_(known)
            & col(RevisionRow.id).not_in(current)
            & col(RevisionRow.superseded_at).is_(None)
        )
        await session.execute(update(RevisionRow).where(others).values(superseded_at=revisions[0].extracted_at))
    read_again = ("superseded_at", "extractor_version", "extracted_at")
    rows = [revision.model_dump() for revision in revisions]
    await insert_or_change(session, RevisionRow, rows, changing=read_again)
