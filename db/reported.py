"""When claims were reported: their article's time of publication, kept beside them as an order of lists."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time
from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import col

from db.sessions import ReadSession, WriteSession
from db.tables import ArticleRow, ClaimRow
from db.types import EARLIEST_INSTANT


def reported_at(published_on: date | None, published_at: datetime | None) -> datetime:
    """Where the claims of an article stand among those of others; a day alone is its first instant in UTC."""
    if published_at is not None:
        return published_at
    return datetime.combine(published_on, time(), UTC) if published_on else EARLIEST_INSTANT


async def reports_of(session: ReadSession, articles: Collection[UUID]) -> dict[UUID, datetime]:
    """When the claims of each of these articles were reported."""
    query = select(col(ArticleRow.id), col(ArticleRow.published_on), col(ArticleRow.published_at))
    found = (await session.execute(query.where(col(ArticleRow.id).in_(articles)))).all()
    return {article: reported_at(published_on, published_at) for article, published_on, published_at in found}


async def follow_articles(session: WriteSession, articles: Collection[UUID]) -> None:
    """Let the stored claims of articles stand where these do now."""
    article_id, at = col(ClaimRow.article_id), col(ClaimRow.reported_at)
    stand = (await session.execute(select(article_id, at).where(article_id.in_(articles)).distinct())).all()
    reports = await reports_of(session, {article for article, _ in stand})
    for article, old in stand:
        if old != reports[article]:
            of_article = (article_id == article) & (at == old)
            await session.execute(update(ClaimRow).where(of_article).values(reported_at=reports[article]))
