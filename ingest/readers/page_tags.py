"""Counts the attributes of a page's tags, before a parser is given it whose time grows with their square."""

import re

_OPENING = re.compile(r"<[A-Za-z][^\s/>]*")
_IN_TAG = re.compile(r"""=\s*(?:"[^"]*"|'[^']*'|[^\s>]*)|>|[^\s=>/]+|[\s/]+""")


def most_attributes(page: str) -> int:
    """How many attributes the tag has that has most of them; reads the page once.

    >>> most_attributes('<p><a href="/x" title="a > b">')
    2
    """
    most = position = 0
    while opening := _OPENING.search(page, position):
        found, position = _attributes(page, opening.end())
        most = max(most, found)
    return most


def _attributes(page: str, position: int) -> tuple[int, int]:
    """How many attributes stand from there to the end of the tag, and where that is."""
    found = 0
    while part := _IN_TAG.match(page, position):
        position = part.end()
        if part[0] == ">":
            break
        found += part[0][0] not in " \t\r\n\f/="
    return found, position
