"""Tests of ingest/check.py."""

import json
from pathlib import Path

import pytest

from domain.article import RawArticle
from domain.errors import UnreadableArticle
from ingest.check import check_text, is_persian

SHARED = Path(__file__).parents[3] / "shared"
LIMIT_BYTES = 10_000

ARABIC = "أعلن وزير الخارجية أن بلاده تسعى إلى تعزيز التعاون مع دول الجوار في مختلف المجالات وأكد أن القرار نهائي. "
URDU = "وزیر نے کہا کہ ملک میں مہنگائی پر قابو پانے کے لیے اقدامات کیے جا رہے ہیں اور عوام کو ریلیف ملے گا۔ "
KURDISH = "سەرۆکی هەرێم رایگەیاند کە هەموو لایەنەکان دەبێت پێکەوە کار بکەن بۆ چارەسەرکردنی کێشەکان. "
PERSIAN = "وزیر نیرو گفت: سدهای کشور پر است و مردم در مصرف آب صرفه‌جویی کنند. "

REFUSED = {
    "empty": ("", "is empty"),
    "only spaces and half-spaces": (" \n\t\u200c ", "is not Persian"),
    "only line ends": ("\n\n", "is empty"),
    "English": ("The minister of energy said the dams are full. " * 5, "is not Persian"),
    "numbers": ("12 345 67", "is not Persian"),
    "Arabic": (ARABIC * 8, "is not Persian"),
    "Urdu": (URDU, "is not Persian"),
    "Kurdish": (KURDISH, "is not Persian"),
    "one word of Persian in English": ("The word تحریم means sanction, and so on.", "is not Persian"),
    "too long": (PERSIAN * 200, "has a text of"),
    "NUL": ("وزیر\0گفت", "is not text"),
    "half of a surrogate pair": ("وزیر \ud800 گفت", "is not text"),
}


@pytest.mark.parametrize(("text", "problem"), REFUSED.values(), ids=REFUSED.keys())
def test_a_text_that_cannot_be_read_is_refused_with_place_problem_and_remedy(text: str, problem: str) -> None:
    """Each refusal says where, what is wrong and what to do."""
    with pytest.raises(UnreadableArticle) as refused:
        check_text(RawArticle(text, place="news.txt"), limit_bytes=LIMIT_BYTES)
    assert refused.value.place == "news.txt"
    assert problem in refused.value.problem
    assert refused.value.remedy


ACCEPTED = {
    "one short sentence": "روحانی گفت: بله.",
    "Arabic letters": "وزير نيرو گفت: سدهاي كشور پر است.",
    "lost half-spaces": "رئیس جمهور گفت مردم میخواهند و میدانند.",
    "with Latin names": "شرکت Microsoft و Google اعلام کردند که همکاری میکنند.",
    "a long text": PERSIAN * 50,
    "a picture written as letters": PERSIAN + "iVBORw0KGgo" * 100,
}


@pytest.mark.parametrize("text", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_a_persian_text_is_accepted(text: str) -> None:
    """What a Persian outlet prints passes, however it is typed."""
    check_text(RawArticle(text, place="news.txt"), limit_bytes=LIMIT_BYTES)


def test_a_title_with_a_nul_is_refused() -> None:
    """No part of an article may hold what a database cannot keep."""
    with pytest.raises(UnreadableArticle):
        check_text(RawArticle(PERSIAN, place="news.txt", title="خبر\0"), limit_bytes=LIMIT_BYTES)


def test_five_megabytes_of_one_line_are_judged_by_their_beginning() -> None:
    """A huge text is judged on a sample, so its language costs no more than a short one's."""
    assert is_persian("الف" + "ب" * 5_000_000) is False
    assert is_persian(PERSIAN * 40_000) is True


def test_every_article_of_the_shared_news_is_persian() -> None:
    """The thresholds refuse none of the 2,387 articles that they were measured on."""
    news = SHARED / "news" / "articles.jsonl"
    if not news.exists():
        pytest.skip("../shared is absent: the thresholds are checked on its news")
    with news.open(encoding="utf-8") as lines:
        refused = [row["id"] for row in map(json.loads, lines) if not is_persian(row["text"])]
    assert refused == []
