"""Lists that are made of the rows of several tables: each table gives no more rows than the page has, in its order."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    FromClause,
    Integer,
    Text,
    Uuid,
    cast,
    func,
    literal,
    literal_column,
    null,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.types import TypeEngine
from sqlmodel.sql.sqltypes import UTCDateTime

from db.paging import Page, read_cursor
from db.reading.entities import Condition, Entity, Order, Query
from db.reading.pages import between_cursors, ordered
from domain.roles import Actor

_NO_INSTANT = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands where only the day is known, in an order of instants."""
_CURSOR = (date, int, datetime, UUID)
"""What a cursor holds: day, rank, instant and id."""
_TYPES: Mapping[str, TypeEngine[Any]] = {
    "kind": Text(),
    "day": Date(),
    "rank": Integer(),
    "instant": UTCDateTime(),
    "on_day": Date(),
    "at": UTCDateTime(),
}
"""The columns of every row; the others are ids."""


@dataclass(frozen=True, slots=True)
class ArmRows:
    """The rows of one arm: where they stand, which are meant, and what of them is listed.

    `day` orders them; `on` is it as it is told, null where nothing is known. `at` is the instant where one is known.
    `keys` are the ids of the rows that they are about.
    """

    source: FromClause
    conditions: Sequence[Condition]
    id: ColumnElement[Any]
    keys: Mapping[str, ColumnElement[Any]]
    day: ColumnElement[Any] | None = None
    on: ColumnElement[Any] | None = None
    at: ColumnElement[Any] | None = None


@dataclass(frozen=True, slots=True)
class Arm:
    """Rows of one kind beside a row of `outer`; of one day they come after those of a lesser rank."""

    kind: str
    rank: int
    rows: Callable[[FromClause, Actor | None], ArmRows]


@dataclass(frozen=True, eq=False)
class MergedEntity(Entity):
    """Rows of several tables in one order; `keys` names the columns of ids that arms may fill."""

    arms: tuple[Arm, ...] = ()
    keys: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Arms:
    """The arms of some kinds, of all where none is named, beside a row of `outer` for a viewer."""

    entity: MergedEntity
    outer: FromClause
    viewer: Actor | None
    kinds: frozenset[str]
    is_sqlite: bool

    def page(self, page: Page, order: Order) -> FromClause:
        """The rows that a page may need: those of each arm in the order, one more than the page has."""
        return self._merged(lambda arm, rows: self._first_of(arm, rows, page, order))

    def all(self) -> FromClause:
        """Every row, to be counted."""
        return self._merged(lambda _, rows: select(rows.id.label("id")).select_from(rows.source))

    def _merged(self, found: Callable[[Arm, ArmRows], Query]) -> FromClause:
        queries = []
        for arm in self.entity.arms:
            if not self.kinds or arm.kind in self.kinds:
                rows = arm.rows(self.outer, self.viewer)
                query = found(arm, rows).where(*rows.conditions).correlate(self.outer)
                queries.append(select(query.subquery()))
        return union_all(*queries).subquery()

    def _first_of(self, arm: Arm, rows: ArmRows, page: Page, order: Order) -> Query:
        day = self._day(rows)
        rank: ColumnElement[Any] = literal_column(str(arm.rank), Integer())
        instant = rows.at if rows.at is not None else literal(_NO_INSTANT, UTCDateTime())
        between = between_cursors(page, order, [day, rank, instant, rows.id], is_named=False)
        own_order = [rows.at if rows.at is not None else day, rows.id]
        shown = {
            "kind": literal_column(f"'{arm.kind}'", Text()),
            "day": day,
            "rank": rank,
            "instant": instant,
            "on_day": day if rows.on is None else rows.on,
            "at": null() if rows.at is None else rows.at,
            "id": rows.id,
            **{key: rows.keys.get(key, null()) for key in self.entity.keys},
        }
        query = select(*(self._typed(name, one).label(name) for name, one in shown.items()))
        query = query.select_from(rows.source).where(*between, *self._near(rows, page, order))
        return query.order_by(*ordered(page, order, own_order)).limit(page.rows + 1)

    def _typed(self, name: str, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """A column of the type that it has in every arm; a null has none in PostgreSQL."""
        kind = _TYPES.get(name, Uuid())
        return type_coerce(column, kind) if self.is_sqlite else cast(column, kind)

    def _day(self, rows: ArmRows) -> ColumnElement[Any]:
        """The day of a row; of an instant the day in UTC."""
        if rows.at is None:
            assert rows.day is not None  # noqa: S101 - an arm has one or the other
            return rows.day
        if self.is_sqlite:
            return type_coerce(func.substr(rows.at, 1, 10), Date())
        return cast(func.timezone("UTC", rows.at), Date())

    def _near(self, rows: ArmRows, page: Page, order: Order) -> Iterator[Condition]:
        """That an instant is near enough to the cursor's day, by which an index finds it."""
        if rows.at is None:
            return
        for cursor, is_bound_from_above in ((page.after, order.descending), (page.before, not order.descending)):
            if cursor is not None:
                day = datetime.combine(_day_of(cursor, order), time(tzinfo=UTC))
                if not is_bound_from_above:
                    yield rows.at >= literal(day, UTCDateTime())
                elif day.date() < date.max:
                    yield rows.at < literal(day + timedelta(days=1), UTCDateTime())


def _day_of(cursor: str, order: Order) -> date:
    day, *_ = read_cursor(cursor, order=order.name, types=_CURSOR)
    assert isinstance(day, date)  # noqa: S101 - read as one
    return day
