"""What is told of the days of claims: the words by which db/reading/buckets.py counts them in periods."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Text, case, cast, func, select

from db.reading import selection as chosen
from db.reading.buckets import SEPARATOR, TIMES
from db.reading.entities import Condition, Query
from domain.calendars import Calendar, Interval
from domain.dates import Precision

type Bounds = tuple[ColumnElement[Any] | None, ColumnElement[Any] | None]
"""The first day that is asked for and the day after the last one, None where that is left open."""

_GROUPED = "grouped"


@dataclass(frozen=True, slots=True)
class Claims:
    """The rows of `table` for which conditions hold, beside the rows of `outer` or alone.

    `are_few` says that they are those of a speaker or of a few: a word for each then costs less than to sort them.
    """

    table: FromClause
    conditions: Sequence[Condition]
    outer: FromClause | None = None
    bounds: Bounds = (None, None)
    are_few: bool = False

    def correlated(self, query: Query) -> Query:
        """A query on them, beside the rows of `outer`."""
        return query.correlate(self.outer) if self.outer is not None else query

    @property
    def are_bounded(self) -> bool:
        """Whether it is known from when to when to count them."""
        return all(bound is not None for bound in self.bounds)


def told_of(claims: Claims, periods: chosen.Periods) -> Query:
    """One row: `n` claims, `days` and `undated` as Told has them, and their `earliest` and `latest` day."""
    return _told(claims, periods, claims.table, [], with_ends=True)


def told_by(claims: Claims, periods: chosen.Periods, source: FromClause, key: ColumnElement[Any]) -> Query:
    """The same of each group of claims, by `key`, which `source` has beside them: `grouped` its key, no days' ends."""
    return _told(claims, periods, source, [key.label(_GROUPED)], with_ends=False)


def _told(
    claims: Claims,
    periods: chosen.Periods,
    source: FromClause,
    key: Sequence[ColumnElement[Any]],
    *,
    with_ends: bool,
) -> Query:
    claim, names = claims.table, [_GROUPED for _ in key]
    day = [claim.c.said_on] if with_ends else []  # which SQLite would sort, read or not
    each = select(*key, *day, _word(claim, periods).label("word")).select_from(source)
    rows = claims.correlated(each.where(*claims.conditions)).subquery()
    if claims.are_few and not key:
        return _told_in_order(claims, claims.table, periods)
    groups = [rows.c[name] for name in names]
    ends = _ends(rows.c.said_on, rows.c.said_on) if with_ends else []
    if claims.are_few:
        words = func.aggregate_strings(rows.c.word, SEPARATOR)
        undated = func.count() - func.count(rows.c.word)
        counted = select(*groups, func.count().label("n"), words.label("days"), undated.label("undated"), *ends)
        return counted.group_by(*groups)
    same = select(*groups, rows.c.word, func.count().label("n"), *ends).group_by(*groups, rows.c.word).subquery()
    words = func.aggregate_strings(same.c.word.concat(TIMES).concat(cast(same.c.n, Text())), SEPARATOR)
    undated = func.coalesce(func.sum(same.c.n).filter(same.c.word.is_(None)), 0)
    return select(
        *(same.c[name] for name in names),
        func.sum(same.c.n).label("n"),
        words.label("days"),
        undated.label("undated"),
        *(_ends(same.c.earliest, same.c.latest) if with_ends else []),
    ).group_by(*(same.c[name] for name in names))


def _told_in_order(claims: Claims, claim: FromClause, periods: chosen.Periods) -> Query:
    """The same of the days of few claims, each day once: an index has them in this order, so that nothing is sorted."""
    day, precision = claim.c.said_on, claim.c.said_on_precision
    each = select(day, _word(claim, periods).label("word"), func.count().label("n")).select_from(claim)
    same = claims.correlated(each.where(*claims.conditions).group_by(day, precision)).subquery()
    words = func.aggregate_strings(same.c.word.concat(TIMES).concat(cast(same.c.n, Text())), SEPARATOR)
    undated = func.coalesce(func.sum(same.c.n).filter(same.c.word.is_(None)), 0)
    ends = _ends(same.c.said_on, same.c.said_on)
    return select(func.sum(same.c.n).label("n"), words.label("days"), undated.label("undated"), *ends)


def _ends(first: ColumnElement[Any], last: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    return [func.min(first).label("earliest"), func.max(last).label("latest")]


def _word(claim: FromClause, periods: chosen.Periods) -> ColumnElement[str]:
    """What is known of a claim's day: a day's month is enough where no period is shorter."""
    day, precision = cast(claim.c.said_on, Text()), claim.c.said_on_precision
    is_enough = periods.calendar is Calendar.GREGORIAN and periods.interval not in {Interval.DAY, Interval.WEEK}
    of_day = func.substr(day, 1, len("2020-11")) if is_enough else day
    return case((precision == Precision.DAY.value, of_day), else_=day.concat(" ").concat(precision))
