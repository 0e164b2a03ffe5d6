"""How long an answer to GET may be kept, by whom, and how it is asked for again without being sent again.

Source: RFC 9110, section 13.1.2, and RFC 9111.
"""

from hashlib import blake2b
from http import HTTPStatus

from api.replies import Reply

VARY = (b"vary", b"Accept, Accept-Encoding, Authorization, Origin")
_TAG_BYTES = 16
"""Two different answers to one question share a tag once in 2^64 times."""


def keepable(reply: Reply, *, asked_again: bytes | None, most_seconds: int, is_personal: bool) -> Reply:
    """The answer to GET with what caches need; without its body where `asked_again`, If-None-Match, names it.

    The tag is weak: it is that of the answer, however it is compressed.
    """
    tag = b'W/"%s"' % blake2b(reply.body, digest_size=_TAG_BYTES).hexdigest().encode()
    headers = [(b"etag", tag), (b"cache-control", _cache_control(most_seconds, is_personal=is_personal)), VARY]
    if asked_again is not None and _names(asked_again, tag):
        return Reply(HTTPStatus.NOT_MODIFIED, b"", headers)
    reply.headers += headers
    return reply


def not_keepable(reply: Reply) -> Reply:
    """The answer to GET that nobody keeps: one with errors, which may be gone the next time."""
    reply.headers += [(b"cache-control", b"no-store"), VARY]
    return reply


def _cache_control(most_seconds: int, *, is_personal: bool) -> bytes:
    if is_personal:
        return b"private, no-store"
    return b"public, max-age=%d" % most_seconds if most_seconds else b"no-cache"


def _names(asked_again: bytes, tag: bytes) -> bool:
    strong = tag.removeprefix(b"W/")
    tags = (one.strip() for one in asked_again.split(b","))
    return any(one == b"*" or one.removeprefix(b"W/") == strong for one in tags)
