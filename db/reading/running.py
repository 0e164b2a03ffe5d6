"""Runs compiled reads."""

import orjson

from db.reading.statement import Compiled
from db.sessions import Database


async def run(database: Database, compiled: Compiled) -> object:
    """The shaped answer of one statement; None where it returns no row. Raises DatabaseProblem."""
    async with database.reading() as session:
        told = (await session.execute(compiled.statement, compiled.values)).scalar_one_or_none()
    return compiled.shape(orjson.loads(told)) if told is not None else None
