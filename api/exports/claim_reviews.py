"""A claim with a verdict as schema.org's ClaimReview, by which search engines and other fact-checkers know it.

Source: https://schema.org/ClaimReview, and Google's page on fact-check structured data.
"""

from collections.abc import Mapping
from typing import Any

from api.addresses import Absolute, claim
from api.exports.days import iso_words, said
from api.exports.encoding import encoded
from api.site import safe_link

CONTEXT = "https://schema.org"
_TYPES = {"PERSON": "Person", "ORGANISATION": "Organization"}


def reviewed(where: Mapping[str, Any]) -> Mapping[str, Any]:
    """The filter for those of its claims on which a verdict stands."""
    if where.get("hasVerdict") is False:
        return {**where, "and": [*(where.get("and") or ()), {"hasVerdict": True}]}
    return {**where, "hasVerdict": True}


def review_of(node: Mapping[str, Any], absolute: Absolute) -> bytes | None:
    """A claim's review as JSON; None for a claim on which no verdict stands."""
    verdict, note = node["verdict"], node["verdictNote"]
    if verdict is None or note is None:
        return None
    return encoded(
        {
            "@context": CONTEXT,
            "@type": "ClaimReview",
            "url": absolute(claim("fa", node["id"])),
            "datePublished": note["publishedAt"],
            "author": {"@type": "Organization" if note["origin"] == "IMPORTED" else "Person", "name": note["author"]},
            "claimReviewed": node["content"],
            "itemReviewed": _claim(node),
            "reviewRating": _rating(verdict),
            "inLanguage": note["language"],
        }
    )


def _claim(node: Mapping[str, Any]) -> dict[str, object]:
    when = said(node)
    return _known(
        {
            "@type": "Claim",
            "author": _speaker(node),
            "datePublished": iso_words(when) if when is not None else None,
            "appearance": _article(node["article"]),
        }
    )


def _speaker(node: Mapping[str, Any]) -> dict[str, object] | None:
    """Who said it, else the article's source; None for one without a name."""
    who = node["speaker"] or node["sourceMention"]
    if who is None or who["kind"] not in _TYPES:
        return None
    wikidata, is_person = who.get("wikidataId"), who["kind"] == "PERSON"
    return _known(
        {
            "@type": _TYPES[who["kind"]],
            "name": who["name"],
            "jobTitle": node["role"] if is_person else None,
            "sameAs": f"https://www.wikidata.org/entity/{wikidata}" if wikidata else None,
        }
    )


def _article(article: Mapping[str, Any]) -> dict[str, object] | None:
    url = safe_link(article["url"])
    if url is None:
        return None
    outlet = article["outlet"]
    return _known(
        {
            "@type": "NewsArticle",
            "url": url,
            "headline": article["title"],
            "datePublished": article["publishedOn"],
            "publisher": {"@type": "Organization", "name": outlet["name"]} if outlet else None,
        }
    )


def _rating(verdict: Mapping[str, Any]) -> dict[str, object]:
    return _known(
        {
            "@type": "Rating",
            "ratingValue": verdict["rating"],
            "worstRating": verdict["worstRating"],
            "bestRating": verdict["bestRating"],
            "alternateName": verdict["labelFa"],
        }
    )


def _known(properties: Mapping[str, object]) -> dict[str, object]:
    """Those that are known: schema.org has no null."""
    return {name: value for name, value in properties.items() if value is not None}
