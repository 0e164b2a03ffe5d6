"""Tests of samples/: what ships for a newcomer is what it says it is."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from domain.article import RawArticle
from domain.calendars import jalali_parts
from extraction.gold import GoldArticle, read_gold
from ingest.check import check_text
from ingest.readers import Defaults, Format, read_articles

SAMPLES = Path(__file__).parents[1] / "samples"
NEWS = Path(__file__).parents[2] / "shared" / "news" / "articles.jsonl"


def articles() -> Iterator[RawArticle]:
    """Every article of the folder but the gold file's, which are the same again; the other tables hold none."""
    others = ("gold.", "speakers.", "verdicts.", "checks.", "claim_review.")
    paths = sorted(path for path in SAMPLES.iterdir() if not path.name.startswith(others))
    for found in read_articles(
        paths, form=Format.AUTO, defaults=Defaults(), zone=ZoneInfo("Asia/Tehran"), limit_bytes=100_000
    ):
        assert isinstance(found, RawArticle)
        yield found


def gold() -> list[GoldArticle]:
    """The gold file."""
    path = SAMPLES / "gold.jsonl"
    return read_gold(path.read_text(encoding="utf-8").splitlines(), name=path.name)


def test_every_sample_can_be_ingested() -> None:
    """A newcomer meets no refusal."""
    for article in articles():
        check_text(article, limit_bytes=100_000)


def test_the_samples_are_of_several_outlets_months_and_forms() -> None:
    """At least 14 articles of 3 outlets in 5 months; one is re-published and says from where."""
    found = list(articles())
    days = [jalali_parts(article.published_at.day) for article in found if article.published_at]
    assert len(found) >= 14
    assert len({article.outlet for article in found if article.outlet}) >= 3
    assert len({(year, month) for year, month, _ in days}) >= 5
    assert all(1399 <= year <= 1403 for year, _, _ in days)
    assert any("به نقل از" in article.text for article in found)
    assert any("ي" in article.text for article in found)


def test_addresses_are_of_the_domain_that_is_kept_for_examples() -> None:
    """No sample points at anybody's site."""
    assert all(article.url.startswith("https://example.org/") for article in articles() if article.url)


def test_the_gold_file_holds_the_articles_with_their_statements() -> None:
    """The same texts; every article has a statement."""
    texts = {article.reference: article.text for article in articles() if article.reference}
    assert {article.id: article.text for article in gold()} == texts
    assert all(article.statements for article in gold())


@pytest.mark.parametrize("article", gold(), ids=lambda article: article.id)
def test_gold_offsets_stand_on_the_words_that_they_name(article: GoldArticle) -> None:
    """Cue and mention as printed; no content holds its own cue, and days are days."""
    for one in article.statements:
        assert article.text[one.cue_start : one.cue_end] == one.cue
        assert article.text[one.mention_start : one.mention_end] == one.mention
        assert article.text[one.start : one.end].strip() == article.text[one.start : one.end] != ""
        assert one.cue_start is not None
        assert not one.start <= one.cue_start < one.end
        assert one.said_on is None or date.fromisoformat(one.said_on)


def test_no_sample_is_copied_from_the_shared_news() -> None:
    """They are written for this project: no run of eight words stands in an article that somebody else wrote."""
    if not NEWS.exists():
        pytest.skip("../shared is absent: its news is compared with the samples")
    word = re.compile(r"\w+")
    runs = set()
    for article in articles():
        words = word.findall(article.text)
        runs |= {" ".join(words[at : at + 8]) for at in range(len(words) - 7)}
    with NEWS.open(encoding="utf-8") as lines:
        for line in lines:
            words = word.findall(json.loads(line)["text"])
            assert runs.isdisjoint(" ".join(words[at : at + 8]) for at in range(len(words) - 7))
