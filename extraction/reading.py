"""A text as extraction reads it: words with their places, sentences and paragraphs; knows no lexicon."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, compress

from domain.text import Span, fold, word_key

_JOINERS = "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u0640\u064b-\u065f\u0670"
_STRETCH = "\u0640"
"""A letter to Python, which joins others and says nothing; alone between spaces it is printed for a dash."""
_DASH = "–"
_PERSIAN = r"[\u0620-\u063a\u0641-\u064a\u066e-\u06d3]+"
_LETTERS = r"(?:[A-Za-z][A-Za-z0-9_]*|[^\W\d\u0640]+)"
_PIECE = re.compile(
    rf"{_PERSIAN} |{_PERSIAN}(?:[{_JOINERS}]+{_PERSIAN})* ?"
    rf"|(?:{_LETTERS}(?:[{_JOINERS}]+{_LETTERS})*|\d+(?:[.,/٫٬:]\d+)*|[^\s\w{_JOINERS}]) ?|\n|[^\S\n]+"
    rf"|(?<=\s){_STRETCH}+ |[{_JOINERS}]+"
)
"""A word, a number or a mark, each with the space after it; a newline; blanks or joiners alone: they cover the text.

A plain Persian word stands first because most words are one: it makes reading a third faster.
"""
_MOST_WORDS_KEPT = 200_000
_ENDS = frozenset(".!?؟…")
_CLOSERS = frozenset("»”\"')]")
_STOPS = _ENDS | {"\n"}


@dataclass(frozen=True)
class Reading:
    """The words of one text, as parallel lists: `keys[i]` starts at `starts[i]` of `text` and is printed `pieces[i]`.

    A piece is folded and has the space after it, where there is one.
    A key is the word as it is compared (folded, no half-spaces), a mark of punctuation, or a newline;
    a number with its separators («۱۳۹۹/۸/۲۷», «۳.۵», «۱۲:۳۰») is one word, also where letters touch it («را۳۱»).
    A text that lost its half-spaces has the same keys.
    """

    text: str
    keys: list[str]
    starts: list[int]
    pieces: list[str]
    marks: list[int] = field(default_factory=list)
    """The tokens that are marks of punctuation or newlines, in order."""
    sentences: list[range] = field(default_factory=list)
    """Ranges of token indexes, in order; a newline belongs to none."""

    def span(self, first: int, last: int) -> Span:
        """The place of the tokens from `first` to `last`, both included."""
        return Span(self.starts[first], self.end(last))

    def words(self, tokens: range) -> str:
        """The text as printed of a range of tokens; "" for an empty one."""
        return self.text[self.starts[tokens[0]] : self.end(tokens[-1])] if tokens else ""

    def end(self, token: int) -> int:
        """The offset after the token, without the space that follows it."""
        return self.starts[token] + len(self.pieces[token].removesuffix(" "))

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def sentence_at(self, token: int) -> range:
        """The sentence that holds the token; an empty range for a newline."""
        nearest = bisect_right(self._sentence_starts, token) - 1
        sentence = self.sentences[nearest] if nearest >= 0 else range(0)
        return sentence if token in sentence else range(token, token)

    def token_at(self, offset: int) -> int:
        """The index of the first token that ends after the code point at `offset`."""
        return bisect_right(range(len(self.keys)), offset, key=self.end)


def read(text: str) -> Reading:
    """The reading of a text as printed; every offset is into `text`.

    >>> read("می\u200cگوید: خوب.").keys
    ['میگوید', ':', 'خوب', '.']
    """
    pieces = _PIECE.findall(fold(text))
    words = _shared_words()
    keys = list(map(words.__getitem__, pieces))
    starts = list(compress(accumulate(map(len, pieces), initial=0), keys))
    pieces = list(compress(pieces, keys))
    keys = list(filter(None, keys))
    marks = list(compress(range(len(keys)), map(words.marks.__contains__, keys)))
    return Reading(text, keys, starts, pieces, marks, _sentences(keys, marks))


class _Words(dict[str, str]):
    """The key of each piece, "" for blanks; made once for each different piece. `marks` are the keys that are marks."""

    def __init__(self) -> None:
        super().__init__()
        self.marks: set[str] = set()

    def __missing__(self, piece: str) -> str:
        word = piece.removesuffix(" ")
        plain = word.isalnum() and _STRETCH not in word
        key = "\n" if piece == "\n" else "" if word.isspace() else word if plain else word_key(word)
        if piece.endswith(_STRETCH + " "):
            key = _DASH
        self[piece] = key
        if len(key) == 1 and not plain:
            self.marks.add(key)
        return key


_SHARED = [_Words()]


def _shared_words() -> _Words:
    """The pieces of the texts read so far, a new start when they are many: most words of a text were read before."""
    if len(_SHARED[0]) > _MOST_WORDS_KEPT:
        _SHARED[0] = _Words()
    return _SHARED[0]


def _sentences(keys: list[str], marks: list[int]) -> list[range]:
    """Token ranges that end after a full stop, a question or exclamation mark, or before a newline.

    The dots of «و ...» end none.
    """
    sentences: list[range] = []
    first = 0
    count = len(keys)
    free = 0
    for at in marks:
        if at < free or keys[at] not in _STOPS:
            continue
        if keys[at] == "\n":
            if first < at:
                sentences.append(range(first, at))
            first = free = at + 1
            continue
        after = at + 1
        while after < count and (keys[after] in _ENDS or keys[after] in _CLOSERS):
            after += 1
        free = after
        if at and keys[at - 1] == "و" and after < count and keys[after] != "\n":
            continue
        sentences.append(range(first, after))
        first = after
    if first < count:
        sentences.append(range(first, count))
    return sentences
