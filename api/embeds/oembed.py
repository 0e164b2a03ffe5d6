"""Tells other sites how to embed a page of this one, by its address. Source: oembed.com, sections 2.2 to 2.3."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

import orjson
from lxml import etree
from starlette.datastructures import QueryParams

from api.addresses import Absolute
from api.embeds.codes import HEIGHT, WIDTH, iframe_of
from api.embeds.words import WORDS
from api.faults import ErrorCode
from api.ranges import read_range
from api.refusing import Refused
from api.replies import Reply
from api.xml_text import xml_text
from domain.errors import BadFilter
from domain.periods import Language

CACHE_SECONDS = 3_600
"""How long sites may keep an answer: it holds no claims, and the iframe that it tells asks for them anew."""
_PAGE = re.compile(r"/(fa|en)/speakers/(speaker_[0-9a-f]{32})/?")
_SIZE = re.compile(r"[0-9]{1,5}")


class NotEmbeddable(Refused):
    """An address that nothing can be embedded of."""

    def __init__(self, begins: str) -> None:
        """`begins` is how addresses of this service begin."""
        message = f"url: nothing can be embedded of this address; give that of a speaker's page, {begins}/fa/speakers/…"
        super().__init__(HTTPStatus.NOT_FOUND, ErrorCode.NOT_FOUND, message)


@dataclass(frozen=True, slots=True)
class Embeddable:
    """The page of a speaker, by node id, and the days that it shows."""

    speaker: str
    language: Language
    from_: str
    to: str


def embeddable_at(url: str, absolute: Absolute) -> Embeddable:
    """What is shown at a whole address of this service. Raises NotEmbeddable."""
    try:
        parts = urlsplit(url)
        parameters = parse_qs(parts.query, max_num_fields=20)
    except ValueError as error:
        raise NotEmbeddable(absolute("")) from error
    page = _PAGE.fullmatch(parts.path)
    if page is None or not url.startswith(absolute("/")):
        raise NotEmbeddable(absolute(""))
    from_, to = (parameters.get(name, [""])[0] for name in ("from", "to"))
    try:
        read_range(from_, to)
    except BadFilter as bad:
        raise NotEmbeddable(absolute("")) from bad
    return Embeddable(page[2], Language(page[1]), from_, to)


def check_format(parameters: QueryParams) -> str:
    """The format that is asked for, `json` or `xml`. Raises Refused with 501 for another."""
    form = parameters.get("format") or "json"
    if form not in {"json", "xml"}:
        raise Refused(HTTPStatus.NOT_IMPLEMENTED, ErrorCode.BAD_USER_INPUT, "format: is not one of json and xml")
    return form


def told_of(page: Embeddable, name: str, absolute: Absolute, parameters: QueryParams) -> Mapping[str, object]:
    """What the specification calls a rich response. Raises BadFilter for a size that is none."""
    width, height = _at_most(WIDTH, "maxwidth", parameters), _at_most(HEIGHT, "maxheight", parameters)
    words = WORDS[page.language]
    return {
        "version": "1.0",
        "type": "rich",
        "title": words.title.format(name),
        "author_name": name,
        "provider_name": words.service,
        "provider_url": absolute("/"),
        "cache_age": CACHE_SECONDS,
        "html": iframe_of(
            page.speaker,
            name,
            page.language,
            absolute,
            from_=page.from_,
            to=page.to,
            width=width,
            height=height,
        ),
        "width": width,
        "height": height,
    }


def written(told: Mapping[str, object], form: str) -> Reply:
    """The answer in its format."""
    if form == "json":
        return Reply(HTTPStatus.OK, orjson.dumps(told), [(b"content-type", b"application/json; charset=utf-8")])
    root = etree.Element("oembed")
    for name, value in told.items():
        etree.SubElement(root, name).text = xml_text(str(value))
    body = etree.tostring(root, xml_declaration=True, encoding="utf-8", standalone=True)
    return Reply(HTTPStatus.OK, body, [(b"content-type", b"text/xml; charset=utf-8")])


def _at_most(usual: int, field: str, parameters: QueryParams) -> int:
    told = parameters.get(field)
    if told is None:
        return usual
    if not _SIZE.fullmatch(told) or int(told) == 0:
        raise BadFilter(field, "is not a number of pixels from 1 to 99999")
    return min(usual, int(told))
