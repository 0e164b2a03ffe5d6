"""Which rows a read is about."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import FromClause

from db.bound import Named
from db.reading.entities import Condition

type Where = Callable[[FromClause], Sequence[Condition]]
"""The conditions on the rows of a table."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows for which `where` holds.

    Reads of one `form` differ only in `values`, the named parameters of their conditions; None says that the
    conditions hold values of their own, so that each read is compiled for itself.
    """

    where: Where
    form: Hashable | None = None
    values: Named = field(default_factory=dict)


ALL = Rows(lambda _: (), ())
""""Every row."""
