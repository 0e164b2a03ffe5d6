"""How names sound, so that they are found in Latin letters and other spellings; never tells who somebody is.

Persian leaves short vowels out and writes long ones with letters that are consonants too, so only consonants that both
scripts write are kept.
"""

import re
import unicodedata

from domain.text import search_key

_PERSIAN = {
    **dict.fromkeys("تط", "t"), **dict.fromkeys("ثسص", "s"), **dict.fromkeys("ذزضظ", "z"), **dict.fromkeys("غقگ", "g"),
    "ب": "b", "پ": "p", "ج": "j", "چ": "C", "خ": "x", "د": "d", "ر": "r", "ژ": "Z", "ش": "S",
    "ف": "f", "ک": "k", "ل": "l", "م": "m", "ن": "n",
}  # fmt: skip
_LATIN = (
    ("x", "ks"), ("kh", "x"), ("gh", "g"), ("sh", "S"), ("ch", "C"), ("zh", "Z"), ("ph", "f"), ("ck", "k"), ("q", "g"),
)  # fmt: skip
_SOFT_C = re.compile("c(?=[eiy])")
_FINAL_V = re.compile("(?:v|ff|w)$")
_AGAIN = re.compile(r"(.)\1+")
_KEPT = frozenset("bptsjCxdrzZSfgklmn")
LEAST_SOUND = 3
"""A shorter sound says too little to be looked for inside a longer one."""


def sound_of(name: str) -> str:
    """The consonants of each word of a name, a space around each, whichever of the two scripts it is in.

    >>> sound_of("ظریف"), sound_of("Zarif"), sound_of("حسن روحانی") == sound_of("Hassan Rouhani")
    (' zrf ', ' zrf ', True)
    """
    words = [_word(word) for word in search_key(name).split()]
    return f" {' '.join(word for word in words if word)} "


def sounds_like(name: str) -> list[str]:
    """The parts, one for each word, that the `sound_of` a name holds when it may be the name that somebody typed.

    >>> sounds_like("Ali Zarif")
    [' l ', 'zrf']
    """
    return [part if len(part) >= LEAST_SOUND else f" {part} " for part in sound_of(name).split()]


def _word(word: str) -> str:
    latin = "".join(one for one in unicodedata.normalize("NFKD", word) if one.isascii())
    told = _latin(latin) if latin else "".join(_PERSIAN.get(letter, "") for letter in word)
    return _AGAIN.sub(r"\1", told)


def _latin(word: str) -> str:
    word = _FINAL_V.sub("f", _SOFT_C.sub("s", word))
    for letters, sound in _LATIN:
        word = word.replace(letters, sound)
    return "".join(letter for letter in word.replace("c", "k") if letter in _KEPT)
