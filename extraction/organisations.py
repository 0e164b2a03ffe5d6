"""Where the description of an office, an organisation or a group ends: «وزیر صنعت، معدن و تجارت»."""

from functools import cache

from domain.text import search_key
from extraction.lexicon import Phrases, read_table
from extraction.names import GIVEN, after_honorifics, name_end, starts_person
from extraction.words import BREAKS, Word, Words, word_flags, word_set

_STARTS_PERSON = GIVEN | Word.HONORIFIC
_LONGEST = 18
_LONGEST_LIST = 5
_LONGEST_QUOTED = 6
_QUOTES = {"«": "»", "(": ")", '"': '"', "“": "”"}
_FRIDAY = frozenset({"نماز", "امام", "ائمه"})
"""After these «جمعه» is no day that something was said: «ستاد نماز جمعه»."""
_REVERED = frozenset({"شهید", "امام", "علامه", "حضرت"})
"""Honorifics that belong to the names of places and bodies."""


@cache
def proper_names() -> Phrases[str]:
    """Names of bodies and countries, found as phrases, and what each is: «name», «country» or «capital»."""
    bodies = ((row["phrase"], row["role"]) for row in read_table("organisations") if row["role"] == "name")
    return Phrases([*bodies, *((row["phrase"], row["role"]) for row in read_table("countries"))])


@cache
def country_ends() -> frozenset[str]:
    """The last words of the names of countries, after which an office's description may end."""
    rows = (row for row in read_table("countries") if row["role"] == "country")
    return frozenset({search_key(row["phrase"]).split()[-1] for row in rows} | {"کشورمان"})


@cache
def _places() -> frozenset[str]:
    rows = (row for row in read_table("organisation_words") if row["role"] == "place")
    return frozenset(search_key(row["word"]) for row in rows) | country_ends()


def is_place(key: str) -> bool:
    """Whether a word is a province's, a town's or a country's name."""
    return key in _places() or bool(word_flags().get(key, 0) & Word.OPENS_NAME)


def description_end(words: Words, start: int, *, stop: int | None = None) -> int:
    """The index after the office, organisation or group whose head word is at `start`, never past `stop`.

    >>> from extraction.reading import read
    >>> from extraction.words import sort_words
    >>> description_end(sort_words(read("وزیر صنعت، معدن و تجارت در جلسه گفت")), 0)
    6
    """
    limit = min(len(words.keys) if stop is None else stop, start + _LONGEST)
    at = start + 1 + (words.key(start + 1) in word_set("second of head"))
    while at < limit:
        step = _step(words, start, at, limit)
        if not step:
            break
        at += step
    at = min(at, limit)
    while at > start + 1 and words.keys[at - 1] in {"و", "در", "،"}:
        at -= 1
    return at


def _step(words: Words, start: int, at: int, limit: int) -> int:
    """How many more words from `at` belong to the description, 0 when it ends before `at`."""
    flag = words.flags[at]
    if flag & Word.TIME:
        return int(words.keys[at] == "جمعه" and words.keys[at - 1] in _FRIDAY)
    if flag & BREAKS:
        over = _OVER.get(words.keys[at])
        return over(words, start, at, limit) if over is not None and at + 1 < limit else 0
    if words.keys[at - 1] in word_set("named after"):
        return max(1, name_end(words, after_honorifics(words, at)) - at)
    if flag & _STARTS_PERSON and words.keys[at] not in _REVERED and starts_person(words, at):
        return 0
    return 0 if _only_name_follows(words, start, at) else 1


def _only_name_follows(words: Words, start: int, at: int) -> bool:
    """Whether the description is whole before `at`: after an office of state's country, or where a name follows one."""
    before = words.keys[at - 1]
    if before in country_ends():
        whole = words.keys[start] in word_set("office of state") and words.keys[at] not in word_set("former")
        return whole or words.starts_name(at)
    if words.keys[at] in word_set("surname particle"):
        return False
    return before in {"جمهور", "جمهوری"} and words.starts_name(at) and not words.is_any(at, Word.OPENS_NAME)


def _over_and(words: Words, _start: int, at: int, _limit: int) -> int:
    """«و» joins unless another source or a verb follows."""
    if words.key(at + 1) == "منابع":
        return 2
    if words.is_any(at + 1, BREAKS | Word.TITLE | Word.GROUP) or starts_person(words, at + 1):
        return 0
    return 2


def _over_comma(words: Words, _start: int, at: int, limit: int) -> int:
    """A comma joins in a short list with «و» before its last word, as in «صنعت، معدن و تجارت»."""
    ends = BREAKS | Word.TITLE | Word.HONORIFIC | Word.GIVEN
    for place in range(at + 1, min(at + _LONGEST_LIST, limit)):
        key = words.keys[place]
        if place > at + 1 and key == "و":
            return _over_and(words, at, place, limit) and place + 2 - at
        if words.is_any(place, ends) and not (key == "،" and place > at + 1):
            return 0
    return 0


def _over_in(words: Words, start: int, at: int, _limit: int) -> int:
    """«در» joins a representative, a deputy or an ambassador to a body or a country: «نماینده تهران در مجلس»."""
    place = words.keys[at + 1] in word_set("in") or words.is_any(at + 1, Word.OPENS_NAME)
    return 2 if place and words.keys[start] in word_set("office in") and not words.is_any(at + 1, Word.AGENCY) else 0


def _over_from(words: Words, _start: int, at: int, _limit: int) -> int:
    """«از» joins after «برخی», «یکی» and the like, and after «مطلع»."""
    before = words.keys[at - 1]
    joins = before in word_set("quantifier") or before in word_set("knowing") or before in word_set("deed")
    return 2 if joins and not words.is_any(at + 1, Word.MARK | Word.PRONOUN) else 0


def _over_after_deed(words: Words, _start: int, at: int, _limit: int) -> int:
    """A preposition joins after a deed that an office is for: «مبارزه با مواد مخدر», «نظارت بر بازار»."""
    joins = words.keys[at - 1] in word_set("deed")
    return 2 if joins and not words.is_any(at + 1, BREAKS) else 0


def _over_this(words: Words, _start: int, at: int, _limit: int) -> int:
    """«این» joins when a noun follows: «مدیر این شرکت»."""
    return 0 if words.is_any(at + 1, BREAKS) else 2


def _over_quotes(words: Words, start: int, at: int, limit: int) -> int:
    """A short name in quotation marks or parentheses joins when it is no person's: «کارگردان فیلم «باران»»."""
    close = _QUOTES[words.keys[at]]
    for place in range(at + 1, min(at + _LONGEST_QUOTED, limit)):
        if words.keys[place] == close:
            inner = range(at + 1, place)
            person = not words.is_any(start, Word.ORGANISATION) and all(words.is_name(word) for word in inner)
            told = len(inner) > 1 or words.keys[at - 1] in country_ends()
            return 0 if not inner or (person and told) else place + 1 - at
    return 0


def _over_first(words: Words, _start: int, at: int, _limit: int) -> int:
    """«نخست» joins when it is the prime minister's: «معاون نخست وزیر»."""
    return 2 if words.keys[at + 1] == "وزیر" else 0


def _over_guardian(words: Words, _start: int, at: int, _limit: int) -> int:
    """«ولی» is no conjunction in «ولی فقیه»."""
    return 2 if words.keys[at + 1] in {"فقیه", "عصر", "امر"} else 0


def _over_between(words: Words, _start: int, at: int, _limit: int) -> int:
    """«بین» is no preposition in «بین الملل»."""
    return 2 if words.keys[at + 1] in {"الملل", "المللی"} else 0


_OVER = {
    "و": _over_and, "،": _over_comma, "در": _over_in, "از": _over_from, "این": _over_this, "آن": _over_this,
    "نخست": _over_first, "ولی": _over_guardian, "بین": _over_between,
    **dict.fromkeys(("با", "بر", "به"), _over_after_deed), **dict.fromkeys(_QUOTES, _over_quotes),
}  # fmt: skip
"""What leads over a break that descriptions may hold: how many words, 0 when the description ends."""
