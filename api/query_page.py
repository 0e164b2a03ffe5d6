"""A page in which a browser's user asks GraphQL questions, with all that it needs from this service alone.

GraphiQL, the usual one, is not on PyPI, would need Node to be built, and prints Persian as a jumble of directions:
this page shows each text in its own.
"""

from functools import cache
from http import HTTPStatus
from importlib.resources import files

from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from api.replies import Reply

_FOLDER = "static"
_POLICY = (
    b"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:;"
    b" base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = (
    (b"content-type", b"text/html; charset=utf-8"),
    (b"content-security-policy", _POLICY),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cache-control", b"no-cache"),
    (b"vary", b"Accept, Accept-Encoding"),
)


def query_page() -> Reply:
    """The page; what it loads stands below the address that it is shown at."""
    return Reply(HTTPStatus.OK, _page(), list(_HEADERS))


def files_of_the_page(address: str) -> Mount:
    """Where the page's scripts and styles are, below its own address."""
    return Mount(f"{address}/{_FOLDER}", StaticFiles(packages=[("api", _FOLDER)]))


@cache
def _page() -> bytes:
    return files("api").joinpath(_FOLDER, "query.html").read_bytes()
