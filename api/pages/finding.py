"""The first page and what a search finds."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from api import addresses
from api.pages.asking import ask, place_of
from api.pages.rendering import page, redirected
from api.pages.visits import Visit
from api.ranges import read_range
from domain.searching import words_of

_NOTHING: Mapping[str, Any] = {
    "suggestions": [],
    "claims": {"totalCount": 0, "nodes": [], "pageInfo": {"hasPreviousPage": False, "hasNextPage": False}},
    "viewer": None,
}
"""What is found for marks alone, which hold no word."""


async def home_page(visit: Visit) -> Response:
    """The first page. Raises Unanswered."""
    return page(visit, "home", await ask(visit, "home", {}))


async def search_page(visit: Visit) -> Response:
    """What was found for words. Raises Unanswered and BadFilter."""
    q = visit.parameter("q")
    if q is None:
        return redirected(visit, addresses.home(visit.language))
    chosen = read_range(visit.parameter("from"), visit.parameter("to"))
    where = {"text": q, **({"saidWithin": chosen} if chosen else {})}
    if not words_of(q):
        return page(visit, "search", {**_NOTHING, "q": q, "where": where, "given": {}})
    told = await ask(visit, "search", {"text": q, "where": where, **place_of(visit)})
    given = {name: visit.parameter(name) for name in ("from", "to", "q")}
    return page(visit, "search", {**told, "q": q, "where": where, "given": given})
