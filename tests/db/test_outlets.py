"""One outlet for each name, however it is typed."""

import asyncio

import pytest
from sqlalchemy import select
from sqlmodel import col

from db.outlets import countries_of_outlets, ensure_outlets
from db.sessions import Database
from db.tables import OutletRow
from domain.ids import OutletId, outlet_id
from tests import factories as make

NAME = "خبرگزاری آزمون"


async def ensure(database: Database, name: str) -> OutletId:
    """Find or make an outlet."""
    async with database.writing() as session:
        await ensure_outlets(session, [name], now=make.NOW)
    return outlet_id(name)


async def names(database: Database) -> list[str]:
    """The names of all outlets."""
    async with database.reading() as session:
        return list((await session.scalars(select(col(OutletRow.name)))).all())


async def test_a_new_outlet_is_made(database: Database) -> None:
    """With the id that its name has everywhere, and without the spaces around it."""
    assert await ensure(database, f" {NAME} ") == outlet_id(NAME)
    assert await names(database) == [NAME]


@pytest.mark.parametrize("spelling", [NAME, "خبرگزاري آزمون", "خبرگزاری\u200cآزمون", "خبر گزاری آزمون"])
async def test_an_outlet_keeps_the_name_that_was_printed_first(database: Database, spelling: str) -> None:
    """Another spelling is the same outlet."""
    first = await ensure(database, NAME)
    assert await ensure(database, spelling) == first
    assert await names(database) == [NAME]


async def test_an_outlet_that_several_make_at_once_is_one(database: Database) -> None:
    """And none of them fails."""
    found = await asyncio.gather(*(ensure(database, NAME) for _ in range(8)))
    assert (set(found), await names(database)) == ({outlet_id(NAME)}, [NAME])


async def test_an_outlet_of_which_nobody_said_so_has_no_country(database: Database) -> None:
    """The others tell whose officials they mean."""
    abroad = make.outlet("باختر آزمون")
    abroad.country = "AF"
    await make.store(database, [abroad])
    at_home = await ensure(database, NAME)
    async with database.reading() as session:
        found = await countries_of_outlets(session, [at_home, OutletId(abroad.id)])
    assert found == {abroad.id: "AF"}
