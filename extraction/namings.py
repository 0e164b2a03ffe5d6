"""Finds the words of a text that name somebody or some body, with the offices printed beside a name."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from domain.statement import SourceKind
from domain.text import search_key
from extraction.lexicon import read_table
from extraction.names import GIVEN, after_honorifics, is_full_name, name_end
from extraction.organisations import description_end, is_place, proper_names
from extraction.reading import Reading
from extraction.words import NOT_IN_NAME, Word, Words, is_adjective, is_unknown, word_set

_TRIGGERS = GIVEN | Word.TITLE | Word.HONORIFIC | Word.ORGANISATION | Word.GROUP | Word.OPENS_NAME
_PERSON = GIVEN | Word.HONORIFIC
_BEFORE_NAME = Word.MARK | Word.CONJUNCTION | Word.ADVERB | Word.TIME | Word.PREPOSITION | Word.AGENCY
_OPENS_QUOTE = frozenset("«“\"'")
_CLOSES_QUOTE = frozenset("»”\"'")
_LONGEST_BARE = 3
_LONGEST_BEFORE = 4


@dataclass(frozen=True, slots=True)
class Naming:
    """Words that name somebody or some body; every range is of token indexes.

    `name` is a person's name without honorifics, None where only an office, a body or a group is named.
    `offices` are the descriptions of what the person is; for a body or a group, its own.
    """

    tokens: range
    kind: SourceKind
    name: range | None = None
    offices: tuple[range, ...] = ()

    def until(self, stop: int) -> "Naming | None":
        """The naming without the words from `stop` on; None when nothing is left."""
        if self.tokens.stop <= stop:
            return self
        if self.tokens.start >= stop:
            return None
        tokens = range(self.tokens.start, stop)
        offices = tuple(range(office.start, min(office.stop, stop)) for office in self.offices if office.start < stop)
        if self.name is None or self.name.start >= stop:
            if not offices:
                return None
            kind = SourceKind.OFFICE if self.name is not None else self.kind
            return replace(self, tokens=tokens, name=None, kind=kind, offices=offices)
        return replace(self, tokens=tokens, name=range(self.name.start, min(self.name.stop, stop)), offices=offices)


def find_namings(reading: Reading, words: Words) -> Iterator[Naming]:
    """What a reading names, from its first word to its last, none inside another.

    >>> from extraction.reading import read
    >>> from extraction.words import sort_words
    >>> reading = read("دیروز محمدجواد ظریف، وزیر خارجه ایران، به وین رفت")
    >>> [reading.words(naming.tokens) for naming in find_namings(reading, sort_words(reading))]
    ['محمدجواد ظریف، وزیر خارجه ایران']
    """
    past = 0
    for at in [at for at, flag in enumerate(words.flags) if flag & _TRIGGERS]:
        if at >= past:
            naming = _naming_from(reading, words, at, past)
            if naming is not None:
                past = naming.tokens.stop
                yield naming


def _naming_from(reading: Reading, words: Words, at: int, past: int) -> Naming | None:
    """What the word at `at` starts or belongs to; words before `past` are taken."""
    flag = words.flags[at]
    if is_title(words, at):
        return _office_naming(words, at, past)
    person = _person_naming(words, at) if flag & _PERSON else None
    if person is not None:
        return person
    proper = proper_names().longest_at(reading, at) if flag & Word.OPENS_NAME else None
    if proper is not None:
        after = proper_names().longest_at(reading, proper[0]) if proper[1] == "name" and words.key(proper[0]) else None
        end = after[0] if after is not None and after[1] == "country" else proper[0]
        return _body(SourceKind.ORGANISATION, range(at, end))
    if flag & Word.ORGANISATION:
        return _body(SourceKind.ORGANISATION, range(at, description_end(words, at)))
    if flag & Word.GROUP and (words.keys[at] != "یکی" or words.key(at + 1) == "از"):
        return _body(SourceKind.UNNAMED, range(at, description_end(words, at)))
    return None


def _body(kind: SourceKind, tokens: range) -> Naming:
    return Naming(tokens, kind, None, (tokens,))


def without_nouns(namings: list[Naming], words: Words) -> list[Naming]:
    """The namings, each surname of another naming's full name freed of a noun after it: «مهرزاد همکاری ... را»."""
    names = [words.keys_of(naming.name) for naming in namings if naming.name is not None]
    surnames = {name[-1] for name in names if len(name) > 1}
    return [_without_noun(words, naming, surnames) for naming in namings]


def _without_noun(words: Words, naming: Naming, surnames: set[str]) -> Naming:
    name = naming.name
    if name is None or len(name) != len(("surname", "noun")) or naming.tokens != name:
        return naming
    surname, noun = words.keys_of(name)
    listed = words.is_any(name[1], Word.GIVEN | Word.SURNAME | Word.GIVEN_OR_WORD)
    if surname not in surnames or listed or not is_adjective(noun) or is_place(noun[:-1]):
        return naming
    return naming.until(name[1]) or naming


def is_title(words: Words, at: int) -> bool:
    """Whether an office's description starts at `at`."""
    flag = words.flags[at] if at < len(words.flags) else 0
    if not flag & Word.OPENS_NAME:
        return bool(flag & Word.TITLE)
    return bool(flag & Word.TITLE) or (words.keys[at], words.key(at + 1)) in _two_word_titles()


@cache
def _two_word_titles() -> frozenset[tuple[str, str]]:
    """Heads of offices whose first words alone are none: «نخست وزیر»."""
    titles = (search_key(row["word"]).split() for row in read_table("titles"))
    return frozenset((title[0], title[1]) for title in titles if len(title) > 1)


def inner_person(words: Words, naming: Naming) -> Naming | None:
    """The person after whom an organisation or an aide is called: «دولت رجب طیب اردوغان»; None for others."""
    start = naming.tokens.start + 1
    if naming.kind is SourceKind.OFFICE:
        start = after_honorifics(words, _relation_end(words, start - 1) or naming.tokens.stop)
    elif naming.kind is not SourceKind.ORGANISATION or words.keys[start - 1] not in word_set("before person"):
        return None
    end = min(name_end(words, start), naming.tokens.stop)
    if not is_full_name(words, start, end):
        return None
    return Naming(range(start, end), SourceKind.PERSON, range(start, end))


def _person_naming(words: Words, at: int) -> Naming | None:
    """The person named from `at`, honorifics first, with the offices after the name."""
    start = after_honorifics(words, at)
    honoured = start > at
    end = name_end(words, start)
    if end == start and honoured and words.is_any(start, GIVEN):
        end = name_end(words, start + 1)
    if end == start and honoured and words.is_any(start, Word.ORDINARY) and not words.is_any(start, NOT_IN_NAME):
        end = start + 1 + (words.key(start + 1) in word_set("cut ending"))
    if end == start or not (honoured or is_full_name(words, start, end)):
        return None
    return _with_offices(words, at, range(start, end))


def _with_offices(words: Words, at: int, name: range) -> Naming:
    """The naming of a person from `at`, with the offices that follow the name in apposition."""
    first, end = _quoted(words, at, name.stop)
    offices: list[range] = []
    start = _apposed(words, end, more=False)
    while start is not None:
        end = description_end(words, start)
        offices.append(range(start, end))
        start = _apposed(words, end, more=True)
    return Naming(range(first, end), SourceKind.PERSON, name, tuple(offices))


def _quoted(words: Words, start: int, end: int) -> tuple[int, int]:
    """The words from `start` to `end` with the quotation marks around them, if both are there."""
    if start and words.keys[start - 1] in _OPENS_QUOTE and words.key(end) in _CLOSES_QUOTE:
        return start - 1, end + 1
    return start, end


def _apposed(words: Words, end: int, *, more: bool) -> int | None:
    """Where the office in apposition to words that end at `end` starts, after a comma or, for a further one, «و»."""
    joined = words.key(end) == "،" or (more and words.key(end) == "و")
    start = end + 1 if joined else end
    return start if is_title(words, start) and (joined or not more) else None


def _office_naming(words: Words, at: int, past: int) -> Naming:
    """The naming around the office at `at`: with the name after it or, where no lexicon knows it, before it."""
    before = _name_before(words, at, past)
    if before is not None:
        return _with_offices(words, before.start, before)
    office = range(at, description_end(words, at))
    name = _name_after(words, office.stop)
    if name is None:
        return Naming(office, SourceKind.OFFICE, None, (office,))
    if office.stop == _relation_end(words, at) and words.keys[office.stop] != "،":
        whole = range(at, _quoted(words, name.start, name.stop)[1])
        return Naming(whole, SourceKind.OFFICE, None, (whole,))
    return Naming(range(at, _quoted(words, name.start, name.stop)[1]), SourceKind.PERSON, name, (office,))


def _relation_end(words: Words, at: int) -> int | None:
    """The index after the words for somebody's «مشاور ارشد» or «همسر» from `at`: a name right after is the other's."""
    if words.key(at) not in word_set("relation"):
        return None
    return at + 1 + (words.key(at + 1) in word_set("of relation"))


def _name_after(words: Words, end: int) -> range | None:
    """The name in apposition to the office that ends at `end`, perhaps after a comma or in quotation marks."""
    comma = words.key(end) == "،"
    at = end + comma
    quoted = words.key(at) in _OPENS_QUOTE
    at += quoted
    start = after_honorifics(words, at)
    stop = name_end(words, start)
    if stop == start or (comma and words.is_any(stop, Word.OBJECT)):
        return None
    sure = start > at or is_full_name(words, start, stop) or (quoted and words.key(stop) in _CLOSES_QUOTE)
    bare = not comma and stop - start <= _LONGEST_BARE and not (stop - start == 1 and words.is_any(start, Word.GIVEN))
    return range(start, stop) if sure or bare else None


def _name_before(words: Words, at: int, past: int) -> range | None:
    """A name of unknown words right before the office at `at`, after a break; None when there is none."""
    end = at
    if end > past and words.keys[end - 1] == "،":
        end -= 1
    if end > past and words.keys[end - 1] in _CLOSES_QUOTE:
        end -= 1
    start = end
    while start > past and end - start < _LONGEST_BEFORE and words.is_name(start - 1):
        start -= 1
    after_break = start == past or words.is_any(start - 1, _BEFORE_NAME) or end - start > 1
    likely = any(_is_likely(words, word) for word in range(start, end))
    return range(start, end) if after_break and likely else None


def _is_likely(words: Words, at: int) -> bool:
    """Whether a word that can be a name's is more likely one than not."""
    return words.is_any(at, Word.SURNAME) or (is_unknown(words.keys[at]) and not is_adjective(words.keys[at]))
