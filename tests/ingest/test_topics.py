"""What stored articles are about, as they print it and as people merge it."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col

from db.sessions import Database
from db.tables import ArticleTopicRow, AuditEventRow, TopicRow
from domain.article import RawArticle
from domain.errors import BadDecision
from domain.ids import article_id_by_url, topic_id
from domain.roles import at_terminal
from domain.text import name_key
from ingest.acting import Acting
from ingest.store import ingest_articles
from ingest.topics import merge_topics, unmerge_topics
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


async def merged(database: Database, into: str, *others: str) -> int:
    """Merge topics by their names; how many claims are about another by it."""
    ids = [identity(name) for name in others]
    return await acted(database, lambda acting: merge_topics(acting, identity(into), ids, why=REASON))


async def unmerged(database: Database, *names: str) -> int:
    """Take topics apart by their names; how many claims are about another by it."""
    ids = [identity(name) for name in names]
    return await acted(database, lambda acting: unmerge_topics(acting, ids, why=REASON))


async def test_articles_are_about_the_topic_that_theirs_was_merged_into(database: Database) -> None:
    """Once, where they were about both; and those that come later."""
    await ingest(database, article(1, "آب", "آب شهر"), article(2, "آب شهر", "برق"))
    moved = await merged(database, "آب", "آب شهر")
    await ingest(database, article(3, "آب شهر"))
    assert [await names_of(database, number) for number in (1, 2, 3)] == [["آب"], ["آب", "برق"], ["آب"]]
    assert moved == 2


async def test_what_is_taken_apart_is_as_it_was(database: Database) -> None:
    """To the row."""
    await ingest(database, article(1, "آب", "آب شهر"), article(2, "آب شهر", "برق"), article(3, "آب", "برق"))
    before = await links(database), await topics(database)
    await merged(database, "آب", "آب شهر", "برق")
    moved = await unmerged(database, "آب شهر", "برق")
    assert (await links(database), await topics(database)) == before
    assert moved == 4


async def test_what_was_merged_into_a_topic_goes_with_it(database: Database) -> None:
    """Into another, and apart again."""
    await ingest(database, article(1, "آب"), article(2, "آب شهر"), article(3, "نهر"))
    await merged(database, "آب شهر", "نهر")
    await merged(database, "آب", "آب شهر")
    together = [await names_of(database, number) for number in (1, 2, 3)]
    await unmerged(database, "آب شهر")
    apart = [await names_of(database, number) for number in (1, 2, 3)]
    assert (together, apart) == ([["آب"]] * 3, [["آب"], ["آب شهر"], ["آب شهر"]])


async def test_a_merge_and_its_end_are_told_by_the_audit_chain(database: Database) -> None:
    """By ids, with the reason."""
    await ingest(database, article(1, "آب"), article(2, "آب شهر"))
    await merged(database, "آب", "آب شهر")
    await unmerged(database, "آب شهر")
    async with database.reading() as session:
        rows = (await session.scalars(select(AuditEventRow).order_by(col(AuditEventRow.position)))).all()
    told = [(row.action, row.subject_kind, row.subject_id, row.reason, row.actor) for row in rows[-2:]]
    assert told == [
        ("mergeTopics", "topic", identity("آب شهر"), REASON, "نگار"),
        ("unmergeTopics", "topic", identity("آب شهر"), REASON, "نگار"),
    ]


@pytest.mark.parametrize(
    ("into", "others", "field"),
    [
        ("آب", ["آب"], "topicIds.0"),
        ("آب", ["آب شهر", "آب شهر"], "topicIds.1"),
        ("آب", ["ناشناس"], "topicIds.0"),
        ("ناشناس", ["آب"], "intoId"),
        ("آب", [], "topicIds"),
    ],
)
async def test_what_cannot_be_merged_is_refused(database: Database, into: str, others: list[str], field: str) -> None:
    """And nothing is stored."""
    await ingest(database, article(1, "آب"), article(2, "آب شهر"))
    before = await topics(database)
    with pytest.raises(BadDecision) as refused:
        await merged(database, into, *others)
    assert (refused.value.field, await topics(database)) == (field, before)


@pytest.mark.parametrize(("names", "field"), [(["آب"], "topicIds.0"), ([], "topicIds")])
async def test_what_was_not_merged_is_not_taken_apart(database: Database, names: list[str], field: str) -> None:
    """Nor is nothing."""
    await ingest(database, article(1, "آب"))
    with pytest.raises(BadDecision) as refused:
        await unmerged(database, *names)
    assert refused.value.field == field


async def test_the_name_of_a_merged_topic_is_forgotten_with_its_only_article(database: Database) -> None:
    """The merge stays, and is there again with the article; a name that others print stays."""
    await ingest(database, article(1, "راز", "نهر"), article(2, "آب"), article(3, "نهر"))
    await merged(database, "آب", "راز", "نهر")
    before = await links(database), await topics(database)
    await acted(database, lambda acting: withdraw_article(acting, key(1), reason=REASON))
    names = {row.id: row.name for row in await topics(database)}
    await acted(database, lambda acting: restore_article(acting, key(1), reason=REASON))
    assert [names[identity(name)] for name in ("آب", "راز", "نهر")] == ["آب", "", "نهر"]
    assert (await links(database), await topics(database)) == before
