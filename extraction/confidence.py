"""How sure a report is, from how often its rule was right."""

from functools import cache

from extraction.lexicon import read_table

_PRIOR = 0.85
_PRIOR_WEIGHT = 10
"""A rule starts as if it had been right 8.5 times of 10, so that few sightings prove little."""


@cache
def confidence_of(rule: str, *, nested: bool) -> float:
    """The share of a rule's reports that are right, measured and drawn towards 0.85 where few were measured.

    A nested report stands inside another's content.

    >>> confidence_of("colon", nested=False) > 0.9 > confidence_of("inverted", nested=False)
    True
    """
    right, found = _measured().get((rule, "nested" if nested else "outer"), (0, 0))
    return round((right + _PRIOR * _PRIOR_WEIGHT) / (found + _PRIOR_WEIGHT), 3)


@cache
def _measured() -> dict[tuple[str, str], tuple[int, int]]:
    """For each rule, outside and inside other contents, how many of its reports were right and how many there were."""
    return {(row["rule"], row["depth"]): (int(row["right"]), int(row["found"])) for row in read_table("rules")}
