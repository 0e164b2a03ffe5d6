"""Reads FollowTheMoney: entities of the schemata Person, Organization, Position and Occupancy; others are passed over.

A PublicBody and a Company are organisations too; a LegalEntity may be a person and is passed over. A person is called
by the first Persian `name` or `alias` that there is, else by the first `name`; a `weakAlias` means its person only
together with an office. An Occupancy without endDate that has ended, or of which nobody knows whether it has, is
believed on its first day only.
Source: https://followthemoney.tech/explorer/ (schemata Person, Organization, Position, Occupancy).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.errors import UnreadableRegister
from domain.register import Register
from domain.speaker import AliasForm, Seats, SpeakerKind
from domain.terms import LONG_AGO, PartialDay, Term
from ingest.registers.fields import (
    day_of,
    is_persian,
    language_of,
    lies_within,
    name_of,
    source_of,
    term_of,
    text_of,
    title_of,
    wikidata_id_of,
)
from ingest.registers.gathering import AliasFacts, Gathering, OfficeFacts, SpeakerFacts
from ingest.registers.json_objects import JsonObject
from ingest.registers.place import Place
from ingest.registers.titles import country_in_title, title_in_area

_BODIES = frozenset({"Organization", "PublicBody", "Company"})
_OPEN = frozenset({"", "current"})
"""The statuses of an Occupancy that goes on where it has no end; OpenSanctions writes these, `ended` and `unknown`."""
_COUNTRY = re.compile(r"[a-z]{2}")
_TERRITORY = re.compile(r"[a-z]{2,4}(?:-[a-z]{2,4})?")
"""FollowTheMoney's codes of countries and of what ISO 3166 has no two letters for, such as `suhh` and `gb-sct`."""
_NO_COUNTRIES = frozenset({"zz", "eu"})
_QID = re.compile(r"Q[1-9]\d{0,15}")


@dataclass(frozen=True, slots=True)
class _Entity:
    """An entity and its properties."""

    id: str
    schema: str
    properties: JsonObject

    @property
    def place(self) -> Place:
        return self.properties.place

    def names(self, *fields: str) -> list[str]:
        """The names of some properties, each once, in their order."""
        found = (name_of(text, self.place, field) for field in fields for text in self.properties.texts(field))
        return list(dict.fromkeys(name for name in found if name is not None))

    def days(self, field: str) -> list[PartialDay]:
        """The days of a property; a time of day after the `T` is left out."""
        found = (day_of(text.partition("T")[0], self.place, field) for text in self.properties.texts(field))
        return [day for day in found if day is not None]

    def source(self) -> str | None:
        """The first address at which the entity's facts stand, None where it names none."""
        addresses = (source_of(text, self.place, "sourceUrl") for text in self.properties.texts("sourceUrl"))
        return next((address for address in addresses if address is not None), None)


def read_entities(objects: Sequence[JsonObject]) -> Register:
    """The register of some entities. Raises UnreadableRegister."""
    entities = _by_id(objects)
    gathering = Gathering()
    people = {one.id: _gather_speaker(one, gathering) for one in _of(entities, "Person")}
    for one in _of(entities, *_BODIES):
        _gather_speaker(one, gathering)
    offices = {one.id: gathering.office(_office(one, entities)) for one in _of(entities, "Position")}
    for one in _of(entities, "Occupancy"):
        _gather_tenures(one, gathering, people=people, offices=offices)
    return gathering.register()


def _of(entities: Mapping[str, _Entity], *schemata: str) -> list[_Entity]:
    return [one for one in entities.values() if one.schema in schemata]


def _by_id(objects: Iterable[JsonObject]) -> dict[str, _Entity]:
    found: dict[str, _Entity] = {}
    for one in objects:
        entity = _entity(one)
        if entity.id in found:
            raise entity.place.refusal("id", "is also another entity's", "merge the two, or give each its own")
        found[entity.id] = entity
    return found


def _entity(told: JsonObject) -> _Entity:
    identity, schema, properties = told.identifier("id"), told.text("schema"), told.inner("properties")
    for field, value in (("id", identity), ("schema", schema), ("properties", properties)):
        if not value:
            raise told.place.refusal(field, "is missing", "write it, or leave the entity out")
    place = Place(told.place.path, f"object {identity}")
    return _Entity(str(identity), str(schema), JsonObject(place, properties.values if properties else {}))


def _gather_speaker(one: _Entity, gathering: Gathering) -> str:
    names = one.names("name")
    if not names:
        raise one.place.refusal("name", "is missing", "write a name, or leave the entity out")
    called = names + one.names("alias")
    name = next(filter(is_persian, called), names[0])
    born, died = _the_one(one.days("birthDate")), _the_one(one.days("deathDate"))
    term_of(born, died, one.place, "deathDate")
    kind = SpeakerKind.PERSON if one.schema == "Person" else SpeakerKind.ORGANISATION
    facts = SpeakerFacts(
        place=one.place,
        name=name,
        kind=kind,
        latin=_latin(called) if is_persian(name) else None,
        wikidata_id=_wikidata_id(one),
        country=_country(one, "country") or _country(one, "nationality") or _country(one, "citizenship"),
        born=born,
        died=died,
        source=one.source(),
    )
    key = gathering.namesake_apart(facts) if kind is SpeakerKind.PERSON else gathering.speaker(facts)
    source = facts.source or one.place.source
    for alias in [*called, *one.names("previousName")]:
        gathering.alias(AliasFacts(key, alias, source))
    for alias in one.names("weakAlias"):
        gathering.alias(AliasFacts(key, alias, source, AliasForm.SURNAME))
    return key


def _office(one: _Entity, entities: Mapping[str, _Entity]) -> OfficeFacts:
    told = [title_of(name, one.place, "name") for name in one.names("name", "alias")]
    names = [name for name in told if name is not None]
    if not names:
        raise one.place.refusal("name", "is missing", "write the office's title")
    areas = [text_of(text, one.place, "subnationalArea") for text in one.properties.texts("subnationalArea")]
    title = next(filter(is_persian, names), names[0])
    area = next((area for area in areas if area and is_persian(area) == is_persian(title)), None)
    whole = text_of(title_in_area(title, area), one.place, "subnationalArea") or title
    return OfficeFacts(
        place=one.place,
        title=whole,
        latin=_latin(names) if is_persian(title) else None,
        country=_country(one, "country") or country_in_title(title),
        organisation=_organisation(one, entities),
        seats=_seats(one),
        wikidata_id=_wikidata_id(one),
        titles=tuple(title_in_area(name, area) for name in names if name != title and is_persian(name)),
        source=one.source(),
    )


def _organisation(one: _Entity, entities: Mapping[str, _Entity]) -> str | None:
    """The Persian name, else the first, of the one body of an office; None where there are none or several."""
    bodies = one.properties.identifiers("organization")
    if len(bodies) != 1:
        return None
    body = entities.get(bodies[0])
    if body is None or body.schema not in _BODIES:
        raise _unknown(one, "organization", bodies[0])
    names = body.names("name", "alias")
    return next(filter(is_persian, names), names[0] if names else None)


def _seats(one: _Entity) -> Seats | None:
    numbers = [text.strip() for text in one.properties.texts("numberOfSeats") if text.strip()]
    if not numbers:
        return None
    if not all(number.isdecimal() for number in numbers):
        raise one.place.refusal("numberOfSeats", f"is “{numbers[0][:40]}”", "write a whole number")
    return Seats.ONE if set(numbers) == {"1"} else Seats.MANY


def _gather_tenures(
    one: _Entity, gathering: Gathering, *, people: Mapping[str, str], offices: Mapping[str, str]
) -> None:
    term = _term(one)
    for speaker in _known(one, "holder", people):
        for office in _known(one, "post", offices):
            gathering.tenure(speaker, office, term, place=one.place, source=one.source())


def _term(one: _Entity) -> Term:
    """The days that all of the entity's dates agree on: the latest start, the earliest end."""
    start = max(_narrowest(one.days("startDate")), key=lambda day: day.last, default=None)
    end = min(_narrowest(one.days("endDate")), key=lambda day: day.first, default=None)
    statuses = {text.strip().casefold() for text in one.properties.texts("status")}
    term = term_of(start, end, one.place, "endDate")
    if end is not None or statuses <= _OPEN:
        return term
    return Term(start, None, believed_until=start.last if start else LONG_AGO)


def _known(one: _Entity, field: str, keys: Mapping[str, str]) -> list[str]:
    identities = one.properties.identifiers(field)
    if not identities:
        raise one.place.refusal(field, "is missing", "write the id of an entity, or leave this one out")
    unknown = next((identity for identity in identities if identity not in keys), None)
    if unknown is not None:
        raise _unknown(one, field, unknown)
    return [keys[identity] for identity in identities]


def _unknown(one: _Entity, field: str, identity: str) -> UnreadableRegister:
    problem = f"is “{identity}”, and no entity of its kind in the file has this id"
    return one.place.refusal(field, problem, "correct it, or add the entity")


def _wikidata_id(one: _Entity) -> str | None:
    """The entity's one Wikidata id; its own id where that is one, as in OpenSanctions."""
    told = {wikidata_id_of(text, one.place, "wikidataId") for text in one.properties.texts("wikidataId")} - {None}
    if len(told) > 1:
        raise one.place.refusal("wikidataId", "is several", "leave the one that is right")
    return told.pop() if told else one.id if _QID.fullmatch(one.id) else None


def _country(one: _Entity, field: str) -> str | None:
    """The one country of a property, None where there are several or none that ISO 3166 has."""
    codes = {text.strip().lower() for text in one.properties.texts(field)} - {""}
    wrong = next((code for code in sorted(codes) if not _TERRITORY.fullmatch(code)), None)
    if wrong is not None:
        raise one.place.refusal(field, f"is “{wrong[:40]}”, which is no country's code", "write one such as ir")
    return (
        code.upper()
        if len(codes) == 1 and _COUNTRY.fullmatch(code := codes.pop()) and code not in _NO_COUNTRIES
        else None
    )


def _latin(names: Iterable[str]) -> str | None:
    return next((name for name in names if language_of(name) == "en"), None)


def _narrowest(days: Sequence[PartialDay]) -> set[PartialDay]:
    """The days that hold no other of them: of 2013 and 2013-08-03 the second."""
    return {day for day in days if not any(day != other and lies_within(other, day) for other in days)}


def _the_one(days: Sequence[PartialDay]) -> PartialDay | None:
    """The narrowest of some days, None where there are several."""
    narrowest = _narrowest(days)
    return narrowest.pop() if len(narrowest) == 1 else None
