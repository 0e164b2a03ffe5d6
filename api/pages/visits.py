"""Who reads a page, and how: in which language and digits, and with which key.

The language stands in the address; it, and the digits, are remembered in cookies for the next time that somebody opens
the first page. A key that somebody signed in with stands in a cookie that no script reads, and counts for pages alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from api.context import Context
from api.pages.wording import OWN_DIGITS, Digits, Wording
from api.site import Site
from domain.periods import Language

LANGUAGE, DIGITS, KEY = "gozareh_language", "gozareh_digits", "gozareh_key"
_OF_THIS_HOST = "__Host-"
"""Begins the name of a cookie that browsers take by TLS from this host alone, and from none beside it."""
_YEAR_SECONDS = 365 * 24 * 3_600
KEY_SECONDS = 12 * 3_600
"""A working day; the texts of the page for signing in tell it."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One request for a page."""

    request: Request
    site: Site
    language: Language
    digits: Digits
    key: str | None

    @property
    def is_secure(self) -> bool:
        """Whether readers come by TLS: by this request, or by what the operator says of the public address."""
        return is_secure(self.site, self.request)

    @property
    def is_right_to_left(self) -> bool:
        """Whether the page's own words run from right to left."""
        return self.language is Language.FA

    @property
    def wording(self) -> Wording:
        """What says everything on the page."""
        return Wording(self.language, self.digits, self.site.zone)

    def here(self, language: Language) -> str:
        """The path of this page in a language; of what a form sent, without what it sent."""
        url = self.request.url
        path = quote(f"/{language}{url.path.removeprefix(f'/{self.language}')}")
        if self.request.method == "POST":
            return path.removesuffix("/notes")
        return f"{path}?{url.query}" if url.query else path

    def context(self) -> Context:
        """The surroundings of what the page asks."""
        client = self.request.client
        return self.site.contexts(f"Bearer {self.key}" if self.key else None, client.host if client else None, None)

    def parameter(self, name: str) -> str | None:
        """A parameter of the address; None for one that is left out or empty."""
        return self.request.query_params.get(name, "").strip() or None


def visit_of(site: Site, request: Request) -> Visit:
    """The visit that a request for a page in a language is; one in a language that there is not has no route."""
    language = Language(request.path_params.get("language") or remembered_language(request))
    told = request.cookies.get(DIGITS)
    digits = Digits(told) if told in set(Digits) else OWN_DIGITS[language]
    return Visit(request, site, language, digits, request.cookies.get(key_cookie(site, request)) or None)


def is_secure(site: Site, request: Request) -> bool:
    """Whether readers come by TLS."""
    return request.url.scheme == "https" or site.absolute.base.startswith("https:")


def key_cookie(site: Site, request: Request) -> str:
    """The name of the cookie that holds a key."""
    return f"{_OF_THIS_HOST}{KEY}" if is_secure(site, request) else KEY


def remembered_language(request: Request) -> Language:
    """The language that somebody read last, else the first one of their browser's that there is, else Persian."""
    told = request.cookies.get(LANGUAGE)
    if told in set(Language):
        return Language(told)
    wanted = (one.split(";")[0].strip().lower()[:2] for one in request.headers.get("accept-language", "").split(","))
    return next((Language(one) for one in wanted if one in set(Language)), Language.FA)


def remember(response: Response, visit: Visit, cookies: Mapping[str, str]) -> None:
    """Let the browser keep what it does not keep yet."""
    for name, value in cookies.items():
        if visit.request.cookies.get(name) != value:
            _set(response, visit, name, value, seconds=_YEAR_SECONDS)


def sign_in(response: Response, visit: Visit, key: str) -> None:
    """Let the browser send a key with each request for a page."""
    _set(response, visit, key_cookie(visit.site, visit.request), key, seconds=KEY_SECONDS)


def sign_out(response: Response, visit: Visit) -> None:
    """Let the browser forget the key."""
    name = key_cookie(visit.site, visit.request)
    response.delete_cookie(name, path="/", secure=visit.is_secure, httponly=True, samesite="lax")


def _set(response: Response, visit: Visit, name: str, value: str, *, seconds: int) -> None:
    """No script reads it, no other site sends it with a form, and nothing but TLS carries it where that is there."""
    is_tls = visit.is_secure
    response.set_cookie(name, value, max_age=seconds, path="/", httponly=True, samesite="lax", secure=is_tls)
