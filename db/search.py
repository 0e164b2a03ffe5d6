"""Finds claims by words: the same words on both databases, each the beginning of a word of the claim."""

from sqlalchemy import ColumnElement, FromClause, Uuid, column, func, literal, literal_column, select, table

from db.reading.entities import Condition
from domain.errors import BadFilter
from domain.text import search_key

_SIMPLE: ColumnElement[str] = literal_column("'simple'")
"""PostgreSQL's configuration that takes words as they are; the index is made with it."""
_MOST_WORDS = 100
"""More than a sentence has; 100,000 are deeper than PostgreSQL's stack."""
_INDEX = table("claim_search", column("claim_id", Uuid), column("search_key"))


def finds(text: str, claim: FromClause, *, is_sqlite: bool) -> Condition:
    """The condition that the claim or its sentence holds every word of `text`, whole or as the beginning of a word.

    Raises BadFilter for a text without a word, or with too many.
    """
    words = search_key(text).split()
    if not words:
        raise BadFilter("text", "holds no word to look for; give a word, or leave it out")
    if len(words) > _MOST_WORDS:
        raise BadFilter("text", f"holds more than {_MOST_WORDS} words; look for fewer")
    if is_sqlite:
        return _in_sqlite(words, claim)
    query = func.to_tsquery(_SIMPLE, " & ".join(f"'{word}':*" for word in words))
    found: Condition = func.to_tsvector(_SIMPLE, claim.c.search_key).op("@@", is_comparison=True)(query)
    return found


def _in_sqlite(words: list[str], claim: FromClause) -> Condition:
    query = "search_key : ({})".format(" AND ".join(f'"{word}"*' for word in words))
    matches = literal_column("claim_search").op("MATCH", is_comparison=True)(literal(query))
    found: Condition = claim.c.id.in_(select(_INDEX.c.claim_id).where(matches))
    return found
