"""Spans of Persian text and the folded forms in which Persian is compared; owns no lexicon."""

import re
from dataclasses import dataclass
from typing import Self

ZWNJ = "\u200c"
"""The half-space, which real input often loses."""

_ALIKE = {
    "ي": "ی", "ى": "ی", "ې": "ی", "ئ": "ی",
    "ك": "ک", "ڪ": "ک",
    "ة": "ه", "ۀ": "ه", "ھ": "ه", "ہ": "ه",
    "أ": "ا", "إ": "ا", "ٱ": "ا",
    "ؤ": "و",
    "\u00a0": " ", "\u2009": " ", "\u202f": " ",
}  # fmt: skip
_DIGITS = {digit: str(value) for digits in ("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩") for value, digit in enumerate(digits)}
_FOLD = _ALIKE | _DIGITS
"""One code point to one code point, so a folded text keeps every offset; no result is folded again.

Replacing one after another is 4 times as quick as `str.translate` on news.
"""

_MARKS = "\u064b-\u065f\u0670\u06d6-\u06ed"
_INVISIBLE = "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad"
_DROPPED = re.compile(f"[{_MARKS}{_INVISIBLE}\u0640]+")
_NOT_WORD = re.compile(r"[\W_]+")
_WORD = re.compile(f"(?:[^\\W_]|[{_MARKS}{_INVISIBLE}\u0640])+")
_SAYYID = re.compile("سیده?|سید((?!زاده|پور).{3,})")
"""«سید» before a name or glued to it; «سیدی» and «سیدزاده» are surnames."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points in a text: `start` included, `end` not."""

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse a range that runs backwards or starts before the text."""
        if not 0 <= self.start <= self.end:
            message = f"a span runs forwards from 0 or more, not {self.start}..{self.end}"
            raise ValueError(message)

    def of(self, text: str) -> str:
        """The words of `text` that the span covers."""
        return text[self.start : self.end]

    def overlap(self, other: Self) -> int:
        """How many code points both spans cover."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def covers(self, other: Self) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def __len__(self) -> int:
        """The span's length in code points."""
        return self.end - self.start


def fold(text: str) -> str:
    """`text` with letters and digits that look alike made one, code point for code point.

    The length never changes, so offsets into the result are offsets into `text`.

    >>> fold("كشور يازدهم، ۱۳۹۹")
    'کشور یازدهم، 1399'
    """
    for printed, folded in _FOLD.items():
        if printed in text:
            text = text.replace(printed, folded)
    return text


def word_key(word: str) -> str:
    """A word as it is compared: folded, without half-spaces, vowel marks and stretching.

    >>> word_key("می\u200cگويند") == word_key("میگویند")
    True
    """
    return _DROPPED.sub("", fold(word))


def search_key(text: str) -> str:
    """A text as it is searched: each word's key, one space between words, no punctuation.

    Case is folded, so Latin names are found however they are typed.

    >>> search_key("تحریم\u200cهای «آمريكا»!")
    'تحریمهای آمریکا'
    """
    return _NOT_WORD.sub(" ", word_key(text).casefold()).strip()


def words_in(text: str) -> list[tuple[str, Span]]:
    """The words of a text as they are searched, with the places where they are printed.

    >>> [(key, span.start) for key, span in words_in("می\u200cرود، «کجا»؟")]
    [('میرود', 0), ('کجا', 9)]
    """
    keys = ((search_key(word[0]), Span(*word.span())) for word in _WORD.finditer(text))
    return [(key, span) for key, span in keys if key]


def name_key(name: str) -> str:
    """A name as it is compared: its search key without spaces, so «محمد جواد» is «محمدجواد».

    >>> name_key("محمد جواد ظريف") == name_key("محمدجواد ظریف")
    True
    """
    return search_key(name).replace(" ", "")


def speaker_key(name: str) -> str:
    """A speaker's name as it is compared: its name key without «سید», «الله» and «اله» made one.

    >>> speaker_key("سید محمدعلی ابوالفضلی") == speaker_key("محمد علی ابو الفضلی")
    True
    >>> speaker_key("سیدروح الله آذرنگ") == speaker_key("روح\u200cاله آذرنگ"), speaker_key("سیدی کیا")
    (True, 'سیدیکیا')
    """
    first, _, rest = search_key(name.replace(ZWNJ, " ")).partition(" ")
    titled = _SAYYID.fullmatch(first) if rest else None
    if titled:
        first = titled[1] or ""
    return (first + rest).replace(" ", "").replace("الله", "اله").replace("ء", "")


def is_storable(text: str) -> bool:
    r"""Whether every database and every UTF-8 file can keep the text: no NUL, no half of a surrogate pair.

    >>> is_storable("گفت"), is_storable("\ud800")
    (True, False)
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text
