"""Whether words taken for a person's name are one, and whether they tell one person from others."""

from functools import lru_cache

from domain.text import search_key
from extraction.body_names import body_words
from extraction.hazm_words import verb_forms
from extraction.reading import read
from extraction.words import BREAKS, Word, Words, is_adjective, is_unknown, sort_words, word_flags, word_set

_ANY_NAME = Word.GIVEN | Word.SURNAME | Word.GIVEN_OR_WORD
_FULL = 2
_SHORTEST = 3
"""Letters of the shortest half of a compound given name."""
_REMEMBERED = 4_096
"""Names whose answer is kept: an article names the same people again and again."""


@lru_cache(_REMEMBERED)
def is_persons(name: str, *, known: bool = False) -> bool:
    """Whether words that stand where a name may stand can be one: no verb, no plural, no ordinary words alone.

    Of a person who is `known`, by an office or named again, the surname may be an ordinary word.

    >>> is_persons("محمود گودرزی"), is_persons("نظام مصمم"), is_persons("دوست دارم")
    (True, False, False)
    """
    words = sort_words(read(search_key(name)))
    last = len(words.keys) - 1
    given = words.is_any(0, Word.GIVEN) or words.keys[0] in word_set("name opening") or _is_compound(words.keys[0])
    if last < 1:
        return True
    if any(_is_no_name(words, at, given=given) for at in range(last + 1)):
        return False
    return known or given or not _is_common(words, last, adjectives=not words.is_any(0, _ANY_NAME))


def _is_compound(key: str) -> bool:
    """Whether a word is made of two given names («سعیدرضا») or begins or ends as given names do («عزیزالله»)."""
    if key.startswith(("سید", "عبدال", "امیر", "غلام")) or key.endswith(("الله", "اله", "الدین", "سادات")):
        return True
    flags = word_flags()
    return any(
        flags.get(key[:cut], 0) & _ANY_NAME and flags.get(key[cut:], 0) & Word.GIVEN
        for cut in range(_SHORTEST, len(key) - _SHORTEST + 1)
    )


def _is_no_name(words: Words, at: int, *, given: bool) -> bool:
    """Whether a word stands in no name: a verb, a plural, a word that no name goes on over."""
    key = words.keys[at]
    if words.is_any(at, _ANY_NAME) or len(key) == 1:
        return False
    endings = ("ها", "هایی") if given else ("ها", "هایی", "های")
    plural = any(key.endswith(end) and _is_ordinary(key.removesuffix(end)) for end in endings)
    return words.is_any(at, BREAKS) or key in verb_forms() or key in body_words("plural") or plural


def _is_ordinary(key: str) -> bool:
    return bool(word_flags().get(key, 0) & Word.ORDINARY)


def _is_common(words: Words, at: int, *, adjectives: bool) -> bool:
    """Whether a word is an ordinary one, or a form of one or its adjective, and no table has it for a name."""
    if words.is_any(at, _ANY_NAME):
        return False
    key = words.keys[at]
    return words.is_any(at, Word.ORDINARY) or not is_unknown(key) or (adjectives and is_adjective(key))


def is_full(name: str) -> bool:
    """Whether a person's name tells one person from others: a given name and a surname.

    >>> is_full("محمود گودرزی"), is_full("محمد رضا"), is_full("هاشمی رفسنجانی"), is_full("گودرزی")
    (True, False, False, False)
    """
    words = sort_words(read(search_key(name)))
    keys = words.keys
    if keys[-1:] and keys[-1] in word_set("cut ending") and keys[-2:-1] and keys[-2].endswith("ه"):
        keys = keys[:-1]
    if len(keys) < _FULL or keys[-1] in {"بن", "ابن"} or _is_given_alone(words):
        return False
    given = words.is_any(0, Word.GIVEN | Word.GIVEN_OR_WORD) or _is_compound(keys[0])
    surname = words.is_any(0, Word.SURNAME) or keys[1] in word_set("surname particle")
    return given or not surname or len(keys) > _FULL


def _is_given_alone(words: Words) -> bool:
    """Whether all words make one given name: «محمد رضا», «حشمت الله»."""
    keys = words.keys
    if not all(flag & Word.GIVEN for flag in words.flags):
        return False
    one = bool(word_flags().get("".join(keys), 0) & Word.GIVEN)
    return one or (len(keys) == _FULL and keys[-1] in word_set("second half"))
