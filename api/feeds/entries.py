"""The entries of a feed, as they are made of what GraphQL tells of claims."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from jinja2 import Environment, PackageLoader, StrictUndefined

from api.addresses import Absolute, claim, speaker
from api.attributions import attribution_words, is_denied
from api.feeds.words import WORDS
from api.said_days import worded
from api.site import safe_link
from domain.dates import Precision
from domain.node_ids import split_node_id
from domain.periods import Language

LONGEST_TITLE = 100
"""Code points: what a list of a reader's program shows in one or two lines."""
RIGHT_TO_LEFT_MARK = "\u200f"
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn what follows them; a title that is cut would lose the ends of what they turn."""
_TEMPLATES = Environment(loader=PackageLoader("api.feeds"), autoescape=True, undefined=StrictUndefined)


@dataclass(frozen=True, slots=True)
class Entry:
    """One claim in a feed; None and empty where nothing is known."""

    id: UUID
    title: str
    words: str
    context: str
    page: str
    """The claim's page, whole."""
    updated: datetime
    published: datetime | None
    author: str | None
    author_page: str | None
    role: str | None
    said_on: str | None
    """In words, in both calendars."""
    outlet: str | None
    article: str | None
    """Its address."""
    verdict: str | None
    attribution: str | None
    is_denied: bool
    """Whether the attribution says that the author did not say it."""


def entry_of(told: Mapping[str, Any], language: Language, absolute: Absolute) -> Entry:
    """The entry of a claim as the fragment `Entries` tells it."""
    who, article, history = told["speaker"], told["article"], told["history"]["nodes"]
    found = attribution_words(told["attribution"], language)
    instants = [told["extractedAt"], *(event["at"] for event in history)]
    return Entry(
        id=split_node_id(told["id"])[1],
        title=title_of(f"{found}: {told['content']}" if is_denied(told["attribution"]) else told["content"]),
        words=told["content"],
        context=told["context"],
        page=absolute(claim(language, told["id"])),
        updated=max(map(_instant, instants)),
        published=_instant(article["publishedAt"]) if article["publishedAt"] else None,
        author=name_of(who, language) if who else None,
        author_page=absolute(speaker(language, who["id"])) if who else None,
        role=told["role"],
        said_on=_said_on(told, language),
        outlet=article["outlet"]["name"] if article["outlet"] else None,
        article=safe_link(article["url"]),
        verdict=_label(told["verdict"], language),
        attribution=found,
        is_denied=is_denied(told["attribution"]),
    )


def name_of(speaker: Mapping[str, Any], language: Language) -> str:
    """A speaker's name; in Latin letters for a reader of English, where they are known."""
    latin = speaker["latin"] if language is Language.EN else None
    return str(latin or speaker["name"])


def title_of(words: str) -> str:
    """The words on one line, cut after a word where they are long, and running from the right as Persian does.

    >>> title_of("  پل تازه "), title_of("سد " * 60)[-5:]
    ('پل تازه', 'د سد…')
    """
    line = " ".join(_DIRECTIONS.sub("", words).split())
    if len(line) > LONGEST_TITLE:
        head = line[:LONGEST_TITLE]
        line = (head.rpartition(" ")[0] or head).rstrip(" ،؛,;:") + "…"
    return line if _begins_from_the_right(line) else RIGHT_TO_LEFT_MARK + line


def html_of(entry: Entry, language: Language) -> str:
    """The entry as HTML that is safe to show."""
    return _TEMPLATES.get_template("entry.html").render(entry=entry, words=WORDS[language])


def _begins_from_the_right(line: str) -> bool:
    """Whether the first letter of a direction is one from right to left, by which programs choose the line's."""
    strong = (found for found in map(unicodedata.bidirectional, line) if found in {"L", "R", "AL"})
    return next(strong, "L") != "L"


def _said_on(told: Mapping[str, Any], language: Language) -> str | None:
    if told["saidOn"] is None:
        return None
    return worded(date.fromisoformat(told["saidOn"]), Precision[told["saidOnPrecision"]], language)


def _label(verdict: Mapping[str, str] | None, language: Language) -> str | None:
    if verdict is None:
        return None
    return verdict["labelFa"] if language is Language.FA else verdict["labelEn"]


def _instant(told: str) -> datetime:
    return datetime.fromisoformat(told).astimezone(UTC)
