"""Tests of fact-checks of claims that stored articles hold: ingest/checks/planning.py and matching.py."""

import pytest
from sqlalchemy import update
from sqlmodel import col

from db.sessions import Database
from db.tables import ArticleRow, ClaimRow, NoteRow
from domain.ids import article_id_by_url
from ingest.checks.importing import Fate
from tests.factories import NOW
from tests.ingest.checks.importing import CHECK, check, refusal, run
from tests.ingest.registering import article, ingest
from tests.ingest.stored_rows import rows

NEWS = "https://example.org/news/bridge"
TEXT = (
    "مریم نیک‌فر، شهردار نیکان‌شهر، گفت: «پل تازه شهر در سه ماه ساخته شد.»\n"
    "بهرام آذرنگ، مدیر آب نیکان‌شهر، گفت: «لوله‌های کهنه شهر عوض می‌شود.»"
)
ABOUT_NEWS = check(appearances=("https://example.org/unknown", NEWS))


@pytest.fixture
async def claims(database: Database) -> dict[str, ClaimRow]:
    """The claims of a stored article, by their contents."""
    await ingest(database, article(TEXT, "2023-04-30", url=NEWS))
    return {row.content: row for row in await rows(database, ClaimRow)}


async def test_the_claim_of_the_article_in_which_it_appeared_gets_the_note(
    database: Database, claims: dict[str, ClaimRow]
) -> None:
    """Nothing else is made; importing again adds nothing."""
    assert await run(database, ABOUT_NEWS) == [Fate.NEW]
    [note] = await rows(database, NoteRow)
    assert [note.claim_id] == [row.id for content, row in claims.items() if "پل" in content]
    assert len(await rows(database, ArticleRow)) == 1
    assert await run(database, ABOUT_NEWS) == [Fate.UNCHANGED]


async def test_an_article_that_is_not_stored_leaves_the_check_its_own_page(database: Database) -> None:
    """It stays so when the article is stored later: importing again adds nothing."""
    assert await run(database, ABOUT_NEWS) == [Fate.NEW]
    await ingest(database, article(TEXT, "2023-04-30", url=NEWS))
    assert await run(database, ABOUT_NEWS) == [Fate.UNCHANGED]
    assert {row.url for row in await rows(database, ArticleRow)} == {NEWS, CHECK.link}


@pytest.mark.usefixtures("claims")
@pytest.mark.parametrize(
    "changes",
    [{"claim": "سه کتابخانه تازه باز شد"}, {"claim": "پل"}, {"speaker": "بهرام آذرنگ", "role": None}],
    ids=["other words", "too few words", "another speaker"],
)
async def test_a_claim_that_the_article_does_not_hold_is_refused(
    database: Database, changes: dict[str, object]
) -> None:
    """Nobody else's words are taken for it."""
    told = await refusal(database, check(appearances=(NEWS,), **changes))
    assert f"is about the stored article {NEWS}, where no live claim of" in told
    assert await rows(database, NoteRow) == []


@pytest.mark.usefixtures("claims")
async def test_withdrawn_claims_and_articles_are_refused(database: Database) -> None:
    """Those of an article, and those of an import."""
    own = check(link="https://example.org/own")
    await run(database, own)
    async with database.writing() as session:
        gone = {"withdrawn_at": NOW, "withdrawn_by": "editor", "withdrawal_reason": "خواست گوینده"}
        await session.execute(update(ClaimRow).values({**gone, "changed_at": NOW}))
    assert "where no live claim" in await refusal(database, ABOUT_NEWS)
    assert "is of a page or a claim that was withdrawn" in await refusal(database, own)
    async with database.writing() as session:
        news = col(ArticleRow.id) == article_id_by_url(NEWS)
        await session.execute(update(ArticleRow).where(news).values(withdrawn_at=NOW, withdrawal_reason="خواست ناشر"))
    assert "is about an article that was withdrawn; restore it first" in await refusal(database, ABOUT_NEWS)
