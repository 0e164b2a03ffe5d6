"""A claim as one line of JSON with all that is known of it, in the words that were printed."""

from collections.abc import Mapping
from typing import Any

from api.addresses import Absolute, claim
from api.exports.days import jalali_words, said
from api.exports.encoding import encoded
from api.exports.reading import Asking


async def with_notes(asking: Asking, node: Mapping[str, Any]) -> Mapping[str, Any]:
    """The claim with all its published, public notes and their evidence, newest first. Raises Unanswered."""
    found, after, may_follow = list[Mapping[str, Any]](), None, bool(node["notes"]["nodes"])
    while may_follow:
        told = (await asking.ask("notes", {"claim": node["id"], "after": after}))["claim"]
        if told is None:
            break
        found += told["notes"]["nodes"]
        after, may_follow = told["notes"]["pageInfo"]["endCursor"], told["notes"]["pageInfo"]["hasNextPage"]
    return {**node, "notes": [_shown(note) for note in found if _is_everybodys(note)]}


def line_of(node: Mapping[str, Any], absolute: Absolute) -> bytes:
    """A claim's line."""
    when = said(node)
    words = {"saidOnJalali": jalali_words(when) if when is not None else None}
    return encoded({**node, **words, "page": absolute(claim("fa", node["id"]))}) + b"\n"


def _is_everybodys(note: Mapping[str, Any]) -> bool:
    """Whether anybody may read it: the team, with a key, is told of others too."""
    return bool(note["visibility"] == "PUBLIC" and note["stage"] == "PUBLISHED")


def _shown(note: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: value for name, value in note.items() if name not in {"visibility", "stage"}}
