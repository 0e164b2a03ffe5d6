"""Articles of a database without topics have theirs when it comes to the newest migration."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from db.migrating import differences, downgrade, upgrade
from db.sessions import Database
from db.tables import ArticleTopicRow, TopicRow
from domain.ids import topic_id
from domain.text import name_key
from tests import factories as make

BEFORE = "0003"


async def stored(database: Database, *tags: Sequence[str]) -> list[UUID]:
    """Articles with these tags in a database that knew no topics and was upgraded; their ids."""
    outlet = make.outlet("روزنامه سپیدار")
    articles = [make.article(of=outlet, tags=some) for some in tags]
    revisions = [make.revision(one) for one in articles]
    await make.store(database, [outlet, *articles, *revisions, make.hop(revisions[0], name="سپیدار")])
    await downgrade(database, BEFORE)
    await upgrade(database)
    return [one.id for one in articles]


async def names_of(database: Database, article: UUID) -> list[str]:
    """The names of an article's topics, in their order."""
    query = (
        select(col(TopicRow.name))
        .join(ArticleTopicRow, col(ArticleTopicRow.topic_id) == col(TopicRow.id))
        .where(col(ArticleTopicRow.article_id) == article)
        .order_by(col(ArticleTopicRow.position))
    )
    async with database.reading() as session:
        return list((await session.scalars(query)).all())


async def test_an_article_of_before_has_its_topics(database: Database) -> None:
    """By its tags, without the name of its own outlet."""
    first, second, third = await stored(database, ["#آب_شهر", "سپیدار", "برق"], ["برق", "1399"], [])
    assert [await names_of(database, one) for one in (first, second, third)] == [["آب شهر", "برق"], ["برق"], []]
    assert await differences(database) == []


async def test_topics_of_before_are_named_by_their_best_spelling(database: Database) -> None:
    """With Persian letters, whichever article was read first; the id is made of the key."""
    await stored(database, ["گرماي كوير"], ["گرمای کویر"], ["گرماي کویر"])
    async with database.reading() as session:
        rows = (await session.scalars(select(TopicRow))).all()
    key = name_key("گرمای کویر")
    assert [(row.id, row.name, row.key, row.canonical_id) for row in rows] == [
        (topic_id(key), "گرمای کویر", key, topic_id(key))
    ]


async def test_a_withdrawn_article_of_before_has_no_topic(database: Database) -> None:
    """Even where its tags had been left."""
    article = make.article(tags=["آب"], withdrawn_at=make.NOW)
    await make.store(database, [article, make.revision(article), uncounted := make.article(tags=[])])
    await downgrade(database, BEFORE)
    await upgrade(database)
    assert [await names_of(database, one.id) for one in (article, uncounted)] == [[], []]
