"""Exports have the shapes of those who read them: schema.org's ClaimReview, and TimelineJS's events."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import orjson
import pytest

from api.exports.days import iso_words, jalali_words, said
from api.exports.forms import Form
from db.sessions import Database
from domain.ids import verdict_id
from tests import factories as make
from tests.api.client import Client
from tests.api.exporting import export
from tests.api.test_every_field import small_world

CLAIM_REVIEW: Mapping[str, Mapping[str, set[str]]] = {
    "ClaimReview": {
        "url": {"URL"},
        "datePublished": {"Date", "DateTime"},
        "author": {"Organization", "Person"},
        "claimReviewed": {"Text"},
        "itemReviewed": {"Claim"},
        "reviewRating": {"Rating"},
        "inLanguage": {"Text"},
    },
    "Claim": {
        "text": {"Text"},
        "inLanguage": {"Text"},
        "description": {"Text"},
        "author": {"Organization", "Person"},
        "datePublished": {"Date", "DateTime"},
        "appearance": {"NewsArticle"},
    },
    "Rating": {
        "ratingValue": {"Number"},
        "worstRating": {"Number"},
        "bestRating": {"Number"},
        "alternateName": {"Text"},
    },
    "Person": {"name": {"Text"}, "jobTitle": {"Text"}, "sameAs": {"URL"}},
    "Organization": {"name": {"Text"}, "sameAs": {"URL"}},
    "NewsMediaOrganization": {"name": {"Text"}},
    "NewsArticle": {
        "url": {"URL"},
        "headline": {"Text"},
        "datePublished": {"Date", "DateTime"},
        "publisher": {"NewsMediaOrganization"},
    },
}
"""The properties of each type and what each may be. Source: the pages of these types at schema.org."""
NEEDED = {
    "ClaimReview": {"url", "claimReviewed", "reviewRating", "itemReviewed", "author", "datePublished"},
    "Rating": {"alternateName"},
    "Person": {"name"},
    "Organization": {"name"},
    "NewsMediaOrganization": {"name"},
    "NewsArticle": set[str](),
    "Claim": {"text", "inLanguage"},
}
"""What Google's page on fact-check structured data requires, and what is always known."""
DENIED = {"misattributed": "این گفته از کس دیگری است", "fabricated": "این گفته ساختگی است"}
EVENT_KEYS = {"start_date", "end_date", "display_date", "text", "group", "autolink", "unique_id"}
"""Of a slide. Source: TimelineJS's page on its JSON format."""


def check_shape(told: Any, expected: set[str]) -> None:
    """Fail for what is none of these types of schema.org, or has properties that they do not have."""
    if isinstance(told, dict):
        kind = told["@type"]
        assert kind in expected, (kind, expected)
        properties = {name: value for name, value in told.items() if not name.startswith("@")}
        assert NEEDED[kind] <= properties.keys() <= CLAIM_REVIEW[kind].keys(), told
        for name, value in properties.items():
            check_shape(value, CLAIM_REVIEW[kind][name])
        return
    assert any(_is_of(told, one) for one in expected), (told, expected)


def _is_of(told: object, kind: str) -> bool:
    match kind:
        case "Text":
            return isinstance(told, str) and told != ""
        case "URL":
            return isinstance(told, str) and told.startswith(("http://", "https://"))
        case "Number":
            return type(told) in {int, float}
        case "Date":
            return isinstance(told, str) and len(told) <= 10 and bool(date.fromisoformat(f"{told}-01-01"[:10]))
        case "DateTime":
            return isinstance(told, str) and "T" in told and datetime.fromisoformat(told).tzinfo is not None
    return False


async def test_claim_reviews_are_what_schema_org_says(client: Client, database: Database) -> None:
    """Of every verdict that stands, with and without what else is known."""
    await make.store(database, await small_world(database, store=False))
    reviews = orjson.loads(await export(client, Form.CLAIM_REVIEW))
    assert len(reviews) >= 2
    for review in reviews:
        assert review["@context"] == "https://schema.org"
        check_shape(review, {"ClaimReview"})


async def test_a_review_tells_who_said_what_where_and_what_was_found(client: Client, database: Database) -> None:
    """By the note that gives the verdict."""
    outlet, [speaker, name] = make.outlet(), make.speaker("مریم نیک‌فر")
    article = make.article(of=outlet)
    article.url = "https://example.org/a?b=1&c=2"
    revision, key = make.revision(article), make.api_key("سارا")
    claim = make.claim(revision, by=speaker.id, role="شهردار")
    note = make.note(claim, key=key, verdict_id=verdict_id("false"), created_at=datetime(2024, 5, 2, 8, tzinfo=UTC))
    unreviewed = make.claim(revision)
    await make.store(database, [outlet, speaker, name, key, article, revision, claim, unreviewed, *note])
    [review] = orjson.loads(await export(client, Form.CLAIM_REVIEW))
    assert review == {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": f"http://127.0.0.1:8000/fa/claims/claim_{claim.id.hex}",
        "datePublished": "2024-05-02T08:00:00+00:00",
        "author": {"@type": "Person", "name": "سارا"},
        "claimReviewed": claim.content,
        "itemReviewed": {
            "@type": "Claim",
            "text": claim.content,
            "inLanguage": "fa",
            "author": {"@type": "Person", "name": "مریم نیک‌فر", "jobTitle": "شهردار"},
            "datePublished": "2024-04-30",
            "appearance": {
                "@type": "NewsArticle",
                "url": "https://example.org/a?b=1&c=2",
                "headline": "عنوان",
                "datePublished": "2024-04-30",
                "publisher": {"@type": "NewsMediaOrganization", "name": outlet.name},
            },
        },
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": 1,
            "worstRating": 1,
            "bestRating": 5,
            "alternateName": "نادرست",
        },
        "inLanguage": "fa",
    }


@pytest.mark.parametrize(("attribution", "found"), DENIED.items())
async def test_nobody_is_the_author_of_what_they_did_not_say(
    client: Client, database: Database, attribution: str, found: str
) -> None:
    """A review says what was found of that in place of the author."""
    speaker, name = make.speaker("مریم نیک‌فر")
    article, key = make.article(), make.api_key("سارا")
    revision = make.revision(article)
    claim = make.claim(revision, by=speaker.id)
    note = make.note(claim, key=key, verdict_id=verdict_id("false"), attribution=attribution)
    await make.store(database, [speaker, name, key, article, revision, claim, *note])
    [review] = orjson.loads(await export(client, Form.CLAIM_REVIEW))
    assert (review["itemReviewed"].get("description"), review["itemReviewed"].get("author")) == (found, None)


@pytest.mark.parametrize("kept_from_it", ["visibility", "stage", "retracted_at"])
async def test_no_verdict_is_reviewed_that_does_not_stand(
    client: Client, database: Database, kept_from_it: str
) -> None:
    """One of the team alone, one on its way and one that was retracted."""
    columns = {
        "visibility": {"visibility": "team"},
        "stage": {"stage": "draft"},
        "retracted_at": {"retracted_at": make.NOW, "retraction_reason": "سند"},
    }[kept_from_it]
    article, key = make.article(), make.api_key()
    revision = make.revision(article)
    claim = make.claim(revision)
    note = make.note(claim, key=key, verdict_id=verdict_id("false"), **columns)  # type: ignore[arg-type]  # a test names columns
    await make.store(database, [key, article, revision, claim, *note])
    assert await export(client, Form.CLAIM_REVIEW) == b"[]\n"


async def test_a_timeline_is_what_timelinejs_reads(client: Client, database: Database) -> None:
    """Dates are Gregorian numbers with Jalali words; who said it groups the events."""
    await make.store(database, await small_world(database, store=False))
    timeline = orjson.loads(await export(client, Form.TIMELINE))
    assert timeline.keys() == {"events"}
    for event in timeline["events"]:
        start = event["start_date"]
        assert EVENT_KEYS - {"end_date"} <= event.keys() <= EVENT_KEYS
        assert {"year", "display_date"} <= start.keys() <= {"year", "month", "day", "display_date"}
        assert all(type(start[part]) is int for part in start.keys() - {"display_date"})
        assert event["text"].keys() == {"headline", "text"}
        assert all(isinstance(event[name], str) and event[name] for name in ("group", "unique_id", "display_date"))


SAID = {
    "a day": (date(2020, 11, 14), "day", "2020-11-14", "۲۴ آبان ۱۳۹۹"),
    "a Gregorian month": (date(2020, 11, 1), "month", "2020-11", "۱۱ آبان ۱۳۹۹ تا ۱۰ آذر ۱۳۹۹"),
    "a Gregorian year": (date(2020, 1, 1), "year", "2020", "۱۱ دی ۱۳۹۸ تا ۱۱ دی ۱۳۹۹"),
    "a Jalali month": (date(2020, 10, 22), "month", None, "آبان ۱۳۹۹"),
    "a Jalali year": (date(2020, 3, 20), "year", None, "۱۳۹۹"),
    "a Hijri month": (date(2020, 4, 24), "month", None, "۵ اردیبهشت ۱۳۹۹ تا ۲ خرداد ۱۳۹۹"),
}


@pytest.mark.parametrize(("said_on", "precision", "iso", "words"), SAID.values(), ids=SAID)
def test_no_more_is_told_of_a_date_than_is_known(said_on: date, precision: str, iso: str | None, words: str) -> None:
    """In Jalali words, and in numbers where the Gregorian calendar has it."""
    when = said({"saidOn": said_on.isoformat(), "saidOnPrecision": precision.upper()})
    assert when is not None
    assert (iso_words(when), jalali_words(when)) == (iso, words)


DATES = {
    "day": (date(2020, 11, 14), {"start_date": {"year": 2020, "month": 11, "day": 14}}),
    "month": (date(2020, 11, 1), {"start_date": {"year": 2020, "month": 11}}),
    "year": (date(2020, 1, 1), {"start_date": {"year": 2020}}),
    "Jalali month": (
        date(2020, 10, 22),
        {"start_date": {"year": 2020, "month": 10, "day": 22}, "end_date": {"year": 2020, "month": 11, "day": 20}},
    ),
}


@pytest.mark.parametrize(("said_on", "dates"), DATES.values(), ids=DATES)
async def test_an_event_has_the_date_that_is_known(
    client: Client,
    database: Database,
    said_on: date,
    dates: Mapping[str, Mapping[str, int]],
    request: pytest.FixtureRequest,
) -> None:
    """And no undated claim is in a timeline."""
    precision = request.node.callspec.id.split("-")[-1].split()[-1]
    article = make.article()
    revision = make.revision(article)
    claims = [make.claim(revision, said_on=said_on, precision=precision), make.claim(revision, said_on=None)]
    await make.store(database, [article, revision, *claims])
    [event] = orjson.loads(await export(client, Form.TIMELINE))["events"]
    told = {name: event[name] for name in ("start_date", "end_date") if name in event}
    words = event["display_date"]
    assert told == {name: {**date, "display_date": words} for name, date in dates.items()}


@pytest.mark.parametrize("form", [Form.CSV, Form.TIMELINE])
async def test_a_day_that_no_calendar_has_breaks_nothing(client: Client, database: Database, form: Form) -> None:
    """Its row has no Jalali words, and a timeline has no event of it."""
    article = make.article()
    revision = make.revision(article)
    await make.store(database, [article, revision, make.claim(revision, said_on=date(500, 1, 1))])
    body = await export(client, form)
    assert body.count(b"claim_") == {Form.CSV: 2, Form.TIMELINE: 0}[form]
