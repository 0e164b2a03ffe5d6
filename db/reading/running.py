"""Runs compiled reads."""

import orjson

from db.bound import Named
from db.reading.plans import Plan, plan_of
from db.reading.statement import Compiled
from db.sessions import Database


async def run(database: Database, compiled: Compiled) -> object:
    """The shaped answer of one statement; None where it returns no row. Raises DatabaseProblem."""
    return await run_plan(database, plan_of(compiled, (), database.engine.dialect), {})


async def run_plan(database: Database, plan: Plan, values: Named) -> object:
    """The shaped answer of a plan for the values given; None where it returns no row.

    Raises DatabaseProblem, and BadFilter for a value that cannot be looked for.
    """
    told = await database.value(plan.sql, plan.arguments(values))
    return plan.shape(orjson.loads(told)) if told is not None else None
