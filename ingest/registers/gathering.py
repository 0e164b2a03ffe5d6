"""Gathers what a file's lines or objects tell of speakers and offices into one register; contradictions are refused."""

from dataclasses import dataclass, field, fields, replace
from typing import Any

from domain.errors import UnreadableRegister
from domain.register import ListedAlias, ListedOffice, ListedSpeaker, ListedTenure, Register
from domain.speaker import AliasForm, Seats, SpeakerKind
from domain.terms import PartialDay, Term
from domain.text import speaker_key
from extraction.office_titles import office_title
from ingest.registers.fields import form_of, language_of, lies_within, term_of
from ingest.registers.place import Place
from ingest.registers.titles import seats_of

RANK = 50
"""The rank of an office that is not among those that ship."""


@dataclass(frozen=True, slots=True)
class SpeakerFacts:
    """What one place tells of a speaker; None is untold."""

    place: Place
    name: str
    kind: SpeakerKind | None = None
    latin: str | None = None
    wikidata_id: str | None = None
    country: str | None = None
    born: PartialDay | None = None
    died: PartialDay | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class AliasFacts:
    """A further name of the speaker of a key; by its words, where they are untold, its language and its form."""

    speaker: str
    text: str
    source: str
    form: AliasForm | None = None
    language: str | None = None
    term: Term = field(default_factory=Term)


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """What one place tells of an office; None is untold, and `titles` are further titles."""

    place: Place
    title: str
    latin: str | None = None
    country: str | None = None
    organisation: str | None = None
    seats: Seats | None = None
    wikidata_id: str | None = None
    titles: tuple[str, ...] = ()
    source: str | None = None


_SHOWN = {
    "name": "name",
    "kind": "kind",
    "latin": "Latin name",
    "wikidata_id": "Wikidata id",
    "country": "country",
    "born": "day of birth",
    "died": "day of death",
    "organisation": "organisation",
    "seats": "number of seats",
}
"""What people call the facts of which there is one."""


@dataclass(slots=True)
class Gathering:
    """A register in the making. Its keys are made of Wikidata ids, names, titles and countries."""

    _speakers: dict[str, SpeakerFacts] = field(default_factory=dict)
    _by_wikidata: dict[str, str] = field(default_factory=dict)
    _named: dict[str, list[str]] = field(default_factory=dict)
    _by_name_alone: dict[str, Place] = field(default_factory=dict)
    _aliases: dict[tuple[str, str, Term], AliasFacts] = field(default_factory=dict)
    _offices: dict[str, OfficeFacts] = field(default_factory=dict)
    _office_ids: dict[str, str] = field(default_factory=dict)
    _tenures: dict[tuple[str, str, PartialDay | None], tuple[Place, ListedTenure]] = field(default_factory=dict)

    def speaker(self, told: SpeakerFacts) -> str:
        """The key of the speaker who is told of: of the same Wikidata id, else of the same name.

        Raises UnreadableRegister where the name alone would be of several, or facts contradict each other.
        """
        key = self._known_speaker(told)
        if key is None:
            key = told.wikidata_id or f"name {speaker_key(told.name)}"
            self._named.setdefault(speaker_key(told.name), []).append(key)
            self._speakers[key] = told
        else:
            self._speakers[key] = _speaker_with(self._speakers[key], told)
        if told.wikidata_id is not None:
            self._by_wikidata[told.wikidata_id] = key
        return key

    def namesake_apart(self, told: SpeakerFacts) -> str:
        """The key of a speaker whom an object of its own tells of, so that nobody else's object may mean the same.

        Raises UnreadableRegister where another has the name and no Wikidata id tells the two apart.
        """
        for key in self._named.get(speaker_key(told.name), ()):
            other = self._speakers[key]
            if told.wikidata_id is None or other.wikidata_id is None:
                problem = f"is «{told.name}», as is that of {other.place.at}, and nothing tells the two apart"
                raise told.place.refusal("name", problem, "give each its Wikidata id, or make them one")
        return self.speaker(told)

    def told_of(self, speaker: str) -> SpeakerFacts:
        """Everything that was told so far of the speaker of a key."""
        return self._speakers[speaker]

    def alias(self, told: AliasFacts) -> None:
        """Gather a further name of a speaker."""
        self._aliases.setdefault((told.speaker, speaker_key(told.text), told.term), told)

    def office(self, told: OfficeFacts) -> str:
        """The key of the office that is told of: of the same title and country.

        Raises UnreadableRegister where facts contradict each other.
        """
        key = f"{office_title(told.title).key} {told.country or ''}"
        if told.wikidata_id is not None and self._office_ids.setdefault(told.wikidata_id, key) != key:
            raise _two_offices(told)
        known = self._offices.get(key)
        self._offices[key] = told if known is None else _office_with(known, told)
        return key

    def tenure(self, speaker: str, office: str, term: Term, *, place: Place, source: str | None) -> None:
        """A speaker's time in an office. Raises UnreadableRegister where it is told twice with two ends."""
        listed = ListedTenure(speaker, office, term, source or place.source)
        earlier, known = self._tenures.setdefault((speaker, office, term.start), (place, listed))
        if known.term != term:
            problem = f"is another end of the same time in office than the one of {earlier.at}"
            raise place.refusal("end", problem, "correct one of the two, or leave one out")

    def register(self) -> Register:
        """Everything that was told."""
        return Register(
            speakers=tuple(_listed_speaker(key, told) for key, told in self._speakers.items()),
            aliases=tuple(
                _listed_alias(told, self._speakers[told.speaker])
                for told in self._aliases.values()
                if not _is_own(told, self._speakers[told.speaker])
            ),
            offices=tuple(_listed_office(key, told) for key, told in self._offices.items()),
            tenures=tuple(listed for _, listed in self._tenures.values()),
        )

    def _known_speaker(self, told: SpeakerFacts) -> str | None:
        name = speaker_key(told.name)
        named = self._named.get(name, [])
        if told.wikidata_id is None:
            self._by_name_alone.setdefault(name, told.place)
            if len(named) > 1:
                raise _ambiguous(told.name, told.place)
            return named[0] if named else None
        if told.wikidata_id in self._by_wikidata:
            return self._by_wikidata[told.wikidata_id]
        waiting = [key for key in named if self._speakers[key].wikidata_id is None]
        if named and not waiting and name in self._by_name_alone:
            raise _ambiguous(told.name, self._by_name_alone[name])
        return waiting[0] if waiting else None


def _two_offices(told: OfficeFacts) -> UnreadableRegister:
    problem = f"is {told.wikidata_id}, as is that of an office of another title or country"
    return told.place.refusal("Wikidata id", problem, "correct it, or call the office the same everywhere")


def _ambiguous(name: str, place: Place) -> UnreadableRegister:
    return place.refusal(
        "name", f"is «{name}», which several go by in this file", "give the Wikidata id of whom it means"
    )


def _speaker_with(known: SpeakerFacts, told: SpeakerFacts) -> SpeakerFacts:
    if speaker_key(known.name) != speaker_key(told.name):
        raise _contradiction("name", known, told)
    both = replace(known, **_further_facts(known, told))
    term_of(both.born, both.died, told.place, "day of death")
    return both


def _office_with(known: OfficeFacts, told: OfficeFacts) -> OfficeFacts:
    titles = dict.fromkeys((*known.titles, told.title, *told.titles))
    titles.pop(known.title, None)
    return replace(known, **_further_facts(known, told), titles=tuple(titles))


def _further_facts[Facts: (SpeakerFacts, OfficeFacts)](known: Facts, told: Facts) -> dict[str, Any]:
    """The facts that `told` adds to what is known; of two days the one that lies within the other."""
    further = {}
    for name in (one.name for one in fields(known) if one.name in _SHOWN and one.name != "name"):
        before, now = getattr(known, name), getattr(told, name)
        if now is None or now == before:
            continue
        if before is None or (isinstance(now, PartialDay) and lies_within(now, before)):
            further[name] = now
        elif not (isinstance(now, PartialDay) and lies_within(before, now)):
            raise _contradiction(name, known, told)
    return further


def _contradiction[Facts: (SpeakerFacts, OfficeFacts)](name: str, known: Facts, told: Facts) -> UnreadableRegister:
    before, now = getattr(known, name), getattr(told, name)
    who = known.name if isinstance(known, SpeakerFacts) else known.title
    problem = f"is {now}, and that of the same «{who}» in {known.place.at} is {before}"
    return told.place.refusal(_SHOWN[name], problem, "correct one of the two, or tell the two apart")


def _is_own(told: AliasFacts, owner: SpeakerFacts) -> bool:
    """Whether a further name is the one that the speaker is listed by anyway."""
    return speaker_key(told.text) in {speaker_key(own) for own in (owner.name, owner.latin) if own}


def _listed_alias(told: AliasFacts, owner: SpeakerFacts) -> ListedAlias:
    return ListedAlias(
        speaker=told.speaker,
        text=told.text,
        language=told.language or language_of(told.text),
        form=told.form or form_of(told.text, owner.kind or SpeakerKind.PERSON),
        term=told.term,
        source=told.source,
    )


def _listed_speaker(key: str, told: SpeakerFacts) -> ListedSpeaker:
    return ListedSpeaker(
        key=key,
        name=told.name,
        kind=told.kind or SpeakerKind.PERSON,
        latin=told.latin,
        wikidata_id=told.wikidata_id,
        country=told.country,
        born=told.born,
        died=told.died,
        source=told.source or told.place.source,
    )


def _listed_office(key: str, told: OfficeFacts) -> ListedOffice:
    return ListedOffice(
        key=key,
        title=told.title,
        latin=told.latin,
        country=told.country,
        organisation=told.organisation,
        seats=told.seats or seats_of(told.title),
        rank=RANK,
        wikidata_id=told.wikidata_id,
        titles=told.titles,
        source=told.source or told.place.source,
    )
