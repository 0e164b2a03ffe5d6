"""Finds claims by words: the same words on both databases, each the beginning of a word of the claim."""

from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    DateTime,
    Dialect,
    FromClause,
    Text,
    TypeDecorator,
    Uuid,
    column,
    exists,
    func,
    literal_column,
    select,
    table,
    union_all,
)

from db.reading.entities import Condition
from db.reading.past import AS_OF
from db.tables import CLAIM_PAST
from domain.errors import BadFilter
from domain.text import search_key

_SIMPLE: ColumnElement[str] = literal_column("'simple'")
"""PostgreSQL's configuration that takes words as they are; the index is made with it."""
_MOST_WORDS = 100
"""More than a sentence has; 100,000 are deeper than PostgreSQL's stack."""
_INDEX = table("claim_search", column("claim_id", Uuid), column("search_key"))
_PAST_INDEX = table("claim_search_past", column("claim_id", Uuid), column("held_until", DateTime), column("search_key"))


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
        in_index: Condition = claim.c.id.in_(select(_INDEX.c.claim_id).where(_matches("claim_search", text)))
        return in_index
    query = func.to_tsquery(_SIMPLE, text)
    found: Condition = func.to_tsvector(_SIMPLE, claim.c.search_key).op("@@", is_comparison=True)(query)
    return found


def found_then(text: BindParameter[Any], claim: FromClause, *, is_sqlite: bool) -> Condition:
    """The same condition in a statement that reads what the database held at an instant.

    SQLite has an index of the words that claims have, and one of those that they had until they got others. PostgreSQL
    looks through the words of then.
    """
    if not is_sqlite:
        return finds(text, claim, is_sqlite=False)
    past = CLAIM_PAST.alias()
    after = (past.c.held_until > AS_OF, past.c.reworded)
    reworded = exists().where(past.c.id == _INDEX.c.claim_id, *after)
    first = select(func.min(past.c.held_until)).where(past.c.id == _PAST_INDEX.c.claim_id, *after)
    same = select(_INDEX.c.claim_id).where(_matches("claim_search", text), ~reworded.correlate(_INDEX))
    other = select(_PAST_INDEX.c.claim_id).where(
        _matches("claim_search_past", text),
        _PAST_INDEX.c.held_until == first.correlate(_PAST_INDEX).scalar_subquery(),
    )
    return claim.c.id.in_(union_all(same, other))


def _matches(index: str, text: BindParameter[Any]) -> Condition:
    matches: Condition = literal_column(index).op("MATCH", is_comparison=True)(text)
    return matches
