"""A content without the marks around it, and whether it is direct, indirect or mixed by its quotation marks."""

from domain.statement import Kind

_FEWEST_QUOTED_WORDS = 3
"""A quotation of fewer words is a term or a name and makes no content mixed (GUIDE: «a phrase of several words»)."""
_OPENERS = frozenset("«“\"'‘„‹＂”")
_CLOSERS = frozenset("»”\"'’›＂“")
_STRAIGHT = _OPENERS & _CLOSERS
_TRAILING = frozenset(".،؛:/)–-*|]\n")
_LEADING = frozenset(":،–-؛.\n")


def trim(keys: list[str], content: range) -> range:
    """The content without punctuation and without quotation marks that have no partner inside it.

    >>> trim(["«", "هوا", "سرد", "است", "»", "."], range(6))
    range(1, 4)
    """
    first, end = content.start, content.stop
    while first < end and (keys[first] in _LEADING or (keys[first] in _OPENERS and not _has_closer(keys, first, end))):
        first += 1
    while first < end and (
        keys[end - 1] in _TRAILING or (keys[end - 1] in _CLOSERS and not _has_opener(keys, first, end))
    ):
        end -= 1
    if end - first > 1 and keys[first] in _OPENERS and _closer(keys, first, end) == end - 1:
        return trim(keys, range(first + 1, end - 1))
    return range(first, end)


def is_quoted(keys: list[str], content: range) -> bool:
    """Whether quotation marks stand right around the content."""
    before, after = keys[content.start - 1 : content.start], keys[content.stop : content.stop + 2]
    return bool(before) and before[0] in _OPENERS and not _CLOSERS.isdisjoint(after)


def _closer(keys: list[str], first: int, end: int) -> int | None:
    """The token of the mark that closes the quotation opened at `first`."""
    closers = _CLOSERS if keys[first] in _STRAIGHT else _CLOSERS - _STRAIGHT
    depth = 0
    for at in range(first + 1, end):
        if keys[at] in closers and depth == 0:
            return at
        depth += (keys[at] == "«") - (keys[at] == "»" and depth > 0)
    return None


def _has_closer(keys: list[str], first: int, end: int) -> bool:
    return _closer(keys, first, end) is not None


def _has_opener(keys: list[str], first: int, end: int) -> bool:
    """Whether the mark before `end` closes a quotation that opens inside."""
    inside = keys[first : end - 1]
    if keys[end - 1] in _STRAIGHT:
        return sum(key in _STRAIGHT for key in inside) % 2 == 1
    depth = 0
    for key in reversed(inside):
        depth += (key in _CLOSERS) - (key in _OPENERS)
        if depth < 0:
            return True
    return False


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
