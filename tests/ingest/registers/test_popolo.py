"""Tests of ingest/registers/popolo.py and popolo_names.py."""

from pathlib import Path
from typing import Any

import pytest

from domain.errors import UnreadableRegister
from domain.register import Register
from domain.speaker import AliasForm, Seats, SpeakerKind
from ingest.registers.json_objects import JsonObject
from ingest.registers.place import Place
from ingest.registers.popolo import read_popolo

PATH = Path("people.json")
SARA = {"id": "sara", "name": "سارا مهر"}
COUNCIL = {"id": "council", "name": "شورای آب"}


def popolo(**lists: list[dict[str, Any]]) -> Register:
    """The register of a Popolo object; its only person is Sara where it tells of none."""
    return read_popolo(JsonObject(Place(PATH, "its object"), {"persons": [SARA], **lists}), PATH)


def refusal(**lists: list[dict[str, Any]]) -> str:
    """Why a Popolo object is refused."""
    with pytest.raises(UnreadableRegister) as refused:
        popolo(**lists)
    return str(refused.value)


def membership(**told: object) -> dict[str, object]:
    """Sara's membership."""
    return {"person_id": "sara", **told}


NAMES = {
    "the Persian name is the name": ({"name": "سارا مهر"}, "سارا مهر", None),
    "a Persian name beside a Latin one": (
        {"name": "Sara Mehr", "other_names": [{"name": "سارا مهر", "lang": "fa"}]},
        "سارا مهر",
        "Sara Mehr",
    ),
    "the Persian one of two in its letters": (
        {"name": "Sara Mehr", "other_names": [{"name": "ساره مهر", "lang": "ar"}, {"name": "سارا مهر", "lang": "fa"}]},
        "سارا مهر",
        "Sara Mehr",
    ),
    "a Latin name alone": ({"name": "Sara Mehr"}, "Sara Mehr", None),
    "no name but another": ({"other_names": [{"name": "سارا مهر"}]}, "سارا مهر", None),
}


@pytest.mark.parametrize(("person", "name", "latin"), NAMES.values(), ids=NAMES.keys())
def test_a_person_is_called_by_the_persian_name_that_there_is(
    person: dict[str, Any], name: str, latin: str | None
) -> None:
    """The Latin name stands beside it."""
    (speaker,) = popolo(persons=[person]).speakers
    assert (speaker.name, speaker.latin) == (name, latin)


def test_other_names_keep_their_language_and_their_time() -> None:
    """A name that somebody bore until a marriage means the person until then."""
    other = {"name": "سارا کیا", "lang": "fa-IR", "start_date": "1360-01-01", "end_date": "2001"}
    (alias,) = popolo(persons=[{**SARA, "other_names": [other, {"name": "سارا  مهر"}]}]).aliases
    assert (alias.text, alias.language, alias.form, str(alias.term.start), str(alias.term.end)) == (
        "سارا کیا",
        "fa-ir",
        AliasForm.FULL,
        "1981-03-21",
        "2001",
    )


def test_a_wikidata_id_and_days_of_life_are_read() -> None:
    """Identifiers of other schemes are passed over."""
    identifiers = [{"scheme": "isni", "identifier": "1"}, {"scheme": "Wikidata", "identifier": "Q42"}]
    (speaker,) = popolo(persons=[{**SARA, "identifiers": identifiers, "birth_date": "1960", "death_date": ""}]).speakers
    assert (speaker.wikidata_id, str(speaker.born), speaker.died) == ("Q42", "1960", None)


TITLES = {
    "a role": ({"role": "وزیر آب"}, "وزیر آب", None, Seats.ONE),
    "a post": ({"post_id": "post"}, "رئیس سد", None, Seats.ONE),
    "a Persian post before a Latin role": (
        {"post_id": "post", "role": "Head of Dams"},
        "رئیس سد",
        "Head of Dams",
        Seats.ONE,
    ),
    "a bare role with its body": ({"role": "سخنگو", "organization_id": "council"}, "سخنگوی شورای آب", None, Seats.ONE),
    "a member of a Persian body": ({"role": "member", "organization_id": "council"}, "عضو شورای آب", None, Seats.MANY),
    "a post that is told in place": ({"post": {"label": "رئیس چاه"}}, "رئیس چاه", None, Seats.ONE),
    "a body that is told in place": ({"role": "عضو", "organization": {"name": "باغ"}}, "عضو باغ", None, Seats.MANY),
}


@pytest.mark.parametrize(("told", "title", "latin", "seats"), TITLES.values(), ids=TITLES.keys())
def test_the_title_of_an_office_is_that_of_the_role_or_the_post(
    told: dict[str, Any], title: str, latin: str | None, seats: Seats
) -> None:
    """A title that every body has, has its body's name with it."""
    register = popolo(
        organizations=[COUNCIL], posts=[{"id": "post", "label": "رئیس سد"}], memberships=[membership(**told)]
    )
    (office,) = register.offices
    assert (office.title, office.latin, office.seats) == (title, latin, seats)


def test_a_membership_that_tells_no_office_is_passed_over() -> None:
    """Such as that of a party; the party is a speaker all the same."""
    register = popolo(organizations=[COUNCIL], memberships=[membership(organization_id="council")])
    assert (register.tenures, [one.kind for one in register.speakers]) == (
        (),
        [SpeakerKind.PERSON, SpeakerKind.ORGANISATION],
    )


NESTED: dict[str, dict[str, list[dict[str, Any]]]] = {
    "in its person": {"persons": [{**SARA, "memberships": [{"role": "سخنگو", "organization_id": "council"}]}]},
    "in its organisation": {"organizations": [{**COUNCIL, "memberships": [membership(role="سخنگو")]}]},
    "in a post of its organisation": {
        "organizations": [{**COUNCIL, "posts": [{"label": "سخنگو", "memberships": [membership()]}]}]
    },
    "in a post": {"posts": [{"label": "سخنگو", "organization_id": "council", "memberships": [membership()]}]},
}


@pytest.mark.parametrize("lists", NESTED.values(), ids=NESTED.keys())
def test_a_membership_is_read_wherever_it_is_nested(lists: dict[str, list[dict[str, Any]]]) -> None:
    """What it is nested in it need not name."""
    register = popolo(**{"organizations": [COUNCIL], **lists})
    assert [(one.title, one.organisation) for one in register.offices] == [("سخنگوی شورای آب", "شورای آب")]
    assert len(register.tenures) == 1


COUNTRIES: dict[str, tuple[dict[str, Any], str | None]] = {
    "two letters": ({"jurisdiction": "ir"}, "IR"),
    "a Persian name": ({"jurisdiction": "ایران"}, "IR"),
    "a division": ({"area_id": "ocd-division/country:ir/province:a"}, "IR"),
    "an area that is a country": ({"area": {"identifier": "IR", "classification": "country"}}, "IR"),
    "an area by its id": ({"area_id": "home"}, "IR"),
    "letters of a province": ({"area": {"identifier": "CA", "classification": "state"}}, None),
    "a town": ({"area": {"name": "Nikan"}}, None),
    "nothing": ({}, None),
}


@pytest.mark.parametrize(("told", "country"), COUNTRIES.values(), ids=COUNTRIES.keys())
def test_the_country_of_an_office_is_that_of_its_body(told: dict[str, Any], country: str | None) -> None:
    """Two letters of an area that is no country are no country's."""
    register = popolo(
        areas=[{"id": "home", "name": "ایران"}],
        organizations=[{**COUNCIL, **told}],
        memberships=[membership(role="سخنگو", organization_id="council")],
    )
    assert register.offices[0].country == country


def test_a_membership_has_the_days_of_its_legislative_period() -> None:
    """EveryPolitician tells a membership's own days only where they differ."""
    register = popolo(
        events=[{"id": "term/1", "start_date": "2016-05-28", "end_date": "2020-05-26"}],
        memberships=[membership(role="نماینده نیکان", legislative_period_id="term/1", end_date="2018")],
    )
    assert (str(register.tenures[0].term.start), str(register.tenures[0].term.end)) == ("2016-05-28", "2018")


def test_a_source_is_the_first_that_a_membership_names() -> None:
    """Else the file and the object."""
    sources = [{"url": "https://example.org/1"}, {"url": "https://example.org/2"}]
    register = popolo(memberships=[membership(role="وزیر آب", sources=sources), membership(id="m2", role="وزیر برق")])
    assert [one.source for one in register.tenures] == ["https://example.org/1", "people.json, object m2"]


def test_a_person_who_is_told_in_each_membership_is_one() -> None:
    """By the id; the memberships of an API hold their persons."""
    person = {"id": "mina", "name": "مینا کیا"}
    memberships = [{"person": person, "role": role} for role in ("وزیر آب", "وزیر برق")]
    register = popolo(persons=[], memberships=memberships)
    assert ([one.name for one in register.speakers], len(register.tenures)) == (["مینا کیا"], 2)


REFUSED: dict[str, tuple[dict[str, list[dict[str, Any]]], str]] = {
    "no name": ({"persons": [{"id": "a"}]}, "people.json, object a: its “name” is missing"),
    "a name that is a list": ({"persons": [{"name": ["x"]}]}, "number 1 of the list “persons”: its “name” is not text"),
    "a name that cannot be stored": ({"persons": [{"name": "سا\0را"}]}, "holds a character that cannot be stored"),
    "an id that is a list": ({"persons": [{**SARA, "id": []}]}, "its “id” is not text"),
    "a post that is a list": ({"memberships": [membership(post=[])]}, "its “post” is not an object"),
    "an organisation without a name": ({"organizations": [{}]}, "its “name” is missing"),
    "an unknown person": ({"memberships": [{"person_id": "x"}]}, "its “person_id” is “x”, and no object"),
    "no person": ({"memberships": [{"role": "وزیر آب"}]}, "its “person_id” is missing"),
    "an unknown post": ({"memberships": [membership(post_id=7)]}, "its “post_id” is “7”"),
    "an unknown organisation": ({"memberships": [membership(organization_id="x")]}, "its “organization_id” is “x”"),
    "an id that is there twice": ({"persons": [SARA, SARA]}, "object sara: its “id” is also another object's"),
    "namesakes": ({"persons": [SARA, {**SARA, "id": "b"}]}, "nothing tells the two apart"),
    "an end before its start": (
        {"memberships": [membership(id="m", role="وزیر آب", start_date="2014", end_date="2013")]},
        "people.json, object m: its “end_date” is 2013, before its start",
    ),
    "a language that is none": (
        {"persons": [{**SARA, "other_names": [{"name": "س م", "lang": "؟"}]}]},
        "has the language",
    ),
    "names that are no list": ({"persons": [{**SARA, "other_names": {}}]}, "its “other_names” is not a list"),
}


@pytest.mark.parametrize(("lists", "problem"), REFUSED.values(), ids=REFUSED.keys())
def test_a_fault_is_refused_by_its_object(lists: dict[str, list[dict[str, Any]]], problem: str) -> None:
    """The error names the object and the field."""
    assert problem in refusal(**lists)
