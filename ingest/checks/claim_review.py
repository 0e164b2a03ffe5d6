"""Reads one schema.org ClaimReview: who said what in the item reviewed, and how it was rated.

Values are taken where schema.org lets them stand: a name as text or as an object's, one of several as the first.
"""

import re
from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from domain.check import ListedCheck
from domain.links import is_web_link
from domain.statement import SourceKind
from domain.text import word_key
from domain.verdicts import BEST_RATING, WORST_RATING
from ingest.checks.fields import Given, check_of
from ingest.checks.json_ld import Values, is_of_type
from ingest.registers.place import Place

_NAMES = {
    "speaker": "itemReviewed.author",
    "role": "itemReviewed.author.jobTitle",
    "date": "itemReviewed.datePublished",
    "claim": "claimReviewed",
    "verdict": "reviewRating",
    "link": "url",
    "title": "name",
    "publisher": "author",
    "reviewed": "datePublished",
    "text": "reviewBody",
}
_BODIES = ("Organization", "GovernmentOrganization", "NewsMediaOrganization", "NGO", "Corporation", "PoliticalParty")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}")


def check_of_review(review: Values, place: Place, *, zone: ZoneInfo) -> ListedCheck:
    """The check that a review tells. Raises UnreadableRegister, which names the place, the field and what to do."""
    item, rating = _object(review, "itemReviewed"), _object(review, "reviewRating")
    speaker = _object(item, "author")
    words = {
        "speaker": _text(item, "author"),
        "role": _text(speaker, "jobTitle"),
        "date": _text(item, "datePublished") or _text(item, "dateCreated"),
        "claim": _text(review, "claimReviewed") or _text(item, "text"),
        "verdict": _text(rating, "alternateName") or _text(rating, "name"),
        "link": _text(review, "url"),
        "title": _text(review, "headline") or _text(review, "name"),
        "publisher": _text(review, "author") or _text(review, "publisher"),
        "reviewed": _text(review, "datePublished"),
        "text": _text(review, "reviewBody"),
    }
    return check_of(
        Given(place, {field: told for field, told in words.items() if told is not None}, _NAMES, zone),
        rating=_rating(rating),
        kind=SourceKind.ORGANISATION if is_of_type(speaker, *_BODIES) else None,
        appearances=tuple(_appearances(item)),
        language=_language(review),
    )


def _rating(rating: Values) -> int | None:
    """The rating where it is one of schema.org's own scale, 5 to 1; another scale's says nothing here."""
    ends = ((_number(rating, "worstRating"), WORST_RATING), (_number(rating, "bestRating"), BEST_RATING))
    value = _number(rating, "ratingValue")
    if value is None or any(end not in {None, own} for end, own in ends):
        return None
    return int(value) if value in range(WORST_RATING, BEST_RATING + 1) else None


def _number(values: Values, field: str) -> float | None:
    """A number that may be written as text; NaN, which equals nothing, for what is none."""
    told = _text(values, field)
    if told is None:
        return None
    try:
        return float(word_key(told).strip())
    except ValueError:
        return float("nan")


def _appearances(item: Values) -> Iterator[str]:
    """The addresses at which the claim appeared; what is no address tells none."""
    for field in ("appearance", "firstAppearance"):
        told = item.get(field)
        for one in told if isinstance(told, list) else [told]:
            url = (_text(one, "url") or _text(one, "@id")) if isinstance(one, dict) else one
            if isinstance(url, str) and is_web_link(url.strip()):
                yield url.strip()
    if not is_of_type(item, "Claim") and (url := _text(item, "url")) and is_web_link(url):
        yield url


def _language(review: Values) -> str | None:
    told = _text(review, "inLanguage")
    found = _LANGUAGE.match(told) if told else None
    return found[0].lower() if found else None


def _object(values: Values, field: str) -> Values:
    """The object of a field, the first of several; one without anything where there is none."""
    told = _first(values.get(field))
    return told if isinstance(told, dict) else {}


def _text(values: Values, field: str) -> str | None:
    """The words of a field: text, a number, JSON-LD's own way to write a text, or an object's name."""
    told = _first(values.get(field))
    if isinstance(told, Mapping):
        told = _first(told.get("@value", told.get("name")))
    if isinstance(told, bool) or not isinstance(told, str | int | float):
        return None
    return str(told).strip() or None


def _first(value: object) -> object:
    return value[0] if isinstance(value, list) and value else value
