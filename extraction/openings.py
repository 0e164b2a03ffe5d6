"""What stands between a cue and the content that follows it, and where a quotation ends."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from extraction.cue_words import words
from extraction.reading import Reading
from extraction.verbs import clause_ends

OPENERS = frozenset("«“”\"'‘’„‹＂")
CLOSERS = frozenset("»”“\"'’›＂")
_STRAIGHT = frozenset("\"'＂’‘")
_QUOTES = OPENERS | CLOSERS
_OPENING = frozenset("«“")
_CLOSING = frozenset("»”")
_QUOTES_AND_BREAKS = _QUOTES | {"\n"}
_SENTENCE_ENDS = frozenset(".؟!…")
_MARKS_LOOKED_AT = 40
_PARAGRAPHS_IN_A_QUOTATION = 2
_BEFORE_COLON_REACH = 8
_NO_CLAUSE = frozenset("»”.؛!؟)]\n/|;")


class Marker(StrEnum):
    """How a content that follows its cue is introduced."""

    COLON = "colon"
    QUOTE = "quote"
    THAT = "that"
    SO_THAT = "so that"
    """«تا»."""
    COMMA = "comma"
    BARE = "bare"
    NONE = "none"


STRONG = frozenset({Marker.COLON, Marker.QUOTE, Marker.THAT})
"""The marks after which a content follows for certain."""


@dataclass(frozen=True, slots=True)
class Opening:
    """The marker after a cue and the first token of what follows it."""

    marker: Marker
    first: int
    quoted: bool = False


def opening_after(keys: list[str], token: int) -> Opening:
    """How a content that starts at or soon after the token is introduced.

    >>> opening_after(["گفت", "که", "هوا", "سرد", "است"], 1)
    Opening(marker=<Marker.THAT: 'that'>, first=2, quoted=False)
    """
    key = _at(keys, token)
    if key in OPENERS:
        return Opening(Marker.QUOTE, token + 1, quoted=True)
    if key in {"،", ","}:
        return _after_comma(keys, token + 1)
    if key in _INTRODUCERS:
        return _INTRODUCERS[key](keys, token + 1)
    colon = _colon_soon(keys, token)
    if colon is not None:
        return _after_colon(keys, colon + 1)
    ended = not key or key in _NO_CLAUSE or key in words("no clause")
    return Opening(Marker.NONE if ended else Marker.BARE, token)


def _after_comma(keys: list[str], token: int) -> Opening:
    after = _at(keys, token)
    if after == "که":
        return _after_that(keys, token + 1)
    return Opening(Marker.QUOTE, token + 1, quoted=True) if after in OPENERS else Opening(Marker.COMMA, token)


def _at(keys: list[str], token: int) -> str:
    return keys[token] if token < len(keys) else ""


def _after_that(keys: list[str], token: int) -> Opening:
    if _at(keys, token) == ":":
        return _after_colon(keys, token + 1)
    return Opening(Marker.THAT, token)


def _after_colon(keys: list[str], token: int) -> Opening:
    while _at(keys, token) in {"\n", ":", "-", "–"}:
        token += 1
    if _at(keys, token) == "که":
        token += 1
    if _at(keys, token) in OPENERS:
        return Opening(Marker.COLON, token + 1, quoted=True)
    return Opening(Marker.COLON, token)


_INTRODUCERS: dict[str, Callable[[list[str], int], Opening]] = {
    ":": _after_colon,
    "که": _after_that,
    "تا": lambda _, token: Opening(Marker.SO_THAT, token),
}


def _colon_soon(keys: list[str], token: int) -> int | None:
    """The colon that follows a few words after the cue, as in «گفت در این باره:»; None past a verb or a mark."""
    for at in range(token, min(token + _BEFORE_COLON_REACH, len(keys))):
        key = keys[at]
        if key == ":":
            return at
        if key in clause_ends() or key in {"که", "،", ".", "\n", "؛", "؟", "!"} or key in OPENERS:
            return None
    return None


class Quotations:
    """The quotation marks of one reading, so that a quotation's end is found without reading its words."""

    def __init__(self, reading: Reading) -> None:
        """`reading` is of the whole text."""
        self._keys = reading.keys
        self._marks = [mark for mark in reading.marks if reading.keys[mark] in _QUOTES_AND_BREAKS]

    def closer(self, first: int) -> int | None:
        """The token of the mark that closes the quotation whose first word is at `first`; None where none does."""
        marks = self._marks[(at := bisect_left(self._marks, first)) : at + _MARKS_LOOKED_AT]
        return self._straight(marks) if self._keys[first - 1] in _STRAIGHT else self._guillemet(marks)

    def before(self, token: int) -> range | None:
        """The words of the last quotation in «» or “” that closes before the token; None for none in reach."""
        marks = self._marks[max(0, (at := bisect_left(self._marks, token)) - _MARKS_LOOKED_AT) : at]
        closers = [mark for mark in marks if self._keys[mark] in _CLOSING]
        if not closers:
            return None
        openers = [mark for mark in marks if mark < closers[-1] and self._keys[mark] in _OPENING]
        return range(openers[-1] + 1, closers[-1]) if openers else None

    def _guillemet(self, marks: list[int]) -> int | None:
        """The «»» that closes as many quotations as were opened, in the next paragraph at the latest."""
        depth = 1
        paragraphs = 0
        for mark in marks:
            key = self._keys[mark]
            paragraphs += key == "\n"
            if paragraphs > _PARAGRAPHS_IN_A_QUOTATION:
                return None
            depth += (key in _OPENING) - (key in _CLOSING)
            if depth == 0:
                return mark
        return None

    def _straight(self, marks: list[int]) -> int | None:
        """The mark after which the sentence or the paragraph ends; else the last one of the paragraph."""
        candidate: int | None = None
        for mark in marks:
            if self._keys[mark] == "\n":
                break
            if self._keys[mark] in _STRAIGHT:
                candidate = mark
                if _at(self._keys, mark - 1) in _SENTENCE_ENDS or _at(self._keys, mark + 1) in {".", "", "\n"}:
                    break
        return candidate
