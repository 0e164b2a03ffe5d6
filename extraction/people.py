"""Everybody and every body that an article names: who has which office, and the fullest name of each."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from domain.statement import SourceKind
from domain.text import search_key
from extraction.body_names import may_lengthen, sure_end
from extraction.names import one_line
from extraction.namings import Naming, find_namings, inner_person, without_nouns
from extraction.offices import may_hold, office_at
from extraction.persons import LONG_KEY, SHORTEST_WAY, Person, add_ways, completed, joined, one_off, well_known
from extraction.reading import Reading, read
from extraction.words import Words, sort_words, word_set

_OFTEN = 3
"""An organisation named so often by a name is called so: the longer one, once, has taken in words that follow."""
_OUTLET_REACH = 20
"""How many namings back «این روزنامه» points at most."""
_CROWD = 500
"""A text that names more persons is no article: offices are then compared word for word, not likeness by likeness."""
_MORE_WORDS = 2
"""How many words longer an organisation's full name may be: «خبرگزاری آسوشیتدپرس», «سازمان ملل متحد»."""


@dataclass
class People:
    """The namings of an article, by the token where each starts, and its persons."""

    reading: Reading
    words: Words
    namings: dict[int, Naming]
    persons: list[Person]
    ways: dict[str, list[int]]
    """Every way in which the article may call a person: full name, surname; to the indexes of persons."""
    _heads: set[str] = field(default_factory=set)
    """How the ways begin: most words are told apart by that."""
    _longest: int = 0

    def __post_init__(self) -> None:
        """Note how the ways begin and how long they are."""
        self._note(self.ways)

    def _note(self, ways: Iterable[str]) -> None:
        for way in ways:
            self._heads.update((way[:1], way[:2], way[:SHORTEST_WAY]))
            self._longest = max(self._longest, len(way))

    @cached_property
    def bodies(self) -> dict[str, range]:
        """Each shorter name of an organisation and where the article gives its longest one."""
        return _bodies(self.words, self.namings.values())

    def may_name(self, token: int) -> bool:
        """Whether somebody may be named from a token on; False is certain."""
        return token in self.namings or self.words.keys[token][:SHORTEST_WAY] in self._heads

    def _known_end(self, token: int) -> int | None:
        """The index after the longest way to call a person that starts at a token, however its words are spaced."""
        keys = self.words.keys
        if keys[token][:SHORTEST_WAY] not in self._heads:
            return None
        so_far, found = "", None
        for after in range(token + 1, len(keys) + 1):
            so_far += keys[after - 1]
            if so_far in self.ways:
                found = after
            if len(so_far) >= self._longest:
                break
        return found

    def naming_at(self, token: int, *, stop: int) -> Naming | None:
        """The naming that starts at `token`, cut at `stop`; None when nothing is named there."""
        naming = self.namings.get(token)
        if naming is None:
            end = self._known_end(token)
            if end is None:
                return None
            naming = Naming(range(token, end), SourceKind.PERSON, range(token, end))
        return naming.until(stop)

    def called(self, name: range) -> list[Person]:
        """The persons whom these words may name, in order of appearance."""
        return [self.persons[index] for index in self.ways.get("".join(self.words.keys_of(name)), ())]

    def holders(self, office: tuple[str, ...]) -> list[Person]:
        """The persons whom the article gives this office, or one that it may be; never whom its words name."""
        exact = self._by_office.get(office, [])
        if exact or len(self.persons) > _CROWD:
            return exact
        return [person for person in self.persons if not person.is_in(office) and may_hold(person.offices, office)]

    def by_epithet(self, words: range) -> Person | None:
        """The person whom everybody knows by these words alone («رهبر معظم انقلاب»), None for other words."""
        key = "".join(self.words.keys_of(words))
        full = well_known().get(key) if len(words) > 1 else None
        if full is None:
            return None
        name = tuple(search_key(full["name"]).split())
        known = self.ways.get("".join(name), ()) or self.ways.get(name[-1], ())
        if len(known) == 1:
            return self.persons[known[0]]
        person = Person(full["name"], name, first=words.start, printed=one_line(self.reading.words(words)))
        self._admit(person)
        return person

    def _admit(self, person: Person) -> None:
        """Add a person and every way to call the person."""
        ways = add_ways(self.ways, person, len(self.persons))
        by_office = self._by_office
        self.persons.append(person)
        for office in person.offices:
            by_office.setdefault(office, []).append(person)
        self._note(ways)

    def learn(self, person: Person, office: tuple[str, ...], printed: str) -> None:
        """Note that a person holds an office, and the words for it."""
        person.hold(office, printed)
        self._by_office.setdefault(office, []).append(person)

    @cached_property
    def _by_office(self) -> dict[tuple[str, ...], list[Person]]:
        """The persons who have just this office, in order of appearance."""
        holders: dict[tuple[str, ...], list[Person]] = {}
        for person in self.persons:
            for office in dict.fromkeys(person.offices):
                holders.setdefault(office, []).append(person)
        return holders

    def add(self, names: Iterable[range]) -> None:
        """Make persons known whose names no table knows, if the article calls nobody else so."""
        for name in names:
            misprinted = None if self.called(name) else self._misprinted("".join(self.words.keys_of(name)))
            if misprinted is not None:
                self.ways["".join(self.words.keys_of(name))] = misprinted
            elif not self.called(name):
                person = completed(_person(self.reading, self.words, name))
                self._admit(person)

    def outlet_before(self, token: int) -> range | None:
        """Where the last news outlet before a token is named, None when none is."""
        starts = list(self.namings)
        for start in starts[max(0, bisect_left(starts, token) - _OUTLET_REACH) : bisect_left(starts, token)][::-1]:
            addressed = start and self.words.keys[start - 1] in {"به", "با"}
            if not addressed and self.words.keys[start] in word_set("outlet") and len(self.namings[start].tokens) > 1:
                return self.namings[start].tokens
        return None

    def _misprinted(self, key: str) -> list[int] | None:
        """The one person of whose name or surname a long key is one letter off, None when there is none."""
        if len(key) < LONG_KEY or len(self.ways) > _CROWD:
            return None
        close = {tuple(indexes) for way, indexes in self.ways.items() if way[:3] == key[:3] and one_off(way, key)}
        return list(close.pop()) if len(close) == 1 else None

    def fullest_body(self, body: range) -> range:
        """The longest name that the article gives to the organisation named by `body`, as far as it is sure."""
        sure = range(body.start, sure_end(self.words, body))
        return self.bodies.get("".join(self.words.keys_of(sure)), sure)


def find_people(reading: Reading, *, title: str | None = None, tags: Iterable[str] = ()) -> People:
    """The people of an article and where its text names them; the title and tags only help to tell who is who.

    >>> people = find_people(read("محمدجواد ظریف وزیر خارجه به وین رفت. ظریف افزود: خوب است."))
    >>> [person.name for person in people.persons]
    ['محمدجواد ظریف']
    """
    words = sort_words(reading)
    namings = {naming.tokens.start: naming for naming in without_nouns(list(find_namings(reading, words)), words)}
    found: dict[str, Person] = {}
    for naming in namings.values():
        _note(found, reading, words, naming)
        inner = inner_person(words, naming)
        if inner is not None:
            _note(found, reading, words, inner)
    for line in filter(None, (title, *tags)):
        other = read(line)
        other_words = sort_words(other)
        for naming in find_namings(other, other_words):
            _note(found, other, other_words, naming, in_text=False)
    persons = [completed(person) for person in joined(sorted(found.values(), key=lambda person: -len(person.key)))]
    ways: dict[str, list[int]] = {}
    for index, person in enumerate(persons):
        add_ways(ways, person, index)
    return People(reading, words, namings, persons, ways)


def _person(reading: Reading, words: Words, name: range) -> Person:
    """The person of a name as printed."""
    return Person(one_line(reading.words(name)), words.keys_of(name), first=name.start)


def _note(found: dict[str, Person], reading: Reading, words: Words, naming: Naming, *, in_text: bool = True) -> None:
    """Add the person of a naming to those found, or its offices to the person of the same name."""
    if naming.name is None:
        return
    key = "".join(words.keys_of(naming.name))
    person = found.get(key) or found.setdefault(key, _person(reading, words, naming.name))
    if not in_text:
        person.first = -1
    elif person.first < 0:
        person.first = naming.tokens.start
    person.times += 1
    for office in naming.offices:
        person.hold(office_at(words, office), one_line(reading.words(office)))


def _bodies(words: Words, namings: Iterable[Naming]) -> dict[str, range]:
    """Each shorter name of an organisation, its start or its end, and where its longest name stands."""
    longest: dict[str, range] = {}
    whole: Counter[str] = Counter()
    for naming in namings:
        organisation = naming.kind is SourceKind.ORGANISATION
        end = sure_end(words, naming.tokens) if organisation else naming.tokens.stop
        tokens = range(naming.tokens.start, end)
        whole["".join(words.keys_of(tokens))] += 1
        if organisation:
            for less in range(1, min(_MORE_WORDS + 1, len(tokens))):
                headless = words.keys[tokens.start] in word_set("headless")
                parts = (tokens[:-less], tokens[less:], tokens[1:-less]) if headless else (tokens[:-less],)
                for part in parts if may_lengthen(words, tokens, less=less) else parts[1:]:
                    key = "".join(words.keys_of(part))
                    if len(tokens) > len(longest.get(key, ())):
                        longest[key] = tokens
    return {key: tokens for key, tokens in longest.items() if whole[key] < _OFTEN}
