"""Whose pages may ask: a browser lets any page send a GET, but tells from where it comes.

A POST needs no check here: it has to be JSON, which a browser sends to another site only after asking.
"""

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

from api.faults import ErrorCode
from api.refusing import Refused

ANY_ORIGIN = "*"
_KEPT_SECONDS = 3_600
"""How long a browser remembers what it may; a changed setting is known to all pages after it."""
_TOLD = ("ETag", "Retry-After")


def check_site(headers: Mapping[bytes, bytes], origins: frozenset[str]) -> None:
    """Let a GET pass that no page of another site made, but those of `origins`. Raises Refused.

    Source: the W3C's Fetch Metadata Request Headers; programs that are no browsers send none.
    """
    if headers.get(b"sec-fetch-site") != b"cross-site" or ANY_ORIGIN in origins:
        return
    if headers.get(b"origin", b"").decode("latin-1") not in origins:
        message = "pages of other sites may not ask this service; who runs it can allow theirs"
        raise Refused(HTTPStatus.FORBIDDEN, ErrorCode.CROSS_SITE, message)


def is_own_or_allowed(origin: str | None, host: str | None, origins: frozenset[str]) -> bool:
    """Whether a socket may be opened from a page: a browser opens it to any site, and tells from which page.

    Programs that are no browsers tell none.
    """
    if origin is None or ANY_ORIGIN in origins or origin.lower() in origins:
        return True
    return host is not None and urlsplit(origin).netloc.lower() == host.lower()


def open_to(app: ASGIApp, origins: frozenset[str]) -> ASGIApp:
    """The application with what browsers need to let pages of `origins` read its answers; never with cookies."""
    return CORSMiddleware(
        app,
        allow_origins=sorted(origins),
        allow_methods=("GET", "HEAD", "POST"),
        allow_headers=("*",),  # a page that may ask may name its client, as several libraries do by headers
        expose_headers=_TOLD,
        max_age=_KEPT_SECONDS,
    )
