"""What is suggested to somebody who types: the kinds of things that have names, and how names are compared for it."""

from enum import StrEnum

from domain.searching import words_of

LEAST_LETTERS = 2
"""Fewer begin a tenth of all names, of which none is meant more than another."""
_BEFORE_NAMES = frozenset({"سید", "سیده"})


class SuggestionKind(StrEnum):
    """What sort of thing."""

    SPEAKER = "speaker"
    OFFICE = "office"
    TOPIC = "topic"


def name_words(name: str) -> str:
    """The words of a name as they are compared, a space between.

    >>> name_words("محمد جواد نيک\u200cفر")
    'محمد جواد نیکفر'
    """
    return " ".join(word.key for word in words_of(name))


def typed_key(typed: str) -> str:
    """What somebody types as the beginning of a name is compared: without spaces, and «سید» before a name.

    >>> typed_key("سيد محمدجواد ني"), typed_key("سی")
    ('محمدجوادنی', 'سی')
    """
    words = name_words(typed).split()
    return "".join(words[1:] if len(words) > 1 and words[0] in _BEFORE_NAMES else words)
