"""Claims and speakers are told as schema.org describes them."""

from collections.abc import Mapping
from typing import Any

import pytest

from api.linked_data import claim_in_schema, speaker_in_schema

PERSON = {"name": "مریم نیک‌فر", "latin": None, "kind": "PERSON"}
CLAIM: Mapping[str, Any] = {
    "content": "پل تازه باز می‌شود",
    "saidOn": "2020-11-14",
    "saidOnPrecision": "DAY",
    "attribution": None,
    "speaker": PERSON,
    "article": {
        "title": "پل",
        "url": "https://example.org/a",
        "publishedOn": "2020-11-15",
        "outlet": {"name": "روزنامه"},
    },
}
NOTHING_KNOWN: Mapping[str, Any] = {
    "content": "پل تازه باز می‌شود",
    "saidOn": None,
    "saidOnPrecision": None,
    "attribution": None,
    "speaker": None,
    "article": {"title": None, "url": "javascript:alert(1)", "publishedOn": None, "outlet": None},
}


def test_a_claim_tells_who_said_what_when_and_where() -> None:
    """With the address of its page."""
    assert claim_in_schema(CLAIM, url="https://example.org/fa/claims/1") == {
        "@type": "Claim",
        "url": "https://example.org/fa/claims/1",
        "text": "پل تازه باز می‌شود",
        "inLanguage": "fa",
        "author": {"@type": "Person", "name": "مریم نیک‌فر"},
        "datePublished": "2020-11-14",
        "appearance": {
            "@type": "NewsArticle",
            "url": "https://example.org/a",
            "headline": "پل",
            "datePublished": "2020-11-15",
            "publisher": {"@type": "NewsMediaOrganization", "name": "روزنامه"},
        },
    }


def test_what_is_unknown_is_left_out() -> None:
    """Of an address, too, that is none of the web."""
    assert claim_in_schema(NOTHING_KNOWN, url=None) == {
        "@type": "Claim",
        "text": "پل تازه باز می‌شود",
        "inLanguage": "fa",
        "appearance": {"@type": "NewsArticle"},
    }


FOUND = {
    "CONFIRMED": ("انتساب این گفته تأیید شده است", True),
    "MISATTRIBUTED": ("این گفته از کس دیگری است", False),
    "FABRICATED": ("این گفته ساختگی است", False),
}


@pytest.mark.parametrize("attribution", FOUND)
def test_nobody_is_the_author_of_what_they_did_not_say(attribution: str) -> None:
    """What was found of that is told in the description."""
    told = claim_in_schema({**CLAIM, "attribution": attribution}, url=None)
    assert (told["description"], "author" in told) == FOUND[attribution]


DAYS = {
    "a day": ("2020-11-14", "DAY", "2020-11-14"),
    "a Gregorian month": ("2020-11-01", "MONTH", "2020-11"),
    "a Gregorian year": ("2020-01-01", "YEAR", "2020"),
    "a Jalali month": ("2020-10-22", "MONTH", None),
    "a Jalali year": ("2020-03-20", "YEAR", None),
    "a day that calendars do not have": ("0500-01-01", "DAY", None),
}


@pytest.mark.parametrize(("said_on", "precision", "expected"), DAYS.values(), ids=DAYS)
def test_no_more_is_told_of_a_day_than_is_known(said_on: str, precision: str, expected: str | None) -> None:
    """As ISO 8601 writes it; nothing where it cannot."""
    told = claim_in_schema({**CLAIM, "saidOn": said_on, "saidOnPrecision": precision}, url=None)
    assert told.get("datePublished") == expected


@pytest.mark.parametrize(("kind", "expected"), [("PERSON", "Person"), ("ORGANISATION", "Organization")])
def test_a_speaker_is_of_their_own_type(kind: str, expected: str) -> None:
    """With the other name, the page and the entry in Wikidata that are known."""
    speaker = {"name": "نام", "latin": "Name", "kind": kind, "wikidataId": "Q1"}
    assert speaker_in_schema(speaker, "https://example.org/s") == {
        "@type": expected,
        "name": "نام",
        "alternateName": "Name",
        "url": "https://example.org/s",
        "sameAs": "https://www.wikidata.org/entity/Q1",
    }


def test_a_source_without_a_name_is_no_author() -> None:
    """Neither as a speaker nor as what an article calls its source."""
    unnamed = {"name": "یک منبع آگاه", "latin": None, "kind": "UNNAMED"}
    claims = [{**CLAIM, "speaker": unnamed}, {**CLAIM, "speaker": None, "sourceMention": unnamed}]
    assert [speaker_in_schema(unnamed, None), *("author" in claim_in_schema(one, url=None) for one in claims)] == [
        None,
        False,
        False,
    ]


def test_only_a_person_has_an_office() -> None:
    """An organisation's role in an article is none."""
    office = {"role": "شهردار"}
    person = claim_in_schema({**CLAIM, **office}, url=None)
    organisation = claim_in_schema({**CLAIM, **office, "speaker": {**PERSON, "kind": "ORGANISATION"}}, url=None)
    assert [person["author"], organisation["author"]] == [
        {"@type": "Person", "name": "مریم نیک‌فر", "jobTitle": "شهردار"},
        {"@type": "Organization", "name": "مریم نیک‌فر"},
    ]
