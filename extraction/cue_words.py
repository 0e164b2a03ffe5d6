"""Small closed groups of words that tell where a clause, a subject or a content starts or ends."""

from functools import cache

from domain.text import word_key
from extraction.lexicon import Phrases, read_table


@cache
def words(group: str) -> frozenset[str]:
    """The keys of one group of `cue_words.tsv`."""
    return _groups()[group]


@cache
def phrases(group: str) -> Phrases[bool]:
    """The phrases of one group of `cue_words.tsv`, which are parted by bars there."""
    rows = [row for row in read_table("cue_words") if row["group"] == group]
    return Phrases((phrase, True) for row in rows for phrase in row["words"].split("|"))


@cache
def _groups() -> dict[str, frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for row in read_table("cue_words"):
        groups.setdefault(row["group"], set()).update(word_key(word) for word in row["words"].split())
    return {group: frozenset(members) for group, members in groups.items()}
