"""A claim's own page: its words in the sentence, who, when and where, what was found of it, and who else said it."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from starlette.responses import Response

from api.inquiring import Unanswered
from api.pages.asking import ask
from api.pages.rendering import page
from api.pages.visits import Visit
from domain.errors import NotFound
from domain.roles import Operation, may
from domain.searching import words_of

_MOST_WORDS, _LEAST_WORDS = 10, 3
"""Of a claim that are looked for elsewhere: longer quotations are cut differently by each outlet; fewer are chance."""


async def claim_page(visit: Visit) -> Response:
    """A claim's page. Raises Unanswered and NotFound."""
    return await shown(visit, {}, [])


async def shown(
    visit: Visit, given: Mapping[str, str], problems: list[Mapping[str, Any]], *, status: int = 200
) -> Response:
    """The page with what somebody wrote into the form for notes, and what is wrong with it."""
    key = visit.request.path_params["key"]
    told = await ask(visit, "claim", {"id": key})
    claim = told["claim"]
    if claim is None:
        message = f"no claim has the id {key}"
        raise NotFound(message)
    searched, say = _searched(claim["content"]), visit.wording.text
    facts = {
        **told,
        "elsewhere": await _elsewhere(visit, claim, searched),
        "searched": searched,
        "corrected": say("comma").join(say(f"field.{one.lower()}") for one in claim["correctedFields"]),
        "can_write": may(await visit.context().viewer(), Operation.ADD_NOTE) and not claim["withdrawnAt"],
        "given": given,
        "problems": problems,
        "token": given.get("token") or uuid4().hex,
        "is_saved": visit.parameter("saved") is not None,
    }
    return page(visit, "claim", facts, status=status)


async def _elsewhere(visit: Visit, claim: Mapping[str, Any], searched: str | None) -> list[Mapping[str, Any]]:
    """Claims with the same words in other articles; none where a search for them is refused as too dear."""
    if searched is None:
        return []
    try:
        found = await ask(visit, "elsewhere", {"where": {"text": searched}})
    except Unanswered as none:
        if none.code != "TOO_EXPENSIVE":
            raise
        return []
    claims: list[Mapping[str, Any]] = found["claims"]["nodes"]
    return [one for one in claims if one["id"] != claim["id"]][:5]


def _searched(content: str) -> str | None:
    """The phrase that is looked for elsewhere; None where a claim has too few words for it, or none any more."""
    words = [content[word.span.start : word.span.end] for word in words_of(content)]
    return f'"{" ".join(words[:_MOST_WORDS])}"' if len(words) >= _LEAST_WORDS else None
