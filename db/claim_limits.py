"""What no filter of claims may ask for."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from db.search import read_search
from domain.errors import BadFilter

if TYPE_CHECKING:
    from db.claim_filters import ClaimFilter

MOST_NAMED = 1_000
"""Far more than a screen shows."""
MOST_DEEP = 5
"""Filters inside one another: nobody reads more, and each is one more bracket for the database's parser."""
MOST_FILTERS = 50
"""Filters in one: a screen offers a dozen choices, and each may be a query of its own."""


def check_claim_filter(where: "ClaimFilter") -> None:
    """Raise BadFilter for what cannot be looked for, in a filter or in those inside it."""
    every = list(_with_those_inside(where, 0))
    if len(every) > MOST_FILTERS:
        raise BadFilter("where", f"holds more than {MOST_FILTERS} filters; ask for less at a time")
    for one in every:
        _check_alone(one)


def _with_those_inside(where: "ClaimFilter", depth: int) -> "Iterator[ClaimFilter]":
    if depth > MOST_DEEP:
        raise BadFilter("where", f"has filters inside one another more than {MOST_DEEP} deep; make it flatter")
    yield where
    for one in (*where.all_of, *where.any_of, *where.none_of):
        yield from _with_those_inside(one, depth + 1)


def _check_alone(where: "ClaimFilter") -> None:
    many = {
        "speakerIds": (where.speaker_ids, "speakers"),
        "outletIds": (where.outlet_ids, "outlets"),
        "outlets": (where.outlet_names, "outlets"),
        "topicIds": (where.topic_ids, "topics"),
        "topics": (where.topic_names, "topics"),
        "verdictIds": (where.verdict_ids, "verdicts"),
        "verdicts": (where.verdict_keys, "verdicts"),
    }
    for name, (given, kind) in many.items():
        if len(set(given)) > MOST_NAMED:
            raise BadFilter(name, f"names more than {MOST_NAMED} {kind}; ask for some of them at a time")
    for name, words in (("text", where.text), ("target", where.target)):
        if words is not None:
            read_search(words, field=name)
    if where.least_confidence is not None and not 0 <= where.least_confidence <= 1:
        raise BadFilter("minConfidence", "is not between 0 and 1; give a share, such as 0.8")
