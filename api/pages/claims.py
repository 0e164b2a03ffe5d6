"""A claim's own page: its words in the sentence, who, when and where, what was found of it, and who else said it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from starlette.responses import Response

from api import addresses
from api.attributions import is_denied
from api.faults import ErrorCode
from api.inquiring import Unanswered
from api.linked_data import CONTEXT, claim_in_schema
from api.pages.asking import ask
from api.pages.rendering import page
from api.pages.visits import Visit
from domain.errors import NotFound
from domain.periods import Language
from domain.roles import Operation, may
from domain.searching import words_of

_MOST_WORDS, _LEAST_WORDS = 10, 3
"""Of a claim that are looked for elsewhere: longer quotations are cut differently by each outlet; fewer are chance."""
_MOST_ELSEWHERE = 5
_TOO_MUCH = {ErrorCode.TOO_EXPENSIVE, ErrorCode.TIMEOUT, ErrorCode.RATE_LIMITED}


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
    searched = None if claim["withdrawnAt"] else _searched(claim["content"])
    facts = {
        **told,
        "elsewhere": await _elsewhere(visit, claim, searched),
        "searched": searched,
        "corrected": _corrected(visit, claim["correctedFields"]),
        "is_disputed": is_denied(claim["attribution"]),
        "linked": _linked(visit, claim),
        "problems": [_problem(visit, one) for one in problems],
        "can_write": may(await visit.context().viewer(), Operation.ADD_NOTE) and not claim["withdrawnAt"],
        "given": given,
        "token": given.get("token") or uuid4().hex,
        "is_saved": visit.parameter("saved") is not None,
    }
    return page(visit, "claim", facts, status=status)


def _corrected(visit: Visit, fields: Sequence[str]) -> str:
    """What of the claim is a person's, in a sentence; empty for one that is the extractor's as it is."""
    say = visit.wording.text
    if "MISSED" in fields:
        return say("claim.added")
    return (
        say("claim.corrected", fields=say("comma").join(say(f"field.{one.lower()}") for one in fields))
        if fields
        else ""
    )


def _linked(visit: Visit, claim: Mapping[str, Any]) -> Mapping[str, object]:
    """What machines are told."""
    url = visit.site.absolute(addresses.claim(visit.language, claim["id"]))
    return {"@context": CONTEXT, "@id": url, **claim_in_schema(claim, url=url)}


async def _elsewhere(visit: Visit, claim: Mapping[str, Any], searched: str | None) -> list[Mapping[str, Any]]:
    """Claims of other articles that have the same words themselves, and not only around them in their sentences.

    None where the search costs too much or takes too long: the page is about the claim.
    """
    if searched is None:
        return []
    try:
        found = await ask(visit, "elsewhere", {"text": searched, "where": {"text": searched}})
    except Unanswered as none:
        if none.code not in _TOO_MUCH:
            raise
        return []
    claims: list[Mapping[str, Any]] = found["claims"]["nodes"]
    elsewhere = [one for one in claims if one["highlights"] and one["article"]["id"] != claim["article"]["id"]]
    return elsewhere[:_MOST_ELSEWHERE]


def _searched(content: str) -> str | None:
    """The phrase that is looked for elsewhere; None where a claim has too few words for it, or none any more."""
    words = [content[word.span.start : word.span.end] for word in words_of(content)]
    return f'"{" ".join(words[:_MOST_WORDS])}"' if len(words) >= _LEAST_WORDS else None


def _problem(visit: Visit, told: Mapping[str, Any]) -> Mapping[str, str]:
    """What is wrong with a field of the form, in the reader's language where there are words for it."""
    name = f"note.problem.{told['field'][-1]}"
    if visit.language is Language.FA and visit.wording.has(name):
        return {"text": visit.wording.text(name), "language": Language.FA.value}
    return {"text": told["message"], "language": Language.EN.value}
