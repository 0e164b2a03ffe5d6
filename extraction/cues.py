"""Finds the words that say that somebody said something: verbs, participles and nouns; looks at no content."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import compress

from domain.statement import SourceKind
from extraction.cue_lexicon import (
    Lexeme,
    compound_lengths,
    compounds,
    cue_noun_openings,
    cue_nouns,
    ezafe_nouns,
    participles,
    simple_verbs,
    split_nouns,
)
from extraction.cue_words import words
from extraction.hazm_verbs import Form, Tense
from extraction.openings import CLOSERS
from extraction.people import People
from extraction.reading import Reading
from extraction.that_clauses import after_feeling, after_that
from extraction.verbs import AND, Verb, clause_ends, find_verbs, verb_openings


class Sort(StrEnum):
    """The sorts of cue, by where their content and their source stand."""

    VERB = "verb"
    EZAFE = "ezafe"
    """A compound verb around its content: «خواستار A شد»."""
    PARTICIPLE = "participle"
    """«با بیان اینکه», beside a main verb."""
    NOUN = "noun"
    """«به گفته X»."""
    HEADLINE = "headline"
    """A colon after a name at the start of a paragraph."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue at the tokens `first` up to but not including `after`.

    `verb_first` and `verb_after` bound the verb where it stands apart from the noun that is the cue (ezafe).
    """

    first: int
    after: int
    sort: Sort
    lexeme: Lexeme
    form: Form | None = None
    verb_first: int = 0
    verb_after: int = 0

    @property
    def narrates(self) -> bool:
        """Whether the writer tells it as an event: simple past, third person."""
        return self.form is not None and self.form.tense is Tense.PAST and not self.form.passive


_HEADLINE = Lexeme(":", frozenset({"clause"}), "asserted")
_HEADLINE_REACH = 10
_SPLIT_REACH = 2
_EZAFE_REACH = 60
_CLAUSE_REACH = 30
_MODAL_REACH = 40
_STOPS = frozenset({".", "\n", ":", "که"})


def find_cues(reading: Reading, people: People | None = None) -> list[Cue]:
    """The cues in order of their first token, none overlapping another; headlines only where `people` are known.

    >>> from extraction.reading import read
    >>> [cue.lexeme.name for cue in find_cues(read("وی با بیان اینکه هوا سرد است، گفت: می‌روم."))]
    ['با بیان', 'گفت']
    """
    keys = reading.keys
    hits = list(compress(range(len(keys)), map(_openings().__contains__, keys)))
    verbs = find_verbs(keys, hits)
    found = [cue for verb in verbs if (cue := _verb_cue(keys, verb)) is not None]
    found += _phrase_cues(reading, hits)
    found += _ezafe_cues(reading, verbs, hits)
    found += _headline_cues(reading, people) if people else []
    found.sort(key=lambda cue: (cue.first, -cue.after))
    return _apart(found)


@cache
def _openings() -> frozenset[str]:
    """The words at which a cue of any sort may start, so that all others cost one look."""
    return verb_openings() | cue_noun_openings().keys() | ezafe_nouns().keys()


def _headline_cues(reading: Reading, people: People) -> list[Cue]:
    """The colons that follow the name of a person or an office at the start of a paragraph: «ظریف: ...».

    A body's name is no speaker there: it is most often the agency that the text comes from («ایسنا: ...»).
    """
    keys = reading.keys
    starts = [each.start for each in reading.sentences if each.start == 0 or keys[each.start - 1] == "\n"]
    return [cue for start in starts if (cue := _headline_at(keys, start, people)) is not None]


def _headline_at(keys: list[str], start: int, people: People) -> Cue | None:
    end = min(start + _HEADLINE_REACH, len(keys))
    if ":" not in keys[start + 1 : end]:
        return None
    colon = keys.index(":", start + 1)
    if not clause_ends().isdisjoint(keys[start:colon]):
        return None
    naming = people.naming_at(start, stop=colon)
    if naming is None or naming.tokens.stop < colon or naming.kind not in {SourceKind.PERSON, SourceKind.OFFICE}:
        return None
    return Cue(colon, colon + 1, Sort.HEADLINE, _HEADLINE)


def _apart(cues: list[Cue]) -> list[Cue]:
    """The cues without those that overlap an earlier one."""
    kept: list[Cue] = []
    for cue in cues:
        if not kept or cue.first >= kept[-1].after:
            kept.append(cue)
    return kept


def _verb_cue(keys: list[str], verb: Verb) -> Cue | None:
    """The cue that the verb makes alone or with the noun before it."""
    form = verb.form
    if form.tense is Tense.OTHER or form.person != 3 or (form.bare and not _stands_for_a_verb(keys, verb)):  # noqa: PLR2004
        return None
    start, row = (verb.first, compounds()[verb.noun, form.verb]) if verb.noun else _compound(keys, verb)
    if row is None:
        row = simple_verbs().get(form.verb)
        if row is None or _is_idiom(keys, verb):
            return None
    if start and keys[start] == "گزارش" and keys[start - 1] in words("provenance starts"):
        return None
    return None if _is_impersonal(keys, verb) else Cue(start, verb.after, Sort.VERB, row, form, start, verb.after)


def _is_impersonal(keys: list[str], verb: Verb) -> bool:
    """Whether «می‌توان» or «باید» governs the verb, as in «می‌توان به X اشاره کرد»."""
    if verb.form.tense is not Tense.PAST:
        return False
    telling = _modals_and_stops()
    depth = 0
    for token in range(verb.first - 1, max(verb.first - _MODAL_REACH, -1), -1):
        key = keys[token]
        if key not in telling:
            continue
        depth += (key == "»") - (key == "«")
        if depth > 0:
            continue
        if key in words("modals") or (key == "توان" and token and keys[token - 1] in {"می", "نمی"}):
            return not (key in {"باید", "نباید"} and "،" in keys[token : verb.first])
        if key in _STOPS or key in clause_ends():
            return False
    return False


@cache
def _modals_and_stops() -> frozenset[str]:
    """The words that tell whether a modal verb governs a verb after them, so that all others cost one look."""
    return clause_ends() | words("modals") | _STOPS | {"توان", "«", "»"}


def _stands_for_a_verb(keys: list[str], verb: Verb) -> bool:
    """Whether a bare participle is a verb without its «است»: a clause must end or a content start after it."""
    before = keys[verb.first - 1] if verb.first else ""
    if before in words("participle noun after"):
        return False
    after = keys[verb.after] if verb.after < len(keys) else ""
    return (
        (not after.isalnum() and after not in CLOSERS)
        or after in words("bare participle before")
        or (keys[verb.first] in words("bare telling participles") and _starts_content(keys, verb))
    )


def _starts_content(keys: list[str], verb: Verb) -> bool:
    """Whether words that follow a bare participle are a clause: a verb ends it before the sentence does."""
    if keys[verb.after] in CLOSERS:
        return False
    for token in range(verb.after + 2, min(verb.after + _CLAUSE_REACH, len(keys))):
        if keys[token] in {".", "\n", "،"}:
            return False
        if keys[token] in clause_ends():
            return True
    return False


def _compound(keys: list[str], verb: Verb) -> tuple[int, Lexeme | None]:
    """Where the compound verb starts that ends in this verb, and its row; the verb's own start and None for none."""
    start, past = verb.first, verb.form.verb
    if not start:
        return start, None
    before = keys[start - 1]
    most = compound_lengths().get(before, 0)
    for length in range(min(most + 1, start, 4) if most else 0, 0, -1):
        lexeme = compounds().get(("".join(keys[start - length : start]), past))
        if lexeme is not None:
            return start - length, lexeme
    if before[0] == AND and (lexeme := compounds().get((before.removeprefix(AND), past))):
        return start - 1, lexeme
    if not split_nouns().isdisjoint(keys[max(start - _SPLIT_REACH - 1, 0) : start - 1]):
        return _split_compound(keys, start, past)
    return start, None


def _split_compound(keys: list[str], start: int, past: str) -> tuple[int, Lexeme | None]:
    """The same for a compound with a word or two inside, as in «تأکید بسیاری کرد»."""
    for noun in range(start - 2, max(start - _SPLIT_REACH - 2, -1), -1):
        if (word := keys[noun + 1]) in words("not inside compound") or not word.isalnum():
            break
        lexeme = compounds().get((keys[noun], past))
        if lexeme is not None and "split" in lexeme.takes:
            return noun, lexeme
    return start, None


def _is_idiom(keys: list[str], verb: Verb) -> bool:
    """Whether «گفت» belongs to «سخن گفت» or to «گفت و گو»."""
    before = keys[verb.first - 1] if verb.first else ""
    talk = "".join(keys[verb.after : verb.after + 2])
    if keys[verb.after : verb.after + 1] and keys[verb.after] in words("second halves of nouns"):
        return True
    noun = verb.form.bare and before in words("first halves of nouns")
    return noun or before in words("idioms of saying") or talk.startswith("وگو")


def _phrase_cues(reading: Reading, hits: list[int]) -> list[Cue]:
    """Participles that introduce a clause, and nouns such as «به گفته»."""
    keys = reading.keys
    seconds = cue_noun_openings()
    found: list[Cue] = []
    for token in [index for index in hits if keys[index] in seconds]:
        if token + 1 < len(keys) and keys[token + 1] not in seconds[keys[token]] and seconds[keys[token]]:
            continue
        phrase = participles().longest_at(reading, token)
        if phrase is not None:
            after = after_that(reading.keys, phrase[0])
            if after is None and "feeling" in phrase[1].takes:
                after = after_feeling(reading.keys, phrase[0])
            if after is not None:
                found.append(Cue(token, after, Sort.PARTICIPLE, phrase[1]))
            continue
        noun = cue_nouns().longest_at(reading, token)
        if noun is not None and noun[0] < len(keys):
            found.append(Cue(token, noun[0], Sort.NOUN, noun[1]))
    return found


def _ezafe_cues(reading: Reading, verbs: list[Verb], hits: list[int]) -> list[Cue]:
    """Compounds whose noun comes before the content and whose verb after it."""
    keys = reading.keys
    nouns = ezafe_nouns()
    found: list[Cue] = []
    at = 0
    for token in [index for index in hits if keys[index] in nouns]:
        while at < len(verbs) and verbs[at].first <= token + 1:
            at += 1
        if token and keys[token - 1] in words("mere noun after"):
            continue
        allowed = {
            verb: lexeme
            for verb, lexeme in nouns[keys[token]]
            if "ezafe" in lexeme.takes or keys[token + 1 : token + 2] in (["از"], ["بر"], ["نسبت"])
        }
        for verb in verbs[at : at + 8]:
            if verb.first - token > _EZAFE_REACH or verb.first not in reading.sentence_at(token):
                break
            if ":" in keys[token : verb.first]:
                break
            lexeme = allowed.get(verb.form.verb)
            if lexeme is not None and _closes_ezafe(keys, verb):
                found.append(Cue(token, token + 1, Sort.EZAFE, lexeme, verb.form, verb.first, verb.after))
                break
    return found


def _closes_ezafe(keys: list[str], verb: Verb) -> bool:
    """Whether this verb may be the second half of a compound: third person, and not itself a compound."""
    form = verb.form
    if form.tense is Tense.OTHER or form.person != 3 or form.passive or verb.noun:  # noqa: PLR2004
        return False
    if form.bare and not _stands_for_a_verb(keys, verb):
        return False
    return _compound(keys, verb)[1] is None
