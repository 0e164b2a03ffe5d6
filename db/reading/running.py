"""Runs compiled reads."""

import orjson

from db.bound import Named
from db.reading.plans import Plan, plan_of
from db.reading.statement import Compiled
from db.sessions import Database


async def run(database: Database, compiled: Compiled) -> object:
    """The shaped answer of one statement; None where it returns no row. Raises DatabaseProblem."""
    return await run_plan(database, plan_of(compiled, (), database.engine.dialect), {})


async def run_plan(database: Database, plan: Plan, values: Named, *, rows: int = 0) -> object:
    """The shaped answer of a plan for the values given, with `rows` on its page; None where it returns no row.

    Raises DatabaseProblem, and BadFilter for a value that cannot be looked for.
    """
    told = await database.value(plan.sql, plan.arguments(values))
    return plan.shape(orjson.loads(told), rows) if told is not None else None
