"""What sort of word each word is, as far as naming people needs it; knows no article and no phrases."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import repeat

from domain.text import word_key
from extraction.hazm_words import ordinary_words
from extraction.lexicon import read_table
from extraction.reading import Reading


class Word:
    """What a word can be; a word that is none of these is unknown, and most unknown words are names.

    Plain integers: an `IntFlag` made naming people five times slower.
    """

    PRONOUN = 1
    THEY = 2
    SPEAKER = 4
    """First person: «من», «ما», «بنده»."""
    THIS = 8
    PREPOSITION = 16
    CONJUNCTION = 32
    ADVERB = 64
    OBJECT = 128
    TIME = 256
    VERB = 512
    TITLE = 1024
    """The head of an office: «رئیس», «وزیر»."""
    HONORIFIC = 2048
    GIVEN = 4096
    GIVEN_OR_WORD = 8192
    """A given name that is an ordinary word too: «شریف»."""
    SURNAME = 16384
    ORGANISATION = 32768
    """The head of an organisation's name: «وزارت»."""
    GROUP = 65536
    """A source without a name, or the head of a group's description: «منابع», «شاهدان»."""
    ORDINARY = 131072
    NOUN = 262144
    """A noun after which a person is whose, not who: «اظهارات ظریف»."""
    MARK = 524288
    OPENS_NAME = 1048576
    """The first word of an organisation's or a country's name of one or more words."""
    AGENCY = 2097152
    """A news agency from which texts are copied."""
    DETERMINER = 4194304
    """«یک», «چند», «هر»: no name goes on over it, and what governs it governs the noun after it."""


BREAKS = (
    Word.PRONOUN | Word.THEY | Word.SPEAKER | Word.THIS | Word.PREPOSITION | Word.CONJUNCTION | Word.ADVERB
    | Word.OBJECT | Word.TIME | Word.VERB | Word.MARK | Word.DETERMINER
)  # fmt: skip
"""No name goes on over one of these."""
NOT_IN_NAME = BREAKS | Word.TITLE | Word.ORGANISATION | Word.GROUP | Word.AGENCY
_NAME = Word.GIVEN | Word.SURNAME | Word.GIVEN_OR_WORD
_MARKS = "\n.,،؛;:!?؟…«»“”\"'()[]{}/\\-–—*•|<>+=_%٪#@&^~`‹›"
_NO_NAMES_END = (
    "ها", "های", "هایی", "هایش", "هایشان", "هایم", "هایمان",
    "یم",
    "رسانی", "سازی", "گذاری", "گیری", "شناسی", "گرایی", "پذیری", "زدایی", "نویسی", "افزایی", "محوری", "پردازی",
)  # fmt: skip
"""Endings of plurals, of verbs in the first person and of compounds («اطلاع‌رسانی»)."""
_ENDINGS = ("ان", "ات", "اش", "ش", "شان", "مان", "م", "تر", "ترین", "ند")
_GLUED = frozenset({"به", "در", "از", "با", "بر"})
_LONGEST_GLUED_NAME = 5
_NAMES_IN_MI = ("میر", "میخ", "میش", "میگ", "میک", "میل")
_APART = frozenset({"می", "نمی"})
"""What stands before a verb, apart where the half-space was lost: «می رسد» names nobody."""
_GLUED_TITLES = ("مدیر", "معاون", "رییس", "وزیر", "نماینده")
_LONGEST_FROM_TITLE = 8
"""«مدیراجرایی» is a title that lost its space; «وزیریان» is a surname."""
_CLASSES = {
    "pronoun": Word.PRONOUN,
    "they": Word.THEY,
    "speaker": Word.SPEAKER,
    "this": Word.THIS,
    "preposition": Word.PREPOSITION,
    "conjunction": Word.CONJUNCTION,
    "adverb": Word.ADVERB,
    "object": Word.OBJECT,
    "time": Word.TIME,
    "verb": Word.VERB,
    "noun": Word.NOUN,
    "ordinary": Word.ORDINARY,
    "determiner": Word.DETERMINER,
    "opens": Word.OPENS_NAME,
}
_ROLES = {"head": Word.ORGANISATION, "agency": Word.AGENCY}
_STRENGTHS = {"strong": Word.GIVEN, "weak": Word.GIVEN_OR_WORD}
_TABLES: tuple[tuple[str, str, Callable[[dict[str, str]], int]], ...] = (
    ("titles", "word", lambda row: Word.OPENS_NAME if " " in row["word"] else Word.TITLE),
    ("honorifics", "word", lambda _: Word.HONORIFIC),
    ("given_names", "name", lambda row: _STRENGTHS[row["strength"]]),
    ("surnames", "name", lambda _: Word.SURNAME),
    ("unnamed", "word", lambda _: Word.GROUP),
    ("organisations", "phrase", lambda row: _ROLES.get(row["role"], Word.OPENS_NAME)),
    ("countries", "phrase", lambda _: Word.OPENS_NAME),
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one reading: `flags[i]` says what `keys[i]` can be, 0 for an unknown word."""

    keys: list[str]
    flags: list[int]

    def is_name(self, at: int) -> bool:
        """Whether the word at `at` can stand in a person's name on its own merits; False past the end."""
        if at >= len(self.flags):
            return False
        flag = self.flags[at]
        return not flag & NOT_IN_NAME and (bool(flag & _NAME) or (not flag and is_unknown(self.keys[at])))

    def starts_name(self, at: int) -> bool:
        """Whether a person's name can start at `at`: not with an adjective («سیگاری»), which only goes on with one."""
        return self.is_name(at) and (bool(self.flags[at] & _NAME) or not is_adjective(self.keys[at]))

    def is_any(self, at: int, what: int) -> bool:
        """Whether the word at `at` is one of the sorts of `what`; False past the end."""
        return at < len(self.flags) and bool(self.flags[at] & what)

    def key(self, at: int) -> str:
        """The word at `at`, "" past the end."""
        return self.keys[at] if at < len(self.keys) else ""

    def keys_of(self, tokens: range) -> tuple[str, ...]:
        """The words of a range of tokens."""
        return tuple(self.keys[tokens.start : tokens.stop])


def sort_words(reading: Reading) -> Words:
    """The words of a reading with what each can be.

    >>> from extraction.reading import read
    >>> bool(sort_words(read("وزیر خارجه")).flags[0] & Word.TITLE)
    True
    """
    of = word_flags().get
    keys = reading.keys
    flags = list(map(of, keys, repeat(0)))
    first_halves = word_set("first half")
    for half in word_set("second half").intersection(keys):
        for at in range(1, len(keys)):
            if keys[at] == half and keys[at - 1] in first_halves:
                flags[at - 1] = flags[at] = Word.GIVEN
    for prefix in _APART.intersection(keys):
        for at in range(1, len(keys)):
            if keys[at - 1] == prefix and not flags[at]:
                flags[at] = Word.VERB
    return Words(keys, flags)


@cache
def word_flags() -> dict[str, int]:
    """Every listed word's key and what it can be, as a sum of `Word`; of a phrase, its first word."""
    flags: dict[str, int] = dict.fromkeys(ordinary_words(), Word.ORDINARY)
    listed = [(row["word"], _CLASSES[name]) for row in read_table("word_classes") for name in row["classes"].split()]
    for table, column, what in _TABLES:
        listed += [(row[column].split()[0], what(row)) for row in read_table(table)]
    for word, sort in listed:
        key = word_key(word)
        flags[key] = flags.get(key, 0) | sort
    return flags | dict.fromkeys(_MARKS, Word.MARK)


@cache
def word_set(role: str) -> frozenset[str]:
    """The keys of the words that `name_words.tsv` lists in a role."""
    return frozenset(word_key(row["word"]) for row in read_table("name_words") if row["role"] == role)


def is_adjective(key: str) -> bool:
    """Whether a word is an ordinary word with «ی»: «سیگاری», «پزشکی»; as a surname it needs a given name before it."""
    return key.endswith("ی") and bool(word_flags().get(key[:-1], 0) & Word.ORDINARY)


@lru_cache(maxsize=1 << 16)
def is_unknown(key: str) -> bool:
    """Whether a word that has no flags may be a name: letters only, no inflected form of an ordinary word.

    >>> is_unknown("بایکال"), is_unknown("تحریمها")
    (True, False)
    """
    one_letter = len(key) < 2  # noqa: PLR2004 -- an initial or a stray
    known = word_flags()
    if (
        one_letter
        or not key.isalpha()
        or key.isascii()
        or key.endswith(_NO_NAMES_END)
        or known.get(key.removeprefix("ن"), 0) & Word.VERB
    ):
        return False
    is_verb = key.startswith(("می", "نمی")) and not key.startswith(_NAMES_IN_MI)
    if is_verb or (key.startswith(_GLUED_TITLES) and len(key) > _LONGEST_FROM_TITLE):
        return False
    if key[:2] in _GLUED and len(key) > _LONGEST_GLUED_NAME and known.get(key[2:], 0) & Word.ORDINARY:
        return False
    inflected = any(
        key.endswith(ending) and known.get(key.removesuffix(ending), 0) & Word.ORDINARY for ending in _ENDINGS
    )
    return not inflected or key.endswith("یان")
