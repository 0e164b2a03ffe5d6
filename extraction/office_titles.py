"""The title and the country in the words for an office, so that «رئیس‌جمهوری روسیه» is the president of Russia."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from domain.text import search_key
from extraction.lexicon import read_table
from extraction.offices import spelled
from extraction.words import word_set

_TELLING = frozenset({"شورای", "شهر", "شهرستان", "استان", "عالی"})
_COUNCIL = {"شورای": "شورا"}
HOME = "home"
"""The country of «کشورمان»: the outlet's own."""


@dataclass(frozen=True, slots=True)
class OfficeTitle:
    """An office as it is compared: `key` is its title without spaces and country.

    `country` is ISO 3166's two letters or `HOME`; None where the words name no country, or more than one.
    """

    key: str
    country: str | None


@lru_cache(maxsize=1 << 14)
def office_title(words: str) -> OfficeTitle:
    """The title and the country in the words for an office, however they are spelt.

    >>> office_title("رئیس‌جمهوری روسیه")
    OfficeTitle(key='رییسجمهور', country='RU')
    >>> office_title("وزیر امور خارجه کشورمان").country, office_title("وزیر کشور")
    ('home', OfficeTitle(key='وزیرکشور', country=None))
    """
    keys = tuple(search_key(words).split())
    named = list(_countries_in(keys))
    countries = {country for _, country in named}
    if len(countries) != 1:
        return OfficeTitle("".join(title_words(keys)), None)
    taken = {at for place, _ in named for at in place}
    left = [key for at, key in enumerate(keys) if at not in taken]
    return OfficeTitle("".join(title_words(left)), countries.pop())


def title_words(keys: Iterable[str]) -> tuple[str, ...]:
    """The words that tell one office from all others, spelled one way.

    Fewer are idle than within one article: «رئیس شورای شهر» is not every «رئیس».

    >>> title_words(["رییس", "شورای", "اسلامی", "شهر"])
    ('رییس', 'شورا', 'شهر')
    """
    idle = word_set("idle") - _TELLING
    return tuple(_COUNCIL.get(word, word) for word in spelled(keys) if word not in idle)


def without_country(words: str) -> str:
    """The words for an office without those for its country, as they are printed.

    >>> without_country("رئیس‌جمهور افغانستان"), without_country("وزیر کشور")
    ('رئیس\u200cجمهور', 'وزیر کشور')
    """
    printed, keys = words.split(), tuple(search_key(words).split())
    named = _countries_in(keys)
    taken = {at for place, _ in named for at in place}
    if len(printed) != len(keys) or len({country for _, country in named}) != 1:
        return words.strip()
    return " ".join(word for at, word in enumerate(printed) if at not in taken)


def count_countries(keys: Sequence[str]) -> dict[str, int]:
    """How often the words of a text, by their keys, name each country.

    >>> count_countries(["رییس", "جمهور", "روسیه", "به", "ایران", "رفت"])
    {'RU': 1, 'IR': 1}
    """
    last = _by_last_word()
    return dict(Counter(last[key] for key in keys if key in last))


def is_country(words: str) -> bool:
    """Whether the words are a country's name and nothing else.

    >>> is_country("جمهوری اسلامی ایران"), is_country("رئیس جمهور ایران")
    (True, False)
    """
    return tuple(search_key(words).split()) in _codes()


def country_name(code: str) -> str | None:
    """The Persian name of a country by its code, None where no table has it.

    >>> country_name("RU"), country_name("XX")
    ('روسیه', None)
    """
    return _names().get(code)


@cache
def _names() -> dict[str, str]:
    return {code: phrase for phrase, code in reversed(_phrases())}


def _phrases() -> list[tuple[str, str]]:
    """Every name of a country and its code; the first of a code is the usual one.

    Those of `country_names.tsv` only tell countries: people are found without them.
    """
    rows = [row for row in read_table("countries") if row["role"] == "country"] + read_table("country_names")
    return [(row["phrase"], row["code"]) for row in rows if row["code"]]


def _countries_in(keys: tuple[str, ...]) -> list[tuple[range, str]]:
    """Where an office's words name a country, the longest names, never its first word.

    «رئیس جمهوری» is one title, though «جمهوری اسلامی ایران» is a country too; «آذربایجان شرقی» is a province.
    """
    found = []
    at = 1
    while at < len(keys):
        if keys[at] == "جمهوری" and keys[at - 1] in {"رییس", "ریاست"}:
            at += 1
            continue
        if keys[at] == "آذربایجان" and keys[at + 1 : at + 2] in {("شرقی",), ("غربی",)}:
            at += 2
            continue
        names = (range(at, end) for end in range(min(len(keys), at + _longest()), at, -1))
        place = next((place for place in names if keys[place.start : place.stop] in _codes()), None)
        if place is None:
            at += 1
        else:
            found.append((place, _codes()[keys[place.start : place.stop]]))
            at = place.stop
    return found


@cache
def _codes() -> dict[tuple[str, ...], str]:
    """The code of each country by the words of each of its names."""
    return {tuple(search_key(phrase).split()): code for phrase, code in _phrases()} | {("کشورمان",): HOME}


@cache
def _longest() -> int:
    return max(len(name) for name in _codes())


@cache
def _by_last_word() -> dict[str, str]:
    """The code of each country by the last word of its names, where that word is no other country's."""
    codes: dict[str, set[str]] = {}
    for phrase, code in _phrases():
        codes.setdefault(search_key(phrase).split()[-1], set()).add(code)
    return {word: found.pop() for word, found in codes.items() if len(found) == 1} | {"کشورمان": HOME}
