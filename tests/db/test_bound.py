"""Values of filters as parameters."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from db.bound import shape_of, values_of
from db.claim_filters import ClaimFilter, claim_conditions
from db.filters import OfficeFilter
from db.reading.catalogue import CLAIM
from db.sessions import Database
from domain.statement import Kind, SpeechAct

ONE = ClaimFilter(
    speaker_id=uuid4(),
    speaker_ids=(uuid4(), uuid4()),
    speaker_name="مریم نیک‌فر",
    kinds=(Kind.DIRECT,),
    speech_acts=(SpeechAct.ASSERTED,),
    office=OfficeFilter("وزیر", "IR", "دولت", uuid4()),
    said_on_from=date(2020, 1, 1),
    said_on_before=date(2021, 1, 1),
    text="پل",
)
OTHER = ClaimFilter(
    speaker_id=uuid4(),
    speaker_ids=(uuid4(),),
    speaker_name="کسی",
    kinds=(Kind.MIXED, Kind.INDIRECT),
    speech_acts=(SpeechAct.DENIED, SpeechAct.WARNED),
    office=OfficeFilter("شهردار", "FR", "شهرداری", uuid4()),
    said_on_from=date(2010, 1, 1),
    said_on_before=date(2011, 1, 1),
    text="رود خشک",
)


def test_a_shape_holds_no_value() -> None:
    """Filters that say as much have one shape, others another."""
    fewer = ClaimFilter(text="پل")
    assert (ONE.shape == OTHER.shape, fewer.shape == ONE.shape, fewer.shape == ClaimFilter(text="رود").shape) == (
        True,
        False,
        True,
    )


def test_flags_and_filters_inside_are_structure() -> None:
    """Whatever their values are."""
    assert (shape_of("w", OfficeFilter(country="IR")), values_of("w", OfficeFilter(country="IR"))) == (
        ("w_country",),
        {"w_country": "IR"},
    )


@pytest.mark.parametrize("where", [ONE, OTHER])
async def test_the_conditions_hold_just_the_values_of_the_filter(database: Database, where: ClaimFilter) -> None:
    """By their names; what differs between filters of a shape is in them alone."""
    claim = CLAIM.table.alias()
    query = select(claim.c.id).where(*claim_conditions(where, claim, is_sqlite=database.is_sqlite))
    compiled = query.compile(dialect=database.engine.dialect)
    held = {name: value for name, value in compiled.params.items() if name.startswith("where_")}
    assert held == where.values


async def test_filters_of_one_shape_are_one_statement(database: Database) -> None:
    """To the letter."""
    told = set()
    for where in (ONE, OTHER):
        claim = CLAIM.table.alias("claim")
        query = select(claim.c.id).where(*claim_conditions(where, claim, is_sqlite=database.is_sqlite))
        told.add(str(query.compile(dialect=database.engine.dialect)))
    assert len(told) == 1
