"""Facets of a list of claims: how many of them each speaker, topic, outlet, kind, verdict and year has.

Each facet counts the claims that the whole filter of the list means. One that is asked for costs a pass over these
claims, of verdicts over the standing notes; what the filter names is shown first where room is short, at zero too.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from sqlalchemy import ColumnElement, FromClause, Select, cast, func, literal_column, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, JSON
from sqlalchemy.types import Date, Text

from db.reading import articles, identities, topics, verification
from db.reading import selection as chosen
from db.reading.entities import Condition, Entity, table_of
from db.reading.rows import Choices, Where
from db.reading.statement import Columns, Statement, at
from db.tables import ArticleRow, ArticleTopicRow, ClaimRow
from domain.calendars import Calendar, Interval, end_of, jalali_parts
from domain.dates import Precision
from domain.periods import periods

type _Counted = Select[*tuple[Any, ...]]
_ARTICLE, _ABOUT, _CLAIM = (table_of(row) for row in (ArticleRow, ArticleTopicRow, ClaimRow))
_COUNT, _IS_CHOSEN, _RANK = "facet_count", "facet_is_chosen", "facet_rank"
"""Columns beside those of a facet's rows."""


class EntityRows(Protocol):
    """Rows of an entity, with the rows that they belong to joined beside them, as compiling makes them."""

    table: FromClause
    source: FromClause
    columns: Columns

    def shaped(self, parts: Sequence[chosen.Part], row: str) -> str:
        """The expression that shapes the object selected of the row that `row` names."""


@dataclass(frozen=True, slots=True)
class Counting:
    """The claims to count: their conditions, the row of another list that they belong to, and what is chosen."""

    where: Where
    outer: FromClause | None
    choices: Choices

    def counted(self, claim: FromClause, *columns: ColumnElement[Any]) -> _Counted:
        """The columns of the claims."""
        query = select(*columns).select_from(claim).where(*self.where(claim))
        return query.correlate(self.outer) if self.outer is not None else query


@dataclass(frozen=True, slots=True)
class EntityFacet:
    """A facet whose values are rows: `value` is the field that shows one, `counted` finds their ids and counts."""

    value: str
    target: Entity
    counted: Callable[[Counting], _Counted]
    order: str


@dataclass(frozen=True, slots=True)
class KindFacet:
    """How many claims are of a kind."""

    kind: str
    count: int
    is_selected: bool


@dataclass(frozen=True, slots=True)
class YearFacet:
    """How many claims were said in a year, from `start` to `end`, which is not included."""

    year: int
    start: date
    end: date
    count: int
    is_selected: bool


def _by_speaker(counting: Counting) -> _Counted:
    claim = _CLAIM.alias()
    query = counting.counted(claim, claim.c.speaker_id.label("value"), func.count().label("count"))
    return query.where(claim.c.speaker_id.is_not(None)).group_by(claim.c.speaker_id)


def _by_article(counting: Counting) -> FromClause:
    """Claims are far more than articles: they are counted by these before anything is joined."""
    claim = _CLAIM.alias()
    query = counting.counted(claim, claim.c.article_id, func.count().label("claims"))
    return query.group_by(claim.c.article_id).subquery()


def _by_topic(counting: Counting) -> _Counted:
    by_article, about = _by_article(counting), _ABOUT.alias()
    of_article = about.c.article_id == by_article.c.article_id
    query = select(about.c.topic_id.label("value"), func.sum(by_article.c.claims).label("count"))
    return query.join_from(by_article, about, of_article).group_by(about.c.topic_id)


def _by_outlet(counting: Counting) -> _Counted:
    by_article, article = _by_article(counting), _ARTICLE.alias()
    query = select(article.c.outlet_id.label("value"), func.sum(by_article.c.claims).label("count"))
    query = query.join_from(by_article, article, article.c.id == by_article.c.article_id)
    return query.where(article.c.outlet_id.is_not(None)).group_by(article.c.outlet_id)


def _by_verdict(counting: Counting) -> _Counted:
    """From the notes that stand, which are few."""
    claim, note = _CLAIM.alias(), verification.standing_notes("verdict_id")
    query = counting.counted(claim, note.c.verdict_id.label("value"), func.count().label("count"))
    return query.join(note, note.c.claim_id == claim.c.id).group_by(note.c.verdict_id)


ENTITY_FACETS: Mapping[str, EntityFacet] = {
    "speakers": EntityFacet("speaker", identities.SPEAKER, _by_speaker, "key"),
    "topics": EntityFacet("topic", topics.TOPIC_OF_ARTICLE, _by_topic, "key"),
    "outlets": EntityFacet("outlet", articles.OUTLET, _by_outlet, "key"),
    "verdicts": EntityFacet("verdict", verification.VERDICT, _by_verdict, "key"),
}


@dataclass(frozen=True, slots=True)
class FacetCompiler:
    """Compiles the facets of one list of claims into columns of the row that the list stands in."""

    counting: Counting
    statement: Statement
    rows_of: Callable[[Entity, FromClause], EntityRows]

    def shaped(self, part: chosen.Facets, columns: Columns, row: str) -> str:
        """Add what the facets need to `columns`; the expression that shapes them out of `row`."""
        shown = [f"{one.key!r}: {self._shaped(one, columns, row)}" for one in part.facets]
        return f"{{{', '.join(shown)}}}"

    def _shaped(self, part: chosen.Constant | chosen.Facet, columns: Columns, row: str) -> str:
        if isinstance(part, chosen.Constant):
            return repr(part.value)
        if part.name in ENTITY_FACETS:
            return self._entities(ENTITY_FACETS[part.name], part, columns, row)
        return self._kinds(part, columns, row) if part.name == "kinds" else self._years(part, columns, row)

    def _entities(self, facet: EntityFacet, part: chosen.Facet, columns: Columns, row: str) -> str:
        rows = self.rows_of(facet.target, self._picked(facet, part))
        each = self.statement.variable()
        shown = [self._value(one, rows, each) for one in part.parts]
        query = select(*rows.columns.labelled()).select_from(rows.source).order_by(rows.table.c[_RANK])
        place = columns.add(self.statement.list_as_json(query, rows.columns.are_json), is_json=True)
        return f"[{{{', '.join(shown)}}} for {each} in {at(row, place)}]"

    def _picked(self, facet: EntityFacet, part: chosen.Facet) -> FromClause:
        """The rows of the most claims, before anything is joined to them; those that are chosen have a place first."""
        table, counted = facet.target.table.alias(), facet.counted(self.counting).subquery()
        choose: Callable[[FromClause], Condition] | None = getattr(self.counting.choices, part.name)
        is_chosen: ColumnElement[Any] = literal_column("0") if choose is None else choose(table)
        count, counts = func.coalesce(counted.c.count, 0), counted.c.count.is_not(None)
        rank = func.row_number().over(order_by=(count.desc(), table.c[facet.order], table.c.id))
        query = (
            select(table, count.label(_COUNT), is_chosen.label(_IS_CHOSEN), rank.label(_RANK))
            .select_from(table.outerjoin(counted, counted.c.value == table.c.id))
            .where(counts if choose is None else or_(counts, is_chosen))
            .where(*facet.target.visible(table, self.statement.viewer))
            .order_by(*([] if choose is None else [is_chosen.desc()]), rank)
        )
        return query.limit(part.first).subquery()

    def _value(self, part: chosen.FacetPart, rows: EntityRows, each: str) -> str:
        match part:
            case chosen.Constant():
                value = repr(part.value)
            case chosen.EdgeNode():
                value = rows.shaped(part.node.parts, each)
            case chosen.Value(name="count"):
                value = f"int({at(each, rows.columns.of(rows.table, _COUNT))})"
            case chosen.Value():
                value = f"bool({at(each, rows.columns.of(rows.table, _IS_CHOSEN))})"
        return f"{part.key!r}: {value}"

    def _kinds(self, part: chosen.Facet, columns: Columns, row: str) -> str:
        claim = _CLAIM.alias()
        query = self.counting.counted(claim, claim.c.kind, func.count()).group_by(claim.c.kind)
        found = columns.add(self.statement.list_as_json(query), is_json=True)
        chosen_ones = columns.add(self._list_of(self.counting.choices.kinds), is_json=True)
        return self._made(part, kinds_from, f"{at(row, found)}, {at(row, chosen_ones)}, {part.first}")

    def _years(self, part: chosen.Facet, columns: Columns, row: str) -> str:
        claim = _CLAIM.alias()
        days = (claim.c.said_on, claim.c.said_on_precision)
        query = self.counting.counted(claim, *days, func.count()).where(claim.c.said_on.is_not(None)).group_by(*days)
        found = columns.add(self.statement.list_as_json(query.order_by(claim.c.said_on)), is_json=True)
        ends = self.counting.choices.days or (literal_column("NULL"), literal_column("NULL"))
        bounds = [at(row, columns.add(cast(one, Date) if not self.statement.is_sqlite else one)) for one in ends]
        calendar = self.statement.name(part.calendar)
        return self._made(part, years_from, f"{at(row, found)}, ({', '.join(bounds)}), {calendar}, {part.first}")

    def _made(self, part: chosen.Facet, make: Callable[..., object], arguments: str) -> str:
        """What Python makes of the rows, and what of it is selected."""
        below = tuple(
            one if isinstance(one, chosen.Constant) else chosen.Attribute(one.key, one.name, None)
            for one in part.parts
            if not isinstance(one, chosen.EdgeNode)
        )
        return f"projected({self.statement.name(make)}({arguments}), {self.statement.name(below)})"

    def _list_of(self, values: ColumnElement[Any] | None) -> ColumnElement[object]:
        """The JSON array of a parameter that is a list of texts."""
        if values is None:
            return literal_column("'[]'" if self.statement.is_sqlite else "'[]'::json")
        return values if self.statement.is_sqlite else func.to_json(cast(values, ARRAY(Text)), type_=JSON)


def kinds_from(counted: Iterable[tuple[str, int]], selected: Sequence[str], first: int) -> list[KindFacet]:
    """The kinds of the most claims, those that are selected at zero too."""
    counts = dict.fromkeys(selected, 0) | dict(counted)
    found = [KindFacet(kind.upper(), count, kind in selected) for kind, count in counts.items()]
    return _most(found, first, lambda one: one.kind)


def years_from(
    counted: Iterable[tuple[str, str, int]], selected: tuple[str | None, str | None], calendar: Calendar, first: int
) -> list[YearFacet]:
    """The years of the most claims, of such as were counted by their days, which stand in order.

    A claim of which only a month or a year is known counts where a year holds all of that.
    """
    counts: dict[tuple[date, date], int] = {}
    for day, precision, count in counted:
        said = date.fromisoformat(day)
        year = next(reversed(counts), None)
        if year is None or said >= year[1]:
            year = _year_of(said, calendar)
            counts.setdefault(year, 0)
        if end_of(said, Precision(precision)) <= year[1]:
            counts[year] += count
    bounds = tuple(date.fromisoformat(one) if one else None for one in selected)
    if bounds[0] is not None and _year_of(bounds[0], calendar) == bounds:
        counts.setdefault(_year_of(bounds[0], calendar), 0)
    found = [
        YearFacet(_number(start, calendar), start, end, count, (start, end) == bounds)
        for (start, end), count in counts.items()
        if count or (start, end) == bounds
    ]
    return _most(found, first, lambda one: one.year)


def _number(start: date, calendar: Calendar) -> int:
    return start.year if calendar is Calendar.GREGORIAN else jalali_parts(start)[0]


def _year_of(day: date, calendar: Calendar) -> tuple[date, date]:
    [year] = periods(day, day, interval=Interval.YEAR, calendar=calendar)
    return year.start, year.end


def _most[Facet: KindFacet | YearFacet](
    found: Sequence[Facet], first: int, key: Callable[[Facet], str | int]
) -> list[Facet]:
    """Those of the most claims, selected ones before others, in the order of their counts and then their values."""
    by_count = sorted(found, key=lambda one: (-one.count, key(one)))
    shown = sorted(by_count, key=lambda one: not one.is_selected)[:first]
    return [one for one in by_count if one in shown]
