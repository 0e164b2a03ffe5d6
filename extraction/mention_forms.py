"""The words that name or point at a source, told from the word where they start; knows no clause."""

from dataclasses import dataclass
from enum import StrEnum

from domain.statement import SourceKind
from extraction.names import name_end
from extraction.namings import Naming
from extraction.organisations import description_end
from extraction.people import People
from extraction.words import BREAKS, Word, is_unknown, word_set

_ALSO = frozenset({"نیز", "هم"})
_PERSONAL = Word.PRONOUN | Word.THEY | Word.SPEAKER
_SHORTEST_SURNAME = 3
_TOGETHER = frozenset({"و", "،"})
_CLOSES_QUOTE = frozenset("»”\"')")
_OPENS_QUOTE = frozenset("«“\"'")


class Sort(StrEnum):
    """How a mention names its source."""

    NAMED = "named"
    """A person, an office, a body or a group, as the naming says."""
    PRONOUN = "pronoun"
    THEY = "they"
    SPEAKER = "first person"
    THIS = "this"
    """«این مقام مسئول»: somebody or some body named before."""
    NOUN = "noun"
    """Words at the clause's start of which no table knows what they are."""


@dataclass(frozen=True, slots=True)
class Mention:
    """The words that name a source; `others` are named together with the first by «و».

    `sure` is whether the words stand where a subject stands, not merely where one may.
    `also` is whether «نیز» or «هم» follows: another source than before speaks.
    `quoted` is whether an outlet speaks by quoting them: «به نقل از منابع آگاه».
    """

    sort: Sort
    tokens: range
    naming: Naming | None = None
    others: tuple[Naming, ...] = ()
    sure: bool = True
    also: bool = False
    quoted: bool = False


def mention_at(people: People, at: int, stop: int, *, plural: bool | None, governed: bool = False) -> Mention | None:
    """The mention whose words start at `at`, if they name somebody or point at somebody.

    Where a word before may govern them, only names that the article or a table knows count.
    """
    flag = people.words.flags[at]
    if flag & _PERSONAL:
        return _personal(people, at, stop, plural=plural)
    if flag & Word.THIS:
        return _pointing(people, at, stop)
    if flag & Word.DETERMINER and at + 1 < stop:
        return _unnamed_one(people, at, stop)
    naming = people.naming_at(at, stop=stop)
    if naming is None and not governed:
        naming = _unlisted_name(people, at, stop)
    return None if naming is None else _together(people, naming, stop)


def _personal(people: People, at: int, stop: int, *, plural: bool | None) -> Mention:
    flag = people.words.flags[at]
    if flag & Word.SPEAKER:
        sort = Sort.SPEAKER
    elif flag & Word.THEY and (plural or not flag & Word.PRONOUN):
        sort = Sort.THEY
    else:
        sort = Sort.PRONOUN
    return Mention(sort, range(at, at + 1), also=_also(people, at + 1, stop))


def _pointing(people: People, at: int, stop: int) -> Mention | None:
    """«این» with a title, a group or a body: somebody known."""
    start = at + 1
    if start < stop and people.words.flags[start] & Word.NOUN and people.reading.keys[start] != "گزارش":
        return None
    if (
        start >= stop
        or not people.words.flags[start] & (Word.TITLE | Word.GROUP | Word.ORGANISATION | Word.ORDINARY)
        or people.words.flags[start] & BREAKS
    ):
        return None
    end = description_end(people.words, start, stop=stop)
    human = people.reading.keys[start] in word_set("human") or people.reading.keys[start] in word_set("outlet")
    named = human or people.words.flags[start] & (Word.TITLE | Word.GROUP | Word.ORGANISATION)
    if not named and (not _ends_clause(people, end, stop) or people.reading.keys[end : end + 1] == ["که"]):
        return None
    if not named:
        return Mention(Sort.NOUN, range(at, end), Naming(range(at, end), SourceKind.UNNAMED, None, (range(at, end),)))
    naming = people.naming_at(start, stop=stop) if not human else None
    if naming is not None and naming.name is not None:
        return Mention(Sort.NAMED, range(at, naming.tokens.stop), naming, also=_also(people, naming.tokens.stop, stop))
    return Mention(Sort.THIS, range(at, end), naming, also=_also(people, end, stop))


def _unnamed_one(people: People, at: int, stop: int) -> Mention | None:
    """«یک مقام ارشد»: a source that is described, not named."""
    human = people.words.keys[at] == "یک" and people.words.keys[at + 1] in word_set("human")
    if not human and not people.words.flags[at + 1] & (Word.TITLE | Word.GROUP):
        return None
    inner = people.naming_at(at + 1, stop=stop)
    if inner is not None and inner.name is not None:
        return Mention(Sort.NAMED, range(at, inner.tokens.stop), inner)
    end = description_end(people.words, at + 1, stop=stop)
    words = range(at, end)
    return Mention(Sort.NAMED, words, Naming(words, SourceKind.UNNAMED, None, (words,)), also=_also(people, end, stop))


def _unlisted_name(people: People, at: int, stop: int) -> Naming | None:
    """A name of unknown words that a subject's place makes likely: a break follows it."""
    flags, keys = people.words.flags, people.reading.keys
    if flags[at] and not flags[at] & (Word.SURNAME | Word.GIVEN):
        return None
    end = min(name_end(people.words, at), stop)
    if end == at + 1 and len(keys[at]) < _SHORTEST_SURNAME:
        return None
    if end < stop and flags[end] & Word.VERB:
        return None
    if (
        end == at
        or not _ends_clause(people, end, stop)
        or not any(is_unknown(keys[word]) or flags[word] & Word.SURNAME for word in range(at, end))
    ):
        return None
    name = range(at, end)
    if "".join(people.words.keys_of(name)) in people.bodies:
        return Naming(name, SourceKind.ORGANISATION, None, (name,))
    return Naming(name, SourceKind.PERSON, name)


def _ends_clause(people: People, at: int, stop: int) -> bool:
    """Whether a break that a subject may stand before is at `at`: not «را», which follows an object."""
    return at >= stop or bool(people.words.flags[at] & BREAKS and not people.words.flags[at] & Word.OBJECT)


def _together(people: People, naming: Naming, stop: int) -> Mention | None:
    """The mention of a naming with those that «و» joins to it; None where «را» makes it an object."""
    keys, flags = people.reading.keys, people.words.flags
    others: list[Naming] = []
    end = naming.tokens.stop
    while end + 1 < stop and keys[end] in _TOGETHER:
        after = end + 1 + (keys[end + 1] in _OPENS_QUOTE)
        other = people.naming_at(after, stop=stop) if after < stop else None
        if other is None or (
            keys[end] == "،" and (other.tokens.stop >= stop or keys[other.tokens.stop] not in _TOGETHER)
        ):
            break
        others.append(other)
        end = other.tokens.stop
    if (
        others
        and keys[others[0].tokens.start - 1] == "،"
        and not any(keys[other.tokens.start - 1] == "و" for other in others)
    ):
        others, end = [], naming.tokens.stop
    while end < stop and keys[end] in _CLOSES_QUOTE:
        end += 1
    if end < stop and flags[end] & Word.OBJECT:
        return None
    tokens = range(naming.tokens.start, others[-1].tokens.stop if others else naming.tokens.stop)
    return Mention(Sort.NAMED, tokens, naming, tuple(others), also=_also(people, end, stop))


def _also(people: People, at: int, stop: int) -> bool:
    """Whether «نیز» or «هم» stands within the three words from `at`."""
    return any(key in _ALSO for key in people.reading.keys[at : min(at + 3, stop)])


def noun_at(people: People, start: int, stop: int) -> Mention | None:
    """The words from `start` to the next break, as a description of a source that no table knows."""
    flags = people.words.flags
    if start >= stop or flags[start] & (BREAKS | Word.HONORIFIC) or len(people.words.keys[start]) == 1:
        return None
    end = description_end(people.words, start, stop=stop)
    if not _ends_clause(people, end, stop) or people.words.is_any(min(end, stop - 1), Word.VERB):
        return None
    for last in range(end - 1, max(start, end - 4), -1):
        naming = people.naming_at(last, stop=stop)
        if naming is not None and naming.name is not None and naming.tokens.stop == end:
            return Mention(Sort.NAMED, naming.tokens, naming, sure=False, also=_also(people, end, stop))
    words = range(start, end)
    return Mention(Sort.NOUN, words, Naming(words, SourceKind.UNNAMED, None, (words,)), also=_also(people, end, stop))
