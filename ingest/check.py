"""Says whether an article's text can be read as Persian news, before anything is found or stored."""

import re
from collections import Counter
from functools import lru_cache

from domain.article import RawArticle
from domain.errors import UnreadableArticle
from domain.links import is_web_link
from domain.text import is_storable, word_key

_SAMPLE_CHARACTERS = 20_000
"""How much of a text decides on its language."""
_NO_WORD = re.compile(r"\S{41,}")
"""A run that is no word: pictures written as letters stand at the end of 6 of 2,387 news articles."""
_WORD = re.compile("[\u0621-\u06d5\u200c]+")
_LEAST_PERSIAN_LETTERS = 0.5
"""Of a text's letters. Measured on 2,387 news articles: the least is 0.825, a list of exchange rates."""
_COMMON_WORDS = frozenset(
    word_key(word)
    for word in ("از", "که", "این", "با", "را", "است", "برای", "آن", "شد", "شده", "کرد", "می", "خود", "یک", "بر",
                 "بود", "هم", "نیز", "در", "به")
)  # fmt: skip
_LEAST_COMMON_WORDS = 0.01
"""Of a text's words. Measured on the same articles: the least is 0.020, of 199 words; Arabic has next to none."""
_ENOUGH_WORDS = 100
"""Fewer words tell nothing by how many of them are common."""
_FOREIGN_LETTERS = re.compile("[ٹڈڑںےەڕڵێۆڤړښډټڼۍ]")
_MOST_FOREIGN_WORDS = 0.05
"""Words with letters of Urdu, Kurdish or Pashto; the same articles have none, such texts have every fourth."""
_MOST_KEY_BYTES = 2_600
"""Of what articles and outlets are known by: PostgreSQL's indexes take 2,704."""
_MOST_TAGS = 1_000
"""Of 2,407 news articles the most has 26."""
_MOST_PRINTED_BYTES = 10_000
"""Of a title, a section or a tag, which are read with each list: the longest of the same articles has 310."""
_REMEDY = "give the article's Persian text"


def check_text(raw: RawArticle, *, limit_bytes: int) -> None:
    """Raise UnreadableArticle for a text that is empty, not Persian, larger than `limit_bytes` of UTF-8 or not text."""
    _check_fields(raw)
    if not raw.text.strip():
        raise UnreadableArticle(raw.place, "is empty", _REMEDY)
    size = len(raw.text.encode())
    if size > limit_bytes:
        raise UnreadableArticle(
            raw.place,
            f"has a text of {size:,} bytes, more than the {limit_bytes:,} of one article",
            "split it, or raise GOZAREH_ARTICLE_LIMIT_BYTES",
        )
    if not is_persian(raw.text):
        raise UnreadableArticle(raw.place, "is not Persian", _REMEDY)


def is_persian(text: str) -> bool:
    """Whether a text reads as Persian: by its letters and, where it is long enough, by its commonest words.

    >>> is_persian("وزیر نیرو گفت: باران آمد."), is_persian("The minister spoke.")
    (True, False)
    """
    sample = _NO_WORD.sub(" ", text[:_SAMPLE_CHARACTERS])
    words = _WORD.findall(sample)
    letters = sum(map(str.isalpha, sample))
    if letters == 0 or sum(map(len, words)) < _LEAST_PERSIAN_LETTERS * letters:
        return False
    has_foreign = _FOREIGN_LETTERS.search(sample) is not None
    foreign = sum(_FOREIGN_LETTERS.search(word) is not None for word in words) if has_foreign else 0
    return foreign <= _MOST_FOREIGN_WORDS * len(words) and _has_common_words(words)


@lru_cache(1 << 14)
def _key(word: str) -> str:
    return word_key(word)


def _has_common_words(words: list[str]) -> bool:
    """Whether enough of the words are common ones; each different word is looked at once."""
    if len(words) < _ENOUGH_WORDS:
        return True
    common = sum(times for word, times in Counter(words).items() if _key(word) in _COMMON_WORDS)
    return common >= _LEAST_COMMON_WORDS * len(words)


def _check_fields(raw: RawArticle) -> None:
    """Refuse what no database can keep, and an address that no page may link to."""
    printed = {"text": raw.text, "title": raw.title, "outlet": raw.outlet, "url": raw.url, "section": raw.section}
    for field, words in (*printed.items(), *(("tags", tag) for tag in raw.tags)):
        if words and not is_storable(words):
            problem = "is not text: it holds characters that stand for none"
            raise UnreadableArticle(raw.place, problem, _REMEDY, field=field)
    for field, words in (("url", raw.url), ("outlet", raw.outlet)):
        if words and len(words.encode()) > _MOST_KEY_BYTES:
            problem = f"has a name of an outlet or a url of more than {_MOST_KEY_BYTES:,} bytes"
            raise UnreadableArticle(raw.place, problem, "mend or drop it", field=field)
    if len(raw.tags) > _MOST_TAGS:
        raise UnreadableArticle(raw.place, f"has more than {_MOST_TAGS:,} tags", "drop those", field="tags")
    for field, words in (("title", raw.title), ("section", raw.section), *(("tags", tag) for tag in raw.tags)):
        if words and len(words.encode()) > _MOST_PRINTED_BYTES:
            problem = f"has a title, a section or a tag of more than {_MOST_PRINTED_BYTES:,} bytes"
            raise UnreadableArticle(raw.place, problem, "mend or drop it", field=field)
    if raw.url is not None and not is_web_link(raw.url):
        raise UnreadableArticle(raw.place, "has a url that is no http or https address", "mend or drop it", field="url")
