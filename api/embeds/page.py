"""The page for an iframe: an embed as HTML without scripts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from api import addresses
from api.addresses import Absolute
from api.attributions import attribution_words, is_denied
from api.embeds.asking import Embed
from api.embeds.refusing import Message
from api.embeds.words import WORDS, Words
from api.ranges import read_range
from api.said_days import worded
from api.site import safe_link
from domain.dates import Precision
from domain.periods import Language

LONGEST_WORDS = 500
"""Code points of a claim that are shown; longer ones go on behind a link."""
HEIGHTS = 20
"""Of bars, from the lowest to the highest: the policy of the page allows no styles but those of its sheet."""
_TEMPLATES = Environment(
    loader=PackageLoader("api.embeds"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
_PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@dataclass(frozen=True, slots=True)
class Bar:
    """A period of the chart, told by `label` with its count; `address` shows its claims, `height` is 0 to `HEIGHTS`."""

    label: str
    height: int
    address: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A claim of the list; None where nothing is known."""

    words: str
    is_cut: bool
    page: str
    said_on: str
    outlet: str | None
    article: str | None
    verdict: str | None
    attribution: str | None
    is_denied: bool
    """Whether the attribution says that the speaker did not say it."""


def page_of(embed: Embed, told: Mapping[str, Any], absolute: Absolute) -> bytes:
    """The page of an embed, by what GraphQL told of it."""
    words, claims, buckets = WORDS[embed.language], told["claims"], told["timeline"]["buckets"]
    name = name_of(told["speaker"], embed.language)
    cursor = claims["pageInfo"]["endCursor"] if claims["pageInfo"]["hasNextPage"] else None
    return _rendered(
        "embedded.html",
        embed,
        title=words.title.format(name),
        count=(words.count_of_one if claims["totalCount"] == 1 else words.count).format(
            _number(claims["totalCount"], embed.language)
        ),
        bars=_bars(buckets, embed),
        ends=[buckets[place]["label"] for place in (0, -1)] if buckets and claims["nodes"] else [],
        claims=[_shown(claim, embed.language, words, absolute) for claim in claims["nodes"]],
        more=_address(replace(embed, after=cursor)) if cursor else None,
        page=absolute(addresses.speaker(embed.language, told["speaker"]["id"], from_=embed.from_, to=embed.to)),
    )


def refusal_page(embed: Embed, message: Message, absolute: Absolute) -> bytes:
    """The page that says why an embed cannot be shown."""
    return _rendered("refused.html", embed, message=message, page=absolute(addresses.home(embed.language)))


def name_of(speaker: Mapping[str, Any], language: Language) -> str:
    """A speaker's name; in Latin letters for a reader of English, where they are known."""
    return str((speaker["latin"] if language is Language.EN else None) or speaker["name"])


def _rendered(template: str, embed: Embed, **values: object) -> bytes:
    html = _TEMPLATES.get_template(template).render(
        embed=embed, words=WORDS[embed.language], style=addresses.EMBEDDED_STYLE, **values
    )
    return html.encode("utf-8", "replace")


def _bars(buckets: Sequence[Mapping[str, Any]], embed: Embed) -> list[Bar]:
    words, most = WORDS[embed.language], max((one["count"] for one in buckets), default=0)
    return [
        Bar(
            (words.bar if one["count"] > 1 else words.bar_of_one).format(
                one["label"], _number(one["count"], embed.language)
            ),
            -(-one["count"] * HEIGHTS // most) if most else 0,
            _address(_narrowed(embed, one["start"], one["end"])),
        )
        for one in buckets
    ]


def _narrowed(embed: Embed, start: str, end: str) -> Embed:
    """The embed of its days that are of a period from `start` to before `end`: what the period's bar counts."""
    days = read_range(embed.from_, embed.to)
    first, after = max(start, days.get("gte", start)), min(end, days.get("lt", end))
    return replace(embed, from_=first, to=(date.fromisoformat(after) - timedelta(days=1)).isoformat(), after=None)


def _address(embed: Embed) -> str:
    return addresses.embedded(
        speaker=embed.speaker,
        from_=embed.from_,
        to=embed.to,
        lang=embed.language,
        theme=embed.theme,
        after=embed.after,
    )


def _shown(told: Mapping[str, Any], language: Language, words: Words, absolute: Absolute) -> Shown:
    content, article, verdict = told["content"], told["article"], told["verdict"]
    is_cut = len(content) > LONGEST_WORDS
    return Shown(
        words=content[:LONGEST_WORDS] + "…" if is_cut else content,
        is_cut=is_cut,
        page=absolute(addresses.claim(language, told["id"])),
        said_on=_said_on(told, language) or words.unknown_day,
        outlet=article["outlet"]["name"] if article["outlet"] else None,
        article=safe_link(article["url"]),
        verdict=verdict["labelFa" if language is Language.FA else "labelEn"] if verdict else None,
        attribution=attribution_words(told["attribution"], language),
        is_denied=is_denied(told["attribution"]),
    )


def _said_on(told: Mapping[str, Any], language: Language) -> str | None:
    if told["saidOn"] is None:
        return None
    return worded(date.fromisoformat(told["saidOn"]), Precision[told["saidOnPrecision"]], language)


def _number(count: int, language: Language) -> str:
    return str(count).translate(_PERSIAN_DIGITS) if language is Language.FA else f"{count:,}"
