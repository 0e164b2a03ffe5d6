"""Ordinary Persian words: the one module behind which hazm's word list and its frequencies stand."""

from functools import cache
from importlib.resources import files

from hazm import Conjugation, verbs_list

from domain.text import word_key

_OFTEN = 10_000
"""Below this count in hazm's list surnames («گراهام», 10) stand beside words; above it 18,196 words are left."""


@cache
def ordinary_words() -> frozenset[str]:
    """The keys of words that hazm tags with a part of speech and counts often: not names, as a rule.

    >>> "توسعه" in ordinary_words(), "بایکال" in ordinary_words()
    (True, False)
    """
    table = files("hazm").joinpath("data", "words.dat").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines())
    return frozenset(word_key(word) for word, count, tags in rows if tags != "0" and int(count) > _OFTEN)


@cache
def past_forms() -> frozenset[str]:
    """The keys of all persons of the simple past of the verbs that hazm lists.

    >>> "آمدند" in past_forms()
    True
    """
    conjugate = Conjugation().perfective_past
    return frozenset(word_key(form) for entry in verbs_list() for form in conjugate(entry.partition("#")[0]))
