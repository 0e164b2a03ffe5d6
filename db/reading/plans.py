"""Compiled reads as what drivers take: the text of the statement and its arguments in their order."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

from sqlalchemy import Dialect

from db.bound import Named
from db.reading.openings import OPENED
from db.reading.statement import Compiled, Later, Shape

type _Processor = Callable[[object], object]


@dataclass(frozen=True, slots=True)
class Plan:
    """One statement for every read of its form: the values that differ between them are given with each."""

    sql: str
    given: tuple[tuple[str | None, _Processor | None, object], ...]
    """The arguments: the name of a given value with what makes the driver's value of it, or no name and the value."""
    shape: Shape
    later: "tuple[LaterPlan, ...]" = ()

    def arguments(self, values: Named) -> list[object]:
        """The driver's arguments. Raises BadFilter for a value that cannot be looked for."""
        return [
            constant if name is None else processor(values[name]) if processor else values[name]
            for name, processor, constant in self.given
        ]


@dataclass(frozen=True, slots=True)
class LaterPlan:
    """The plan of a read that waits for the answer of another, made when it is first needed."""

    read: Later
    plan: Callable[[], Plan]


def plan_of(compiled: Compiled, values: Iterable[str], dialect: Dialect) -> Plan:
    """The plan of a compiled read; `values` are the names of those parameters that differ between reads."""
    told = compiled.statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    processors = cast("Mapping[str, _Processor]", told._bind_processors)  # noqa: SLF001 - its version is pinned
    differing = frozenset(values)
    given: list[tuple[str | None, _Processor | None, object]] = []
    for name in told.positiontup or ():
        processor = processors.get(name)
        if name in differing:
            given.append((name, processor, None))
        else:
            value = told.params[name]
            given.append((None, None, processor(value) if processor else value))
    return Plan(
        told.string, tuple(given), compiled.shape, tuple(_later(one, differing, dialect) for one in compiled.later)
    )


def _later(read: Later, values: Iterable[str], dialect: Dialect) -> LaterPlan:
    names = [*values, *OPENED]
    return LaterPlan(read, cache(lambda: plan_of(read.compiled(), names, dialect)))
