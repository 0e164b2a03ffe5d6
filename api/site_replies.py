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
from api.refusing import Refused
from api.replies import Reply
from api.site import Site
from domain.errors import BadInput, NotFound

type Handler = Callable[[Request], Awaitable[Reply]]

_PLAIN = (b"content-type", b"text/plain; charset=utf-8")
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


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer; `retry_after` is in how many seconds to ask again, None where nobody can tell."""

    status: HTTPStatus
    message: str
    retry_after: int | None = None

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        """Those that tell programs the same."""
        return [] if self.retry_after is None else [(b"retry-after", b"%d" % self.retry_after)]


REFUSED = (Unanswered, Refused, NotFound, BadInput)
"""What a handler raises that whoever asked can do something about."""


def refusal_of(error: Exception) -> Refusal:
    """Why one of `REFUSED` gives no answer."""
    match error:
        case Unanswered():
            status = next((one for code, one in _STATUSES.items() if code == error.code), HTTPStatus.BAD_REQUEST)
            return Refusal(status, error.message, error.retry_after)
        case Refused():
            return Refusal(error.status, error.message)
        case NotFound():
            return Refusal(HTTPStatus.NOT_FOUND, str(error))
        case _:
            return Refusal(HTTPStatus.BAD_REQUEST, str(error))


def in_words(refusal: Refusal) -> Reply:
    """The refusal as plain text."""
    return Reply(refusal.status, f"{refusal.message}\n".encode(), [_PLAIN, *refusal.headers])


def reading_route(site: Site, path: str, handler: Handler) -> Route:
    """What answers GET and HEAD at a path; any other method is told so by the route."""

    async def answer(request: Request) -> Response:
        reply = await _reply(site, handler, request)
        compress(reply, request.headers.get("accept-encoding", "").encode("latin-1") or None)
        return _response(reply, without_body=request.method == "HEAD")

    return Route(path, answer, methods=["GET"])


def check_reader(site: Site, request: Request) -> None:
    """Let pass what no page of another site asks for in the background, but those that may. Raises Refused.

    A link that a reader follows from another site is no such request.
    """
    if request.headers.get("sec-fetch-mode") != "navigate":
        check_site(dict(request.headers.raw), site.origins)


async def _reply(site: Site, handler: Handler, request: Request) -> Reply:
    try:
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


def _response(reply: Reply, *, without_body: bool) -> Response:
    response = Response(b"" if without_body else reply.body, reply.status)
    headers = list(reply.headers)
    if reply.status != HTTPStatus.NOT_MODIFIED:
        headers.append((b"content-length", b"%d" % len(reply.body)))
    response.raw_headers = headers
    return response
