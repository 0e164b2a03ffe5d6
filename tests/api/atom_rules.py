"""Checks a feed against what RFC 4287 says that it MUST be, for documents without extensions."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_MEDIA_TYPE = re.compile(r"[^/\s]+/[^/\s]+")
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_COMMON = {f"{XML}lang", f"{XML}base"}
_MANY = 10**6


@dataclass(frozen=True)
class Rule:
    """What may and must stand in an element; counts are fewest and most of each child."""

    children: Mapping[str, tuple[int, int]]
    attributes: frozenset[str] = frozenset()
    needed: frozenset[str] = frozenset()


_PERSON = Rule({"name": (1, 1), "uri": (0, 1), "email": (0, 1)})
_TEXT = Rule({}, frozenset({"type"}))
_PLAIN = Rule({})
_METADATA = {
    "id": (1, 1), "title": (1, 1), "updated": (1, 1), "author": (0, _MANY), "category": (0, _MANY),
    "contributor": (0, _MANY), "link": (0, _MANY), "rights": (0, 1),
}  # fmt: skip
RULES: Mapping[str, Rule] = {
    "feed": Rule(
        {**_METADATA, "entry": (0, _MANY), "generator": (0, 1), "icon": (0, 1), "logo": (0, 1), "subtitle": (0, 1)}
    ),
    "entry": Rule({**_METADATA, "content": (0, 1), "published": (0, 1), "source": (0, 1), "summary": (0, 1)}),
    "author": _PERSON,
    "contributor": _PERSON,
    "title": _TEXT,
    "subtitle": _TEXT,
    "summary": _TEXT,
    "rights": _TEXT,
    "content": Rule({}, frozenset({"type", "src"})),
    "generator": Rule({}, frozenset({"uri", "version"})),
    "link": Rule({}, frozenset({"href", "rel", "type", "hreflang", "title", "length"}), frozenset({"href"})),
    "category": Rule({}, frozenset({"term", "scheme", "label"}), frozenset({"term"})),
    "id": _PLAIN, "name": _PLAIN, "uri": _PLAIN, "email": _PLAIN, "updated": _PLAIN, "published": _PLAIN,
    "icon": _PLAIN, "logo": _PLAIN,
}  # fmt: skip
"""Sections 3 and 4: each element's children and attributes."""


def broken_rules(feed: bytes) -> list[str]:
    """What is wrong with a feed, each with its place; [] for a valid one. Raises XMLSyntaxError."""
    root = etree.fromstring(feed, etree.XMLParser(resolve_entities=False, no_network=True))
    if root.tag != f"{ATOM}feed":
        return [f"{root.tag} is no feed"]
    return [*_elements(root), *_feeds(root)]


def _elements(element: etree._Element) -> Iterator[str]:
    name = str(element.tag).removeprefix(ATOM)
    rule = RULES.get(name)
    if rule is None:
        yield f"{name} is unknown"
        return
    counts: dict[str, int] = {}
    for child in element:
        counts[str(child.tag).removeprefix(ATOM)] = counts.get(str(child.tag).removeprefix(ATOM), 0) + 1
        yield from _elements(child)
    for child_name in set(counts) | set(rule.children):
        fewest, most = rule.children.get(child_name, (0, 0))
        if not fewest <= counts.get(child_name, 0) <= most:
            yield f"{name} has {counts.get(child_name, 0)} {child_name}"
    yield from (f"{name} lacks {one}" for one in rule.needed - set(element.attrib))
    yield from (f"{name} has {one}" for one in set(element.attrib) - rule.attributes - _COMMON)
    if rule.children and (element.text or "").strip():
        yield f"{name} has text"
    yield from _values(name, element)


def _values(name: str, element: etree._Element) -> Iterator[str]:
    text, kind = element.text or "", element.get("type")
    language = element.get(f"{XML}lang")
    if language is not None and not _LANGUAGE_TAG.fullmatch(language):
        yield f"{name} is in the language {language}"
    if name in {"updated", "published"} and not _DATE.fullmatch(text):
        yield f"{name} is {text}, no date of RFC 3339 with an upper-case T and Z"
    if name in {"id", "uri", "icon", "logo"} and not _is_iri(text):
        yield f"{name} is {text}, no whole IRI"
    if name == "name" and not text.strip():
        yield "name is empty"
    if name == "link":
        if not _is_iri(element.get("href", "")):
            yield f"link to {element.get('href')}, no whole IRI"
        if kind is not None and not _MEDIA_TYPE.fullmatch(kind):
            yield f"link of the type {kind}"
        if not element.get("rel", "alternate").strip():
            yield "link without a relation"
    if name in {"title", "subtitle", "summary", "rights", "content"} and kind not in {None, "text", "html"}:
        yield f"{name} of the type {kind}"


def _feeds(root: etree._Element) -> Iterator[str]:
    entries = root.findall(f"{ATOM}entry")
    if root.find(f"{ATOM}author") is None and not all(one.find(f"{ATOM}author") is not None for one in entries):
        yield "neither the feed nor each entry has an author"
    ids = [one.findtext(f"{ATOM}id") for one in [root, *entries]]
    if len(set(ids)) < len(ids):
        yield "two have one id"
    for one in [root, *entries]:
        alternates = [
            (link.get("type"), link.get("hreflang"))
            for link in one.findall(f"{ATOM}link")
            if link.get("rel", "alternate") == "alternate"
        ]
        if len(set(alternates)) < len(alternates):
            yield "two alternates of one type and language"
        if one is not root and one.find(f"{ATOM}content") is None and not alternates:
            yield "an entry has neither content nor an alternate"
    if not any(link.get("rel") == "self" for link in root.findall(f"{ATOM}link")):
        yield "the feed does not tell its own address"


def _is_iri(text: str) -> bool:
    parts = urlsplit(text)
    return bool(parts.scheme and (parts.netloc or parts.path)) and not re.search(r"[\s<>\"{}|\\^`]", text)
