"""Makes the HTML of pages: templates in which everything is text unless a template itself is what says otherwise."""

import re
from collections.abc import Mapping
from functools import cache
from hashlib import blake2b
from http import HTTPStatus
from importlib.resources import files

import orjson
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import Response

from api import addresses
from api.compressing import compress
from api.pages.quoting import highlighted, marked, shortened
from api.pages.visits import LANGUAGE, Visit, remember
from api.pages.wording import Digits
from api.replies import Reply
from api.site import safe_link
from api.site_replies import accepted_codings, response_of
from domain.periods import Language

_POLICY = (
    b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self';"
    b" base-uri 'none'; frame-ancestors 'none'"
)
_LONGEST_LISTED = 1_500
"""Characters of the HTML of a note that a list shows: none is cut, so that no quotation loses its end or its words."""
_UNSEEN = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]")
"""Controls that HTML has no place for."""


def page(visit: Visit, template: str, facts: Mapping[str, object], *, status: int = HTTPStatus.OK) -> Response:
    """A page, which remembers how it was read; what somebody who is signed in sees is kept by nobody."""
    wording = visit.wording
    html = (
        _templates()
        .get_template(f"{template}.html")
        .render(visit=visit, say=wording.text, words=wording, to=addresses, languages=Language, digits=Digits, **facts)
    )
    cache_control = b"private, no-store" if visit.key or status != HTTPStatus.OK else b"no-cache"
    headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-security-policy", _POLICY),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"cache-control", cache_control),
        (b"vary", b"Cookie, Accept-Encoding"),
    ]
    reply = Reply(status, _UNSEEN.sub("", html).encode("utf-8", "replace"), headers)
    compress(reply, accepted_codings(visit.request))
    response = response_of(reply, without_body=visit.request.method == "HEAD")
    remember(response, visit, {LANGUAGE: visit.language.value})
    return response


def redirected(visit: Visit, path: str) -> Response:
    """To another address of this site, by GET."""
    response = Response(status_code=HTTPStatus.SEE_OTHER, headers={"location": path, "cache-control": "no-store"})
    remember(response, visit, {LANGUAGE: visit.language.value})
    return response


def as_data(told: object) -> Markup:
    """A value as JSON inside a script element of data: nothing in it ends the element or begins a comment."""
    written = orjson.dumps(told).decode()
    return Markup(written.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704 - no markup is left in it


def rendered_note(html: str) -> Markup:
    """The HTML of a note's body, which the API has made safe to show."""
    return Markup(html)  # noqa: S704 - api/markdown.py leaves no script, style or form in it


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=PackageLoader("api.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters |= {"data": as_data, "note": rendered_note, "link": safe_link, "shortened": shortened}
    templates.globals |= {
        "marked": marked,
        "highlighted": highlighted,
        "longest_listed": _LONGEST_LISTED,
        "version": files_version(),
    }
    return templates


@cache
def files_version() -> str:
    """What the addresses of styles and modules end with, so that browsers may keep them: it changes with them."""
    found = blake2b(digest_size=6)
    for file in sorted(files("api.pages").joinpath("static").iterdir(), key=lambda one: one.name):
        found.update(file.read_bytes())
    return found.hexdigest()
