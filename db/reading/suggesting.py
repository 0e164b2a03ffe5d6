"""What is suggested to somebody who types: of all names that have a word which begins so the best, in one statement."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import (
    CTE,
    JSON,
    BigInteger,
    ColumnElement,
    FromClause,
    Select,
    Text,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    null,
    select,
    union_all,
)

from db.bound import Named
from db.paging import MOST_ROWS, Page
from db.reading import selection as chosen
from db.reading.catalogue import OFFICE, SPEAKER, TOPIC
from db.reading.compiling import compile_connection
from db.reading.entities import Condition, Entity, table_of
from db.reading.openings import Holder
from db.reading.pages import page_values
from db.reading.statement import Compiled, Statement
from db.tables import (
    AliasRow,
    ArticleTopicRow,
    ClaimRow,
    NameStartRow,
    OfficeAliasRow,
    OfficeRow,
    SpeakerRow,
    TopicRow,
)
from domain.node_ids import node_id
from domain.roles import Actor, Operation
from domain.suggestions import SuggestionKind

ENTITIES: Mapping[SuggestionKind, Entity] = {
    SuggestionKind.SPEAKER: SPEAKER,
    SuggestionKind.OFFICE: OFFICE,
    SuggestionKind.TOPIC: TOPIC,
}
MOST_SUGGESTIONS = 20
"""More than anybody reads below what they type."""
_MOST_BEGUN = 2_000
"""Names of a kind that begin so, in the order of their letters: whoever types so little goes on typing."""
_MOST_COMPARED = 300
"""Things of which claims are counted: who types two letters means one of those whose names fit best."""
_MOST_COUNTED = 100
"""Claims of each: whoever has as many is well known."""
_LAST_LETTER = "\U0010ffff"
"""After every letter that a name may go on with."""
_ID = "\0id"
"""The key of a node's id, which no client can select."""
_START, _ALIAS, _SPEAKER, _OFFICE_ALIAS, _OFFICE, _TOPIC, _ABOUT, _CLAIM = (
    table_of(row)
    for row in (
        NameStartRow,
        AliasRow,
        SpeakerRow,
        OfficeAliasRow,
        OfficeRow,
        TopicRow,
        ArticleTopicRow,
        ClaimRow,
    )
)
_FEW = Page(MOST_ROWS)


@dataclass(frozen=True)
class Suggestion(Holder):
    """A thing, the name of it that fits, and what is selected of the thing by the keys of that in the answer."""

    kind: SuggestionKind
    label: str
    country: str | None
    matched: str


type Nodes = Mapping[str, Mapping[SuggestionKind, chosen.Connection]]
"""What is selected of the things of each kind, by its key in the answer."""


def suggestion_values(key: str, first: int) -> Named:
    """The values of the parameters of the statement for what begins with `key`."""
    return {"typed": key, "typed_end": key + _LAST_LETTER, "suggestions": first, **page_values(_FEW, SPEAKER)}


def compile_suggestions(
    kinds: Sequence[SuggestionKind],
    nodes: Nodes,
    *,
    is_sqlite: bool,
    viewer: Actor | None,
    opened: frozenset[Operation] = frozenset(),
) -> Compiled:
    """The statement that finds the best `suggestions` of some kinds; its shape is a list of Suggestion.

    First come those of which a whole name is typed, then those that end with it, such as a surname, then those that
    begin with it, then those of which another word does; of these the ones with more claims.
    """
    best = _best(kinds)
    statement = Statement(is_sqlite, viewer)
    order = best.c.place
    told = select(best.c.kind, best.c.id, best.c.label, best.c.country, best.c.matched).order_by(order)
    things = [
        (key, _things(one, kind, best, is_sqlite=is_sqlite, viewer=viewer, opened=opened))
        for key, selected in nodes.items()
        for kind, one in selected.items()
    ]
    lists = [_as_json(one.statement, is_sqlite=is_sqlite) for _, one in things]
    parts = [statement.list_as_json(told), *lists]
    whole = cast(statement.array(parts, [True] * len(parts)), Text)
    return Compiled(select(whole), _shape(things), tuple(later for _, one in things for later in one.later))


def _things(  # noqa: PLR0913 - of what, and for whom
    selected: chosen.Connection,
    kind: SuggestionKind,
    best: CTE,
    *,
    is_sqlite: bool,
    viewer: Actor | None,
    opened: frozenset[Operation],
) -> Compiled:
    meant = select(best.c.id).where(best.c.kind == literal_column(f"'{kind}'"))
    [part] = selected.parts
    assert isinstance(part, chosen.Nodes)  # noqa: S101 - what is selected of a list without pages
    node = chosen.Node((chosen.Value(_ID, "id"), *part.node.parts))
    connection = chosen.Connection(_FEW, (chosen.Nodes("nodes", node),))
    is_meant: Callable[[FromClause], Sequence[Condition]] = lambda thing: (thing.c.id.in_(meant),)  # noqa: E731 - a condition, said in place
    return compile_connection(ENTITIES[kind], connection, is_meant, is_sqlite=is_sqlite, viewer=viewer, opened=opened)


def _as_json(statement: Select[Any], *, is_sqlite: bool) -> ColumnElement[Any]:
    text = statement.scalar_subquery()
    return text if is_sqlite else cast(text, JSON)


def _shape(things: Sequence[tuple[str, Compiled]]) -> Callable[[Any], list[Suggestion]]:
    def shaped(told: Any) -> list[Suggestion]:
        rows, *lists = told
        nodes: dict[str, dict[str, object]] = {key: {} for key, _ in things}
        for (key, one), found in zip(things, lists, strict=True):
            shown: Any = one.shape(found)
            nodes[key] |= {node.pop(_ID): node for node in shown["nodes"]}
        return [
            Suggestion(
                {key: by_id[node_id(kind, identity)] for key, by_id in nodes.items()},
                SuggestionKind(kind),
                label,
                country,
                matched,
            )
            for kind, identity, label, country, matched in rows
        ]

    return shaped


def _best(kinds: Sequence[SuggestionKind]) -> CTE:
    """The best things in their places, each once, with the name that fits best."""
    named = union_all(*(_NAMED[kind]() for kind in kinds)).subquery()
    whole, ends = named.c.position == 0, named.c.key == bindparam("typed", type_=named.c.key.type, required=False)
    fit = case((whole & ends, 0), (ends, 1), (whole, 2), else_=3).label("fit")
    fitting = (named.c.kind, named.c.id)
    is_anothers = case((named.c.owner_id == named.c.id, 0), else_=1)
    by_fit = (fit, is_anothers, func.length(named.c.key), named.c.key, named.c.name_id)
    names = func.row_number().over(partition_by=fitting, order_by=by_fit).label("of_its_names")
    each = select(named, fit, names).subquery()
    compared = (
        select(each)
        .where(each.c.of_its_names == 1)
        .order_by(each.c.fit, func.length(each.c.key), each.c.key, each.c.id)
        .limit(_MOST_COMPARED)
        .subquery()
    )
    counted = case({kind.value: _COUNTS[kind](compared) for kind in kinds}, value=compared.c.kind)
    claims = select(compared, counted.label("claims")).subquery()
    order = (claims.c.fit, claims.c.claims.desc(), func.length(claims.c.key), claims.c.key, claims.c.id)
    place = func.row_number().over(order_by=order).label("place")
    placed = select(claims, place).order_by(place).limit(bindparam("suggestions", type_=BigInteger(), required=False))
    return placed.cte("suggested")


def _starts(kind: SuggestionKind) -> Select[Any]:
    typed, end = (bindparam(name, type_=_START.c.key.type, required=False) for name in ("typed", "typed_end"))
    begun = (_START.c.key >= typed, _START.c.key < end, _START.c.kind == literal_column(f"'{kind}'"))
    return select(_START).where(*begun).order_by(_START.c.key, _START.c.name_id).limit(_MOST_BEGUN)


def _speakers() -> Select[Any]:
    start, own, thing = _starts(SuggestionKind.SPEAKER).subquery(), _SPEAKER.alias(), _SPEAKER.alias()
    columns = (start.c.kind, thing.c.id, thing.c.name.label("label"), thing.c.country, _ALIAS.c.text.label("matched"))
    return (
        select(*columns, start.c.position, start.c.key, start.c.name_id, start.c.owner_id)
        .join_from(start, _ALIAS, _ALIAS.c.id == start.c.name_id)
        .join(own, own.c.id == start.c.owner_id)
        .join(thing, thing.c.id == own.c.canonical_id)
        .where(_ALIAS.c.rejected_by.is_(None), *SPEAKER.listed(thing))
    )


def _offices() -> Select[Any]:
    start, thing = _starts(SuggestionKind.OFFICE).subquery(), _OFFICE.alias()
    columns = (thing.c.id, thing.c.title.label("label"), thing.c.country, _OFFICE_ALIAS.c.text.label("matched"))
    return (
        select(start.c.kind, *columns, start.c.position, start.c.key, start.c.name_id, start.c.owner_id)
        .join_from(start, _OFFICE_ALIAS, _OFFICE_ALIAS.c.id == start.c.name_id)
        .join(thing, thing.c.id == start.c.owner_id)
        .where(*OFFICE.listed(thing))
    )


def _topics() -> Select[Any]:
    start, own, thing = _starts(SuggestionKind.TOPIC).subquery(), _TOPIC.alias(), _TOPIC.alias()
    country = cast(null(), Text).label("country")
    columns = (start.c.kind, thing.c.id, thing.c.name.label("label"), country, own.c.name.label("matched"))
    return (
        select(*columns, start.c.position, start.c.key, start.c.name_id, start.c.owner_id)
        .join_from(start, own, own.c.id == start.c.owner_id)
        .join(thing, thing.c.id == own.c.canonical_id)
        .where(*TOPIC.listed(thing))
    )


def _claims_of(column: str, thing: FromClause) -> ColumnElement[int]:
    claim = _CLAIM.alias()
    some = select(claim.c.id).where(claim.c[column] == thing.c.id, claim.c.withdrawn_at.is_(None))
    return _count(some, thing)


def _claims_about(topic: FromClause) -> ColumnElement[int]:
    claim, about = _CLAIM.alias(), _ABOUT.alias()
    some = select(claim.c.id).join_from(about, claim, claim.c.article_id == about.c.article_id)
    return _count(some.where(about.c.topic_id == topic.c.id, claim.c.withdrawn_at.is_(None)), topic)


def _count(some: Select[Any], thing: FromClause) -> ColumnElement[int]:
    counted = some.limit(_MOST_COUNTED).correlate(thing).subquery()
    return select(func.count()).select_from(counted).scalar_subquery()


_NAMED: Mapping[SuggestionKind, Callable[[], Select[Any]]] = {
    SuggestionKind.SPEAKER: _speakers,
    SuggestionKind.OFFICE: _offices,
    SuggestionKind.TOPIC: _topics,
}
_COUNTS: Mapping[SuggestionKind, Callable[[FromClause], ColumnElement[int]]] = {
    SuggestionKind.SPEAKER: partial(_claims_of, "speaker_id"),
    SuggestionKind.OFFICE: partial(_claims_of, "office_id"),
    SuggestionKind.TOPIC: _claims_about,
}
