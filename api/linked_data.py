"""Claims and speakers as schema.org describes them, by what GraphQL answers; what is unknown is left out.

Source: https://schema.org/Claim, https://schema.org/Person and https://schema.org/Organization.
"""

from collections.abc import Mapping
from typing import Any

from api.attributions import attribution_words, is_denied
from api.exports.days import iso_words, said
from api.site import safe_link
from domain.periods import Language

CONTEXT = "https://schema.org"
"""What a document's `@context` says; the descriptions here have none, so that they can stand inside others."""
_TYPES = {"PERSON": "Person", "ORGANISATION": "Organization"}


def claim_in_schema(claim: Mapping[str, Any], *, url: str | None) -> dict[str, object]:
    """A claim; `url` is the whole address of its page, None to leave it out.

    Needs the fields `content saidOn saidOnPrecision attribution speaker { name kind } article { title url publishedOn
    outlet { name } }`. Tells also the speaker's `latin` and `wikidataId`, the `role`, and, where no speaker is known,
    the `sourceMention { name kind }`, where they were asked for. Has no author where they did not say it, and says so
    in Persian in its description. Its day is told as exactly as ISO 8601 can tell what is known of it, and left out for
    a month or year of another calendar.
    """
    when, attribution = said(claim), claim["attribution"]
    return _known(
        {
            "@type": "Claim",
            "url": url,
            "text": claim["content"],
            "inLanguage": "fa",
            "description": attribution_words(attribution, Language.FA),
            "author": None if is_denied(attribution) else _author(claim),
            "datePublished": iso_words(when) if when is not None else None,
            "appearance": _article(claim["article"]),
        }
    )


def speaker_in_schema(speaker: Mapping[str, Any], url: str | None) -> dict[str, object] | None:
    """A speaker; `url` is the whole address of their page, None to leave it out. None for one without a name.

    Needs `name kind`; tells also `latin` and `wikidataId` where they were asked for.
    """
    if speaker["kind"] not in _TYPES:
        return None
    wikidata = speaker.get("wikidataId")
    return _known(
        {
            "@type": _TYPES[speaker["kind"]],
            "name": speaker["name"],
            "alternateName": speaker.get("latin"),
            "url": url,
            "sameAs": f"https://www.wikidata.org/entity/{wikidata}" if wikidata else None,
        }
    )


def _author(claim: Mapping[str, Any]) -> dict[str, object] | None:
    """Who said it, else the article's source; None for one without a name."""
    who = claim["speaker"] or claim.get("sourceMention")
    author = speaker_in_schema(who, None) if who else None
    if author is None or author["@type"] != "Person":
        return author
    return _known({**author, "jobTitle": claim.get("role")})


def _article(article: Mapping[str, Any]) -> dict[str, object]:
    outlet = article["outlet"]
    return _known(
        {
            "@type": "NewsArticle",
            "url": safe_link(article["url"]),
            "headline": article["title"],
            "datePublished": article["publishedOn"],
            "publisher": {"@type": "NewsMediaOrganization", "name": outlet["name"]} if outlet else None,
        }
    )


def _known(properties: Mapping[str, object]) -> dict[str, object]:
    """Those that are known: schema.org has no null, and an empty text says nothing."""
    return {name: value for name, value in properties.items() if value is not None and value != ""}
