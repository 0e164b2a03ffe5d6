"""How fast statements are found, beside hazm's normaliser, and how well, beside direct quotations alone.

Reads ../shared where it is there, else the samples. Run it with: make bench-extraction
"""

import random
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import orjson
from hazm import Normalizer

from domain.calendars import parse_day
from domain.statement import Statement
from extraction.article import read_article
from extraction.gold import GoldArticle, read_gold
from extraction.scoring import MATCH, Prediction, figures, pairs, prediction_of, same_source, tally

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
NEWS = SHARED / "news" / "articles.jsonl"
GOLD = SHARED / "gold" / "dev.jsonl"
SEED = 20
SURE = 0.9
ARTICLES = 1_000
START_UP = "from extraction.article import read_article; read_article('وزیر گفت: باران آمد.')"
SHOWN = ("f1@0.5", "f1@0.8", "speaker", "fullest", "e2e_f1", "e2e_full", "kind", "said_on", "recall_indirect")
DIRECT = re.compile(
    r"(?P<before>[^.\n:]*?)\s(?P<cue>گفت|افزود|تصریح کرد|اظهار داشت|اظهار کرد|ادامه داد)\s?:\s*(?P<words>[^\n]+)"
)


def main() -> None:
    """Print every figure."""
    texts = news_texts()
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    print(f"{len(texts)} articles, {megabytes:.2f} MB of UTF-8, seed {SEED}, one core")
    ours = seconds(lambda: [read_article(text) for text in texts])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    normalise = Normalizer().normalize
    theirs = seconds(lambda: [normalise(text) for text in texts])
    print(f"extraction           {megabytes / ours:6.2f} MB a second of CPU")
    print(f"hazm's normaliser    {megabytes / theirs:6.2f} MB a second of CPU")
    print(f"ratio                {theirs / ours:6.2f}")
    print(f"peak memory          {memory:6.0f} MB")
    print(f"start-up             {start_up():6.2f} s, until the first statement of a new process")
    gold = gold_articles()
    print(f"\n{len(gold)} gold articles       ours  direct quotations only")
    sure, right = sureness(gold)
    print(f"confidence >= {SURE}    {sure} statements, {right / sure:.3f} of them right in content and source")
    for name, one, other in zip(SHOWN, accuracy(gold, found), accuracy(gold, directly_quoted), strict=True):
        print(f"{name:20} {one:6.3f}  {other:6.3f}")


def news_texts() -> list[str]:
    """The texts to read, drawn with a fixed seed."""
    source = NEWS if NEWS.exists() else ROOT / "samples" / "articles.jsonl"
    rows = [orjson.loads(line) for line in source.read_bytes().splitlines() if line.strip()]
    drawn = random.Random(SEED).sample(rows, min(ARTICLES, len(rows)))  # noqa: S311 - a draw that can be repeated
    return [row["text"] for row in drawn]


def seconds(work: Callable[[], object]) -> float:
    """The CPU time of the work, the least of three runs."""
    times = []
    for _ in range(3):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def start_up() -> float:
    """The time from starting a process to its first statement, the least of three."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", START_UP], check=True, cwd=ROOT)  # noqa: S603 - our own words
        times.append(time.perf_counter() - start)
    return min(times)


def gold_articles() -> list[GoldArticle]:
    """The articles whose statements somebody has marked."""
    source = GOLD if GOLD.exists() else ROOT / "samples" / "gold.jsonl"
    return read_gold(source.read_text(encoding="utf-8").split("\n"), name=source.name)


def statements_in(article: GoldArticle) -> Sequence[Statement]:
    """The statements of an article, read as `gozareh extract` reads it."""
    published_on = parse_day(article.published_at) if article.published_at else None
    return read_article(article.text, title=article.title or None, published_on=published_on).statements


def found(article: GoldArticle) -> list[Prediction]:
    """What extraction finds."""
    return [prediction_of(one, article.text) for one in statements_in(article)]


def sureness(gold: Sequence[GoldArticle]) -> tuple[int, int]:
    """How many statements are given as sure, and how many of those are right in content and, where named, source."""
    sure = right = 0
    for article in gold:
        statements, predictions = statements_in(article), found(article)
        matched = {
            pair.found: article.statements[pair.gold] for pair in pairs(article, predictions) if pair.shared >= MATCH
        }
        for place, statement in enumerate(statements):
            if statement.confidence >= SURE:
                sure += 1
                true = matched.get(place)
                source = statement.source
                right += true is not None and (source is None or same_source(source.name, true))
    return sure, right


def directly_quoted(article: GoldArticle) -> list[Prediction]:
    """What a reading of six verbs with a colon finds, its speakers the words before the verb."""
    return [
        Prediction(one.start("words"), one.end("words"), "direct", one["cue"], one["before"].strip() or None)
        for one in DIRECT.finditer(article.text)
    ]


def accuracy(gold: Sequence[GoldArticle], find: Callable[[GoldArticle], list[Prediction]]) -> list[float]:
    """The shown figures of what `find` finds."""
    measured = figures([tally(article, find(article)) for article in gold])
    return [measured[name] for name in SHOWN]


if __name__ == "__main__":
    main()
