"""Which media type and which coding an answer has, by the Accept headers; and which types a request may have.

Source: RFC 9110, sections 12.5.1 and 12.5.3, and the specification of GraphQL over HTTP.
"""

from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from http import HTTPStatus
from typing import NamedTuple

from api.faults import ErrorCode
from api.refusing import Refused, UnreadableBody

EVENT_STREAM = "text/event-stream"
_DIFFERENT = 256
"""Headers that are remembered: browsers and libraries send a few dozen."""
_EXACT, _ANY_SUBTYPE, _ANY_TYPE, _NOT_NAMED = 3, 2, 1, 0


class Media(StrEnum):
    """The media types of an answer."""

    JSON = "application/json"
    RESPONSE = "application/graphql-response+json"


class Coding(StrEnum):
    """How a body may be compressed, first what takes least time where the client likes several alike."""

    ZSTD = "zstd"
    BROTLI = "br"
    GZIP = "gzip"


class Wanted(NamedTuple):
    """What a client accepts: the best type of a GraphQL answer, None for none of them, and whether rather another.

    Libraries name `text/event-stream` beside the others whatever they ask: who wants it has to like it better.
    """

    media: Media | None
    a_page: bool = False
    a_stream: bool = False


class _Range(NamedTuple):
    """One of the header's media ranges or codings."""

    name: str
    quality: float


class _Liking(NamedTuple):
    """How much a type is liked, and how exactly the header names it."""

    quality: float
    exactness: int


@lru_cache(maxsize=_DIFFERENT)
def wanted(accept: bytes | None) -> Wanted:
    """What this Accept header wants; without one, and where all types are liked alike, plain JSON.

    Of the two types of GraphQL's answers the newer one is chosen where both are named and liked alike.
    """
    if accept is None:
        return Wanted(Media.JSON)
    ranges = list(_ranges(accept))
    plain, newer = _liking(ranges, Media.JSON), _liking(ranges, Media.RESPONSE)
    best = max(plain, newer)
    is_newer = newer > plain or (newer == plain and newer.exactness == _EXACT)
    media = Media.RESPONSE if is_newer else Media.JSON
    page, stream = (_liking(ranges, other) for other in ("text/html", EVENT_STREAM))
    rather = [one.exactness == _EXACT and one.quality > best.quality for one in (page, stream)]
    return Wanted(media if best.quality > 0 else None, *rather)


@lru_cache(maxsize=_DIFFERENT)
def coding(accept_encoding: bytes | None) -> Coding | None:
    """The coding that this Accept-Encoding header likes best; None where the body goes as it is."""
    if accept_encoding is None:
        return None
    told = dict(_ranges(accept_encoding))
    others = told.get("*", 0.0)
    liked = {one: told.get(one, others) for one in Coding}
    best = max(liked, key=liked.__getitem__)
    return best if liked[best] > 0 and liked[best] >= told.get("identity", 0.0) else None


@lru_cache(maxsize=_DIFFERENT)
def check_is_json(content_type: bytes | None, content_encoding: bytes | None) -> None:
    """Let JSON in UTF-8 pass, of which a browser asks before it sends it from another site. Raises UnreadableBody."""
    kind, _, parameters = (content_type or b"").decode("latin-1").lower().partition(";")
    if kind.strip() != Media.JSON:
        raise UnreadableBody("Content-Type", "send the body as application/json")
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip() == "charset" and value.strip().strip('"') not in {"utf-8", "utf8"}:
            raise UnreadableBody("Content-Type", "send the body in UTF-8")
    if content_encoding is not None and content_encoding.strip().lower() != b"identity":
        raise UnreadableBody("Content-Encoding", "send the body as it is, not compressed")


def check_acceptable(media: Media | None) -> Media:
    """The media type, where there is one. Raises Refused."""
    if media is None:
        message = f"there are answers in {Media.RESPONSE} and {Media.JSON}; name one in the header Accept"
        raise Refused(HTTPStatus.NOT_ACCEPTABLE, ErrorCode.NOT_ACCEPTABLE, message)
    return media


def _liking(ranges: list[_Range], media_type: str) -> _Liking:
    """By the range that names the type most exactly."""
    subtypes = media_type.partition("/")[0] + "/*"
    exactness = {media_type: _EXACT, subtypes: _ANY_SUBTYPE, "*/*": _ANY_TYPE}
    found = [(exactness[name], quality) for name, quality in ranges if name in exactness]
    most_exact, quality = max(found, default=(_NOT_NAMED, 0.0))
    return _Liking(quality, most_exact)


def _ranges(header: bytes) -> Iterator[_Range]:
    for told in header.decode("latin-1").lower().split(","):
        name, *parameters = (part.strip() for part in told.split(";"))
        if name:
            yield _Range(name, _quality(parameters))


def _quality(parameters: list[str]) -> float:
    """The weight among a range's parameters: 1 where none is told, 0 where it is no number."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            return _number(value.strip())
    return 1.0


def _number(told: str) -> float:
    try:
        quality = float(told)
    except ValueError:
        return 0.0
    return quality if 0 <= quality <= 1 else 0.0
