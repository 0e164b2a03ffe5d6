"""Compiles a timeline: its claims counted by period and by group, in the statement of the row that they belong to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any, Protocol, assert_never

from sqlalchemy import ColumnElement, FromClause, and_, case, func, literal_column, null, select

from db.reading import selection as chosen
from db.reading.buckets import SEPARATOR, Counting, Counts, Timeline, Told, timeline_from
from db.reading.entities import Entity, Query
from db.reading.groupings import GROUPINGS
from db.reading.statement import Columns, Later, Statement, at
from db.reading.told import Claims, told_by, told_of
from domain.periods import Period

_OF_PERIODS = {"start": "{}.start.isoformat()", "end": "{}.end.isoformat()", "label": "{}.label"}
"""The expressions of what a bucket's period alone tells."""
_IN_NONE, _IN_THE_REST = -1, -2
"""The places of claims in no group, and of those in none of the largest."""


class Rows(Protocol):
    """Rows of an entity with those that they belong to, as db/reading/compiling.py reads them."""

    table: FromClause
    source: FromClause
    columns: Columns

    def shaped(self, parts: Sequence[chosen.Part], row: str) -> str:
        """The expression that shapes the object selected of the row that `row` names."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A bucket whose claims are asked for: none, or those that it counts of the row whose key is `owner`.

    `whole` is the months and years that it holds whole and of which claims were said.
    """

    later: Later
    owner: str | None
    period: Period
    whole: tuple[str, ...]
    is_empty: bool


@dataclass(frozen=True, slots=True)
class Series:
    """A group's claims by period; `row` is what is read of what they have in common, None where that is nothing."""

    counts: Counts
    row: list[Any] | None
    is_rest: bool


class CountedClaims:
    """A timeline of claims."""

    def __init__(
        self,
        part: chosen.Counted,
        claims: Claims,
        statement: Statement,
        *,
        make_rows: Callable[[Entity, Statement], Rows],
        make_later: Callable[[chosen.Connection], Later],
    ) -> None:
        """Count nothing yet; `make_later` is the read of a bucket's claims."""
        self._part = part
        self._periods = part.periods
        self._claims = claims
        self._statement = statement
        self._make_rows = make_rows
        self._make_later = make_later

    def shaped(self, columns: Columns, row: str) -> str:
        """Add what the timeline needs to `columns`; the expression that shapes it out of `row`."""
        bounds = [at(row, columns.add(bound)) if bound is not None else "None" for bound in self._claims.bounds]
        made = f"{self._statement.name(self._timeline)}({self._told(columns, row)}, {', '.join(bounds)})"
        timeline = self._statement.variable()
        shown = [f"{one.key!r}: {self._shown(one, columns, row, timeline)}" for one in self._part.parts]
        return f"(lambda {timeline}: {{{', '.join(shown)}}})({made})"

    def _told(self, columns: Columns, row: str) -> str:
        """The expression of what is told of all claims, of nothing that nobody asks for."""
        are_counted = self._are_counted()
        if not are_counted and self._claims.are_bounded:
            return "[[None, 0, None, None]]"
        told = told_of(self._claims, self._periods).subquery()
        days = (
            (told.c.days, told.c.undated)
            if are_counted
            else (null().label("days"), literal_column("0").label("undated"))
        )
        query = select(*days, told.c.earliest, told.c.latest)
        return at(row, columns.add(self._statement.list_as_json(query), is_json=True))

    def _are_counted(self) -> bool:
        """Whether something is asked of all claims: more than what periods are called, and the counts of groups."""
        for part in self._part.parts:
            match part:
                case chosen.Value():
                    return True
                case chosen.Buckets(parts=parts):
                    if any(not (isinstance(one, chosen.Value) and one.name in _OF_PERIODS) for one in parts):
                        return True
                case chosen.Series() if self._periods.group_by and GROUPINGS[self._periods.group_by].leaves_out:
                    return True
        return False

    def _timeline(self, rows: list[list[Any]], first: str | None, before: str | None) -> Timeline:
        asked = self._periods
        days, undated, earliest, latest = rows[0]
        counting = Counting(asked.interval, asked.calendar, _day(first), _day(before), asked.language)
        return timeline_from(Told(days, undated), _day(earliest), _day(latest), counting)

    def _shown(
        self,
        part: chosen.Constant | chosen.Value | chosen.Buckets | chosen.Series,
        columns: Columns,
        row: str,
        timeline: str,
    ) -> str:
        match part:
            case chosen.Constant():
                return repr(part.value)
            case chosen.Value():
                return f"{timeline}.counts.{part.name}"
            case chosen.Buckets():
                return self._buckets(part, columns, row, timeline)
            case chosen.Series():
                return self._series(part, columns, row, timeline)
        assert_never(part)

    def _buckets(self, buckets: chosen.Buckets, columns: Columns, row: str, timeline: str) -> str:
        period, count = self._statement.variable(), self._statement.variable()
        words = {**{name: told.format(period) for name, told in _OF_PERIODS.items()}, "count": count}
        shown = []
        for part in buckets.parts:
            match part:
                case chosen.Constant():
                    value = repr(part.value)
                case chosen.Value():
                    value = words[part.name]
                case chosen.Opened():
                    later = self._statement.name(self._later(part.connection))
                    arguments = f"{later}, {self._owner(columns, row)}, {timeline}, {period}, {count}"
                    value = f"{self._statement.name(_opening)}({arguments})"
            shown.append(f"{part.key!r}: {value}")
        each = f"{period} in {timeline}.periods"
        if self._are_counted():
            each = f"{period}, {count} in zip({timeline}.periods, {timeline}.counts.in_periods)"
        return f"[{{{', '.join(shown)}}} for {each}]"

    def _later(self, connection: chosen.Connection) -> Later:
        later = self._make_later(connection)
        self._statement.later.append(later)
        return later

    def _owner(self, columns: Columns, row: str) -> str:
        """The expression of the key of the row whose claims are counted."""
        return at(row, columns.of(self._claims.outer, "id")) if self._claims.outer is not None else "None"

    def _series(self, series: chosen.Series, columns: Columns, row: str, timeline: str) -> str:
        if self._periods.group_by is None:
            return "[]"
        groups = _Groups(self._claims, self._periods, series, self._statement, self._make_rows)
        each = self._statement.variable()
        shown = groups.shaped(each)
        place = columns.add(groups.as_json(), is_json=True)
        found = self._statement.name(_series_with_the_others if groups.leaves_out else _series)
        return f"[{shown} for {each} in {found}({timeline}, {at(row, place)})]"


class _Groups:
    """The largest groups of claims, the rest of them, and what is read of each."""

    def __init__(
        self,
        claims: Claims,
        periods: chosen.Periods,
        series: chosen.Series,
        statement: Statement,
        make_rows: Callable[[Entity, Statement], Rows],
    ) -> None:
        assert periods.group_by is not None  # noqa: S101 - asked only where there is one
        grouping = GROUPINGS[periods.group_by]
        self._claims, self._periods, self._series, self._statement = claims, periods, series, statement
        self._placed, self.leaves_out = grouping.placed, grouping.leaves_out
        self._rows = make_rows(grouping.entity(), statement) if grouping.entity else None
        self._columns = self._rows.columns if self._rows else Columns()
        self._ranked = self._ranks().cte(nesting=True)
        self._columns.add(self._ranked.c.place)
        self._columns.add(self._ranked.c.grouped)

    def shaped(self, each: str) -> str:
        """The expression that shapes the series that `each` names."""
        shown = [f"{part.key!r}: {self._shown(part, each)}" for part in self._series.parts]
        return f"{{{', '.join(shown)}}}"

    def as_json(self) -> ColumnElement[object]:
        """What is told of the days of each place, and the rows of the groups that have places."""
        counted = self._statement.list_as_json(self._places())
        members = self._statement.list_as_json(self._members(), self._columns.are_json)
        both = select(self._statement.array([counted, members], [True, True]))
        return both.add_cte(self._ranked, nest_here=True).scalar_subquery()

    def _shown(self, part: chosen.Constant | chosen.Value | chosen.GroupNode, each: str) -> str:
        match part:
            case chosen.Constant():
                return repr(part.value)
            case chosen.Value():
                return f"{each}.{part.name}" if part.name == "is_rest" else f"{each}.counts.{part.name}"
            case chosen.GroupNode(node=None):
                return f"({each}.row and {each}.row[1].upper())"
            case chosen.GroupNode():
                assert self._rows is not None and part.node is not None  # noqa: PT018, S101 - only rows have nodes
                return f"({each}.row and {self._rows.shaped(part.node.parts, f'{each}.row')})"
        assert_never(part)

    def _ranks(self) -> Query:
        """The groups of claims with their places, from 1 the largest first."""
        found = told_by(self._claims, self._periods, *self._placed(self._claims.table)).subquery()
        rank = func.row_number().over(order_by=(found.c.grouped.is_(None), found.c.n.desc(), found.c.grouped))
        place = case((found.c.grouped.is_(None), _IN_NONE), (rank <= self._series.most, rank), else_=_IN_THE_REST)
        return select(found, place.label("place"))

    def _places(self) -> Query:
        """What is told of the days of each place."""
        ranked = self._ranked
        days = func.aggregate_strings(ranked.c.days, SEPARATOR)
        return select(ranked.c.place, days, func.sum(ranked.c.undated)).group_by(ranked.c.place)

    def _members(self) -> Query:
        ranked, rows = self._ranked, self._rows
        query = select(*self._columns.labelled())
        if rows is None:
            return query.select_from(ranked).where(ranked.c.place > 0)
        of_group = and_(ranked.c.grouped == rows.table.c.id, ranked.c.place > 0)
        return query.select_from(rows.source.join(ranked, of_group))


type _Found = tuple[list[list[Any]], list[list[Any]]]
"""What is told of the days of each place, and the rows of the groups that have places."""


def _series(timeline: Timeline, found: _Found) -> list[Series]:
    """The series of a timeline: the largest first, then that of claims in no group, then the rest together."""
    return _in_order({place: timeline.count(Told(*told)) for place, *told in found[0]}, found[1])


def _series_with_the_others(timeline: Timeline, found: _Found) -> list[Series]:
    """The same, where the claims in no group are those that were not placed."""
    by_place = {place: timeline.count(Told(*told)) for place, *told in found[0]}
    others = reduce(Counts.without, by_place.values(), timeline.counts)
    return _in_order({**by_place, _IN_NONE: others} if others.total_count else by_place, found[1])


def _in_order(by_place: dict[int, Counts], members: list[list[Any]]) -> list[Series]:
    rows = {row[0]: row for row in members}
    places = sorted(by_place, key=lambda place: (place < 0, abs(place)))
    return [Series(by_place[place], rows.get(place), is_rest=place == _IN_THE_REST) for place in places]


def _day(told: str | None) -> date | None:
    return date.fromisoformat(told) if told is not None else None


def _opening(later: Later, owner: str | None, timeline: Timeline, period: Period, count: int) -> Opening:
    return Opening(later, owner, period, tuple(timeline.whole_in(period)) if count else (), is_empty=not count)
