"""Where a claim's words are those that somebody searches, computed of the words as printed."""

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import FromClause, select

from db.reading.entities import Arguments, Query
from db.search import read_search
from domain.searching import Search, places_of
from domain.text import Span


class HighlightedIn(StrEnum):
    """The text of a claim in which words are shown."""

    CONTENT = "content"
    CONTEXT = "context"


_COLUMNS = {HighlightedIn.CONTENT: 0, HighlightedIn.CONTEXT: 1}


def printed(claim: FromClause) -> Query:
    """A claim's texts as printed."""
    return select(claim.c.content, claim.c.context)


def highlights(rows: Sequence[Sequence[Any]], arguments: Arguments) -> list[Span]:
    """The places of what is searched, in order, in the text that is asked for. Raises BadFilter."""
    return places_of(_search(arguments["text"]), rows[0][_COLUMNS[arguments["in"]]])


@lru_cache(maxsize=128)
def _search(text: str) -> Search:
    """The same for every row of a page."""
    return read_search(text)
