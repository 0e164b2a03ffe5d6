"""What was found of whether a speaker said a claim at all: in words, and whether it denies that."""

from collections.abc import Mapping

from domain.periods import Language

_DENIED = frozenset({"MISATTRIBUTED", "FABRICATED"})
_WORDS: Mapping[Language, Mapping[str, str]] = {
    Language.FA: {
        "CONFIRMED": "انتساب این گفته تأیید شده است",
        "MISATTRIBUTED": "این گفته از کس دیگری است",
        "FABRICATED": "این گفته ساختگی است",
    },
    Language.EN: {
        "CONFIRMED": "That the speaker said this is confirmed",
        "MISATTRIBUTED": "Somebody else said this",
        "FABRICATED": "Nobody said this",
    },
}


def is_denied(attribution: str | None) -> bool:
    """Whether GraphQL's `attribution` says that the speaker did not say it.

    >>> is_denied("FABRICATED"), is_denied("CONFIRMED"), is_denied(None)
    (True, False, False)
    """
    return attribution in _DENIED


def attribution_words(attribution: str | None, language: Language) -> str | None:
    """GraphQL's `attribution` as a sentence; None where nothing was found of it.

    >>> attribution_words("FABRICATED", Language.EN)
    'Nobody said this'
    """
    return _WORDS[language][attribution] if attribution is not None else None
