"""Where a person's name starts after its honorifics and where it ends; knows no article."""

from functools import cache

from domain.text import word_key
from extraction.hazm_words import verb_forms
from extraction.lexicon import read_table
from extraction.words import BREAKS, NOT_IN_NAME, Word, Words, is_adjective, is_unknown, word_set

GIVEN = Word.GIVEN | Word.GIVEN_OR_WORD
_LONGEST_NAME = 6
_WHOLE = 2
"""Words of a name that may be whole: a given name and a surname."""
_GLUED_DAYS = ("عصردی", "صبحدی", "عصرام", "صبحام", "درگفت", "روزپنج", "روزچهار", "روزسه", "روزدو", "روزیک", "روزشنبه")
"""How a time or «در گفتگو» begins that lost its space after a name."""
_SURNAME_ENDINGS = ("ی", "یان", "زاده", "پور", "نژاد", "فر", "فرد", "نیا", "منش", "وند", "لو")


def name_end(words: Words, start: int) -> int:
    """The index after the last word of the person's name that starts at `start`; `start` when none does.

    >>> from extraction.reading import read
    >>> from extraction.words import sort_words
    >>> name_end(sort_words(read("محمود گودرزی ظهر شنبه گفت")), 0)
    2
    """
    if words.key(start) in word_set("name opening"):
        end = name_end(words, start + 1)
        return start if end == start + 1 else end
    if not words.starts_name(start):
        return start
    at = start + 1
    given = words.is_any(start, GIVEN)
    while at - start < _LONGEST_NAME and at < len(words.keys) and not _is_past_name(words, start, at):
        step = _name_step(words, at, after_given=given and _all_given(words, start, at))
        if not step:
            break
        at += step
    also_agency = given and at - start > 1 and words.key(at) == "مهر" and words.is_any(at + 1, BREAKS)
    return at + also_agency


def _is_past_name(words: Words, start: int, at: int) -> bool:
    """Whether the word at `at` goes on with no name: a verb's noun, a glued day, after a surname a given name."""
    key = words.keys[at]
    if words.is_any(at, Word.SURNAME):
        return False
    if key in word_set("light") or key in verb_forms() or key.startswith(_GLUED_DAYS):
        return True
    whole = at - start >= _WHOLE and not words.is_any(at - 1, GIVEN)
    return whole and words.is_any(at, Word.GIVEN) and words.is_name(at + 1) and not words.is_any(at + 1, Word.GIVEN)


def _all_given(words: Words, start: int, at: int) -> bool:
    """Whether a surname is still to come: the words before `at` are one given name, of two words at most."""
    return at - start == 1 or (at - start == _WHOLE and words.is_any(at - 1, Word.GIVEN))


def _name_step(words: Words, at: int, *, after_given: bool) -> int:
    """How many words from `at` go on with a name: two where the second makes a surname of any word («قاضی زاده»)."""
    if _opens_two(words, at, after_given=after_given):
        return 2
    if words.is_name(at) or (words.keys[at] in word_set("cut ending") and words.keys[at - 1].endswith("ه")):
        return 1
    if not after_given or words.is_any(at, NOT_IN_NAME | Word.NOUN):
        return 0
    if _may_end(words, at + 1):
        return 1
    return 2 if words.starts_name(at + 1) and _may_end(words, at + 2) else 0


def _opens_two(words: Words, at: int, *, after_given: bool) -> bool:
    """Whether a word goes on with a name together with the next: «ابن حیان», «قاضی زاده», «حاجی بابایی»."""
    if words.keys[at] in word_set("son of") and words.key(at + 1).isalpha() and not words.is_any(at + 1, BREAKS):
        return True
    if words.key(at + 1) in word_set("surname particle") and not words.is_any(at, BREAKS):
        return True
    return after_given and words.keys[at] in word_set("surname opening") and words.is_name(at + 1)


def _may_end(words: Words, at: int) -> bool:
    """Whether a name may end before the word at `at`: nothing, or a word that no name holds, stands there."""
    return at >= len(words.keys) or words.is_any(at, NOT_IN_NAME)


def is_full_name(words: Words, start: int, end: int) -> bool:
    """Whether the words are a given name and more; a given name that is a word needs a surname that is none."""
    if end - start < 2:  # noqa: PLR2004 -- a given name alone names nobody in the news
        return False
    if words.keys[start] in word_set("name opening"):
        return True
    last = end - 1
    unknown = is_unknown(words.keys[last]) and not is_adjective(words.keys[last])
    return words.is_any(start, Word.GIVEN) or words.is_any(last, Word.SURNAME) or unknown


def starts_person(words: Words, at: int) -> bool:
    """Whether a name surely starts at `at`: a given name or an honorific with a name's word after it."""
    if words.is_any(at, Word.GIVEN | Word.HONORIFIC):
        return words.is_name(at + 1) or words.is_any(at + 1, Word.HONORIFIC)
    if not words.is_any(at, Word.GIVEN_OR_WORD):
        return False
    after = words.key(at + 1)
    return words.is_any(at + 1, Word.SURNAME) or (after.endswith(_SURNAME_ENDINGS) and words.starts_name(at + 1))


@cache
def _honorific_roles() -> dict[str, str]:
    """Each honorific's key and its role.

    A title, a part of one, part of the name («سید»), weak (a word too) or an opening («آیت», before «الله»).
    """
    return {word_key(row["word"]): row["role"] for row in read_table("honorifics")}


def after_honorifics(words: Words, at: int) -> int:
    """The index of the first word from `at` that is no honorific; «سید» belongs to the name."""
    start = at
    while start < len(words.keys) and _is_honorific(words, start, first=start == at):
        start += 1
    return start


def _is_honorific(words: Words, at: int, *, first: bool) -> bool:
    if not words.is_any(at, Word.HONORIFIC):
        return words.keys[at] == "و" and not first and words.key(at + 1) in {"المسلمین", "والمسلمین"}
    role = _honorific_roles()[words.keys[at]]
    if role == "opening":
        return words.is_any(at + 1, Word.HONORIFIC)
    if role == "weak":
        return words.is_any(at + 1, Word.HONORIFIC) or words.is_name(at + 1)
    return role != "name"


def one_line(name: str) -> str:
    """A name on one line, each run of spaces made one."""
    return " ".join(name.split())
