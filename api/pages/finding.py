"""The first page and what a search finds."""

from starlette.responses import Response

from api import addresses
from api.pages.asking import ask, place_of
from api.pages.rendering import page, redirected
from api.pages.visits import Visit
from api.ranges import read_range


async def home_page(visit: Visit) -> Response:
    """The first page. Raises Unanswered."""
    return page(visit, "home", await ask(visit, "home", {}))


async def search_page(visit: Visit) -> Response:
    """What was found for words. Raises Unanswered and BadFilter."""
    q = visit.parameter("q")
    if q is None:
        return redirected(visit, addresses.home(visit.language))
    chosen = read_range(visit.parameter("from"), visit.parameter("to"))
    where = {"text": q, **({"saidOn": chosen} if chosen else {})}
    told = await ask(visit, "search", {"text": q, "where": where, **place_of(visit)})
    given = {name: visit.parameter(name) for name in ("from", "to", "q")}
    return page(visit, "search", {**told, "q": q, "where": where, "given": given, "is_filtered": bool(chosen)})
