"""Reads Popolo: persons, organizations, posts and the memberships that join them, or a list of persons alone.

A person is called by the Persian name that there is, else by `name`; an organisation is a speaker too. A membership
is a time in an office where it has a `role` or a post with a `label`; one that has neither is passed over. One without
days of its own that names a legislative period has that period's. The country of an office is its organisation's, where
the `jurisdiction` or the `area` of that tells one, else the one that its title names.
Source: https://www.popoloproject.com/specs/ (Person, Organization, Post, Membership), and EveryPolitician's `events`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.errors import UnreadableRegister
from domain.register import Register
from domain.speaker import SpeakerKind
from domain.terms import PartialDay, Term
from ingest.registers.fields import (
    day_of,
    is_persian,
    known_country,
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
from ingest.registers.popolo_names import chosen_names, person_names
from ingest.registers.titles import country_in_title, is_bare, whole_title

LISTS = ("persons", "organizations", "posts", "memberships")
"""The lists of which a Popolo object has one at least."""
_DIVISION = re.compile(r"\bcountry:([a-z]{2})\b")
"""A country in an Open Civic Data id: `ocd-division/country:ir/province:…`."""
_ISO_LETTERS = 2


@dataclass(frozen=True, slots=True)
class _Post:
    """A post and the organisation that it is nested in, where it is."""

    told: JsonObject
    within: JsonObject | None = None


@dataclass(frozen=True, slots=True)
class _Membership:
    """A membership and what it is nested in, where it is."""

    told: JsonObject
    person: JsonObject | None = None
    within: JsonObject | None = None
    post: _Post | None = None


@dataclass(frozen=True, slots=True)
class _Document:
    """The objects of a file that others call by their ids."""

    persons: Mapping[str, JsonObject]
    organizations: Mapping[str, JsonObject]
    posts: Mapping[str, _Post]
    areas: Mapping[str, JsonObject]
    events: Mapping[str, JsonObject]


def read_popolo(document: JsonObject | Sequence[JsonObject], path: Path) -> Register:
    """The register of a Popolo object, or of a list of persons. Raises UnreadableRegister."""
    root = document if isinstance(document, JsonObject) else JsonObject(Place(path, "its list"), {})
    persons = root.objects("persons") if isinstance(document, JsonObject) else document
    organizations = root.objects("organizations")
    posts = [_Post(one) for one in root.objects("posts")]
    posts += [_Post(one, body) for body in organizations for one in body.objects("posts")]
    named_posts = {identity: one for one in posts if (identity := one.told.identifier("id")) is not None}
    reading = _Reading(
        _Document(
            _by_id(persons),
            _by_id(organizations),
            named_posts,
            _by_id(root.objects("areas")),
            _by_id(root.objects("events")),
        )
    )
    for person in persons:
        reading.person(person)
    for organization in organizations:
        reading.organization(organization)
    for membership in _memberships(root, persons, organizations, posts):
        reading.membership(membership)
    return reading.gathering.register()


def _by_id(objects: Iterable[JsonObject]) -> dict[str, JsonObject]:
    found: dict[str, JsonObject] = {}
    for one in objects:
        identity = one.identifier("id")
        if identity is not None and identity in found:
            raise one.place.refusal("id", "is also another object's", "give each an id of its own")
        if identity is not None:
            found[identity] = one
    return found


def _memberships(
    root: JsonObject, persons: Iterable[JsonObject], organizations: Iterable[JsonObject], posts: Iterable[_Post]
) -> Iterator[_Membership]:
    yield from map(_Membership, root.objects("memberships"))
    for person in persons:
        yield from (_Membership(one, person=person) for one in person.objects("memberships"))
    for organization in organizations:
        yield from (_Membership(one, within=organization) for one in organization.objects("memberships"))
    for post in posts:
        yield from (_Membership(one, post=post) for one in post.told.objects("memberships"))


class _Reading:
    """A file as far as it is read: `gathering` has what was told."""

    def __init__(self, document: _Document) -> None:
        """Nothing is read yet."""
        self.gathering = Gathering()
        self._document = document
        self._keys: dict[str | int, str] = {}

    def person(self, told: JsonObject) -> None:
        """Gather a person with all names."""
        names = person_names(told)
        name, latin = chosen_names(names, told.place)
        born, died = _day(told, "birth_date"), _day(told, "death_date")
        term_of(born, died, told.place, "death_date")
        facts = SpeakerFacts(
            place=told.place,
            name=name,
            kind=SpeakerKind.PERSON,
            latin=latin,
            wikidata_id=_wikidata_id(told),
            country=known_country(text_of(told.text("national_identity"), told.place, "national_identity") or ""),
            born=born,
            died=died,
            source=_source(told),
        )
        key = self._keys[_identity(told)] = self.gathering.namesake_apart(facts)
        for one in names:
            source = facts.source or told.place.source
            self.gathering.alias(AliasFacts(key, one.text, source, language=one.language, term=one.term))

    def organization(self, told: JsonObject) -> None:
        """Gather an organisation as a speaker."""
        name = name_of(told.text("name"), told.place, "name")
        if name is None:
            raise told.place.refusal("name", "is missing", "write the organisation's name")
        self.gathering.speaker(
            SpeakerFacts(
                place=told.place,
                name=name,
                kind=SpeakerKind.ORGANISATION,
                wikidata_id=_wikidata_id(told),
                country=self._country(told),
                source=_source(told),
            )
        )

    def membership(self, one: _Membership) -> None:
        """Gather a membership as a time in an office, where it tells one."""
        post = one.post or self._post(one.told)
        speaker, term = self._holder(one), self._term(one.told)
        office = self._office(one.told, post.told if post else None, self._body(one, post))
        if office is not None:
            key = self.gathering.office(office)
            self.gathering.tenure(speaker, key, term, place=one.told.place, source=office.source)

    def _body(self, one: _Membership, post: _Post | None) -> JsonObject | None:
        """The organisation of a membership, else that of its post."""
        body = one.within or _found(one.told, "organization", self._document.organizations)
        if body is None and post is not None:
            body = post.within or _found(post.told, "organization", self._document.organizations)
        return body

    def _holder(self, one: _Membership) -> str:
        person = one.person or _found(one.told, "person", self._document.persons)
        if person is None:
            raise one.told.place.refusal("person_id", "is missing", "write the id of the person whose membership it is")
        if _identity(person) not in self._keys:
            self.person(person)
        return self._keys[_identity(person)]

    def _post(self, told: JsonObject) -> _Post | None:
        embedded = told.inner("post")
        if embedded is not None:
            return _Post(embedded)
        identity = told.identifier("post_id")
        if identity is not None and identity not in self._document.posts:
            raise _unknown(told, "post_id", identity)
        return self._document.posts[identity] if identity else None

    def _office(self, told: JsonObject, post: JsonObject | None, body: JsonObject | None) -> OfficeFacts | None:
        organisation = name_of(body.text("name"), body.place, "name") if body else None
        titles = [title_of(told.text("role"), told.place, "role")]
        titles += [title_of(post.text("label"), post.place, "label")] if post else []
        given = sorted((one for one in titles if one), key=lambda one: (not is_persian(one), is_bare(one)))
        if not given:
            return None
        title = text_of(whole_title(given[0], organisation), told.place, "role") or given[0]
        return OfficeFacts(
            place=told.place,
            title=title,
            latin=_latin(given) if is_persian(title) else None,
            country=(self._country(body) if body else None) or country_in_title(title),
            organisation=organisation,
            source=_source(told),
        )

    def _country(self, body: JsonObject) -> str | None:
        """The country of an organisation, None where no word of it is one's."""
        jurisdiction = text_of(body.text("jurisdiction"), body.place, "jurisdiction")
        area = body.inner("area") or self._document.areas.get(body.identifier("area_id") or "")
        words = [jurisdiction, body.identifier("area_id"), *(_area_words(area) if area else ())]
        return next((code for one in words if one and (code := _country(one))), None)

    def _term(self, told: JsonObject) -> Term:
        start, end = _day(told, "start_date"), _day(told, "end_date")
        period = self._document.events.get(told.identifier("legislative_period_id") or "")
        if period is not None and start is None:
            start = _day(period, "start_date")
        if period is not None and end is None:
            end = _day(period, "end_date")
        return term_of(start, end, told.place, "end_date")


def _identity(told: JsonObject) -> str | int:
    """What tells an object from others: its id, else that it is another object."""
    return told.identifier("id") or id(told.values)


def _found(told: JsonObject, field: str, known: Mapping[str, JsonObject]) -> JsonObject | None:
    """The object that stands in a field, or that `field_id` names; None where neither is there."""
    embedded = told.inner(field)
    if embedded is not None:
        identity = embedded.identifier("id")
        return known.get(identity, embedded) if identity else embedded
    identity = told.identifier(f"{field}_id")
    if identity is not None and identity not in known:
        raise _unknown(told, f"{field}_id", identity)
    return known[identity] if identity else None


def _unknown(told: JsonObject, field: str, identity: str) -> UnreadableRegister:
    return told.place.refusal(field, f"is “{identity}”, and no object of the file has this id", "correct it")


def _day(told: JsonObject, field: str) -> PartialDay | None:
    return day_of(told.text(field), told.place, field)


def _source(told: JsonObject) -> str | None:
    """The first address or note of an object's `sources`."""
    for one in told.objects("sources"):
        found = source_of(one.text("url") or one.text("note"), told.place, "sources")
        if found is not None:
            return found
    return None


def _wikidata_id(told: JsonObject) -> str | None:
    for one in told.objects("identifiers"):
        if (one.text("scheme") or "").strip().casefold() == "wikidata":
            return wikidata_id_of(one.text("identifier"), told.place, "identifiers")
    return None


def _latin(titles: Iterable[str]) -> str | None:
    return next((title for title in titles if not is_persian(title) and not is_bare(title)), None)


def _area_words(area: JsonObject) -> list[str | None]:
    """The words of an area that may tell its country; two letters alone do so only in an area that is a country."""
    words = [text_of(area.text("name"), area.place, "name"), area.identifier("id"), area.identifier("identifier")]
    if (area.text("classification") or "").strip().casefold() == "country":
        return words
    return [one for one in words if one and len(one) > _ISO_LETTERS]


def _country(words: str) -> str | None:
    division = _DIVISION.search(words)
    return division[1].upper() if division else known_country(words)
