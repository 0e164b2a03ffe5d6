"""Tests that what a file tells can be stored: ingest/registers with ingest/registering.py."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from db.sessions import Database
from db.tables import AliasRow, OfficeAliasRow, OfficeRow, SpeakerRow, TenureRow
from domain.register import Register
from domain.speaker import Origin
from ingest.registering import store_register, would_change
from ingest.registers import read_register
from tests.factories import NOW

SAMPLES = Path(__file__).parents[3] / "samples"
FORMS = ["csv", "popolo.json", "ftm.json"]
STORED = {"speaker": 6, "alias": 11, "office": 4, "office_alias": 4, "tenure": 4}
"""What a sample makes: of the 11 names 6 are the speakers' own and 2 their Latin ones."""


def sample(form: str) -> Register:
    """The register of a sample."""
    return read_register(SAMPLES / f"speakers.{form}")


async def stored(database: Database) -> dict[str, int]:
    """How many rows each table of the register has."""
    async with database.reading() as session:
        return {
            str(table.__tablename__): (await session.execute(select(func.count()).select_from(table))).scalar_one()
            for table in (SpeakerRow, AliasRow, OfficeRow, OfficeAliasRow, TenureRow)
        }


async def test_what_a_file_tells_is_stored(database: Database) -> None:
    """Speakers, names, offices, titles and times."""
    await store_register(database, sample("csv"), origin=Origin.MANUAL, home_country="IR", now=NOW)
    assert await stored(database) == STORED


@pytest.mark.parametrize("form", FORMS)
async def test_storing_the_same_again_changes_nothing(database: Database, form: str) -> None:
    """Whichever of the forms is stored first; their sources differ, which is not for the second to change."""
    register = sample(form)
    await store_register(database, register, origin=Origin.MANUAL, home_country="IR", now=NOW)
    again = await store_register(
        database, register, origin=Origin.MANUAL, home_country="IR", now=NOW + timedelta(days=1)
    )
    assert (bool(again[0]), again[1]) == (False, 0)


async def test_another_form_of_the_same_facts_adds_nothing(database: Database) -> None:
    """The ids are made of names, titles and days."""
    for form in FORMS:
        await store_register(database, sample(form), origin=Origin.MANUAL, home_country="IR", now=NOW)
    assert await stored(database) == STORED


async def test_asking_what_would_change_stores_nothing(database: Database) -> None:
    """The changes name what is new."""
    changes = await would_change(database, sample("csv"), origin=Origin.MANUAL, now=NOW)
    assert {table: len(names) for table, names in changes.new.items()} == STORED
    assert set((await stored(database)).values()) == {0}
