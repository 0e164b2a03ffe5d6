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
def verb_forms() -> frozenset[str]:
    """The keys of verbs' forms that are no names: with «می», and the past's that end in «م», «ند», «یم» or «ید».

    >>> "آمدند" in verb_forms(), word_key("می‌لرزید") in verb_forms(), "مرادی" in verb_forms()
    (True, True, False)
    """
    conjugate = Conjugation()
    forms = set(conjugate.perfective_present("دار"))
    for past, _, present in (entry.partition("#") for entry in verbs_list()):
        forms.update(form for form in conjugate.perfective_past(past) if form != past and not form.endswith("دی"))
        forms.update(conjugate.imperfective_past(past))
        forms.update(conjugate.imperfective_present(present))
    return frozenset(word_key(form) for form in forms if not form.endswith(("تی", "دی")))
