"""What subscribers share."""

import asyncio
from contextvars import ContextVar

from api.live import Live
from db.sessions import Database


async def test_those_who_ask_at_a_time_share_a_read_of_which_nothing_is_kept(database: Database) -> None:
    """Who asks after it has ended reads anew: what was read for subscribers who are gone takes no room."""
    live, reads = Live(database, most=10), list[int]()

    async def read() -> object:
        reads.append(len(reads))
        await asyncio.sleep(0.05)
        return reads[-1]

    together = await asyncio.gather(*(live.once("key", read) for _ in range(3)))
    assert (together, await live.once("key", read)) == ([0, 0, 0], 1)
    await live.close()


async def test_one_who_goes_away_takes_the_read_from_nobody(database: Database) -> None:
    """Though it was the first who asked."""
    live = Live(database, most=10)

    async def read() -> object:
        await asyncio.sleep(0.1)
        return "read"

    first = asyncio.create_task(live.once("key", read))
    await asyncio.sleep(0.01)
    second = asyncio.create_task(live.once("key", read))
    await asyncio.sleep(0.01)
    first.cancel()
    assert await second == "read"
    await live.close()


async def test_what_is_read_for_several_is_part_of_no_request(database: Database) -> None:
    """Not of the one that asked first, either."""
    request: ContextVar[str] = ContextVar("request")
    request.set("the first subscriber's")
    live = Live(database, most=10)

    async def read() -> object:
        return request.get(None)

    assert await live.once("key", read) is None
    await live.close()
