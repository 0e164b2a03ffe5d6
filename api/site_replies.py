"""Answers to GET and HEAD of what is no GraphQL: tagged, compressed, and in plain words where there is none to give.

A handler makes a Reply, or raises what it cannot answer: Unanswered, Refused, BadInput or NotFound.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.caching import keepable, not_keepable
from api.compressing import compress
from api.cross_site import check_site
from api.faults import ErrorCode
from api.inquiring import Unanswered
from api.refusing import Headers, Refused
from api.replies import Reply
from api.site import Site
from domain.errors import BadInput, NotFound

type Handler = Callable[[Request], Awaitable[Reply]]

_PLAIN = (b"content-type", b"text/plain; charset=utf-8")
_WHO = (b"www-authenticate", b"Bearer")
_STATUSES = {
    ErrorCode.NOT_FOUND: HTTPStatus.NOT_FOUND,
    ErrorCode.RATE_LIMITED: HTTPStatus.TOO_MANY_REQUESTS,
    ErrorCode.SERVICE_UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
    ErrorCode.TIMEOUT: HTTPStatus.SERVICE_UNAVAILABLE,
    ErrorCode.UNAUTHENTICATED: HTTPStatus.UNAUTHORIZED,
    ErrorCode.FORBIDDEN: HTTPStatus.FORBIDDEN,
    ErrorCode.INTERNAL_SERVER_ERROR: HTTPStatus.INTERNAL_SERVER_ERROR,
}
"""Of the codes whose request is not itself what has to be mended."""


_ALLOWED = ("GET", "HEAD")
_OTHERS = ("POST", "PUT", "PATCH", "DELETE", "OPTIONS")
"""Taken by the route, to be refused: what other routes have at the same path would be tried else."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer; `headers` tell programs the same."""

    status: HTTPStatus
    message: str
    headers: Headers = ()


REFUSED = (Unanswered, Refused, NotFound, BadInput)
"""What a handler raises that whoever asked can do something about."""


def refusal_of(error: Exception) -> Refusal:
    """Why one of `REFUSED` gives no answer."""
    match error:
        case Unanswered():
            status = next((one for code, one in _STATUSES.items() if code == error.code), HTTPStatus.BAD_REQUEST)
            headers = [_WHO] if status is HTTPStatus.UNAUTHORIZED else []
            if error.retry_after is not None:
                headers.append((b"retry-after", b"%d" % error.retry_after))
            return Refusal(status, error.message, headers)
        case Refused():
            return Refusal(error.status, error.message, error.headers)
        case NotFound():
            return Refusal(HTTPStatus.NOT_FOUND, str(error))
        case _:
            return Refusal(HTTPStatus.BAD_REQUEST, str(error))


def in_words(refusal: Refusal) -> Reply:
    """The refusal as plain text."""
    return Reply(refusal.status, f"{refusal.message}\n".encode(), [_PLAIN, *refusal.headers])


def reading_route(site: Site, path: str, handler: Handler) -> Route:
    """What answers GET and HEAD at a path, and refuses any other method."""

    async def answer(request: Request) -> Response:
        reply = await _reply(site, handler, request)
        compress(reply, accepted_codings(request))
        return response_of(reply, without_body=request.method == "HEAD")

    return Route(path, answer, methods=[*_ALLOWED, *_OTHERS])


def accepted_codings(request: Request) -> bytes | None:
    """The request's Accept-Encoding; None without."""
    told = request.headers.get("accept-encoding")
    return told.encode("latin-1") if told is not None else None


def check_reader(site: Site, request: Request) -> None:
    """Let pass what no page of another site asks for in the background, but those that may. Raises Refused.

    A link that a reader follows from another site is no such request.
    """
    if request.headers.get("sec-fetch-mode") != "navigate":
        check_site(dict(request.headers.raw), site.origins)


async def _reply(site: Site, handler: Handler, request: Request) -> Reply:
    try:
        if request.method not in _ALLOWED:
            raise _not_allowed(request.method)
        reply = await handler(request)
    except REFUSED as refused:
        return not_keepable(in_words(refusal_of(refused)))
    if reply.status != HTTPStatus.OK:  # who was merged may be parted again
        return not_keepable(reply)
    asked_again = request.headers.get("if-none-match")
    return keepable(
        reply,
        asked_again=asked_again.encode("latin-1") if asked_again is not None else None,
        most_seconds=site.cache_seconds,
        is_personal="authorization" in request.headers,
    )


def _not_allowed(method: str) -> Refused:
    message, headers = f"{method} means nothing here; ask with GET", [(b"allow", ", ".join(_ALLOWED).encode())]
    return Refused(HTTPStatus.METHOD_NOT_ALLOWED, ErrorCode.METHOD_NOT_ALLOWED, message, headers=headers)


def response_of(reply: Reply, *, without_body: bool = False) -> Response:
    """The reply as Starlette sends it."""
    response = Response(b"" if without_body else reply.body, reply.status)
    headers = list(reply.headers)
    if reply.status != HTTPStatus.NOT_MODIFIED:
        headers.append((b"content-length", b"%d" % len(reply.body)))
    response.raw_headers = headers
    return response
