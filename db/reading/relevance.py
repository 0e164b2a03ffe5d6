"""Claims by how well they fit a search: a score that both databases count alike, of the words that are stored."""

from dataclasses import replace
from typing import Any

import orjson
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Dialect,
    FromClause,
    Text,
    TypeDecorator,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB

from db.bound import Named
from db.reading.catalogue import CLAIM
from db.reading.entities import Entity, Order
from domain.searching import Term, search_for

BY_RELEVANCE = Order("claims by relevance", ("relevance", "ordered_on", "id"), descending=True)
"""The best first, of equal ones the newest said."""
_SEARCHED = "relevant_to"
_BEGINS, _WHOLE = "begins", "whole"


def relevance_values(text: str) -> Named:
    """The value of the parameter by which claims are scored."""
    return {_SEARCHED: text}


class _Terms(TypeDecorator[str]):
    """A search as JSON: what LIKE compares for each term, whole and as the beginning of a word.

    Several terms count as one more: all their words one after another.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """The terms."""
        if value is None:
            return None
        terms = list(search_for(value).terms)
        if len(terms) > 1:
            terms.append(Term(tuple(word for term in terms for word in term.words)))
        words = [" ".join(term.words) for term in terms]
        asked = {_BEGINS: [f"% {one}%" for one in words], _WHOLE: [f"% {one} %" for one in words]}
        return orjson.dumps(asked).decode()


def _score(claim: FromClause, *, is_sqlite: bool) -> ColumnElement[int]:
    """Two for each term that the content holds, and one more for each that stands whole in it or its sentence."""
    content, sentence = (_on_sqlite if is_sqlite else _on_postgres)(claim.c.search_key)
    begun = _count(_BEGINS, content, claim, is_sqlite=is_sqlite)
    whole = _count(_WHOLE, sentence, claim, is_sqlite=is_sqlite)
    return cast(2 * begun + whole, BigInteger)


def _count(name: str, words: ColumnElement[str], claim: FromClause, *, is_sqlite: bool) -> ColumnElement[int]:
    searched = bindparam(_SEARCHED, type_=_Terms())
    if is_sqlite:
        each = func.json_each(searched, literal_column(f"'$.{name}'")).table_valued("value")
    else:
        each = func.jsonb_array_elements_text(cast(searched, JSONB)[name]).table_valued("value")
    padded = literal_column("' '").concat(words).concat(literal_column("' '"))
    fitting = select(func.count()).select_from(each).where(padded.like(each.c.value))
    return fitting.correlate(claim).scalar_subquery()


def _on_postgres(key: ColumnElement[Any]) -> tuple[ColumnElement[str], ColumnElement[str]]:
    after = func.split_part(key, literal_column("'<'"), literal_column("2"))
    content = func.split_part(after, literal_column("'>'"), literal_column("1"))
    return tuple(func.translate(words, literal_column("'<>[]'"), literal_column("''")) for words in (content, key))  # type: ignore[return-value]  # of two


def _on_sqlite(key: ColumnElement[Any]) -> tuple[ColumnElement[str], ColumnElement[str]]:
    start, end = (func.instr(key, literal_column(f"'{mark}'")) for mark in "<>")
    content = case((start == literal_column("0"), literal_column("''")), else_=func.substr(key, start + 1, end - start))
    return _unmarked(content), _unmarked(key)


def _unmarked(words: ColumnElement[Any]) -> ColumnElement[str]:
    for mark in "<>[]":
        words = func.replace(words, literal_column(f"'{mark}'"), literal_column("''"))
    return words


def _scored(*, is_sqlite: bool) -> Entity:
    return replace(CLAIM, derived={"relevance": lambda claim: _score(claim, is_sqlite=is_sqlite)})


RELEVANT_ON_SQLITE, RELEVANT_ON_POSTGRES = _scored(is_sqlite=True), _scored(is_sqlite=False)
"""Claims with their score, on each of the databases."""
