"""Values of filters as parameters."""

from dataclasses import fields
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from db.bound import Shape, apart
from db.claim_conditions import claim_conditions
from db.claim_filters import ClaimFilter
from db.filters import OfficeFilter
from db.reading.catalogue import CLAIM
from db.sessions import Database
from domain.correction import CorrectedField
from domain.dates import Basis
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
    said_on_bases=(Basis.STATED,),
    said_within_from=date(2019, 1, 1),
    said_within_before=date(2021, 1, 1),
    published_from=date(2018, 1, 1),
    published_before=date(2022, 1, 1),
    outlet_ids=(uuid4(),),
    outlet_names=("خبرگزاری",),
    topic_ids=(uuid4(),),
    topic_names=("آب",),
    target="سد",
    verdict_ids=(uuid4(),),
    verdict_keys=("false",),
    has_verdict=True,
    has_notes=False,
    corrected_fields=(CorrectedField.KIND,),
    least_confidence=0.5,
    all_of=(ClaimFilter(text="آب"), ClaimFilter(kinds=(Kind.DIRECT,))),
    any_of=(ClaimFilter(target="برق"), ClaimFilter(none_of=(ClaimFilter(speaker_name="سارا"),))),
    none_of=(ClaimFilter(),),
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
    said_on_bases=(Basis.CARRIED, Basis.PUBLISHED),
    said_within_from=date(2009, 1, 1),
    said_within_before=date(2012, 3, 1),
    published_from=date(2008, 1, 1),
    published_before=date(2013, 1, 1),
    outlet_ids=(uuid4(), uuid4()),
    outlet_names=("روزنامه", "سایت"),
    topic_ids=(uuid4(), uuid4()),
    topic_names=("برق", "گاز"),
    target="پل -راه",
    verdict_ids=(uuid4(), uuid4()),
    verdict_keys=("true", "half-true"),
    has_verdict=True,
    has_notes=False,
    corrected_fields=(CorrectedField.SPEAKER, CorrectedField.CONTENT),
    least_confidence=0.75,
    all_of=(ClaimFilter(text="باد -باران"), ClaimFilter(kinds=(Kind.MIXED, Kind.INDIRECT))),
    any_of=(ClaimFilter(target="گاز نفت"), ClaimFilter(none_of=(ClaimFilter(speaker_name="بهار"),))),
    none_of=(ClaimFilter(),),
)


def shape(where: ClaimFilter) -> Shape:
    """The structure of a filter."""
    return where.apart()[0]


def test_a_shape_holds_no_value() -> None:
    """Filters that say as much have one shape, others another."""
    fewer = ClaimFilter(text="پل")
    assert (shape(ONE) == shape(OTHER), shape(fewer) == shape(ONE), shape(fewer) == shape(ClaimFilter(text="رود"))) == (
        True,
        False,
        True,
    )


def test_flags_and_filters_inside_are_structure() -> None:
    """Whatever their values are."""
    assert apart("w", OfficeFilter(country="IR")) == (
        ("w_country",),
        {"w_country": "IR"},
    )


@pytest.mark.parametrize("where", [ONE, OTHER])
def test_every_field_is_filled(where: ClaimFilter) -> None:
    """Or it would not be tried here."""
    assert [one.name for one in fields(where) if one.init and getattr(where, one.name) in {None, ()}] == []


def test_words_in_sequence_are_structure() -> None:
    """PostgreSQL compares them beside its index."""
    shapes = [shape(ClaimFilter(text=words, target=words)) for words in ("پل تازه", "سد", "«پل تازه»", "12/3 -آب")]
    assert (shapes[0] == shapes[1], shapes[2] == shapes[3], shapes[0] == shapes[2]) == (True, True, False)


@pytest.mark.parametrize("where", [ONE, OTHER])
async def test_the_conditions_hold_just_the_values_of_the_filter(database: Database, where: ClaimFilter) -> None:
    """By their names; what differs between filters of a shape is in them alone."""
    claim = CLAIM.table.alias()
    query = select(claim.c.id).where(*claim_conditions(where, claim, is_sqlite=database.is_sqlite))
    compiled = query.compile(dialect=database.engine.dialect)
    held = {name: value for name, value in compiled.params.items() if name.startswith("where_")}
    assert held == where.apart()[1]


async def test_filters_of_one_shape_are_one_statement(database: Database) -> None:
    """To the letter."""
    told = set()
    for where in (ONE, OTHER):
        claim = CLAIM.table.alias("claim")
        query = select(claim.c.id).where(*claim_conditions(where, claim, is_sqlite=database.is_sqlite))
        told.add(str(query.compile(dialect=database.engine.dialect)))
    assert len(told) == 1
