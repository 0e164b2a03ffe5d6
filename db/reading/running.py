"""Runs compiled reads."""

from collections.abc import Sequence
from typing import cast

import orjson

from db.bound import Named
from db.reading.openings import Place, opened_values, places_in
from db.reading.plans import Plan
from db.sessions import Database


async def run_plan(database: Database, plan: Plan, values: Named) -> object:
    """The shaped answer of a plan for the values given; None where it returns no row.

    One statement, and one more for each read that it leaves for later. Raises DatabaseProblem, and BadFilter for a
    value that cannot be looked for, and for too many buckets to open.
    """
    told = await database.value(plan.sql, plan.arguments(values))
    answer = plan.shape(orjson.loads(told)) if told is not None else None
    if plan.later:
        places = list(places_in(answer))
        for later in plan.later:
            of_it = [place for place in places if place[-1].later is later.read]
            await _open(database, later.plan(), of_it, values)
    return answer


async def _open(database: Database, plan: Plan, places: Sequence[Place], values: Named) -> None:
    """Put the claims of buckets where an answer waits for them."""
    waiting = [opening for _, _, opening in places if not opening.is_empty]
    found = cast("dict[int | None, object]", await run_plan(database, plan, {**values, **opened_values(waiting)}))
    numbers = {id(opening): number for number, opening in enumerate(waiting)}
    for bucket, key, opening in places:
        bucket[key] = found[numbers.get(id(opening))]
