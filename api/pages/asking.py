"""What pages ask of the API: their documents, whole, and which page of a list."""

from functools import cache
from typing import Any

from api.inquiring import document
from api.pages.visits import Visit

A_PAGE = 20
"""Claims on a page."""
_FRAGMENTS = {"...Listed": "listed", "...Item": "item", "...Written": "written"}
"""Which file has the fragment of a name; one that uses others comes before them."""


async def ask(visit: Visit, name: str, variables: dict[str, object], *, writes: bool = False) -> dict[str, Any]:
    """The answer to a page's own document. Raises Unanswered."""
    found = await visit.site.inquirer.ask(whole(name), variables, visit.context(), queries_only=not writes)
    return dict(found)


@cache
def whole(name: str) -> str:
    """A document with the fragments that it uses."""
    text = document("api.pages", name)
    for use, part in _FRAGMENTS.items():
        if use in text:
            text += document("api.pages", part)
    return text


def place_of(visit: Visit) -> dict[str, object]:
    """The arguments of a list: the page after or before a cursor that the address tells, else the first one."""
    if before := visit.parameter("before"):
        return {"last": A_PAGE, "before": before}
    return {"first": A_PAGE, "after": visit.parameter("after")}
