"""A claim with a verdict as schema.org's ClaimReview, by which search engines and other fact-checkers know it.

Source: https://schema.org/ClaimReview, and Google's page on fact-check structured data.
"""

from collections.abc import Mapping
from typing import Any

from api.addresses import Absolute, claim
from api.exports.encoding import encoded
from api.linked_data import CONTEXT, claim_in_schema


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
            "itemReviewed": claim_in_schema(node, url=None),
            "reviewRating": _rating(verdict),
            "inLanguage": note["language"],
        }
    )


def _rating(verdict: Mapping[str, Any]) -> dict[str, object]:
    """Without numbers for a verdict that has no place on a scale: schema.org has no null."""
    told = {
        "ratingValue": verdict["rating"],
        "worstRating": verdict["worstRating"],
        "bestRating": verdict["bestRating"],
        "alternateName": verdict["labelFa"],
    }
    return {"@type": "Rating", **{name: value for name, value in told.items() if value is not None}}
