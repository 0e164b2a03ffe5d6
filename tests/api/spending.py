"""Run as a process of its own: one worker that spends points of one holder until it is refused."""

import asyncio
import sys
from datetime import UTC, datetime

from api.rates import Holder, Rates
from db.sessions import Database
from domain.errors import RateLimited


async def spend_all(url: str, holder: str, points: int, limit: int, now: datetime) -> int:
    """How many points this worker let through, `points` a request, before the first that was refused."""
    database = Database(url)
    rates = Rates(database, key_points=limit, address_points=limit)
    spent = 0
    try:
        while True:
            await rates.spend(Holder(holder, has_key=True), points, now=now)
            spent += points
    except RateLimited:
        return spent
    finally:
        await database.close()


if __name__ == "__main__":
    url, holder, points, limit, now = sys.argv[1:]
    at = datetime.fromtimestamp(float(now), UTC)
    print(asyncio.run(spend_all(url, holder, int(points), int(limit), at)))  # noqa: T201 - what the test reads
