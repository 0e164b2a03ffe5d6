"""Runs compiled reads."""

from collections.abc import Iterable
from typing import cast

import orjson

from db.bound import Named
from db.reading.openings import Place, opened_values, places_in
from db.reading.statement import Compiled, Later
from db.sessions import Database


async def run(database: Database, compiled: Compiled, values: Named | None = None) -> object:
    """The shaped answer of one statement, and of one more for each read that it leaves for later.

    None where it returns no row. Raises DatabaseProblem, and BadFilter for what is too much to read.
    """
    async with database.reading() as session:
        told = (await session.execute(compiled.statement, values)).scalar_one_or_none()
    answer = compiled.shape(orjson.loads(told)) if told is not None else None
    if compiled.later:
        places = list(places_in(answer))
        for later in compiled.later:
            await _open(database, later, [place for place in places if place[-1].later is later])
    return answer


async def _open(database: Database, later: Later, places: Iterable[Place]) -> None:
    """Put the claims of buckets where an answer waits for them."""
    waiting = [opening for _, _, opening in places if not opening.is_empty]
    found = cast("dict[int | None, object]", await run(database, later.compiled(), opened_values(waiting)))
    numbers = {id(opening): number for number, opening in enumerate(waiting)}
    for bucket, key, opening in places:
        bucket[key] = found[numbers.get(id(opening))]
