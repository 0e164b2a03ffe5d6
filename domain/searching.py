"""How texts are searched: the words of a text as they are compared, and what somebody who types words looks for."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from domain.text import Span, word_key

MOST_LETTERS = 100
"""Of a word that are compared: no word is longer, and PostgreSQL's index takes none of more than 2 KB."""
_DROPPED = "\u0300-\u036f\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad"
"""Marks above and below letters, stretching, half-spaces and what is not seen: inside a word they part nothing."""
_WORD = re.compile(f"(?:[^\\W_]|[{_DROPPED}])+")
_NOT_LETTERS = re.compile(r"[\W_]+")
CONTENT, TARGET = ("<", ">"), ("[", "]")
"""What stands around the words of a claim's content and of its target in the text that it is searched by."""


_MOST_WORDS_KEPT = 16_384
"""Words whose keys are kept: the news says the same ones again and again, and each claim is keyed as it is stored."""
_MOST_KEPT = 256
"""Searches that were read: one request asks for the same words several times."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is compared, and where it is printed."""

    key: str
    span: Span


def words_of(text: str) -> list[Word]:
    """The words of a text, in their order.

    Letters of a kind are one, and so are digits; capitals, marks, stretching and half-spaces tell nothing, and
    everything that is neither letter nor digit parts words.

    >>> [(word.key, word.span.start) for word in words_of("می\u200cرود، «Café» ۱۲/۳؟")]
    [('میرود', 0), ('café', 9), ('12', 15), ('3', 18)]
    """
    found = ((_key(place[0]), place.span()) for place in _WORD.finditer(text))
    return [Word(key, Span(*span)) for key, span in found if key]


@lru_cache(maxsize=_MOST_WORDS_KEPT)
def _key(printed: str) -> str:
    whole = printed if printed.isascii() else word_key(unicodedata.normalize("NFKC", printed))
    return _NOT_LETTERS.sub("", word_key(whole.casefold()) if not whole.isascii() else whole.lower())[:MOST_LETTERS]


def searched_text(text: str, *, content: Span, target: Span | None = None) -> str:
    """The words of a text, a space between, with marks around those of its content and of its target.

    >>> searched_text("او گفت: «آب كم است»", content=Span(9, 18), target=Span(9, 11))
    'او گفت <[آب] کم است>'
    """
    words = words_of(text)
    shown = [word.key for word in words]
    for (opening, closing), part in ((TARGET, target), (CONTENT, content)):
        inside = [at for at, word in enumerate(words) if part is not None and word.span.overlap(part)]
        if inside:
            shown[inside[0]] = opening + shown[inside[0]]
            shown[inside[-1]] += closing
    return " ".join(shown)


@dataclass(frozen=True, slots=True)
class Term:
    """Words that are looked for one after another; of the last one its beginning is enough, unless `is_whole`."""

    words: tuple[str, ...]
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Search:
    """Every one of the terms, and none of those that are excluded."""

    terms: tuple[Term, ...]
    excluded: tuple[Term, ...] = ()

    @property
    def words(self) -> int:
        """How many words it names."""
        return sum(len(term.words) for term in (*self.terms, *self.excluded))


_ASKED = re.compile(
    r"""(?P<no>(?<!\S)[-\u2010-\u2013\u2212])?"""
    r"""(?:["“”„](?P<plain>[^"“”]*)["“”]?|«(?P<angled>[^»]*)»?|(?P<typed>[^\s"“”„«]+))"""
)


@lru_cache(maxsize=_MOST_KEPT)
def search_for(text: str) -> Search:
    """What a text asks for.

    A word is found whole or as the beginning of one, and what is typed without a space in it, such as «12/3», as its
    words one after another. What stands between quotation marks is found whole and in sequence. With a «-» before it,
    either is excluded.

    >>> search_for('آب «سد تازه» -"برق" گازو')
    Search(terms=(Term(words=('آب',), is_whole=False), Term(words=('سد', 'تازه'), is_whole=True),\
 Term(words=('گازو',), is_whole=False)), excluded=(Term(words=('برق',), is_whole=True),))
    """
    asked = list(_asked(text))
    return Search(
        tuple(dict.fromkeys(term for term, is_excluded in asked if not is_excluded)),
        tuple(dict.fromkeys(term for term, is_excluded in asked if is_excluded)),
    )


def _asked(text: str) -> Iterator[tuple[Term, bool]]:
    for place in _ASKED.finditer(text):
        quoted = place["plain"] if place["plain"] is not None else place["angled"]
        words = words_of(quoted if quoted is not None else place["typed"])
        if words:
            yield Term(tuple(word.key for word in words), quoted is not None), place["no"] is not None


def places_of(search: Search, text: str) -> list[Span]:
    """Where a text holds the terms: from the first to the last word of each, in order, none in another.

    >>> [span.of("تحریم‌های تازه و تحریم") for span in places_of(search_for("تحریم"), "تحریم‌های تازه و تحریم")]
    ['تحریم\u200cهای', 'تحریم']
    """
    words = words_of(text)
    spans = sorted(span for term in search.terms for span in _places(term, words))
    found: list[Span] = []
    for span in spans:
        if found and span.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def _places(term: Term, words: Sequence[Word]) -> Iterator[Span]:
    *before, last = term.words
    for at in range(len(words) - len(before)):
        end = words[at + len(before)]
        ends = end.key == last if term.is_whole else end.key.startswith(last)
        if ends and all(words[at + place].key == word for place, word in enumerate(before)):
            yield Span(words[at].span.start, end.span.end)
