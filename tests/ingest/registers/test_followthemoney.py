"""Tests of ingest/registers/followthemoney.py."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain.errors import UnreadableRegister
from domain.register import Register
from domain.speaker import AliasForm, Seats, SpeakerKind
from domain.terms import LONG_AGO, PartialDay, Term
from ingest.registers.followthemoney import read_entities
from ingest.registers.json_objects import JsonObject
from ingest.registers.place import Place

PATH = Path("people.json")


def entity(identity: str, schema: str, **properties: object) -> dict[str, Any]:
    """An entity; a property that is no list becomes one."""
    lists = {name: value if isinstance(value, list) else [value] for name, value in properties.items()}
    return {"id": identity, "schema": schema, "properties": lists}


SARA = entity("sara", "Person", name="سارا مهر")
POST = entity("post", "Position", name="وزیر آب")


def occupancy(**properties: object) -> dict[str, Any]:
    """Sara's time in the post."""
    return entity("time", "Occupancy", **{"holder": "sara", "post": "post", **properties})


def read(*entities: dict[str, Any]) -> Register:
    """The register of some entities."""
    return read_entities([JsonObject(Place(PATH, f"line {at}"), one) for at, one in enumerate(entities, 1)])


def refusal(*entities: dict[str, Any]) -> str:
    """Why entities are refused."""
    with pytest.raises(UnreadableRegister) as refused:
        read(*entities)
    return str(refused.value)


def test_a_person_is_called_by_the_persian_name_and_goes_by_all() -> None:
    """A weak alias means the person only with an office."""
    person = entity("a", "Person", name=["Sara Mehr", "سارا مهر"], alias="بانوی آب", weakAlias="مهری")
    register = read(person)
    assert (register.speakers[0].name, register.speakers[0].latin) == ("سارا مهر", "Sara Mehr")
    assert [(one.text, one.form) for one in register.aliases] == [
        ("بانوی آب", AliasForm.FULL),
        ("مهری", AliasForm.SURNAME),
    ]


KINDS = {
    "Person": [SpeakerKind.PERSON],
    "PublicBody": [SpeakerKind.ORGANISATION],
    "Organization": [SpeakerKind.ORGANISATION],
    "Company": [SpeakerKind.ORGANISATION],
    "LegalEntity": [],
    "Vessel": [],
}


@pytest.mark.parametrize(("schema", "kinds"), KINDS.items())
def test_people_and_bodies_are_speakers(schema: str, kinds: list[SpeakerKind]) -> None:
    """Entities of other schemata are passed over."""
    assert [one.kind for one in read(entity("a", schema, name="آب نیکان")).speakers] == kinds


COUNTRIES: dict[str, tuple[dict[str, object], str | None]] = {
    "a nationality": ({"nationality": "ir"}, "IR"),
    "a country before it": ({"country": "fr", "nationality": "ir"}, "FR"),
    "two nationalities": ({"nationality": ["ir", "fr"]}, None),
    "one that is no more": ({"nationality": "suhh"}, None),
    "a part of one": ({"country": "gb-sct"}, None),
    "none": ({"country": "zz"}, None),
}


@pytest.mark.parametrize(("told", "country"), COUNTRIES.values(), ids=COUNTRIES.keys())
def test_somebody_is_at_home_in_the_one_country_that_is_told(told: dict[str, object], country: str | None) -> None:
    """Where several are told, in none."""
    assert read(entity("a", "Person", name="سارا مهر", **told)).speakers[0].country == country


WIKIDATA = {
    "its property": (entity("a", "Person", name="سارا مهر", wikidataId="Q42"), "Q42"),
    "its id": (entity("Q42", "Person", name="سارا مهر"), "Q42"),
    "neither": (SARA, None),
}


@pytest.mark.parametrize(("person", "wikidata_id"), WIKIDATA.values(), ids=WIKIDATA.keys())
def test_the_wikidata_id_is_a_property_or_the_id(person: dict[str, Any], wikidata_id: str | None) -> None:
    """OpenSanctions calls people by their Wikidata ids."""
    assert read(person).speakers[0].wikidata_id == wikidata_id


BIRTHS = {
    "one": (["1960-03-12"], "1960-03-12"),
    "one and its year": (["1960", "1960-03-12"], "1960-03-12"),
    "two": (["1960", "1961"], "None"),
}


@pytest.mark.parametrize(("days", "born"), BIRTHS.values(), ids=BIRTHS.keys())
def test_days_of_birth_that_contradict_each_other_are_none(days: list[str], born: str) -> None:
    """Merged entities have several; the narrowest that fits all is kept."""
    assert str(read(entity("a", "Person", name="سارا مهر", birthDate=days)).speakers[0].born) == born


def test_an_office_has_its_area_its_body_its_seats_and_further_titles() -> None:
    """A mayor is the mayor of a town."""
    position = entity(
        "post",
        "Position",
        name=["Mayor", "شهردار", "شهردار محترم شهر"],
        subnationalArea="نیکان",
        country="ir",
        organization="body",
        numberOfSeats="2",
    )
    register = read(position, entity("body", "PublicBody", name=["City", "شهرداری نیکان"]))
    (office,) = register.offices
    assert (office.title, office.latin, office.country, office.organisation, office.seats, office.titles) == (
        "شهردار نیکان",
        "Mayor",
        "IR",
        "شهرداری نیکان",
        Seats.MANY,
        ("شهردار محترم شهر نیکان",),
    )


DAY = PartialDay(date(2013, 8, 3))
TERMS: dict[str, tuple[dict[str, object], Term]] = {
    "both days": ({"startDate": "2013-08-03T10:00:00", "endDate": "2017"}, Term(DAY, PartialDay.parse("2017"))),
    "it goes on": ({"startDate": "2013-08-03", "status": "current"}, Term(DAY)),
    "nothing says whether": ({"startDate": "2013-08-03"}, Term(DAY)),
    "it has ended": ({"startDate": "2013-08-03", "status": "ended"}, Term(DAY, None, date(2013, 8, 3))),
    "nobody knows": ({"startDate": "2013-08-03", "status": "unknown"}, Term(DAY, None, date(2013, 8, 3))),
    "it has ended and nothing else is known": ({"status": "ended"}, Term(None, None, LONG_AGO)),
    "several days": (
        {"startDate": ["2013", "2013-08-03", "2012"], "endDate": ["2017", "2018"]},
        Term(DAY, PartialDay.parse("2017")),
    ),
}


@pytest.mark.parametrize(("told", "term"), TERMS.values(), ids=TERMS.keys())
def test_a_time_in_office_is_as_long_as_is_surely_known(told: dict[str, object], term: Term) -> None:
    """The latest start, the earliest end, and no belief in what has ended."""
    assert [one.term for one in read(SARA, POST, occupancy(**told)).tenures] == [term]


def test_a_source_is_the_first_address_that_an_occupancy_names() -> None:
    """Else the file and the entity."""
    told = read(SARA, POST, occupancy(sourceUrl=["https://example.org/1"]))
    untold = read(SARA, POST, occupancy())
    assert [told.tenures[0].source, untold.tenures[0].source] == ["https://example.org/1", "people.json, object time"]


REFUSED: dict[str, tuple[list[dict[str, Any]], str]] = {
    "no schema": ([{"id": "a", "properties": {}}], "people.json, line 1: its “schema” is missing"),
    "no properties": ([{"id": "a", "schema": "Person"}], "people.json, line 1: its “properties” is missing"),
    "no id": ([{"schema": "Person", "properties": {"name": ["x"]}}], "people.json, line 1: its “id” is missing"),
    "no name": ([entity("a", "Person", birthDate="1960")], "people.json, object a: its “name” is missing"),
    "a name that is no list": (
        [{"id": "a", "schema": "Person", "properties": {"name": "سارا"}}],
        "people.json, object a: its “name” is not a list",
    ),
    "a name that is a number": ([entity("a", "Person", name=5)], "its “name” is not a list of texts"),
    "an office without a title": ([entity("a", "Position", country="ir")], "its “name” is missing"),
    "no holder": ([POST, occupancy(holder=[])], "object time: its “holder” is missing"),
    "an unknown holder": ([POST, occupancy()], "object time: its “holder” is “sara”, and no entity of its kind"),
    "a holder that is a body": ([entity("sara", "Company", name="آب"), POST, occupancy()], "its “holder” is “sara”"),
    "an unknown post": ([SARA, occupancy()], "object time: its “post” is “post”"),
    "an unknown body": ([entity("a", "Position", name="وزیر آب", organization="x")], "its “organization” is “x”"),
    "an end before its start": ([SARA, POST, occupancy(startDate="2014", endDate="2013")], "before its start"),
    "a country that is none": ([entity("a", "Person", name="سارا مهر", country="Iran!")], "is no country's code"),
    "seats that are none": ([entity("a", "Position", name="وزیر آب", numberOfSeats="many")], "write a whole number"),
    "an id that is there twice": ([SARA, SARA], "people.json, object sara: its “id” is also another entity's"),
    "namesakes": ([SARA, entity("b", "Person", name="سارا مهر")], "object b: its “name” is «سارا مهر», as is that of"),
    "two Wikidata ids": ([entity("a", "Person", name="س م", wikidataId=["Q1", "Q2"])], "its “wikidataId” is several"),
    "one Wikidata id of two offices": (
        [
            entity("a", "Position", name="وزیر آب", wikidataId="Q1"),
            entity("b", "Position", name="وزیر برق", wikidataId="Q1"),
        ],
        "object b: its “Wikidata id” is Q1, as is that of an office",
    ),
}


@pytest.mark.parametrize(("entities", "problem"), REFUSED.values(), ids=REFUSED.keys())
def test_a_fault_is_refused_by_its_entity(entities: list[dict[str, Any]], problem: str) -> None:
    """The error names the entity and the property."""
    assert problem in refusal(*entities)
