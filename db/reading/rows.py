"""Which rows a read is about."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, FromClause

from db.bound import Named
from db.reading.entities import Condition

type Where = Callable[[FromClause], Sequence[Condition]]
"""The conditions on the rows of a table."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a filter of claims names, by the facets that show it: conditions on their rows, and parameters.

    `kinds` is a list; `days` are the first day and the day after the last one.
    """

    speakers: Callable[[FromClause], Condition] | None = None
    topics: Callable[[FromClause], Condition] | None = None
    outlets: Callable[[FromClause], Condition] | None = None
    verdicts: Callable[[FromClause], Condition] | None = None
    kinds: ColumnElement[Any] | None = None
    days: tuple[ColumnElement[Any], ColumnElement[Any]] | None = None


def nothing_chosen() -> Choices:
    """No value of any facet."""
    return Choices()


@dataclass(frozen=True, slots=True)
class Narrow:
    """The rows that a list shows, in a narrower table that has the columns of its order and `id`, by these names."""

    columns: Mapping[str, ColumnElement[Any]]
    conditions: Sequence[Condition]


def nowhere_else() -> Narrow | None:
    """No table but their own."""
    return None


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows for which `where` holds.

    Reads of one `form` differ only in `values`, the named parameters of their conditions; None says that the
    conditions hold values of their own, so that each read is compiled for itself. `choices` tells facets what is named,
    and `narrow` where their order is faster to read, if anywhere.
    """

    where: Where
    form: Hashable | None = None
    values: Named = field(default_factory=dict)
    choices: Callable[[], Choices] = nothing_chosen
    narrow: Callable[[], Narrow | None] = nowhere_else
    counted: Where | None = None
    """The same conditions where rows are counted and not listed; None where they are in the same words."""
    are_past: bool = False
    """Whether they are those of an instant, which is among the values: the statement reads what was held then."""


ALL = Rows(lambda _: (), ())
""""Every row."""
