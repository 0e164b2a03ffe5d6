"""The order in which articles come changes nothing: the same speakers, names, mentions, judgements and claims."""

import random
from collections.abc import Sequence
from datetime import timedelta
from itertools import batched
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

from db.migrating import downgrade, upgrade
from db.sessions import Database
from db.tables import (
    AliasRow,
    ArticleTopicRow,
    ClaimRow,
    JudgementRow,
    MentionCandidateRow,
    MentionRow,
    SpeakerRow,
    TopicRow,
)
from domain.article import RawArticle
from domain.errors import UnreadableArticle
from domain.speaker import Origin
from ingest.readers import Defaults, Format, read_articles
from ingest.registering import store_register
from ingest.shipped import shipped_register
from ingest.store import ingest_articles
from tests.ingest.registering import NOW, RULES

ROOT = Path(__file__).parents[2]
NEWS = ROOT.parent / "shared" / "news" / "articles.jsonl"
TABLES: Sequence[type[SQLModel]] = (
    SpeakerRow, AliasRow, MentionRow, MentionCandidateRow, JudgementRow, ClaimRow, TopicRow, ArticleTopicRow,
)  # fmt: skip
WHEN = {"created_at", "made_at", "extracted_at"}
AT_ONCE = 64


def articles_in(path: Path) -> list[RawArticle]:
    """The articles of a file that can be read, each once."""
    rows = read_articles(
        [path], form=Format.JSONL, defaults=Defaults(), zone=ZoneInfo("Asia/Tehran"), limit_bytes=5_000_000
    )
    read = [row for row in rows if not isinstance(row, UnreadableArticle)]
    return list({(one.url, one.outlet, one.text): one for one in read}.values())


async def ingest(database: Database, articles: Sequence[RawArticle]) -> None:
    """Store articles in their order, with the shipped register."""
    await store_register(database, shipped_register(), origin=Origin.SHIPPED, home_country="IR", now=NOW)
    for number, some in enumerate(batched(articles, AT_ONCE)):
        await ingest_articles(database, some, now=NOW + timedelta(minutes=number), rules=RULES)


async def held(database: Database) -> dict[str, set[str]]:
    """All that the tables hold but when it was stored, and of a question how its name was first spelt."""
    found = {}
    async with database.reading() as session:
        for table in TABLES:
            left_out = WHEN | ({"name"} if table is JudgementRow else set())
            rows = (await session.scalars(select(table))).all()
            found[str(table.__tablename__)] = {repr(sorted(row.model_dump(exclude=left_out).items())) for row in rows}
            session.expunge_all()
    return found


async def emptied(database: Database) -> None:
    """Take away everything."""
    await downgrade(database)
    await upgrade(database)


async def in_two_orders(database: Database, articles: Sequence[RawArticle]) -> None:
    """Store articles, twice over, in one order and in another; what is held is the same."""
    await ingest(database, articles)
    once = await held(database)
    await ingest(database, articles)
    assert await held(database) == once
    await emptied(database)
    other = list(articles)
    random.Random(4).shuffle(other)  # noqa: S311 - a draw that can be repeated
    await ingest(database, other)
    assert await held(database) == once


async def test_the_samples_are_told_alike_in_two_orders(database: Database) -> None:
    """On both databases."""
    await in_two_orders(database, articles_in(ROOT / "samples" / "articles.jsonl"))


@pytest.mark.slow
@pytest.mark.skipif(not NEWS.exists(), reason="../shared/news is not there")
async def test_two_thousand_articles_are_told_alike_in_two_orders(database: Database) -> None:
    """Real ones, of seventeen outlets and eighteen years."""
    await in_two_orders(database, articles_in(NEWS)[:2_000])
