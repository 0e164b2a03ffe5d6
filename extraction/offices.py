"""When two descriptions of an office are of the same one, however they are spelled."""

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from domain.text import search_key
from extraction.lexicon import read_table
from extraction.organisations import country_ends
from extraction.words import Words, word_set

_COUNTRY_REACH = 60


@cache
def _spellings() -> dict[str, str]:
    return {row["word"]: row["spelled"] for row in read_table("office_spellings")}


@lru_cache(maxsize=1 << 14)
def office_key(description: tuple[str, ...]) -> tuple[str, ...]:
    """The words that tell one office from another, spelled one way, without marks and idle words.

    >>> office_key(("نخستوزیر", "محترم", "انگلستان"))
    ('نخست', 'وزیر', 'انگلیس')
    """
    return tuple(word for word in spelled(description) if word not in word_set("idle"))


def spelled(description: Iterable[str]) -> Iterator[str]:
    """The words of a description without marks, those that are spelled in several ways in one."""
    words = (_spellings().get(word, word) for word in description if word[0].isalnum())
    return (word for some in words for word in some.split())


def office_at(words: Words, description: range) -> tuple[str, ...]:
    """The key of the office described there; «این کشور» is the country that was named last before."""
    keys = words.keys_of(description)
    if "کشور" not in keys or keys[keys.index("کشور") - 1] != "این":
        return office_key(keys)
    before = words.keys[max(0, description.start - _COUNTRY_REACH) : description.start]
    country = next((key for key in reversed(before) if key in country_ends()), "کشور")
    return (*office_key(tuple(key for at, key in enumerate(keys) if key != "کشور" or keys[at - 1] != "این")), country)


def words_for(office: tuple[str, ...], printed: str) -> str:
    """The words for an office: as printed, or its key's where they say «این کشور» and the key has the country.

    >>> words_for(("رییس", "جمهور", "روسیه"), "رئیس‌جمهور این کشور")
    'رییس جمهور روسیه'
    """
    return printed if office_key(tuple(search_key(printed).split())) == office else " ".join(office)


def same_office(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two office keys can be of one office: the shorter's words all stand in the longer, heads first.

    >>> same_office(("وزیر", "خارجه"), ("وزیر", "خارجه", "آمریکا"))
    True
    """
    shorter, longer = sorted((one, other), key=lambda words: len("".join(words)))
    if not shorter or not (longer[0].startswith(shorter[0]) or shorter[0].startswith(longer[0])):
        return False
    joined = "".join(longer)
    return all(word in joined for word in shorter)


def country_of(office: tuple[str, ...]) -> str | None:
    """The country in an office's key, None when it names none."""
    return next((word for word in office if word in country_ends()), None)


def may_hold(held: list[tuple[str, ...]], office: tuple[str, ...]) -> bool:
    """Whether an office may be one of those held: alike in words, and of no other country."""
    country = country_of(office)
    theirs = {country_of(one) for one in held} - {None}
    if country is not None and theirs and country not in theirs:
        return False
    return any(same_office(office, one) for one in held)
