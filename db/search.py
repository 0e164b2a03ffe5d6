"""Finds claims by words: the same words on both databases, each the beginning of a word of the claim."""

from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Dialect,
    FromClause,
    Text,
    TypeDecorator,
    Uuid,
    column,
    func,
    literal_column,
    select,
    table,
)

from db.reading.entities import Condition
from domain.errors import BadFilter
from domain.text import search_key

_SIMPLE: ColumnElement[str] = literal_column("'simple'")
"""PostgreSQL's configuration that takes words as they are; the index is made with it."""
_MOST_WORDS = 100
"""More than a sentence has; 100,000 are deeper than PostgreSQL's stack."""
_INDEX = table("claim_search", column("claim_id", Uuid), column("search_key"))


def read_search(text: str) -> list[str]:
    """The words to look for, folded. Raises BadFilter for a text without a word, or with too many."""
    words = search_key(text).split()
    if not words:
        raise BadFilter("text", "holds no word to look for; give a word, or leave it out")
    if len(words) > _MOST_WORDS:
        raise BadFilter("text", f"holds more than {_MOST_WORDS} words; look for fewer")
    return words


class SearchWords(TypeDecorator[str]):
    """A text to look for as a query of PostgreSQL's or of SQLite's. Raises BadFilter for one that is none."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The query that finds every word of the text."""
        if value is None:
            return None
        words = read_search(value)
        if dialect.name == "sqlite":
            return "search_key : ({})".format(" AND ".join(f'"{word}"*' for word in words))
        return " & ".join(f"'{word}':*" for word in words)


def finds(text: BindParameter[Any], claim: FromClause, *, is_sqlite: bool) -> Condition:
    """The condition that the claim or its sentence holds every word of a parameter of type SearchWords.

    Each is whole or the beginning of a word.
    """
    if is_sqlite:
        matches = literal_column("claim_search").op("MATCH", is_comparison=True)(text)
        in_index: Condition = claim.c.id.in_(select(_INDEX.c.claim_id).where(matches))
        return in_index
    query = func.to_tsquery(_SIMPLE, text)
    found: Condition = func.to_tsvector(_SIMPLE, claim.c.search_key).op("@@", is_comparison=True)(query)
    return found
