"""Finds where an article's text came from: «به گزارش X به نقل از Y»، «X نوشت»، a byline or a closing «منبع: X».

Reads only an article's first lines and its last: «به گزارش X» deep in the text tells of a passage, not of the whole.
Whether an agency is also somebody who speaks is not decided here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import compress, islice

from domain.provenance import Hop
from domain.text import name_key
from extraction.lexicon import Phrases, read_table
from extraction.reading import Reading

_LEAD_LINES = 5
_LEAD_TOKENS = 600
_LAST_TOKENS = 12
"""A closing «منبع: X» stands in a last line of so many tokens at most."""
_LONGEST_NAME = 12
_SHORTEST_GUESS = 5
"""An unknown name without «خبرگزاری», «روزنامه» and the like is believed up to so many tokens."""
_TO_THE_AGENCY = 10
_LETTERS = 3
_TO_THE_NEXT_HOP = 12
_TO_THE_VERB = 25
_AGENCIES = read_table("agencies")
_WORDS = read_table("provenance_words")
_NAMES = {name_key(row["words"]): row["name"] for row in _AGENCIES}
_LISTED = Phrases((row["words"], row["name"]) for row in _AGENCIES)
_UNMISTAKABLE = Phrases(
    (row["words"], row["name"]) for row in _AGENCIES if row["alone"] == "yes" or " " in row["words"]
)
_STOPS = frozenset('،؛:.!؟-–ـ/()[]«»"\n')
_BREAKS = frozenset("،:؛")
_QUOTES = {"«": "»", '"': '"', "“": "”"}


def _phrases(role: str) -> Phrases[bool]:
    return Phrases((row["words"], True) for row in _WORDS if row["role"] == role)


_COPIED = _phrases("copied")
_QUOTED = _phrases("quoted")
_COPYING = _COPIED.openings | _QUOTED.openings
_DESK = _phrases("desk")
_MEDIUM = _phrases("medium")
_ORGANISATION = _phrases("organisation")
_PERSON = _phrases("person")
_REPORTER = _phrases("reporter")
_ADJECTIVE = _phrases("adjective")
_HONORIFIC = _phrases("honorific")
_WROTE = _phrases("wrote")
_SIGNED = _phrases("signed")
_ENDS = _phrases("ends")


@dataclass(frozen=True, slots=True)
class _Found:
    """A name with its tokens."""

    tokens: range
    name: str


def find_provenance(reading: Reading, *, outlet: str | None = None) -> tuple[Hop, ...]:
    """The hops from the printing outlet to the origin, each agency once; empty where neither is known.

    `outlet` is the name or the site of the outlet that printed the article, which is the first hop.

    >>> from extraction.reading import read
    >>> [hop.name for hop in find_provenance(read("به گزارش ایسنا به نقل از رویترز، ..."), outlet="روزنامه شهر")]
    ['روزنامه شهر', 'ایسنا', 'رویترز']
    """
    hops: dict[str, Hop] = {}
    if outlet and name_key(outlet):
        name = _NAMES.get(name_key(outlet), outlet)
        hops[name_key(name)] = Hop(name)
    for found in _chain(reading):
        key = name_key(found.name)
        if key not in hops or hops[key].span is None:
            hops[key] = Hop(found.name, reading.span(found.tokens[0], found.tokens[-1]))
    return tuple(hops.values())


def _chain(reading: Reading) -> Iterator[_Found]:
    lead = _lead(reading)
    byline = _byline(reading, lead)
    if byline:
        yield byline
    copied = list(_copied(reading, lead))
    yield from copied
    yield from _written(reading, lead, copied[-1].tokens.stop if copied else None)
    yield from _signed(reading)


def _lead(reading: Reading) -> range:
    """The tokens of the first printed lines, blank ones not counted."""
    keys = reading.keys
    ends = (each.stop for each in reading.sentences if keys[each.stop : each.stop + 1] == ["\n"])
    return range(min(next(islice(ends, _LEAD_LINES - 1, None), len(keys)), _LEAD_TOKENS))


def _byline(reading: Reading, lead: range) -> _Found | None:
    """The agency that a text opens with: «خبرگزاری فارس: ...», «ایرنا: ...», «تهران (پانا) - ...»."""
    words = list(islice((token for token in lead if reading.keys[token] != "\n"), _SHORTEST_GUESS))
    for token in words:
        listed = _LISTED.longest_at(reading, token)
        opens = token == words[0] or reading.keys[token - 1] in _STOPS
        if (
            listed
            and opens
            and listed[0] < len(reading.keys)
            and reading.keys[listed[0]] in {":", "-", "–", "ـ", ")", "("}
        ):
            return _Found(range(token, listed[0]), listed[1])
    return None


def _copied(reading: Reading, lead: range) -> Iterator[_Found]:
    """The agencies of the first «به گزارش X (به نقل از Y)», or of a first «به نقل از Y» that opens a sentence."""
    for token in compress(lead, map(_COPYING.__contains__, reading.keys)):
        copied = _COPIED.longest_at(reading, token)
        opening = copied or _QUOTED.longest_at(reading, token)
        if opening and (copied or token == reading.sentence_at(token).start):
            first = _name_at(reading, opening[0], copied=copied is not None)
            if first:
                yield first
                yield from _further(reading, first.tokens.stop)
                return


def _further(reading: Reading, after: int) -> Iterator[_Found]:
    """The agencies that the one before copied from: each «به نقل از» that follows shortly in the sentence."""
    while True:
        quoted = _next_quoted(reading, after)
        found = _name_at(reading, quoted) if quoted else None
        if not found:
            return
        yield found
        after = found.tokens.stop


def _next_quoted(reading: Reading, after: int) -> int | None:
    """The index after the next «به نقل از», None where the sentence has gone on to something else."""
    sentence = reading.sentence_at(after - 1)
    broken = False
    for token in range(after, min(after + _TO_THE_NEXT_HOP, sentence.stop)):
        quoted = _QUOTED.longest_at(reading, token)
        if quoted:
            return quoted[0]
        if broken and reading.keys[token] != "و":
            return None
        broken = broken or reading.keys[token] in _BREAKS
    return None


def _written(reading: Reading, lead: range, after: int | None) -> Iterator[_Found]:
    """The agency that the words are by, «روزنامه X در گزارشی نوشت», and whom it quotes.

    It opens the text, or follows the words «به گزارش X،», whose name ends before token `after`.
    """
    opening = next((token for token in lead if reading.keys[token] != "\n"), None)
    for token in (opening, None if after is None else after + 1):
        agency = _agency_at(reading, token) if token is not None and token in lead else None
        if agency and _has_verb(reading, agency.tokens.stop):
            yield agency
            yield from _further(reading, agency.tokens.stop)
            return


def _has_verb(reading: Reading, after: int) -> bool:
    stop = min(after + _TO_THE_VERB, reading.sentence_at(after - 1).stop)
    return any(_is(_WROTE, reading, token) for token in range(after, stop))


def _signed(reading: Reading) -> Iterator[_Found]:
    """The agency of a last line «منبع: X»."""
    count = len(reading.keys)
    for token in range(count - 1, max(0, count - _LAST_TOKENS) - 1, -1):
        opens = token == 0 or reading.keys[token - 1] == "\n"
        if opens and _is(_SIGNED, reading, token) and reading.keys[token + 1 : token + 2] == [":"]:
            found = _name_at(reading, token + 2)
            if found:
                yield found


def _agency_at(reading: Reading, token: int) -> _Found | None:
    """An agency that needs no «به گزارش» to be known as one: an unmistakable name, or one after «روزنامه»."""
    listed = _UNMISTAKABLE.longest_at(reading, token)
    if listed:
        return _Found(range(token, listed[0]), listed[1])
    return _name_at(reading, token) if _is(_MEDIUM, reading, token) else None


def _name_at(reading: Reading, token: int, *, copied: bool = False) -> _Found | None:
    """The agency named from `token` on, also after «خبرنگار», «گروه سیاسی» and the like; None where there is none."""
    if token >= len(reading.keys):
        return None
    if _is(_DESK, reading, token):
        return _of_a_desk(reading, token)
    listed = _LISTED.longest_at(reading, token)
    if listed:
        return _Found(range(token, listed[0]), listed[1])
    return _unknown_at(reading, token, copied=copied)


def _of_a_desk(reading: Reading, desk: int) -> _Found | None:
    """The agency whose desk or reporter stands at `desk`: the first listed one before the next break."""
    keys = reading.keys
    for token in range(desk, min(desk + _TO_THE_AGENCY, len(keys))):
        if keys[token] in _STOPS or _is(_QUOTED, reading, token):
            return None
        desk_again = _is(_DESK, reading, token) and not _is(_UNMISTAKABLE, reading, token)
        listed = None if desk_again else _LISTED.longest_at(reading, token)
        if listed and (
            _is(_UNMISTAKABLE, reading, token)
            or _is(_REPORTER, reading, token - 1)
            or listed[0] == len(keys)
            or keys[listed[0]] in _STOPS
            or _is(_ENDS, reading, listed[0])
        ):
            return _Found(range(token, listed[0]), listed[1])
    return None


def _unknown_at(reading: Reading, token: int, *, copied: bool) -> _Found | None:
    """An agency that is in no table: the words up to a break, in quotation marks or not."""
    if _is(_PERSON, reading, token) or (copied and _is(_ORGANISATION, reading, token)):
        return None
    medium = _MEDIUM.longest_at(reading, token)
    first = medium[0] if medium else token
    listed = _LISTED.longest_at(reading, first) if medium and first < len(reading.keys) else None
    if listed:
        return _Found(range(token, listed[0]), listed[1])
    after = _end_of_name(reading, first)
    if after is None or not _is_a_name(reading, range(first, after), known=medium is not None):
        return None
    words = range(token, after)
    return _Found(words, (_listed_last(reading, words) if medium else None) or reading.words(words))


def _listed_last(reading: Reading, words: range) -> str | None:
    """The listed agency that ends the words: «پایگاه اینترنتی رویترز», «روزنامه «کیهان»»."""
    quoted = reading.keys[words[-1]] in _QUOTES.values()
    table = _LISTED if quoted else _UNMISTAKABLE
    ends = words.stop - 1 if quoted else words.stop
    found = (table.longest_at(reading, token) for token in words)
    return next((listed[1] for listed in found if listed and listed[0] == ends), None)


def _is_a_name(reading: Reading, words: range, *, known: bool) -> bool:
    """Whether words can be a name: not only «خبری», no person's with an office after it, and short where unsure."""
    stop = reading.keys[words.stop] if words.stop < len(reading.keys) else ""
    if all(_is(_ADJECTIVE, reading, token) for token in words):
        return False
    if stop and _is(_PERSON, reading, words.stop):
        return False
    return len(words) <= _SHORTEST_GUESS or (known and stop != ":")


def _end_of_name(reading: Reading, first: int) -> int | None:
    """The index after a name that starts at `first`, None where no break ends it soon enough."""
    keys = reading.keys
    stop = min(first + _LONGEST_NAME, len(keys))
    if first < stop and keys[first] in _QUOTES:
        closing = _QUOTES[keys[first]]
        return next((at + 1 for at in range(first + 1, stop) if keys[at] == closing), None)
    for at in range(first, stop):
        breaks = keys[at] in _STOPS and not _abbreviates(reading, at)
        ends = at > first and (_is(_ENDS, reading, at) or _is(_HONORIFIC, reading, at))
        if breaks or ends or _is(_QUOTED, reading, at):
            return at
    return len(keys) if stop == len(keys) else None


def _abbreviates(reading: Reading, stop: int) -> bool:
    """Whether a full stop stands inside an abbreviation: «د.پ.آ»."""
    around = (reading.keys[stop - 1 : stop] + reading.keys[stop + 1 : stop + 2]) if stop else []
    return reading.keys[stop] == "." and len(around) > 1 and all(len(key) <= _LETTERS for key in around)


def _is[Meaning](phrases: Phrases[Meaning], reading: Reading, token: int) -> bool:
    return phrases.longest_at(reading, token) is not None
