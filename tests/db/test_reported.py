"""Claims stand where their articles were published."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import col, select

from db.articles import ArticleFacts, put_articles
from db.reported import reported_at
from db.sessions import Database
from db.tables import ClaimRow
from db.types import EARLIEST_INSTANT
from domain.article import PublishedAt
from domain.ids import ArticleId
from tests import factories as make

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "instant", "stands"),
    [
        (date(2024, 5, 1), NOON, NOON),
        (date(2024, 5, 1), None, datetime(2024, 5, 1, tzinfo=UTC)),
        (None, None, EARLIEST_INSTANT),
    ],
)
def test_a_claim_stands_where_as_much_as_is_known_puts_it(
    day: date | None, instant: datetime | None, stands: datetime
) -> None:
    """The instant, else the day's first, else before all."""
    assert reported_at(day, instant) == stands


async def test_claims_follow_their_article(database: Database) -> None:
    """When it is found to be published at another time."""
    article = make.article()
    claim = make.claim(revision := make.revision(article))
    await make.store(database, [article, revision, claim])
    facts = ArticleFacts(
        id=ArticleId(article.id), url=article.url, outlet_id=None, title=None, section=None, tags=(),
        published_at=PublishedAt(date(2024, 5, 1), NOON),
    )  # fmt: skip
    async with database.writing() as session:
        await put_articles(session, [facts], now=make.NOW)
    async with database.reading() as session:
        assert (await session.scalars(select(col(ClaimRow.reported_at)))).all() == [NOON]
