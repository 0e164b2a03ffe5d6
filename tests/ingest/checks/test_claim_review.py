"""Tests of ingest/checks/claim_review.py and json_ld.py: schema.org's ClaimReviews become checks."""

import json
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.check import GivenVerdict, ListedCheck
from domain.errors import UnreadableRegister
from domain.statement import SourceKind
from domain.terms import PartialDay
from ingest.checks import read_checks

ZONE = ZoneInfo("Asia/Tehran")
SAMPLE = Path(__file__).parents[3] / "samples" / "claim_review.json"
REVIEW: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://example.org/1",
    "claimReviewed": "پل باز شد",
    "author": {"@type": "Organization", "name": "راست‌آزما"},
    "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "مریم نیک‌فر"}},
    "reviewRating": {"@type": "Rating", "ratingValue": 1, "alternateName": "نادرست"},
}


def read(folder: Path, text: str, name: str = "checks.json") -> list[ListedCheck | UnreadableRegister]:
    """What a file holds."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return list(read_checks(path, mapped={}, zone=ZONE).rows)


def one(folder: Path, **changes: object) -> ListedCheck:
    """The check of a review with some fields changed."""
    [check] = read(folder, json.dumps(REVIEW | changes))
    assert isinstance(check, ListedCheck), check
    return check


def test_the_sample_is_read_with_the_lines_of_its_claims() -> None:
    """A graph of two reviews."""
    first, second = read_checks(SAMPLE, mapped={}, zone=ZONE).rows
    assert first == ListedCheck(
        place=f"{SAMPLE}, line 11",
        speaker="بهرام آذرنگ",
        claim="ذخیره آب سپیدان در یک سال سه برابر شده است",
        verdict=GivenVerdict("نادرست", 1),
        link="https://example.org/checks/water",
        role="مدیر آب سپیدان",
        said_on=PartialDay(date(2023, 5, 28)),
        title="آب سپیدان سه برابر نشده است",
        publisher="راست‌آزما",
        reviewed_on=date(2023, 6, 2),
        text="گزارش همان اداره افزایشی یک‌چهارمی را نشان می‌دهد.",
        language="fa",
    )
    assert isinstance(second, ListedCheck)
    assert second.verdict == GivenVerdict(None, 5)


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(REVIEW),
        json.dumps([REVIEW]),
        json.dumps({"@graph": [{"@type": "WebPage"}, REVIEW]}),
        json.dumps({"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [REVIEW]}]}),
        json.dumps(REVIEW | {"@type": ["Review", "schema:ClaimReview"]}),
        json.dumps(REVIEW | {"@type": "http://schema.org/ClaimReview"}),
        f"\n{json.dumps(REVIEW)}\n",
    ],
    ids=["object", "list", "graph", "feed", "types", "whole type", "blank lines"],
)
def test_a_review_is_found_wherever_it_stands(tmp_path: Path, text: str) -> None:
    """The one of the file."""
    [check] = read(tmp_path, text)
    assert isinstance(check, ListedCheck)
    assert check.claim == "پل باز شد"


def test_lines_are_read_one_by_one(tmp_path: Path) -> None:
    """A broken line, and one without a review, are told and the others go on."""
    text = "\n".join([json.dumps(REVIEW), "{", '{"@type": "WebPage"}', json.dumps(REVIEW)])
    first, broken, other, last = read(tmp_path, text, "checks.jsonl")
    assert isinstance(first, ListedCheck)
    assert isinstance(last, ListedCheck)
    assert "line 2: is not JSON" in str(broken)
    assert "line 3: holds no ClaimReview" in str(other)
    assert last.place.endswith("line 4")


def test_scripts_of_a_page_are_read(tmp_path: Path) -> None:
    """Those that hold JSON-LD; a broken one is told by its line."""
    page = (
        "<html><head>\n<script>var a = '{';</script>\n"
        f'<script type="application/ld+json">\n{json.dumps(REVIEW | {"reviewBody": "<b>نه</b> & نه"})}\n</script>\n'
        '<script type="application/ld+json">{"a": </script></head></html>'
    )
    check, broken = read(tmp_path, page, "page.html")
    assert isinstance(check, ListedCheck)
    assert (check.text, check.place[-6:]) == ("<b>نه</b> & نه", "line 4")
    assert "page.html, line 6: is not JSON" in str(broken)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.json", "{", r"line 1, column \d+: is not JSON"),
        ("a.json", '{"@type": "WebPage"}', "holds no ClaimReview"),
        ("a.json", "3", "holds no ClaimReview"),
        ("a.html", "<p>متن</p>", "holds no ClaimReview"),
        ("a.json", " ", "is empty"),
    ],
)
def test_a_file_without_a_review_is_refused(tmp_path: Path, name: str, text: str, told: str) -> None:
    """As a whole."""
    with pytest.raises(UnreadableRegister, match=told):
        read(tmp_path, text, name)


@pytest.mark.parametrize(
    ("rating", "verdict"),
    [
        ({"ratingValue": "1", "bestRating": "5", "worstRating": "1"}, GivenVerdict(None, 1)),
        ({"ratingValue": "۵"}, GivenVerdict(None, 5)),
        ({"ratingValue": 4, "bestRating": 10, "alternateName": "درست"}, GivenVerdict("درست")),
        ({"ratingValue": 1, "worstRating": 0, "alternateName": "درست"}, GivenVerdict("درست")),
        ({"ratingValue": 2.5, "alternateName": "درست"}, GivenVerdict("درست")),
        ({"ratingValue": 9, "alternateName": "درست"}, GivenVerdict("درست")),
        ({"ratingValue": "many", "alternateName": {"@value": "درست", "@language": "fa"}}, GivenVerdict("درست")),
    ],
)
def test_a_rating_counts_on_schema_orgs_own_scale_alone(
    tmp_path: Path, rating: dict[str, object], verdict: GivenVerdict
) -> None:
    """5 to 1; of another scale the words alone are taken."""
    assert one(tmp_path, reviewRating=rating).verdict == verdict


@pytest.mark.parametrize(
    ("item", "told"),
    [
        ({"appearance": {"@type": "NewsArticle", "url": "https://example.org/news"}}, ("https://example.org/news",)),
        (
            {"appearance": ["https://example.org/a", {"@id": "https://example.org/b"}], "firstAppearance": "نشریه"},
            ("https://example.org/a", "https://example.org/b"),
        ),
        ({"@type": "CreativeWork", "url": "https://example.org/work"}, ("https://example.org/work",)),
        ({"url": "https://example.org/claim"}, ()),
    ],
)
def test_where_the_claim_appeared_is_told_by_addresses(
    tmp_path: Path, item: dict[str, object], told: tuple[str, ...]
) -> None:
    """An object's or as they are; a claim's own address is no appearance."""
    assert one(tmp_path, itemReviewed=REVIEW["itemReviewed"] | item).appearances == told


def test_the_speaker_may_be_an_organisation_or_the_first_of_several(tmp_path: Path) -> None:
    """As the type of the author says."""
    authors = [{"@type": "GovernmentOrganization", "name": "وزارت آزمون"}, {"@type": "Person", "name": "کس دیگر"}]
    check = one(tmp_path, itemReviewed={"@type": "Claim", "author": authors})
    assert (check.speaker, check.kind) == ("وزارت آزمون", SourceKind.ORGANISATION)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"itemReviewed": {}}, "its “itemReviewed.author” is blank"),
        ({"claimReviewed": None}, "its “claimReviewed” is blank"),
        ({"url": "نشانی"}, "its “url” is “نشانی”"),
        ({"reviewRating": {"ratingValue": 7, "bestRating": 10}}, "its “reviewRating” is blank"),
        ({"datePublished": "فردا"}, "its “datePublished” cannot be"),
    ],
)
def test_a_review_that_cannot_be_used_is_refused_by_its_own_names(
    tmp_path: Path, changes: dict[str, object], told: str
) -> None:
    """The fields as schema.org calls them."""
    [refused] = read(tmp_path, json.dumps(REVIEW | changes))
    assert isinstance(refused, UnreadableRegister)
    assert told in str(refused)
