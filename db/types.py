"""Column types and constraints that mean the same on SQLite and on PostgreSQL."""

from datetime import UTC, date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint
from sqlalchemy.dialects.postgresql import JSONB

JsonList = JSON().with_variant(JSONB(), "postgresql")
JsonListOrNull = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
"""The same where no list is null, not JSON's own null."""
JsonObject = JsonListOrNull

EARLIEST = date(100, 1, 1)
"""Where an undated claim stands in an order by day: after every dated one, newest first.

Not Python's earliest day: PostgreSQL's driver takes that for minus infinity.
"""

EARLIEST_INSTANT = datetime(100, 1, 1, tzinfo=UTC)
"""Where something of an unknown time stands in an order by instants, likewise."""


def closed_set(column: str, members: type[StrEnum]) -> CheckConstraint:
    """The constraint that `column` holds one of the members' values."""
    values = ", ".join(f"'{member.value}'" for member in members)
    return CheckConstraint(f"{column} IN ({values})", name=f"{column}_known")


def span_runs_forward(name: str) -> CheckConstraint:
    """The constraint that the span in `NAME_start` and `NAME_end` is half-open and not empty."""
    return CheckConstraint(f"0 <= {name}_start AND {name}_start < {name}_end", name=f"{name}_runs_forward")


def whole_or_absent(name: str) -> CheckConstraint:
    """The constraint that the words in `NAME` and their span are all there or all null."""
    return CheckConstraint(
        f"({name} IS NULL) = ({name}_start IS NULL) AND ({name} IS NULL) = ({name}_end IS NULL)",
        name=f"{name}_is_whole",
    )


def whole_pair(one: str, other: str) -> CheckConstraint:
    """The constraint that two columns are both there or both null."""
    return CheckConstraint(f"({one} IS NULL) = ({other} IS NULL)", name=f"{one}_is_whole")
