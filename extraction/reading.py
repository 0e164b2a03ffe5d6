"""A text as extraction reads it: words with their places, sentences and paragraphs; knows no lexicon."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from domain.text import Span, fold, word_key

_JOINERS = "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u0640\u064b-\u065f\u0670"
_TOKEN = re.compile(rf"\d+(?:[.,/٫٬:]\d+)+(?!\w)|\w+(?:[{_JOINERS}]+\w+)*|\n|[^\s\w{_JOINERS}]")
_ENDS = frozenset(".!?؟…")
_CLOSERS = frozenset("»”\"')]")


@dataclass(frozen=True)
class Reading:
    """The words of one text, as parallel lists: `keys[i]` stands at `starts[i]`..`ends[i]` of `text`.

    A key is the word as it is compared (folded, no half-spaces), a mark of punctuation, or a newline;
    a number with its separators («۱۳۹۹/۸/۲۷», «۳.۵», «۱۲:۳۰») is one word.
    A text that lost its half-spaces has the same keys.
    """

    text: str
    keys: list[str]
    starts: list[int]
    ends: list[int]
    sentences: list[range] = field(default_factory=list)
    """Ranges of token indexes, in order; a newline belongs to none."""

    def span(self, first: int, last: int) -> Span:
        """The place of the tokens from `first` to `last`, both included."""
        return Span(self.starts[first], self.ends[last])

    def words(self, tokens: range) -> str:
        """The text as printed of a range of tokens; "" for an empty one."""
        return self.text[self.starts[tokens[0]] : self.ends[tokens[-1]]] if tokens else ""

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
        return bisect_right(self.ends, offset)


def read(text: str) -> Reading:
    """The reading of a text as printed; every offset is into `text`.

    >>> read("می\u200cگوید: خوب.").keys
    ['میگوید', ':', 'خوب', '.']
    """
    folded = fold(text)
    keys: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for found in _TOKEN.finditer(folded):
        word = found.group()
        keys.append(word if word.isalnum() or len(word) == 1 else word_key(word))
        starts.append(found.start())
        ends.append(found.end())
    return Reading(text, keys, starts, ends, _sentences(keys))


def _sentences(keys: list[str]) -> list[range]:
    """Token ranges that end after a full stop, a question or exclamation mark, or before a newline."""
    sentences: list[range] = []
    first = 0
    count = len(keys)
    at = 0
    while at < count:
        key = keys[at]
        at += 1
        if key == "\n":
            if first < at - 1:
                sentences.append(range(first, at - 1))
            first = at
        elif key in _ENDS:
            while at < count and (keys[at] in _ENDS or keys[at] in _CLOSERS):
                at += 1
            sentences.append(range(first, at))
            first = at
    if first < count:
        sentences.append(range(first, count))
    return sentences
