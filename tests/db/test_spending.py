"""Points are taken from one limit a minute, however many take them."""

import asyncio

import pytest
from sqlalchemy import select
from sqlmodel import col

from db.sessions import Database
from db.spending import forget_spending, points_taken, take_points
from db.tables import SpendingRow

MINUTE = 28_000_000


async def take(
    database: Database, points: int, *, most: int = 100, minute: int = MINUTE, holder: str = "key a"
) -> int | None:
    """Take points in a transaction."""
    async with database.writing() as session:
        return await take_points(session, holder, minute=minute, points=points, most=most)


async def test_points_are_taken_up_to_the_most(database: Database) -> None:
    """The first that would pass it gets nothing, a smaller one still does."""
    assert [await take(database, points) for points in (60, 30, 20, 10, 1)] == [60, 90, None, 100, None]


async def test_more_than_there_ever_is_is_never_taken(database: Database) -> None:
    """Also by who comes first."""
    assert await take(database, 101) is None


async def test_each_holder_has_a_limit_of_its_own(database: Database) -> None:
    """A key's is not another's."""
    await take(database, 100)
    assert await take(database, 100, holder="key b") == 100


async def test_a_minute_begins_anew(database: Database) -> None:
    """Whatever was taken in the one before."""
    await take(database, 100)
    assert await take(database, 100, minute=MINUTE + 1) == 100


async def test_a_clock_that_is_behind_is_counted_in_the_newer_minute(database: Database) -> None:
    """Else it would give the limit twice."""
    await take(database, 90, minute=MINUTE + 1)
    assert await take(database, 20) is None
    assert await take(database, 10) == 100
    assert await take(database, 1, minute=MINUTE + 1) is None


async def test_what_is_taken_can_be_looked_up(database: Database) -> None:
    """Of this minute only."""
    await take(database, 30)
    async with database.reading() as session:
        found = [await points_taken(session, "key a", minute=minute) for minute in (MINUTE, MINUTE + 1)]
        assert (found, await points_taken(session, "key b", minute=MINUTE)) == ([30, 0], 0)


async def test_older_minutes_are_forgotten(database: Database) -> None:
    """An address is not kept."""
    await take(database, 1, holder="address 192.0.2.1")
    await take(database, 1, holder="key a", minute=MINUTE + 1)
    async with database.writing() as session:
        await forget_spending(session, before_minute=MINUTE + 1)
    async with database.reading() as session:
        assert (await session.scalars(select(col(SpendingRow.holder)))).all() == ["key a"]


@pytest.mark.parametrize("points", [7])
async def test_takers_at_once_never_pass_the_most(database: Database, points: int) -> None:
    """Each transaction sees what the others took."""
    taken = await asyncio.gather(*(take(database, points) for _ in range(20)))
    assert sorted(one for one in taken if one is not None) == [7 * one for one in range(1, 15)]
