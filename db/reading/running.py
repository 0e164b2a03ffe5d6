"""Runs compiled reads."""

import asyncio
from collections.abc import Sequence
from typing import cast

import orjson

from db.bound import Named
from db.reading.openings import Place, opened_values, places_in
from db.reading.plans import Plan
from db.sessions import Database

_MOST_BYTES_AT_ONCE = 262_144
"""Of what a database tells: a millisecond's work. More, as of a timeline of many claims, would keep others waiting."""


async def run_plan(database: Database, plan: Plan, values: Named) -> object:
    """The shaped answer of a plan for the values given; None where it returns no row.

    One statement, and one more for each read that it leaves for later. Raises DatabaseProblem, and BadFilter for a
    value that cannot be looked for, and for too many buckets to open.
    """
    told = await database.value(plan.sql, plan.arguments(values))
    if told is not None and len(told) > _MOST_BYTES_AT_ONCE:
        answer = await asyncio.to_thread(_shaped, plan, told)
    else:
        answer = _shaped(plan, told)
    if plan.later:
        places = list(places_in(answer))
        for later in plan.later:
            of_it = [place for place in places if place[-1].later is later.read]
            await _open(database, later.plan(), of_it, values)
    return answer


def _shaped(plan: Plan, told: bytes | None) -> object:
    return plan.shape(orjson.loads(told)) if told is not None else None


async def _open(database: Database, plan: Plan, places: Sequence[Place], values: Named) -> None:
    """Put the claims of buckets where an answer waits for them."""
    waiting = [opening for _, _, opening in places if not opening.is_empty]
    found = cast("dict[int | None, object]", await run_plan(database, plan, {**values, **opened_values(waiting)}))
    numbers = {id(opening): number for number, opening in enumerate(waiting)}
    for bucket, key, opening in places:
        bucket[key] = found[numbers.get(id(opening))]
