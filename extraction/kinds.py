"""Whether a content is direct, indirect or mixed, by its quotation marks and what introduces it."""

from domain.statement import Kind

_FEWEST_QUOTED_WORDS = 3
"""A quotation of fewer words is a term or a name and makes no content mixed (GUIDE: «a phrase of several words»)."""
_OPENERS = frozenset("«“\"'‘„‹＂”")
_CLOSERS = frozenset("»”\"'’›＂“")


def kind_of(keys: list[str], *, direct: bool) -> Kind:
    """The kind of a content with these keys; `direct` says that a colon or quotation mark introduces it.

    >>> kind_of(["دولت", "«", "به", "هیچ", "وجه", "»", "نمی‌پذیرد"], direct=False)
    <Kind.MIXED: 'mixed'>
    """
    if direct:
        return Kind.DIRECT
    longest = _longest_quotation(keys)
    return Kind.MIXED if longest >= _FEWEST_QUOTED_WORDS else Kind.INDIRECT


def _longest_quotation(keys: list[str]) -> int:
    """How many words the longest quotation in the content has; an unclosed one counts to the content's end."""
    longest = 0
    since: int | None = None
    for at, key in enumerate(keys):
        if since is None:
            if key in _OPENERS:
                since = at + 1
        elif key in _CLOSERS:
            longest = max(longest, at - since)
            since = None
    return max(longest, len(keys) - since) if since is not None else longest
