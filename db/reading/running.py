"""Runs compiled reads."""

import orjson

from db.reading.compiling import Compiled
from db.sessions import Database


async def run(database: Database, compiled: Compiled) -> object:
    """The shaped answer of one statement. Raises DatabaseProblem."""
    async with database.reading() as session:
        told = (await session.execute(compiled.statement)).scalar_one()
    return compiled.shape(orjson.loads(told))
