"""The formats that articles come in and how each is told from the others."""

import codecs
from enum import StrEnum

_BY_SUFFIX = {".txt": "text", ".html": "html", ".htm": "html", ".jsonl": "jsonl", ".ndjson": "jsonl"}
SUFFIXES = frozenset(_BY_SUFFIX)
"""The suffixes of the files that are read from a folder."""
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Format(StrEnum):
    """How a file holds its articles."""

    AUTO = "auto"
    """Told by the file's suffix, else by its first character."""
    TEXT = "text"
    HTML = "html"
    JSONL = "jsonl"


def format_by_suffix(suffix: str) -> Format | None:
    """The format that a file's suffix names, None for one that names none.

    >>> format_by_suffix(".HTM")
    <Format.HTML: 'html'>
    """
    known = _BY_SUFFIX.get(suffix.lower())
    return Format(known) if known else None


def format_by_content(head: bytes) -> Format:
    """The format that a file's first bytes tell: a brace opens JSON Lines, an angle bracket HTML, the rest is text.

    >>> format_by_content(b' {"text": ')
    <Format.JSONL: 'jsonl'>
    """
    for mark in _MARKS:
        head = head.removeprefix(mark)
    opening = head.lstrip(b" \t\r\n\0")[:1]
    return {b"{": Format.JSONL, b"<": Format.HTML}.get(opening, Format.TEXT)
