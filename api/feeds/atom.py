"""Feeds as Atom writes them. Source: RFC 4287."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from lxml import etree

from api.feeds.entries import Entry, html_of
from api.feeds.words import WORDS
from api.xml_text import xml_text
from domain.periods import Language

ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed without entries changed last: always the same, so that its tag is, too."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed; `here` and `page` are the whole addresses of itself and of the page that people see."""

    id: UUID
    title: str
    here: str
    page: str
    language: Language
    entries: Sequence[Entry]

    @property
    def updated(self) -> datetime:
        """When the entry that changed last did."""
        return max((entry.updated for entry in self.entries), default=_BEFORE_ALL)


def written(feed: Feed) -> bytes:
    """The feed as XML in UTF-8."""
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    root.set(_LANGUAGE, feed.language)
    _text(root, "id", feed.id.urn)
    _text(root, "title", feed.title)
    _text(root, "updated", _timestamp(feed.updated))
    _link(root, "self", feed.here, MEDIA_TYPE)
    _link(root, "alternate", feed.page, "text/html")
    _author(root, WORDS[feed.language].service, None)
    _text(root, "generator", "Gozareh")
    for entry in feed.entries:
        _add(root, entry, feed.language)
    document: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return document


def _add(root: etree._Element, entry: Entry, language: Language) -> None:
    one = etree.SubElement(root, f"{{{ATOM}}}entry")
    _text(one, "id", entry.id.urn)
    _text(one, "title", entry.title).set(_LANGUAGE, "fa")
    _text(one, "updated", _timestamp(entry.updated))
    if entry.published is not None:
        _text(one, "published", _timestamp(entry.published))
    if entry.author is None or entry.is_denied:
        _author(one, WORDS[language].nobody, None)
    else:
        _author(one, entry.author, entry.author_page)
    _link(one, "alternate", entry.page, "text/html")
    if entry.article is not None:
        _link(one, "via", entry.article, "text/html")
    _text(one, "content", html_of(entry, language)).set("type", "html")


def _text(parent: etree._Element, name: str, text: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{ATOM}}}{name}")
    element.text = xml_text(text)
    return element


def _link(parent: etree._Element, relation: str, address: str, media_type: str) -> None:
    element = etree.SubElement(parent, f"{{{ATOM}}}link", rel=relation, type=media_type)
    element.set("href", xml_text(address))


def _author(parent: etree._Element, name: str, page: str | None) -> None:
    author = etree.SubElement(parent, f"{{{ATOM}}}author")
    _text(author, "name", name)
    if page is not None:
        _text(author, "uri", page)


def _timestamp(instant: datetime) -> str:
    return instant.isoformat(timespec="seconds").replace("+00:00", "Z")
