"""Persian verbs in all their forms: the one module behind which hazm's conjugation and its list of verbs stand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from hazm import Conjugation, verbs_list

from domain.text import ZWNJ, fold

type _Conjugate = Callable[[str], list[str]]


class Tense(StrEnum):
    """The tenses that tell a report from a wish: news reports in the first three."""

    PAST = "past"
    PERFECT = "perfect"
    PRESENT = "present"
    OTHER = "other"
    """Future and subjunctive."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a form of a verb shows; `verb` is its past stem. A bare participle («گفته») is `bare`."""

    verb: str
    tense: Tense
    person: int = 3
    plural: bool = False
    passive: bool = False
    negative: bool = False
    bare: bool = False


_FROM_PAST: dict[str, Tense] = {
    "perfective_past": Tense.PAST,
    "present_perfect": Tense.PERFECT,
    "past_precedent": Tense.PERFECT,
    "imperfective_past": Tense.PRESENT,
    "imperfective_present_perfect": Tense.PERFECT,
    "perfective_future": Tense.OTHER,
    "subjunctive_present_perfect": Tense.OTHER,
}
_FROM_PRESENT: dict[str, Tense] = {
    "imperfective_present": Tense.PRESENT,
    "subjunctive_perfective_present": Tense.OTHER,
    "perfective_present": Tense.OTHER,
}
_PASSIVE: dict[str, Tense] = {
    "passive_perfective_past": Tense.PAST,
    "passive_present_perfect": Tense.PERFECT,
    "passive_past_precedent": Tense.PERFECT,
    "passive_imperfective_present": Tense.PRESENT,
    "passive_imperfective_past": Tense.PRESENT,
    "passive_perfective_future": Tense.OTHER,
    "passive_subjunctive_perfective_present": Tense.OTHER,
    "passive_perfective_present": Tense.OTHER,
}
_COPULA = {
    "است": (3, False), "هست": (3, False), "هستند": (3, True), "اند": (3, True), "هستم": (1, False),
    "هستیم": (1, True), "باشند": (3, True), "باشد": (3, False), "میباشد": (3, False), "میباشند": (3, True),
}  # fmt: skip


def copula_forms() -> Iterator[tuple[tuple[str, ...], Form]]:
    """The present of «بودن», which hazm does not conjugate, under the verb «است»."""
    for word, (person, plural) in _COPULA.items():
        yield (word,), Form("است", Tense.PRESENT, person, plural)
    yield ("نیست",), Form("است", Tense.PRESENT, negative=True)
    yield ("نیستند",), Form("است", Tense.PRESENT, plural=True, negative=True)


def forms(past: str) -> Iterator[tuple[tuple[str, ...], Form]]:
    """Every form of the verb with this past stem: its pieces as they may be printed apart, and what it shows.

    >>> dict(forms("گفت"))[("می", "گویند")].plural
    True
    """
    if past == "است":
        yield from copula_forms()
        return
    conjugation = Conjugation()
    for names, stems, passive in (
        (_FROM_PAST, (past,), False),
        (_FROM_PRESENT, tuple(_present_stems().get(past, ())), False),
        (_PASSIVE, (past,), True),
    ):
        for name, usual in names.items():
            # «دارد» is the present of «داشت», whose «می‌دارد» is not used.
            tense = Tense.PRESENT if (past, name) == ("داشت", "perfective_present") else usual
            for prefix in ("", "negative_"):
                conjugate: _Conjugate = getattr(conjugation, prefix + name)
                for stem in stems:
                    yield from _persons(conjugate(stem), Form(past, tense, passive=passive, negative=bool(prefix)))
    yield (past + "ه",), Form(past, Tense.PERFECT, bare=True)
    yield (past + "ه", "شده"), Form(past, Tense.PERFECT, passive=True, bare=True)


def _persons(six: list[str], shared: Form) -> Iterator[tuple[tuple[str, ...], Form]]:
    """The six persons of one tense in hazm's order: first to third, singular before plural.

    Perfect tenses have a seventh form, the third person without «است», which `forms` gives as `bare`.
    """
    if len(six) == 7:  # noqa: PLR2004 -- as said above
        six = six[:3] + six[4:]
    for index, form in enumerate(six):
        person, plural = index % 3 + 1, index > 2  # noqa: PLR2004 -- three persons in each number
        pieces = tuple(form.replace(ZWNJ, " ").split())
        yield pieces, Form(shared.verb, shared.tense, person, plural, shared.passive, shared.negative)


@cache
def _present_stems() -> dict[str, list[str]]:
    """The present stems of each past stem in hazm's list of verbs."""
    stems: dict[str, list[str]] = {}
    for entry in verbs_list():
        past, _, present = fold(entry).partition("#")
        # hazm lists «افزا» where news writes «می‌افزاید».
        lengthened = [f"{present}ی"] if present.endswith(("ا", "و")) else []
        stems.setdefault(past, []).extend([present, *lengthened])
    return stems


@cache
def imperfective_forms() -> frozenset[str]:
    """The keys of «می…» forms of all the verbs that hazm lists, third person: each ends a clause."""
    conjugation = Conjugation()
    keys: set[str] = set()
    for past, presents in _present_stems().items():
        for form in conjugation.imperfective_past(past):
            keys.add(form.replace(ZWNJ, ""))
        for present in presents:
            for form in conjugation.imperfective_present(present):
                keys.add(form.replace(ZWNJ, ""))
    return frozenset(keys | {f"ن{key}" for key in keys})
