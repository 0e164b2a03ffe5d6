"""What stands between a cue and the content that follows it, and where a quotation ends."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from extraction.cue_words import words
from extraction.reading import Reading
from extraction.verbs import clause_ends

OPENERS = frozenset("«“”\"'‘’„‹＂")
CLOSERS = frozenset("»”“\"'’›＂")
_STRAIGHT = frozenset("\"'＂”“’")
_QUOTE_REACH = 1500
_BEFORE_COLON_REACH = 8
_NO_CLAUSE = frozenset(".؛!؟)]\n/|;")


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


def quotation_end(reading: Reading, first: int) -> int | None:
    """The token of the mark that closes the quotation whose first word is at `first`; None where none does.

    A mark closes where the words after it are no part of the sentence: before a full stop, «و», a comma or the end.
    """
    keys = reading.keys
    opener = keys[first - 1]
    straight = opener in _STRAIGHT
    depth = 1
    candidate: int | None = None
    for at in range(first, min(first + _QUOTE_REACH, len(keys))):
        key = keys[at]
        if key == "\n" and candidate is not None:
            return candidate
        if key == "\n" and straight:
            return None
        if straight:
            if key in _STRAIGHT:
                candidate = at
                if _at(keys, at - 1) in {".", "؟", "!", "…"} or _at(keys, at + 1) in {".", "", "\n"}:
                    return at
        elif key == "«":
            depth += 1
        elif key == "»":
            depth -= 1
            if depth == 0:
                return at
    return candidate
