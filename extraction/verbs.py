"""Finds forms of the lexicon's verbs in a reading, printed apart or glued; says nothing of what they report."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from domain.text import name_key
from extraction.cue_words import words
from extraction.hazm_verbs import Form, Tense, forms, imperfective_forms
from extraction.lexicon import read_table

AND = "و"
"""The conjunction, which old papers print together with the next word: «وگفت»."""
_GLUED_TENSES = (Tense.PAST, Tense.PERFECT, Tense.PRESENT)
_THIRD = 3
_CLITICS = {"ند": (3, True), "م": (1, False), "یم": (1, True), "ست": (3, False), "اند": (3, True)}


class Verb(NamedTuple):
    """A form of a verb at the tokens `first` up to but not including `after`.

    `noun` is the first half of a compound that is glued to it, "" for none.
    """

    first: int
    after: int
    form: Form
    noun: str = ""


@dataclass(frozen=True, slots=True)
class _Table:
    """Forms by key (glued noun, form); every key's beginnings at which its pieces may be printed apart."""

    forms: dict[str, tuple[str, Form]]
    openings: frozenset[str]
    going_on: frozenset[str]
    """The openings that a further piece can follow."""


def find_verbs(keys: list[str], tokens: Iterable[int]) -> list[Verb]:
    """The verbs of the lexicon that start at one of the tokens, in order, none inside another.

    >>> keys = ["وی", "خواهد", "گفت", "و", "می", "گوید"]
    >>> [(verb.first, verb.after, verb.form.verb) for verb in find_verbs(keys, range(6))]
    [(1, 3, 'گفت'), (4, 6, 'گفت')]
    """
    table = _table()
    openings = table.openings
    found: list[Verb] = []
    free = 0
    for token in tokens:
        if token >= free and keys[token] in openings:
            verb = _longest_at(keys, token, table)
            if verb is not None:
                found.append(verb)
                free = verb.after
    return found


def _longest_at(keys: list[str], token: int, table: _Table) -> Verb | None:
    """The longest form that starts at the token."""
    so_far = keys[token]
    meaning = table.forms.get(so_far)
    after = longest = token + 1
    while so_far in table.going_on and after < len(keys):
        so_far += keys[after]
        after += 1
        found = table.forms.get(so_far)
        if found is not None:
            meaning, longest = found, after
        elif so_far not in table.openings:
            break
    return Verb(token, longest, meaning[1], meaning[0]) if meaning else None


def verb_openings() -> frozenset[str]:
    """The words at which a form of a verb may start."""
    return _table().openings


@cache
def _table() -> _Table:
    """All forms of the verbs in `verbs.tsv`, and those forms glued to the compounds' nouns."""
    rows = read_table("verbs")
    known: dict[str, tuple[str, Form]] = {}
    openings: set[str] = set()
    going_on: set[str] = set()
    third: dict[str, list[tuple[str, Form]]] = {}
    alone = {verb for row in rows if not row["noun"] for verb in row["verbs"].split()}
    for verb in sorted({verb for row in rows for verb in row["verbs"].split()}):
        of_this = _keyed_forms(verb)
        known.update((key, ("", form)) for key, (form, _) in of_this.items() if key not in known)
        openings.update(opening for _, starts in of_this.values() for opening in starts)
        going_on.update(opening for _, starts in of_this.values() for opening in starts[:-1])
        if verb in alone:
            glued_and = {AND + key: form for key, (form, _) in of_this.items() if form.tense is Tense.PAST}
            known.update((key, ("", form)) for key, form in glued_and.items() if key not in known)
            openings.update(glued_and)
        third[verb] = [(key, form) for key, (form, _) in of_this.items() if form.person == _THIRD]
    for row in rows:
        noun = name_key(row["noun"])
        if noun:
            glued = {key: form for key, form in _glued(noun, row["verbs"].split(), third) if key not in known}
            known.update((key, (noun, form)) for key, form in glued.items())
            openings.update(glued)
    return _Table(known, frozenset(openings), frozenset(going_on))


def _keyed_forms(verb: str) -> dict[str, tuple[Form, list[str]]]:
    """A verb's forms by key, each with the key's beginnings; of two that look alike the third person is meant."""
    keyed: dict[str, tuple[Form, list[str]]] = {}
    for pieces, form in sorted(forms(verb), key=lambda entry: entry[1].person != _THIRD):
        starts = ["".join(pieces[:length]) for length in range(1, len(pieces) + 1)]
        keyed.setdefault(starts[-1], (form, starts))
    return keyed


def _glued(noun: str, verbs: list[str], third: dict[str, list[tuple[str, Form]]]) -> Iterable[tuple[str, Form]]:
    """A compound's third-person forms written as one word, as in «اظهارداشت»."""
    for verb in verbs:
        for key, form in third[verb]:
            if form.tense in _GLUED_TENSES:
                yield noun + key, form
    if "است" in verbs:
        for ending, (person, plural) in _CLITICS.items():
            yield noun + ending, Form("است", Tense.PRESENT, person, plural)


@cache
def clause_ends() -> frozenset[str]:
    """Keys of words that end a clause: finite verbs, and participles that often stand for them."""
    finite = {key for key, (noun, form) in _table().forms.items() if not noun and not form.bare}
    return imperfective_forms() | finite | words("elliptic verbs")
