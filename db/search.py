"""Finds claims by words, the same on both databases: Python makes the words, each database only splits at spaces."""

import enum
from typing import Any

import orjson
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    DateTime,
    Dialect,
    FromClause,
    Text,
    TypeDecorator,
    Uuid,
    and_,
    cast,
    column,
    exists,
    func,
    literal_column,
    not_,
    select,
    table,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSQUERY

from db.reading.entities import Condition
from db.reading.past import AS_OF
from db.reading.rows import Narrow
from db.tables import CLAIM_PAST
from domain.errors import BadFilter
from domain.searching import Search, Term, search_for

_MOST_WORDS = 100
"""More than a sentence has; 100,000 are deeper than PostgreSQL's stack."""
_INDEX = table("claim_search", column("rowid"), column("search_key"), column("target_key"))
_NUMBERS = table(
    "claim_searched", column("number"), column("claim_id", Uuid), column("ordered_on", Date), column("is_listed")
)
_QUERY, _HELD, _EXCLUDED = "query", "held", "excluded"
_PAST_INDEX = table("claim_search_past", column("claim_id", Uuid), column("held_until", DateTime), column("search_key"))


class Part(enum.StrEnum):
    """What of a claim is searched, by its column in SQLite's index."""

    SENTENCE = "search_key"
    TARGET = "target_key"


def read_search(text: str, *, field: str = "text") -> Search:
    """What to look for. Raises BadFilter for a text without a word to find, or with too many words."""
    if len(text) > MOST_CHARACTERS:
        raise BadFilter(field, f"is longer than {MOST_CHARACTERS:,} letters; look for fewer words")
    search = search_for(text)
    if not search.terms and search.excluded:
        raise BadFilter(field, "only excludes; give a word to find beside those with «-»")
    if not search.terms:
        raise BadFilter(field, "holds no word to look for; give a word, or leave it out")
    if search.words > _MOST_WORDS:
        raise BadFilter(field, f"holds more than {_MOST_WORDS} words; look for fewer")
    return search


def has_sequences(text: str) -> bool:
    """Whether words are looked for one after another, which PostgreSQL's index cannot tell; not of what is refused."""
    if len(text) > MOST_CHARACTERS:
        return False
    search = search_for(text)
    return any(len(term.words) > 1 for term in (*search.terms, *search.excluded))


class SearchWords(TypeDecorator[str]):
    """A text to look for as SQLite's index is asked, or as JSON of what PostgreSQL compares. Raises BadFilter."""

    impl = Text
    cache_ok = True

    def __init__(self, part: Part = Part.SENTENCE) -> None:
        """Of words in a part of claims."""
        super().__init__()
        self.part = part

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The query."""
        if value is None:
            return None
        search = read_search(value)
        if dialect.name == "sqlite":
            return f"{self.part} : ({_fts5(search)})"
        asked = {
            _QUERY: _tsquery(search),
            _HELD: [_pattern(term) for term in search.terms if len(term.words) > 1],
            _EXCLUDED: [_pattern(term) for term in search.excluded if len(term.words) > 1],
        }
        return orjson.dumps(asked).decode()


def finds(
    text: BindParameter[Any],
    claim: FromClause,
    *,
    is_sqlite: bool,
    in_sequence: bool = False,
    part: Part = Part.SENTENCE,
) -> Condition:
    """The condition that a part of the claim holds what a parameter of type SearchWords looks for.

    `in_sequence` is whether that has sequences of words.
    """
    if is_sqlite:
        in_index: Condition = claim.c.id.in_(select(_NUMBERS.c.claim_id).where(_is_found(text)))
        return in_index
    return _found_in(_text_of(claim, part), text, in_sequence=in_sequence)


def found_then(
    text: BindParameter[Any], claim: FromClause, *, is_sqlite: bool, in_sequence: bool, part: Part
) -> Condition:
    """The same condition in a statement that reads what the database held at an instant.

    SQLite has an index of the words that claims have, and one of those that they had until they got others. PostgreSQL
    looks through the words of then.
    """
    if not is_sqlite:
        return finds(text, claim, is_sqlite=False, in_sequence=in_sequence, part=part)
    past = CLAIM_PAST.alias()
    after = (past.c.held_until > AS_OF, past.c.reworded)
    reworded = exists().where(past.c.id == _NUMBERS.c.claim_id, *after)
    first = select(func.min(past.c.held_until)).where(past.c.id == _PAST_INDEX.c.claim_id, *after)
    same = select(_NUMBERS.c.claim_id).where(_is_found(text), ~reworded.correlate(_NUMBERS))
    other = select(_PAST_INDEX.c.claim_id).where(
        _matches("claim_search_past", text),
        _PAST_INDEX.c.held_until == first.correlate(_PAST_INDEX).scalar_subquery(),
    )
    return claim.c.id.in_(union_all(same, other))


def found_in_order(text: BindParameter[Any]) -> Narrow:
    """What `finds` finds on SQLite of the claims that lists show, with the columns of their order and no others."""
    claim = _NUMBERS.alias()
    return Narrow(
        {"id": claim.c.claim_id, "ordered_on": claim.c.ordered_on}, [_is_found(text, claim), claim.c.is_listed]
    )


def _is_found(text: BindParameter[Any], numbers: FromClause = _NUMBERS) -> Condition:
    found: Condition = numbers.c.number.in_(select(_INDEX.c.rowid).where(_matches("claim_search", text)))
    return found


def _matches(index: str, text: BindParameter[Any]) -> Condition:
    matches: Condition = literal_column(index).op("MATCH", is_comparison=True)(text)
    return matches


def _found_in(searched: ColumnElement[str], text: BindParameter[Any], *, in_sequence: bool) -> Condition:
    """What the index tells by words, and what only the words in their order do.

    The index's expression is that of the migration, to the letter: words as Python made them, which PostgreSQL's own
    parser would take apart.
    """
    asked = cast(text, JSONB)
    words = func.array_to_tsvector(func.string_to_array(searched, literal_column("' '")))
    by_words: Condition = words.op("@@", is_comparison=True)(cast(asked[_QUERY].astext, TSQUERY))
    if not in_sequence:
        return by_words
    padded = literal_column("' '").concat(searched).concat(literal_column("' '"))
    return and_(
        by_words,
        padded.like(func.all(_patterns(asked, _HELD))),
        not_(padded.like(func.any(_patterns(asked, _EXCLUDED)))),
    )


def _patterns(asked: ColumnElement[Any], name: str) -> ColumnElement[Any]:
    each = select(func.jsonb_array_elements_text(asked[name])).scalar_subquery()
    return func.array(each, type_=ARRAY(Text))


def _text_of(claim: FromClause, part: Part) -> ColumnElement[str]:
    if part is Part.SENTENCE:
        return func.translate(claim.c.search_key, literal_column("'<>[]'"), literal_column("''"))
    plain = func.translate(claim.c.search_key, literal_column("'<>'"), literal_column("''"))
    after = func.split_part(plain, literal_column("'['"), literal_column("2"))
    return func.split_part(after, literal_column("']'"), literal_column("1"))


def _fts5(search: Search) -> str:
    held = " AND ".join(map(_phrase, search.terms))
    if not search.excluded:
        return held
    return f"({held}) NOT ({' OR '.join(map(_phrase, search.excluded))})"


def _phrase(term: Term) -> str:
    return f'"{" ".join(term.words)}"{"" if term.is_whole else "*"}'


def _tsquery(search: Search) -> str:
    held = [_lexemes(term) for term in search.terms]
    excluded = [f"!{_lexemes(term)}" for term in search.excluded if len(term.words) == 1]
    return " & ".join([*held, *excluded])


def _lexemes(term: Term) -> str:
    *before, last = term.words
    return " & ".join([*(f"'{word}'" for word in before), f"'{last}'" if term.is_whole else f"'{last}':*"])


def _pattern(term: Term) -> str:
    """What LIKE compares with words that have a space before and after each; a word has none of LIKE's own signs."""
    return f"% {' '.join(term.words)}{' ' if term.is_whole else ''}%"


MOST_CHARACTERS = 10_000
"""Of what is looked for: longer than any sentence; to read ten times as much takes a tenth of a second."""
