"""One person of an article: the fullest name, the offices, and every way in which the person may be called."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from domain.text import name_key, search_key
from extraction.lexicon import read_table
from extraction.offices import office_key, words_for
from extraction.words import word_set

SHORTEST_WAY = 3
LONG_KEY = 6
_WORDS_OF_A_FULL_NAME = 2


@dataclass(slots=True)
class Person:
    """One person of the article: the fullest name it gives and the keys of the offices it says the person has."""

    name: str
    words: tuple[str, ...]
    offices: list[tuple[str, ...]] = field(default_factory=list)
    first: int = -1
    """The token where the person is first named, -1 in the title or a tag."""
    times: int = 0
    """How often the article prints this very name."""
    printed: str = ""
    """What the article calls the person where everybody knows a fuller name, "" where it prints the name itself."""
    common: list[tuple[str, ...]] = field(default_factory=list)
    """Those of the offices that everybody knows, and not the article alone."""

    titles: dict[tuple[str, ...], str] = field(default_factory=dict)
    """The words in which the article first gives each office, by its key."""

    @property
    def told(self) -> tuple[str, ...]:
        """The offices that the article itself says the person has, each once and as it prints them."""
        counted = Counter(self.offices)
        counted.subtract(self.common)
        return tuple(words_for(office, self.titles[office]) for office, times in counted.items() if times > 0)

    def is_in(self, office: tuple[str, ...]) -> bool:
        """Whether an office's words name the person, as «رئیس دفتر روحانی» does, who then is not its holder.

        Right after one word for no aide, as in «قاضی روحانی», it is the holder's own name.
        """
        named = bool(self.words) and self.words[-1] in office[1:]
        return named and (office[0] in word_set("relation") or office[1] != self.words[-1])

    def hold(self, office: tuple[str, ...], printed: str) -> None:
        """Note an office, by its key and by the words for it."""
        self.offices.append(office)
        self.titles.setdefault(office, printed)

    def take(self, other: "Person") -> None:
        """Take the offices of the same person under another name."""
        self.offices += other.offices
        self.titles = other.titles | self.titles

    @property
    def key(self) -> str:
        """The name as names are compared."""
        return "".join(self.words)


def completed(person: Person) -> Person:
    """The person with what everybody knows of a bearer of the name: the full name behind a surname, the offices."""
    full = well_known().get(person.key)
    if full is None:
        return person
    common = [office_key(tuple(search_key(office).split())) for office in full["office"].split("؛") if office]
    person.offices += common
    person.common += common
    if len(person.words) == 1:
        person.printed = person.name
        person.name, person.words = full["name"], tuple(search_key(full["name"]).split())
    return person


@cache
def well_known() -> dict[str, dict[str, str]]:
    """The rows of the persons whom the news calls by surname alone, by the key of the surname and of the full name."""
    rows = read_table("well_known")
    return {name_key(row[column]): row for row in rows for column in ("surname", "name")}


def joined(persons: list[Person]) -> list[Person]:
    """The persons, given longest name first, each shorter name that is part of exactly one longer joined to it."""
    kept: list[Person] = []
    ways: dict[str, list[int]] = {}
    for person in _not_too_long(persons):
        fuller = ways.get(person.key, [])
        if len(fuller) == 1:
            full = kept[fuller[0]]
            full.take(person)
            full.first = min((first for first in (person.first, full.first) if first >= 0), default=-1)
        else:
            add_ways(ways, person, len(kept))
            kept.append(person)
    return sorted(kept, key=lambda person: person.first)


def _not_too_long(persons: list[Person]) -> list[Person]:
    """The persons without names that go on too far: a full name with a word more, printed no oftener than without."""
    times = {person.key: person.times for person in persons}
    by_key = {person.key: person for person in persons}
    kept: list[Person] = []
    for person in persons:
        shorter = by_key.get("".join(person.words[:-1])) if len(person.words) > _WORDS_OF_A_FULL_NAME else None
        if shorter is None or times[shorter.key] < person.times:
            kept.append(person)
        else:
            shorter.take(person)
            shorter.first = min((first for first in (person.first, shorter.first) if first >= 0), default=-1)
    return kept


def _parts(count: int) -> Iterator[tuple[int, int]]:
    """The parts of a name of `count` words by which a person may be called: any that leaves out the first word."""
    return ((start, end) for start in range(1, count) for end in range(count, start, -1))


@lru_cache(maxsize=1 << 14)
def _ways(words: tuple[str, ...]) -> tuple[str, ...]:
    """Every key by which a person whose name is these words may be called."""
    count = len(words)
    keys = ["".join(words[start:end]) for start, end in ((0, count), *_parts(count))]
    if count > 1 and words[-1].startswith("ال"):
        keys.append(words[-1][2:])
    return tuple(key for key in dict.fromkeys(keys) if len(key) >= SHORTEST_WAY and key not in word_set("son of"))


def add_ways(ways: dict[str, list[int]], person: Person, index: int) -> tuple[str, ...]:
    """Add every key by which the person may be called, with the person's index; the keys."""
    keys = _ways(person.words)
    for key in keys:
        ways.setdefault(key, []).append(index)
    return keys


def one_off(one: str, other: str) -> bool:
    """Whether two keys of at least `LONG_KEY` letters differ in one letter: another one, one more or one less."""
    shorter, longer = sorted((one, other), key=len)
    if len(longer) - len(shorter) > 1 or len(shorter) < LONG_KEY - 1:
        return False
    at = next((index for index, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    return shorter[at + (len(shorter) == len(longer)) :] == longer[at + 1 :]
