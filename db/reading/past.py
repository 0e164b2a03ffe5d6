"""Reads the database as it was at an instant: any statement that reads, over what its tables held then.

The statement stays as it is. Before it stand, under the names of its tables, queries for what each held at the instant,
which hide the tables from it: so all its conditions, joins, counts and cursors are of then. Tables without one, such as
those of evidence and of outlets, hold what nobody changes, or are read as they are today.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any

from sqlalchemy import (
    CTE,
    BindParameter,
    ColumnElement,
    CompoundSelect,
    DateTime,
    FromClause,
    Select,
    and_,
    bindparam,
    case,
    cast,
    column,
    exists,
    null,
    or_,
    select,
    table,
    union_all,
)
from sqlmodel import SQLModel

from db.reading.entities import table_of
from db.reading.rows import Rows
from db.reading.statement import Compiled
from db.tables import (
    CLAIM_PAST,
    PASTS,
    AliasRow,
    ArticleRow,
    AuditEventRow,
    ClaimRow,
    CorrectionRow,
    JudgementRow,
    MentionRow,
    NoteRow,
    OfficeRow,
    RevisionRow,
    SpeakerRow,
    TenureRow,
    VerdictRow,
)

AS_OF: BindParameter[datetime] = bindparam("as_of", None, DateTime(timezone=True), unique=False)
"""The instant, in UTC."""
_MADE: Mapping[type[SQLModel], str] = {
    ArticleRow: "created_at",
    RevisionRow: "extracted_at",
    JudgementRow: "made_at",
    MentionRow: "created_at",
    NoteRow: "created_at",
    SpeakerRow: "created_at",
    CorrectionRow: "made_at",
    AuditEventRow: "at",
    AliasRow: "created_at",
    TenureRow: "created_at",
    OfficeRow: "created_at",
}
"""When rows of a table were stored, by its columns."""

type _Held = Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]


def rows_then(rows: Rows, at: datetime) -> Rows:
    """The rows for which the same held at an instant."""
    form = rows.form if rows.form is None else (AS_OF.key, rows.form)
    return replace(rows, form=form, values={**rows.values, AS_OF.key: at.astimezone(UTC)}, are_past=True)


def as_held(compiled: Compiled, *, is_sqlite: bool) -> Compiled:
    """The same read over what the database held at the instant that is given, after all that was done at it."""
    for later in compiled.later:
        later.compiled = partial(_held_later, later.compiled, is_sqlite=is_sqlite)
    return replace(compiled, statement=compiled.statement.add_cte(*_held_then(is_sqlite=is_sqlite)))


def _held_later(compiled: Callable[[], Compiled], *, is_sqlite: bool) -> Compiled:
    return as_held(compiled(), is_sqlite=is_sqlite)


@cache
def _held_then(*, is_sqlite: bool) -> tuple[CTE, ...]:
    return tuple(held.cte(name).prefix_with("NOT MATERIALIZED") for name, held in _queries(is_sqlite=is_sqlite))


def _queries(*, is_sqlite: bool) -> Iterator[tuple[str, _Held]]:
    """What each table held, by its name."""
    yield "claim", _claims(_real(ClaimRow, is_sqlite=is_sqlite))
    judgement = _real(JudgementRow, is_sqlite=is_sqlite)
    for row, made in _MADE.items():
        real, name = _real(row, is_sqlite=is_sqlite), table_of(row).name  # type: ignore[attr-defined]  # of a table
        shown: dict[str, ColumnElement[Any]] = dict(real.c)
        if name in PASTS:
            shown |= _kept(real, PASTS[name].alias())
        if row in {AliasRow, TenureRow}:
            shown["rejected_by"] = _if_made(real.c.rejected_by, judgement)
        yield name, select(*(value.label(key) for key, value in shown.items())).where(shown[made] <= AS_OF)
    yield "verdict", _verdicts(_real(VerdictRow, is_sqlite=is_sqlite))


def _real(row: type[SQLModel], *, is_sqlite: bool) -> FromClause:
    """The table itself, which a query of the same name is not: SQLite has to be told, PostgreSQL knows."""
    of = table_of(row)
    columns = [column(one.name, one.type) for one in of.c]
    return table(of.name, *columns, schema="main" if is_sqlite else None).alias()  # type: ignore[attr-defined]  # as above


def _claims(claim: FromClause) -> _Held:
    """Claims as they are that were not changed since, and what those were that were changed: each has its indexes."""
    past, later, between = CLAIM_PAST.alias(), CLAIM_PAST.alias(), CLAIM_PAST.alias()
    changed = exists().where(later.c.id == claim.c.id, later.c.held_until > AS_OF)
    is_first = ~exists().where(
        between.c.id == past.c.id, between.c.held_until > AS_OF, between.c.held_until < past.c.held_until
    )
    names = [one.name for one in table_of(ClaimRow).c if one.name in past.c]
    unsaid = cast(null(), DateTime(timezone=True)).label("changed_at")
    return union_all(
        select(*(claim.c[name] for name in names), unsaid).where(
            claim.c.extracted_at <= AS_OF, or_(claim.c.changed_at.is_(None), ~changed)
        ),
        select(*(past.c[name] for name in names), unsaid).where(
            past.c.extracted_at <= AS_OF, past.c.held_until > AS_OF, is_first
        ),
    )


def _kept(real: FromClause, past: FromClause) -> dict[str, ColumnElement[Any]]:
    """The columns of a row that were otherwise, each looked up by itself: what is not shown costs nothing."""
    after = (past.c.id == real.c.id, past.c.held_until > AS_OF)
    changed = and_(real.c.changed_at.is_not(None), exists().where(*after).correlate(real))
    kept: dict[str, ColumnElement[Any]] = {}
    for one in past.c:
        if one.name not in {"id", "held_until"}:
            first = select(one).where(*after).order_by(past.c.held_until).limit(1).correlate(real)
            kept[one.name] = case((changed, first.scalar_subquery()), else_=real.c[one.name])
    return kept


def _if_made(by: ColumnElement[Any], judgement: FromClause) -> ColumnElement[Any]:
    """The judgement that a column names, if it was made by then."""
    made = exists().where(judgement.c.id == by, judgement.c.made_at <= AS_OF)
    return case((made, by), else_=null())


def _verdicts(verdict: FromClause) -> _Held:
    """All verdicts that there are, in use where they were not retired yet."""
    retired = case((verdict.c.retired_at <= AS_OF, verdict.c.retired_at), else_=null())
    shown = {**dict(verdict.c), "retired_at": retired}
    return select(*(value.label(key) for key, value in shown.items()))
