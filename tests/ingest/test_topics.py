"""What stored articles are about, as they print it and as people merge it."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col

from db.sessions import Database
from db.tables import ArticleTopicRow, TopicRow
from domain.article import RawArticle
from domain.ids import article_id_by_url, topic_id
from domain.roles import at_terminal
from domain.text import name_key
from ingest.acting import Acting
from ingest.store import ingest_articles
from ingest.withdrawal import restore_article, withdraw_article
from tests.ingest.registering import NOW, RULES

EDITOR = at_terminal("نگار")
REASON = "به خواست ناشر"


def article(number: int, *tags: str, section: str | None = None, outlet: str | None = None) -> RawArticle:
    """An article with these tags."""
    text = f"مریم نیک‌فر گفت: پل {number} باز است."
    url = f"https://example.org/{number}"
    return RawArticle(text=text, place="test", url=url, tags=tags, section=section, outlet=outlet)


def key(number: int) -> UUID:
    """The key of that article."""
    return article_id_by_url(f"https://example.org/{number}")


def identity(name: str) -> UUID:
    """The id of the topic of a name."""
    return topic_id(name_key(name))


async def ingest(database: Database, *articles: RawArticle) -> None:
    """Store articles, each in a transaction of its own, a minute after another."""
    for number, one in enumerate(articles):
        await ingest_articles(database, [one], now=NOW + timedelta(minutes=number), rules=RULES)


async def acted[T](database: Database, act: Callable[[Acting], Awaitable[T]]) -> T:
    """What an editor does in a transaction."""
    async with database.writing() as session:
        return await act(Acting(session, EDITOR, NOW + timedelta(days=1), RULES.home_country))


async def names_of(database: Database, number: int) -> list[str]:
    """The names of an article's topics, in their order."""
    query = (
        select(col(TopicRow.name))
        .join(ArticleTopicRow, col(ArticleTopicRow.topic_id) == col(TopicRow.id))
        .where(col(ArticleTopicRow.article_id) == key(number))
        .order_by(col(ArticleTopicRow.position))
    )
    async with database.reading() as session:
        return list((await session.scalars(query)).all())


async def topics(database: Database) -> list[TopicRow]:
    """All topics, in the order of their keys."""
    async with database.reading() as session:
        return list((await session.scalars(select(TopicRow).order_by(col(TopicRow.key)))).all())


async def links(database: Database) -> Sequence[tuple[UUID, UUID, int]]:
    """Every article with what it is about."""
    async with database.reading() as session:
        rows = (await session.scalars(select(ArticleTopicRow))).all()
    return sorted((row.article_id, row.topic_id, row.position) for row in rows)


async def test_an_article_is_about_what_its_tags_and_its_section_print(database: Database) -> None:
    """But not about its own outlet, by any name that is known of it."""
    await ingest(database, article(1, "#آب_شهر", "ایسنا", "برق", section="جامعه", outlet="isna.ir"))
    assert await names_of(database, 1) == ["آب شهر", "برق", "جامعه"]


@pytest.mark.parametrize("reverse", [False, True])
async def test_spellings_of_one_name_are_one_topic(database: Database, *, reverse: bool) -> None:
    """Named by the spelling with Persian letters and half-spaces, whichever article comes first."""
    articles = [article(1, "گرماي كوير"), article(2, "گرمای کویر"), article(3, "گرماي کویر")]
    await ingest(database, *(reversed(articles) if reverse else articles))
    assert [(row.id, row.name) for row in await topics(database)] == [(identity("گرمای کویر"), "گرمای کویر")]
    assert [await names_of(database, number) for number in (1, 2, 3)] == [["گرمای کویر"]] * 3


async def test_articles_of_one_batch_have_their_topics(database: Database) -> None:
    """However they spell them."""
    some = [article(1, "گرماي كوير", "آب"), article(2, "برق", "گرمای کویر")]
    await ingest_articles(database, some, now=NOW, rules=RULES)
    assert [await names_of(database, number) for number in (1, 2)] == [["گرمای کویر", "آب"], ["برق", "گرمای کویر"]]


async def test_an_article_follows_its_tags(database: Database) -> None:
    """One that is given again with others is about those."""
    await ingest(database, article(1, "آب", "برق"), article(2, "برق"), article(1, "گاز", "برق"))
    assert [await names_of(database, number) for number in (1, 2)] == [["گاز", "برق"], ["برق"]]


async def test_the_same_article_again_changes_nothing(database: Database) -> None:
    """Nor does one that is given without its tags."""
    await ingest(database, article(1, "آب", "برق"))
    before = await links(database), await topics(database)
    await ingest(database, article(1, "آب", "برق"), article(1))
    assert (await links(database), await topics(database)) == before


async def test_a_withdrawn_article_is_about_nothing(database: Database) -> None:
    """What it alone printed has no name any more; what others print too keeps it."""
    await ingest(database, article(1, "آب", "راز"), article(2, "آب"))
    await acted(database, lambda acting: withdraw_article(acting, key(1), reason=REASON))
    assert [await names_of(database, number) for number in (1, 2)] == [[], ["آب"]]
    names = {row.id: row.name for row in await topics(database)}
    assert (names[identity("آب")], names[identity("راز")]) == ("آب", "")


async def test_a_restored_article_is_about_what_it_was(database: Database) -> None:
    """By the same ids and names."""
    await ingest(database, article(1, "آب", "راز"), article(2, "آب"))
    before = await links(database), await topics(database)
    await acted(database, lambda acting: withdraw_article(acting, key(1), reason=REASON))
    await acted(database, lambda acting: restore_article(acting, key(1), reason=REASON))
    assert (await links(database), await topics(database)) == before


async def test_a_forgotten_topic_is_the_same_when_it_is_printed_again(database: Database) -> None:
    """Its id has stayed."""
    await ingest(database, article(1, "راز"))
    await acted(database, lambda acting: withdraw_article(acting, key(1), reason=REASON, erase=True))
    await ingest(database, article(2, "راز"))
    assert [(row.id, row.name, row.key) for row in await topics(database)] == [(identity("راز"), "راز", "راز")]
