"""Contents that stand before their verb: «A را B دانست», «بر A تأکید کرد», «A را محکوم کرد»."""

from dataclasses import dataclass
from itertools import pairwise

from extraction.cue_words import words
from extraction.cues import Cue
from extraction.openings import Marker, opening_after
from extraction.subjects import Subjects
from extraction.verbs import clause_ends

_PREPOSITIONS = {
    "بر": ("بر",),
    "روی": ("روی",),
    "از": ("از",),
    "به": ("به",),
    "با": ("با",),
    "برای": ("برای",),
    "نسبت": ("نسبتبه", "نسبت"),
    "درباره": ("درباره", "درخصوص", "درمورد", "پیرامون", "خصوص", "مورد", "باره", "قبال", "رابطه", "ارتباط"),
}
_REACH = 150
_WORDS_IN_AN_ASIDE = 3


@dataclass(frozen=True, slots=True)
class Complement:
    """A content before its verb: tokens `first` up to but not including `after`; the subject ends before `edge`."""

    first: int
    after: int
    edge: int
    rule: str


def complement_before(keys: list[str], floor: int, cue: Cue, subjects: Subjects) -> Complement | None:
    """The content between the subject and the verb, None where the verb's frames do not fit.

    `floor` is the first token of the clause.
    """
    takes = cue.lexeme.takes
    floor = max(floor, cue.verb_first - _REACH)
    if takes & {"judged", "object", "accused"}:
        found = _with_ra(keys, floor, cue, subjects)
        if found is not None:
            return found
    prepositions = [form for name in takes if name in _PREPOSITIONS for form in _PREPOSITIONS[name]]
    if "addressee" in takes and opening_after(keys, cue.after).marker is Marker.NONE:
        # «به X هشدار داد که» names who is warned; with nothing after it, it names what of.
        prepositions.append("به")
    return _with_preposition(keys, floor, cue, frozenset(prepositions), subjects) if prepositions else None


def _with_ra(keys: list[str], floor: int, cue: Cue, subjects: Subjects) -> Complement | None:
    """«A را B» before a verb of judging, «A را» before one of denial or demand."""
    relative = subjects.relative_start(floor, cue.verb_first)
    marks = [token for token in range(relative, cue.verb_first) if keys[token] == "را"]
    if not marks or not _fits(keys, cue, marks):
        return None
    at_least = 0 if relative > floor else 1
    first = subjects.object_start(relative, marks[0], at_least=at_least)
    if first >= marks[0]:
        return None
    if marks[-1] < cue.verb_first - 1 and ({"judged", "accused"} & cue.lexeme.takes or keys[marks[-1] + 1] == "که"):
        return Complement(first, cue.verb_first, first, "judged")
    return Complement(first, marks[-1], first, "object")


def _fits(keys: list[str], cue: Cue, marks: list[int]) -> bool:
    """Whether the verb takes what stands after the last «را»: a judgement, or nothing."""
    takes = cue.lexeme.takes
    between = keys[marks[-1] + 1 : cue.verb_first]
    if cue.lexeme.name.startswith("محکوم") and not words("penalties").isdisjoint(between):
        return False
    if not between or "judged" not in takes:
        return not takes.isdisjoint({"object", "accused"})
    aside = len(between) <= _WORDS_IN_AN_ASIDE and between[0] in words("adverbial starts")
    if cue.lexeme.name.startswith("اعلام") and aside:
        return False
    appointed = cue.lexeme.name.startswith("معرفی") and not {"بعنوان", "عنوان"}.isdisjoint(between)
    ended = any(word in clause_ends() and mark in {"و", "که"} for word, mark in pairwise(between))
    broken = between[0] != "که" and not words("breaks in a judgement").isdisjoint(between)
    known = cue.lexeme.name == "دانست" and between[-1] in words("adverbs of knowing")
    return not appointed and not known and not broken and (not ended or between[0] == "که")


def _with_preposition(
    keys: list[str], floor: int, cue: Cue, wanted: frozenset[str], subjects: Subjects
) -> Complement | None:
    """What follows the first preposition after the subject that is the verb's own."""
    edge = subjects.subject_end(floor, cue.verb_first)
    for start in dict.fromkeys((edge, floor)):
        for token in range(start, cue.verb_first - 1):
            if keys[token] in wanted and _is_verbs_own(keys, token):
                first = token + 1
                while first < cue.verb_first and keys[first] in {"به", "با"} and first == token + 1:
                    first += 1
                return Complement(first, cue.verb_first, token, "preposition") if first < cue.verb_first else None
    return None


def _is_verbs_own(keys: list[str], token: int) -> bool:
    """Whether a preposition belongs to the verb and not to the noun before it or to a longer preposition."""
    before = keys[token - 1] if token else ""
    return before not in words("not before preposition") and keys[token + 1] not in words("not after preposition")
