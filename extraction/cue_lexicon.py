"""What the lexicon's tables say of each cue: what it takes as its content and what sort of speech it is."""

from dataclasses import dataclass
from functools import cache

from domain.text import name_key
from extraction.lexicon import Phrases, read_table


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One row: `name` is the cue's dictionary form; `takes` says which contents it may have.

    `clause`: a clause, with or without «که»; `marked`: a clause only after «که», a colon or a quotation mark;
    `purpose`: a clause after «تا»; `judged`: «A را B»; `object`: «A را»; `ezafe`: a noun right after the cue's noun;
    `request`: «از X خواست»; `split`: the noun may stand some words before its verb; a preposition: «بر A».
    """

    name: str
    takes: frozenset[str]
    speech_act: str


@cache
def simple_verbs() -> dict[str, Lexeme]:
    """The verbs that report by themselves, by past stem."""
    return {verb: lexeme for noun, verb, lexeme in _rows() if not noun}


@cache
def compounds() -> dict[tuple[str, str], Lexeme]:
    """The compound verbs, by the key of the noun and the past stem of the verb."""
    return {(noun, verb): lexeme for noun, verb, lexeme in _rows() if noun}


@cache
def compound_lengths() -> dict[str, int]:
    """For the last printed word of each compound's noun, in how many words the noun is printed at most."""
    lengths: dict[str, int] = {}
    for row in read_table("verbs"):
        words = [name_key(word) for word in row["noun"].split()]
        for last in {*words[-1:], name_key(row["noun"])} - {""}:
            lengths[last] = max(lengths.get(last, 0), len(words))
    # Some nouns are one word by rule and two by habit: «خاطر نشان», «یاد آور».
    return lengths | {"نشان": 2, "اور": 2, "آور": 2, "بینی": 2}


@cache
def split_nouns() -> frozenset[str]:
    """The nouns whose verb may follow some words later: «تأکید بسیاری کرد»."""
    return frozenset(noun for noun, _, lexeme in _rows() if "split" in lexeme.takes)


@cache
def ezafe_nouns() -> dict[str, list[tuple[str, Lexeme]]]:
    """The nouns that take their content between themselves and their verb, each with its verbs."""
    nouns: dict[str, list[tuple[str, Lexeme]]] = {}
    for noun, verb, lexeme in _rows():
        if noun and lexeme.takes & {"ezafe", "split"}:
            nouns.setdefault(noun, []).append((verb, lexeme))
    return nouns


@cache
def participles() -> Phrases[Lexeme]:
    """«با بیان», «ضمن تأکید بر» and the like."""
    return Phrases((row["words"], _lexeme(row["words"], row)) for row in read_table("participles"))


@cache
def cue_nouns() -> Phrases[Lexeme]:
    """«به گفته», «از نظر» and the like."""
    return Phrases(
        (row["words"], Lexeme(row["words"], frozenset(), row["speech_act"])) for row in read_table("cue_nouns")
    )


@cache
def cue_noun_openings() -> dict[str, frozenset[str]]:
    """The first words of cue nouns and participles, each with the words that may be second; none for a glued pair."""
    seconds: dict[str, set[str]] = {}
    for table in ("cue_nouns", "participles"):
        for row in read_table(table):
            first, second, *third = [name_key(word) for word in row["words"].split()]
            seconds.setdefault(first, set()).update({second, second + "".join(third)})
            seconds.setdefault(first + second, set())
    return {first: frozenset(following) for first, following in seconds.items()}


def _rows() -> list[tuple[str, str, Lexeme]]:
    return [
        (name_key(row["noun"]), verb, _lexeme(f"{row['noun']} {verb}".strip(), row))
        for row in read_table("verbs")
        for verb in row["verbs"].split()
    ]


def _lexeme(name: str, row: dict[str, str]) -> Lexeme:
    return Lexeme(name, frozenset(row["takes"].split()), row["speech_act"])
