"""Where the pages are, and what a reader sees where one cannot be shown."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from http import HTTPStatus
from uuid import uuid4

import structlog
from starlette.convertors import CONVERTOR_TYPES, StringConvertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from api import addresses
from api.faults import ErrorCode
from api.inquiring import Unanswered
from api.pages.claims import claim_page
from api.pages.finding import home_page, search_page
from api.pages.rendering import files_version, page
from api.pages.timelines import speaker_page, topic_page
from api.pages.visits import Visit, remembered_language, visit_of
from api.pages.writing import ForeignForm, adding_note, choosing_digits, ended, sign_in_page, signing_in, signing_out
from api.site import Site
from domain.errors import BadFilter, BadInput, DatabaseProblem, NotAllowed, NotFound
from domain.periods import Language

log = structlog.get_logger()

type Handler = Callable[[Visit], Awaitable[Response]]

_BY_CODE = {
    ErrorCode.BAD_USER_INPUT: HTTPStatus.BAD_REQUEST,
    ErrorCode.TOO_EXPENSIVE: HTTPStatus.BAD_REQUEST,
    ErrorCode.LIMIT_EXCEEDED: HTTPStatus.BAD_REQUEST,
    ErrorCode.UNAUTHENTICATED: HTTPStatus.FORBIDDEN,
    ErrorCode.FORBIDDEN: HTTPStatus.FORBIDDEN,
    ErrorCode.NOT_FOUND: HTTPStatus.NOT_FOUND,
    ErrorCode.RATE_LIMITED: HTTPStatus.TOO_MANY_REQUESTS,
    ErrorCode.SERVICE_UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
    ErrorCode.TIMEOUT: HTTPStatus.GATEWAY_TIMEOUT,
}
_BY_KIND: Sequence[tuple[type[Exception], HTTPStatus]] = (
    (NotAllowed, HTTPStatus.FORBIDDEN),
    (ForeignForm, HTTPStatus.FORBIDDEN),
    (NotFound, HTTPStatus.NOT_FOUND),
    (BadInput, HTTPStatus.BAD_REQUEST),
    (HTTPException, HTTPStatus.BAD_REQUEST),
    (DatabaseProblem, HTTPStatus.SERVICE_UNAVAILABLE),
)
"""What pages themselves raise; a form that cannot be read is Starlette's HTTPException."""
_FORM = "form"
"""Names the texts of a form that was not sent by a page of this site."""
_WORDED = {HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN}
"""Whose error says what to mend."""
_WAIT_SECONDS = 10
"""Until a page is worth another try, where nobody can tell."""
_CACHED = "public, max-age=31536000, immutable"


class _Languages(StringConvertor):
    """The languages that pages are in."""

    regex = "|".join(Language)


def pages_routes(site: Site) -> Sequence[BaseRoute]:
    """The first page's address, the pages below each language's, and the files that they load."""
    if "language" not in CONVERTOR_TYPES:
        register_url_convertor("language", _Languages())

    def read(path: str, handler: Handler) -> Route:
        return Route(f"/{{language:language}}/{path}", _answering(site, handler), methods=["GET"])

    def send(path: str, handler: Handler) -> Route:
        return Route(f"/{{language:language}}/{path}", _answering(site, handler), methods=["POST"])

    return [
        Route("/", _first, methods=["GET"]),
        read("", home_page),
        read("search", search_page),
        read("speakers/{key}", speaker_page),
        read("topics/{key}", topic_page),
        read("claims/{key}", claim_page),
        read("sign-in", sign_in_page),
        send("sign-in", signing_in),
        send("sign-out", signing_out),
        send("digits", choosing_digits),
        send("claims/{key}/notes", adding_note),
        read("{path:path}", _nothing),
        send("{path:path}", _nothing),
        Mount(addresses.FILES, _Files(packages=[("api.pages", "static")])),
    ]


class _Files(StaticFiles):
    """Files that browsers keep where the address says which version they are, and else ask for again."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        is_versioned = scope["query_string"].decode("latin-1") == files_version()
        response.headers["cache-control"] = _CACHED if is_versioned else "no-cache"
        return response


async def _first(request: Request) -> Response:
    """To the first page in the language that is remembered, or that the browser prefers."""
    language = remembered_language(request)
    headers = {"cache-control": "no-store", "vary": "Cookie, Accept-Language"}
    return RedirectResponse(addresses.home(language), HTTPStatus.FOUND, headers=headers)


async def _nothing(visit: Visit) -> Response:
    message = f"no page is at {visit.request.url.path}"
    raise NotFound(message)


def _answering(site: Site, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """What answers with a page, and with one that says what is wrong where that fails."""

    async def answer(request: Request) -> Response:
        visit = visit_of(site, request)
        try:
            return await handler(visit)
        except Exception as error:  # noqa: BLE001 - a reader is told what they can mend, and of the rest that it is ours
            return ended(visit) if visit.key and _is_about_the_key(error) else _failed(visit, error)

    return answer


def _is_about_the_key(error: Exception) -> bool:
    told = error.code if isinstance(error, Unanswered) else None
    return isinstance(error, NotAllowed) or told == ErrorCode.UNAUTHENTICATED


def _failed(visit: Visit, error: Exception) -> Response:
    status = _status_of(error)
    reference = uuid4().hex
    if status is HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("page failed", reference=reference, exc_info=error)
    seconds = (error.retry_after if isinstance(error, Unanswered) else None) or _WAIT_SECONDS
    facts = {
        "code": _FORM if isinstance(error, ForeignForm) else str(status.value),
        "problem": _problem(visit, error) if status in _WORDED else None,
        "seconds": seconds,
        "reference": reference,
        "viewer": None,
    }
    response = page(visit, "error", facts, status=status)
    response.headers["cache-control"] = "no-store"
    if status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
        response.headers["retry-after"] = str(seconds)
    return response


def _problem(visit: Visit, error: Exception) -> Mapping[str, str] | None:
    """What to mend, in the reader's language where there are words for it; None where the page's own words say it."""
    field = error.field if isinstance(error, BadFilter) else None
    name = f"problem.{field}"
    if field is not None and visit.wording.has(name):
        return {"text": visit.wording.text(name), "language": visit.language.value}
    return {"text": str(error), "language": Language.EN.value} if str(error) else None


def _status_of(error: Exception) -> HTTPStatus:
    """The status by which a page fails; there is a text for each."""
    if isinstance(error, Unanswered):
        return next(
            (status for code, status in _BY_CODE.items() if error.code == code), HTTPStatus.INTERNAL_SERVER_ERROR
        )
    return next((status for kind, status in _BY_KIND if isinstance(error, kind)), HTTPStatus.INTERNAL_SERVER_ERROR)
