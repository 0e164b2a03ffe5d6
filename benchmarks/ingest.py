"""How fast articles are ingested end to end on SQLite, in one process, and where the time goes.

Reads ../shared where it is there, else the samples over and over. Run it with: make bench-ingest
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import batched, cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from cli.ingest import AT_ONCE
from db.migrating import upgrade
from db.sessions import Database
from domain.article import RawArticle
from domain.errors import UnreadableArticle
from domain.speaker import Origin
from ingest import changes, store
from ingest.readers import Defaults, Format, read_articles
from ingest.registering import store_register
from ingest.shipped import shipped_register

ROOT = Path(__file__).parents[1]
NEWS = ROOT.parent / "shared" / "news" / "articles.jsonl"
ARTICLES = 2_000
RULES = store.Rules(limit_bytes=5_000_000, home_country="IR")
RUNS = 3

type Seconds = defaultdict[str, float]
"""What each part took."""


def main() -> None:
    """Print every figure, of the fastest of three runs."""
    articles = news()
    runs = [asyncio.run(ingested(articles)) for _ in range(RUNS)]
    spent, claims = min(runs, key=lambda run: run[0]["all"])
    whole = spent["all"]
    stored = whole - spent["extraction"] - spent["resolution"]
    print(f"{len(articles)} articles, {claims} claims, SQLite, one process, {AT_ONCE} articles a transaction")
    print(f"articles a second    {len(articles) / whole:6.0f}")
    print(f"extraction           {spent['extraction'] / whole:6.1%} of the time")
    print(f"resolution           {spent['resolution'] / whole:6.1%}, its reading of the database included")
    print(f"storing and the rest {stored / whole:6.1%}")


def news() -> list[RawArticle]:
    """The articles to ingest; the samples are given new addresses each time they come again."""
    source = NEWS if NEWS.exists() else ROOT / "samples" / "articles.jsonl"
    rows = read_articles(
        [source], form=Format.JSONL, defaults=Defaults(), zone=ZoneInfo("Asia/Tehran"), limit_bytes=5_000_000
    )
    read = [row for row in rows if not isinstance(row, UnreadableArticle)]
    if len(read) >= ARTICLES:
        return read[:ARTICLES]
    again = enumerate(islice(cycle(read), ARTICLES))
    return [replace(one, url=f"https://example.org/{number}") for number, one in again]


async def ingested(articles: list[RawArticle]) -> tuple[defaultdict[str, float], int]:
    """The seconds that each part took, and how many claims were stored."""
    spent: defaultdict[str, float] = defaultdict(float)
    own = changes.read_article, store.identify
    changes.read_article = timed(changes.read_article, spent, "extraction")
    store.identify = awaited(store.identify, spent, "resolution")
    try:
        with TemporaryDirectory(prefix="gozareh-") as folder:
            database = Database(f"sqlite:///{Path(folder) / 'bench.db'}")
            await upgrade(database)
            now = datetime.now(UTC)
            await store_register(
                database, shipped_register(), origin=Origin.SHIPPED, home_country=RULES.home_country, now=now
            )
            start, claims = time.perf_counter(), 0
            for some in batched(articles, AT_ONCE):
                outcomes = await store.ingest_articles(database, some, now=now, rules=RULES)
                claims += sum(one.claims_new for one in outcomes if isinstance(one, store.Ingested))
            spent["all"] = time.perf_counter() - start
            await database.close()
    finally:
        changes.read_article, store.identify = own
    return spent, claims


def timed[**Given, Made](
    work: Callable[Given, Made], spent: defaultdict[str, float], name: str
) -> Callable[Given, Made]:
    """The same work, its seconds added up."""

    def measured(*args: Given.args, **kwargs: Given.kwargs) -> Made:
        start = time.perf_counter()
        try:
            return work(*args, **kwargs)
        finally:
            spent[name] += time.perf_counter() - start

    return measured


def awaited[**Given, Made](
    work: Callable[Given, Awaitable[Made]], spent: Seconds, name: str
) -> Callable[Given, Awaitable[Made]]:
    """The same work, its seconds added up while nothing else is awaited."""

    async def measured(*args: Given.args, **kwargs: Given.kwargs) -> Made:
        start = time.perf_counter()
        try:
            return await work(*args, **kwargs)
        finally:
            spent[name] += time.perf_counter() - start

    return measured


if __name__ == "__main__":
    main()
