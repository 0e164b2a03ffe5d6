"""How far an organisation's name is sure, and whether it tells which organisation is meant."""

from functools import cache

from domain.text import name_key
from extraction.lexicon import read_table
from extraction.organisations import country_ends, is_place, proper_names
from extraction.words import BREAKS, Word, Words, is_adjective, is_unknown, word_flags, word_set

_ENDS = Word.PRONOUN | Word.THEY | Word.SPEAKER | Word.THIS | Word.VERB | Word.OBJECT | Word.TIME | Word.GROUP
_NAMED = Word.GIVEN | Word.SURNAME | Word.AGENCY
_HOLDS = _NAMED | Word.GIVEN_OR_WORD | Word.ORGANISATION | Word.TITLE | Word.OPENS_NAME | Word.HONORIFIC
_OPENS = frozenset("«“(")
_CLOSES = frozenset("»”)")
_QUOTES = _OPENS | _CLOSES | {'"'}
_JOINS = frozenset({"و", "،", "در", "بر", "به", "با", "از", "بین"})
_NO_LAST_WORDS = _JOINS | _OPENS
_PLURALS = ("های", "ها", "ی", "ات", "ان")
_NATION_ENDINGS = ("یایی", "ایی", "یی", "ای", "ی")
_GLUED = ("در", "به", "از", "با", "روز", "عصر", "صبح")
_SHORTEST_GLUED = 4
_LONGEST_QUOTED = 4
_IRAN = frozenset({"ایران", "کشورمان"})
_OFTEN = 2
"""Other countries named oftener than this, and than Iran twice over, may be the one whose ministry is meant."""
_COUNTRY_REACH = 60
"""How many words before «این کشور» the country may stand."""


@cache
def body_words(role: str) -> frozenset[str]:
    """The keys of the words that `organisation_words.tsv` lists in a role."""
    return frozenset(name_key(row["word"]) for row in read_table("organisation_words") if row["role"] == role)


def sure_end(words: Words, body: range) -> int:
    """The index after the last word of an organisation's name that is surely part of it.

    A noun that stands in no body's name ends it, unless the body's country follows.

    >>> from extraction.reading import read
    >>> from extraction.words import sort_words
    >>> sure_end(sort_words(read("سازمان هواشناسی کشور پیش‌بینی")), range(4))
    3
    """
    first = body.start + 1
    if not words.is_any(body.start, Word.ORGANISATION):
        return body.stop
    limit = next((at for at in range(first, body.stop) if _ends_before(words, body.start, at)), body.stop)
    end = next((at for at in range(first, limit) if not _may_hold(words, body.start, at)), limit)
    if end == first < limit and _is_single(words, range(body.start, limit)):
        end = limit
    end = next((at for at in range(limit, end, -1) if words.keys[at - 1] in country_ends()), end)
    while end > first and words.keys[end - 1] in _NO_LAST_WORDS:
        end -= 1
    return end


def _ends_before(words: Words, start: int, at: int) -> bool:
    """Whether no name goes on with the word at `at`: «این», a verb or its noun, another body after an outlet's name."""
    key, before = words.keys[at], words.keys[at - 1]
    if (words.is_any(at, _ENDS) and not _is_listed(key)) or _is_deed(words, at) or _is_glued(words, at):
        return True
    if words.is_any(at - 1, Word.AGENCY) and words.keys[start] in word_set("outlet"):
        return key not in _QUOTES and key not in country_ends()
    closed = before in country_ends() or before == "کشور"
    return closed and at - 1 > start and not (key in _QUOTES | {"و", "در"} or key in country_ends() or key.isascii())


def _is_deed(words: Words, at: int) -> bool:
    """Whether a word is the noun of a verb of two words («گزارش داد»), and none that stands in names."""
    key = words.keys[at]
    if key in word_set("light"):
        return not _is_listed(words.key(at + 1))
    return words.is_any(at, Word.NOUN) and not words.is_any(at, Word.ORGANISATION) and not _is_listed(key)


def _is_glued(words: Words, at: int) -> bool:
    """Whether a preposition or a time of day is printed together with the word: «دراصفهان», «روزپنجشنبه»."""
    if words.flags[at]:
        return False
    key = words.keys[at]
    rests = [key.removeprefix(start) for start in _GLUED if key.startswith(start)]
    return any(
        len(rest) >= _SHORTEST_GLUED
        and (rest in body_words("place") or bool(word_flags().get(rest, 0) & (Word.TIME | Word.ORDINARY)))
        for rest in rests
    )


def _may_hold(words: Words, start: int, at: int) -> bool:
    """Whether the word at `at` can stand in an organisation's name."""
    key, flag = words.keys[at], words.flags[at]
    if (
        key in _JOINS
        or key in _QUOTES
        or any(mark in words.keys[max(start, at - _LONGEST_QUOTED) : at] for mark in '«("')
    ):
        return True
    if flag & BREAKS:
        return False
    if key in body_words("plural") | body_words("vague"):
        return True
    if flag & _HOLDS or key in country_ends() or _is_listed(key) or not key.isalpha() or key.isascii():
        return True
    return is_adjective(key) or is_nations(key) or (not flag and is_unknown(key))


def _is_single(words: Words, body: range) -> bool:
    """Whether one plain word after the head is the name of an outlet, a company or a club: «روزنامه آشتی»."""
    key = words.keys[body.start + 1]
    plain = not is_nations(key) and key not in body_words("vague") | body_words("plural")
    return len(body) == len(("head", "name")) and words.keys[body.start] in body_words("single") and plain


def _is_listed(key: str) -> bool:
    """Whether a word, or what it is the plural of, stands in bodies' names."""
    stems = (key, *(key.removesuffix(ending) for ending in _PLURALS if key.endswith(ending)))
    return any(stem in body_words(role) for stem in stems for role in ("noun", "place", "area", "proper"))


def is_nations(key: str) -> bool:
    """Whether a word is a nation's adjective («آمریکایی») or another that tells no body from others («محلی»)."""
    ends = country_ends()
    stems = {key.removesuffix(ending) for ending in _NATION_ENDINGS if key.endswith(ending)}
    return key in word_set("nation") or any(stem in ends or stem + "ه" in ends for stem in stems)


def is_identified(words: Words, body: range) -> bool:
    """Whether the words tell one organisation from others: «شورای هماهنگی» and «رسانه مذکور» do not.

    >>> from extraction.reading import read
    >>> from extraction.words import sort_words
    >>> [is_identified(sort_words(read(name)), range(2)) for name in ("حزب توده", "شورای هماهنگی", "رسانه مذکور")]
    [True, False, False]
    """
    head, keys = words.keys[body.start], words.keys_of(body[1:])
    if not words.is_any(body.start, Word.ORGANISATION) or "".join((head, *keys)) in body_words("whole"):
        return True
    if not keys or any(key in body_words("vague") or key in word_set("determiner") for key in keys):
        return False
    if keys[0] in body_words("plural") or keys[-1] in body_words("area") - {"کشور", "بزرگ"}:
        return False
    if head in body_words("desk") and any(key in word_set("outlet") for key in keys):
        return False
    if not _QUOTES.isdisjoint(keys) or (_is_single(words, body) and not is_adjective(keys[0])):
        return True
    return any(_identifies(words, head, at) for at in body[1:])


def is_of_this_country(words: Words, end: int) -> bool:
    """Whether «این کشور» follows a name that ends at `end`: «وزارت بهداشت این کشور»."""
    return words.key(end) in {"این", "آن"} and words.key(end + 1) == "کشور"


def is_a_foreign_states(words: Words, body: range) -> bool:
    """Whether a ministry or its like, named without its country, may be another state's than Iran's.

    It may be where the article names other countries oftener than Iran.
    """
    keys = words.keys_of(body)
    if keys[0] not in body_words("state") or "".join(keys) in body_words("whole"):
        return False
    if any(key in country_ends() or is_nations(key) for key in keys):
        return False
    countries = [key for key in words.keys if key in country_ends()]
    here = sum(key in _IRAN for key in countries)
    return len(countries) - here > max(_OFTEN, 2 * here)


def country_before(words: Words, at: int) -> range | None:
    """Where the one country is named that the words before `at` name; None when they name none or several."""
    found: dict[str, range] = {}
    for start in range(max(0, at - _COUNTRY_REACH), at):
        phrase = proper_names().longest_in(words.keys, start) if words.is_any(start, Word.OPENS_NAME) else None
        if phrase is not None and phrase[1] == "country":
            found["".join(words.keys[start : phrase[0]])] = range(start, phrase[0])
    return found.popitem()[1] if len(found) == 1 else None


def may_lengthen(words: Words, body: range, *, less: int) -> bool:
    """Whether the last `less` words of a name belong to it so surely that the name without them is the same body's."""
    if not is_identified(words, body[:-less]):
        return True
    if is_place(words.keys[body[-less - 1]]):
        return False
    return all(words.keys[at] in country_ends() or _is_listed(words.keys[at]) for at in body[-less:])


def _identifies(words: Words, head: str, at: int) -> bool:
    """Whether a word after a body's head can tell which body it is: of outlets, parties and desks only a name."""
    key, flag = words.keys[at], words.flags[at]
    if not key[0].isalnum() or is_nations(key) or (key in body_words("area") and key != "کشور"):
        return False
    if key in body_words("proper") or flag & _NAMED or key.isascii():
        return True
    if key in country_ends() or key in body_words("place"):
        return _may_be_of(head, country=key in country_ends())
    if flag & Word.OPENS_NAME and proper_names().longest_in(words.keys, at) is not None:
        return True
    named = head not in body_words("strict")
    if _is_listed(key) or flag & (Word.ORGANISATION | Word.TITLE):
        return named or (head in _OF_OTHERS and bool(flag & (Word.ORGANISATION | Word.TITLE)))
    return not is_adjective(key) and not flag & Word.ORDINARY and is_unknown(key)


def _may_be_of(head: str, *, country: bool) -> bool:
    """Whether a country or a place tells the one body of a kind that it has: «دولت فرانسه», not «روزنامه فرانسه»."""
    if country:
        return head not in body_words("strict") or head in body_words("national")
    return head != "مرکز"


_OF_OTHERS = frozenset({"دفتر", "شبکه", "سایت", "پایگاه"})
"""Heads of bodies that another body, or an office, may be told by: «سایت وزارت نیرو»."""
