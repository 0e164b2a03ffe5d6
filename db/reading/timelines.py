"""Compiles a timeline: its claims counted by period and by group, in the statement of the row that they belong to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, assert_never

from sqlalchemy import ColumnElement, FromClause, case, func, select

from db.reading import selection as chosen
from db.reading.buckets import Counted, Counting, Timeline, timeline_from
from db.reading.entities import Condition, Entity, Query
from db.reading.groupings import GROUPINGS
from db.reading.period_starts import period_start
from db.reading.statement import Columns, Later, Statement, at
from domain.dates import Precision
from domain.periods import Period

type Bounds = tuple[ColumnElement[Any] | None, ColumnElement[Any] | None]
"""The first day that is asked for and the day after the last one, None where that is left open."""
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

    counts: list[int]
    coarser_count: int
    undated_count: int
    total_count: int
    row: list[Any] | None
    is_rest: bool


@dataclass(frozen=True, slots=True)
class Claims:
    """The rows of `table` for which conditions hold, beside the rows of `outer` or alone."""

    table: FromClause
    conditions: Sequence[Condition]
    outer: FromClause | None = None
    bounds: Bounds = (None, None)

    def correlated(self, query: Query) -> Query:
        """A query on them, beside the rows of `outer`."""
        return query.correlate(self.outer) if self.outer is not None else query


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
        query = count_by_period(self._claims, self._periods, is_sqlite=self._statement.is_sqlite)
        counted = columns.add(self._statement.list_as_json(query), is_json=True)
        bounds = [at(row, columns.add(bound)) if bound is not None else "None" for bound in self._claims.bounds]
        made = f"{self._statement.name(self._timeline)}({at(row, counted)}, {', '.join(bounds)})"
        timeline = self._statement.variable()
        shown = [f"{one.key!r}: {self._shown(one, columns, row, timeline)}" for one in self._part.parts]
        return f"(lambda {timeline}: {{{', '.join(shown)}}})({made})"

    def _timeline(self, rows: list[Counted], first: str | None, before: str | None) -> Timeline:
        asked = self._periods
        since, until = (date.fromisoformat(day) if day is not None else None for day in (first, before))
        return timeline_from(rows, Counting(asked.interval, asked.calendar, since, until, asked.language))

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
        words = {
            "start": f"{period}.start.isoformat()",
            "end": f"{period}.end.isoformat()",
            "label": f"{period}.label",
            "count": count,
        }
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


def count_by_period(claims: Claims, periods: chosen.Periods, *, is_sqlite: bool) -> Query:
    """How many claims have the same period, or the same longer one of which no more is known.

    They are counted by day first, which an index has in order.
    """
    claim = claims.table
    by_day = select(claim.c.said_on.label("day"), claim.c.said_on_precision.label("precision"), func.count().label("n"))
    by_day = by_day.where(*claims.conditions).group_by(claim.c.said_on, claim.c.said_on_precision)
    days = claims.correlated(by_day).subquery()
    starts = select(_start(days, periods, is_sqlite=is_sqlite).label("day"), days.c.precision, days.c.n).subquery()
    counted = select(starts.c.day, starts.c.precision, func.sum(starts.c.n))
    return counted.group_by(starts.c.day, starts.c.precision)


def _start(days: FromClause, periods: chosen.Periods, *, is_sqlite: bool) -> ColumnElement[Any]:
    """The day of claims, where it is known the first one of its period."""
    start = period_start(days.c.day, periods.interval, periods.calendar, is_sqlite=is_sqlite)
    return case((days.c.precision == Precision.DAY.value, start), else_=days.c.day)


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
        self._counted = self._counts().cte(nesting=True)
        self._ranked = self._ranks().cte(nesting=True)
        self._columns.add(self._ranked.c.place)
        self._columns.add(self._ranked.c.grouped)

    def shaped(self, each: str) -> str:
        """The expression that shapes the series that `each` names."""
        shown = [f"{part.key!r}: {self._shown(part, each)}" for part in self._series.parts]
        return f"{{{', '.join(shown)}}}"

    def as_json(self) -> ColumnElement[object]:
        """The counts of each place, and the rows of the groups that have places."""
        counted = self._statement.list_as_json(self._places())
        members = self._statement.list_as_json(self._members(), self._columns.are_json)
        both = select(self._statement.array([counted, members], [True, True]))
        return both.add_cte(self._counted, self._ranked, nest_here=True).scalar_subquery()

    def _shown(self, part: chosen.Constant | chosen.Value | chosen.GroupNode, each: str) -> str:
        match part:
            case chosen.Constant():
                return repr(part.value)
            case chosen.Value():
                return f"{each}.{part.name}"
            case chosen.GroupNode(node=None):
                return f"({each}.row and {each}.row[1].upper())"
            case chosen.GroupNode():
                assert self._rows is not None and part.node is not None  # noqa: PT018, S101 - only rows have nodes
                return f"({each}.row and {self._rows.shaped(part.node.parts, f'{each}.row')})"
        assert_never(part)

    def _counts(self) -> Query:
        """How many claims of a group have the same period.

        In PostgreSQL by period at once: by day there may be as many counts as claims. SQLite sorts what it counts, and
        its arithmetic with days costs more than that.
        """
        claim = self._claims.table
        source, key = self._placed(claim)
        days = select(claim.c.said_on.label("day"), claim.c.said_on_precision.label("precision"), key.label("grouped"))
        days = self._claims.correlated(days.select_from(source).where(*self._claims.conditions))
        if self._statement.is_sqlite:
            days = days.add_columns(func.count().label("n")).group_by(claim.c.said_on, claim.c.said_on_precision, key)
        found = days.subquery()
        start = _start(found, self._periods, is_sqlite=self._statement.is_sqlite).label("day")
        times = found.c.n if self._statement.is_sqlite else None
        starts = select(start, found.c.precision, found.c.grouped, *([times] if times is not None else [])).subquery()
        number = func.sum(starts.c.n) if times is not None else func.count()
        groups = (starts.c.day, starts.c.precision, starts.c.grouped)
        return select(*groups, number.label("n")).group_by(*groups)

    def _ranks(self) -> Query:
        """The largest groups with their places, from 1."""
        counted = self._counted
        total = func.sum(counted.c.n).label("n")
        largest = select(counted.c.grouped, total).where(counted.c.grouped.is_not(None)).group_by(counted.c.grouped)
        found = largest.order_by(total.desc(), counted.c.grouped).limit(self._series.most).subquery()
        place = func.row_number().over(order_by=(found.c.n.desc(), found.c.grouped))
        return select(found.c.grouped, place.label("place"))

    def _places(self) -> Query:
        """How many claims of each place have the same period."""
        counted, ranked = self._counted, self._ranked
        place = case((counted.c.grouped.is_(None), _IN_NONE), else_=func.coalesce(ranked.c.place, _IN_THE_REST))
        placed = select(counted.c.day, counted.c.precision, counted.c.n, place.label("place"))
        found = placed.select_from(counted.outerjoin(ranked, ranked.c.grouped == counted.c.grouped)).subquery()
        shown = select(found.c.place, found.c.day, found.c.precision, func.sum(found.c.n))
        return shown.group_by(found.c.place, found.c.day, found.c.precision)

    def _members(self) -> Query:
        ranked, rows = self._ranked, self._rows
        query = select(*self._columns.labelled())
        if rows is None:
            return query.select_from(ranked)
        return query.select_from(rows.source.join(ranked, ranked.c.grouped == rows.table.c.id))


def _series(timeline: Timeline, found: tuple[list[tuple[Any, ...]], list[list[Any]]]) -> list[Series]:
    """The series of a timeline: the largest first, then that of claims in no group, then the rest together."""
    counted, members = found
    by_place: dict[int, list[Counted]] = {}
    for place, day, precision, number in counted:
        by_place.setdefault(place, []).append((day, precision, number))
    rows = {row[0]: row for row in members}
    places = sorted(by_place, key=lambda place: (place < 0, abs(place)))
    return [_one_series(timeline, by_place[place], rows.get(place), is_rest=place == _IN_THE_REST) for place in places]


def _series_with_the_others(timeline: Timeline, found: tuple[list[tuple[Any, ...]], list[list[Any]]]) -> list[Series]:
    """The same, where the claims in no group are those that were not placed."""
    placed = [(day, precision, -number) for _, day, precision, number in found[0]]
    others = [(_IN_NONE, *counted) for counted in (*timeline.counted, *placed)]
    made = _series(timeline, ([*found[0], *others], found[1]))
    return [one for one in made if one.total_count]


def _one_series(timeline: Timeline, counted: list[Counted], row: list[Any] | None, *, is_rest: bool) -> Series:
    counts = timeline.count(counted)
    return Series(counts.in_periods, counts.coarser_count, counts.undated_count, counts.total_count, row, is_rest)


def _opening(later: Later, owner: str | None, timeline: Timeline, period: Period, count: int) -> Opening:
    return Opening(later, owner, period, tuple(timeline.whole_in(period)) if count else (), is_empty=not count)
