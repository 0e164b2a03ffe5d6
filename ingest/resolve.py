"""Resolves the source that an article gives to a speaker of the database; abstains unless it is sure.

A ladder of rungs, each of which names one speaker or passes the question on: an exact name that is valid on that day,
a full name, an office on that day, a surname in the outlet's country, what the article itself says. Only speakers whom
tables or people know are looked at, so the order in which articles come changes nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.ids import SpeakerId, speaker_id
from domain.speaker import AliasForm, KnownName, KnownSpeaker, Seats, SpeakerKind, Tenure
from domain.statement import Source, SourceKind
from domain.text import search_key, speaker_key
from extraction.person_names import is_full
from ingest.directory import Directory, Holder, is_alike

_NOT_IN_OFFICE = frozenset(("سابق", "پیشین", "اسبق", "وقت", "فقید", "آینده", "منتخب", "بعدی", "برکنار", "مستعفی"))
"""Words for somebody who does not hold the office on the day in question."""
_SHORTEST_SURNAME = 3
"""Letters: fewer end too many names."""


class Why(StrEnum):
    """Why a mention is this speaker's, or nobody's that can be told."""

    DECIDED = "people said so"
    ALIAS = "the name is this speaker's on that day"
    ALIAS_AND_OFFICE = "of those who go by this name, the one who has the office that the article gives"
    FULL_NAME = "the article gives a full name that no table has"
    OFFICE = "the holder of this office on that day"
    SURNAME = "the only one of this surname in the outlet's country"
    NAME_AND_OFFICE = "the holder of the office that the article gives, by that name"
    SEVERAL = "several speakers go by this name"
    RULED_OUT = "the speaker of this name does not fit what the article says or when it was said"
    ALMOST = "the holder of the office that the article gives has almost this name"
    NOT_HELD = "nobody is known for sure to have held this office on that day"
    HOLDERS = "several may have held this office on that day"
    NOT_FULL = "a name that is not full, of nobody who is known"
    UNNAMED = "the article names nobody"


@dataclass(frozen=True, slots=True)
class Asked:
    """A source and what its article tells about when and where.

    `days` are the first and the last day on which it may have spoken, one where the day is known, none where nothing
    is. `home` is the country of officials whose country the outlet does not print; `abroad` says that the article is
    about other countries, so that a title without a country may be another's.
    """

    source: Source
    days: tuple[date, ...] = ()
    home: str | None = None
    abroad: bool = False

    @property
    def name(self) -> str:
        """The fullest name that the article prints."""
        return self.source.printed or self.source.name

    @property
    def default_country(self) -> str | None:
        """The country of a title that names none; None where it may be any."""
        return None if self.abroad else self.home


@dataclass(frozen=True, slots=True)
class Candidate:
    """A speaker who a source may be, and what speaks for it."""

    speaker: SpeakerId
    why: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who a source is: a known speaker, a new one to be made (`is_new`), or nobody that can be told yet."""

    speaker: SpeakerId | None
    why: Why
    candidates: tuple[Candidate, ...] = ()
    known: KnownSpeaker | None = None
    tenure: Tenure | None = None
    """The time in office by which the speaker was found."""

    @property
    def is_new(self) -> bool:
        """Whether the article's full name makes the speaker."""
        return self.why is Why.FULL_NAME


def resolve_source(asked: Asked, known: Directory) -> Resolution:
    """The speaker that a source is on its days; nobody, with the candidates, where that is not sure."""
    match asked.source.kind:
        case SourceKind.UNNAMED:
            return Resolution(None, Why.UNNAMED)
        case SourceKind.OFFICE:
            return _by_office(asked, known)
        case SourceKind.PERSON | SourceKind.ORGANISATION:
            return _by_name(asked, known)


def is_full_name(name: str, kind: SourceKind) -> bool:
    """Whether the name alone tells one speaker from others: an organisation's, or a person's given name and surname."""
    return kind is SourceKind.ORGANISATION or (kind is SourceKind.PERSON and is_full(name))


def _by_name(asked: Asked, known: Directory) -> Resolution:
    called = [one for one in known.called(asked.name) if _is_of_kind(one.speaker, asked.source.kind)]
    valid = [one for one in called if _on_all(asked, one)]
    exact = [one for one in valid if one.form is not AliasForm.SURNAME]
    if exact:
        taught = [one for one in valid if one.form is AliasForm.SURNAME and _is_taught_for_now(one)]
        return _among(asked, [*exact, *taught])
    told = _by_name_and_office(asked, known)
    if told is not None:
        return told
    if is_full_name(asked.name, asked.source.kind):
        almost = _almost_holders(asked, known)
        return Resolution(None, Why.ALMOST, _named(almost)) if almost else _by_full_name(asked, called, known)
    return _by_surname(asked, called, valid)


def _by_full_name(asked: Asked, called: Sequence[KnownName], known: Directory) -> Resolution:
    """The provisional speaker of a full name, unless it is, or by people's word is not, somebody known's."""
    own = speaker_id(asked.name)
    theirs = own in known.not_new or (speaker_key(asked.name), own) in known.taken
    if theirs or any(one.form is not AliasForm.SURNAME for one in called):
        return Resolution(None, Why.RULED_OUT, _candidates(called))
    return Resolution(own, Why.FULL_NAME)


def _among(asked: Asked, exact: Sequence[KnownName]) -> Resolution:
    """The one speaker of an exact name; of several the one whose office the article gives."""
    speakers = _speakers(exact)
    fitting = _speakers(one for one in exact if one.taught or not _is_ruled_out(one, asked))
    if len(speakers) == 1:
        return _is(speakers[0], Why.ALIAS) if fitting else Resolution(None, Why.RULED_OUT, _named(speakers))
    return _of_several(asked, speakers, fitting)


def _of_several(asked: Asked, speakers: Sequence[KnownSpeaker], fitting: Sequence[KnownSpeaker]) -> Resolution:
    in_office = [speaker for speaker in fitting if _has_told_office(speaker, asked)]
    if len(in_office) == 1:
        return _is(in_office[0], Why.ALIAS_AND_OFFICE)
    return Resolution(None, Why.SEVERAL, _named(speakers))


def _is_ruled_out(name: KnownName, asked: Asked) -> bool:
    """Whether a bearer of the name may be meant who is not this speaker.

    A surname alone is not a head of state's where the article gives other offices only, nor a full name a dead one's.
    Of a name that many bear, as of a member of parliament, the article must give a fitting office or, if it gives none,
    speak of days in office. Who took the office later is not its holder of that name before. The full names of living
    foreigners have no namesakes in the news.
    """
    speaker, offices = name.speaker, asked.source.offices
    fits = _has_told_office(speaker, asked)
    later = [tenure.office for tenure in speaker.tenures if _begins_later(tenure, asked)]
    if not fits and any(is_alike(office, words, home=asked.default_country) for office in later for words in offices):
        return True
    if offices and not fits and (" " not in search_key(asked.name) or not _lives(name, asked)):
        return True
    if not speaker.tenures or (name.form is not AliasForm.SHARED and not _has_one_of_many_seats(speaker, asked)):
        return False
    in_office = any(all(tenure.possibly(day) for day in asked.days) for tenure in speaker.tenures if asked.days)
    return not fits if offices else not in_office


def _has_one_of_many_seats(speaker: KnownSpeaker, asked: Asked) -> bool:
    """Whether somebody of the outlet's own country is known for no office but one of many seats."""
    at_home = speaker.country == asked.home
    return at_home and all(tenure.office.seats is Seats.MANY for tenure in speaker.tenures)


def _has_told_office(speaker: KnownSpeaker, asked: Asked) -> bool:
    """Whether an office that the article gives is one that the speaker holds or held by then."""
    return any(
        is_alike(tenure.office, words, home=asked.default_country)
        for tenure in speaker.tenures
        if not _begins_later(tenure, asked)
        for words in asked.source.offices
    )


def _begins_later(tenure: Tenure, asked: Asked) -> bool:
    """Whether somebody came into an office after the days; of one of many seats, nobody knows who had it before."""
    start = tenure.term.start if tenure.office.seats is Seats.ONE else None
    return start is not None and bool(asked.days) and all(day < start.first for day in asked.days)


def _by_office(asked: Asked, known: Directory) -> Resolution:
    taught = _speakers(one for one in known.called(asked.name) if one.taught and _on_all(asked, one))
    if taught:
        return _is(taught[0], Why.ALIAS) if len(taught) == 1 else Resolution(None, Why.SEVERAL, _named(taught))
    holders = _holders(asked, known)
    speakers = _speakers_of(holders)
    if len(speakers) != 1:
        return Resolution(None, Why.HOLDERS if speakers else Why.NOT_HELD, _named(speakers))
    speaker, tenure = holders[0]
    if not asked.days or not all(tenure.surely(day) for day in asked.days):
        return Resolution(None, Why.NOT_HELD, _named(speakers))
    return _is(speaker, Why.OFFICE, tenure)


def _holders(asked: Asked, known: Directory) -> list[Holder]:
    """Who may have held an office that the article gives, on the days in question."""
    offices = [words for words in asked.source.offices if not _NOT_IN_OFFICE & set(search_key(words).split())]
    return [
        holder
        for words in offices
        for holder in known.possible_holders(words, home=asked.default_country, days=asked.days)
    ]


def _by_name_and_office(asked: Asked, known: Directory) -> Resolution | None:
    """The holder of an office that the article gives, whose name is the article's but for a part of it."""
    key = speaker_key(asked.name)
    if asked.source.kind is not SourceKind.PERSON or not asked.days or len(key) < _SHORTEST_SURNAME:
        return None
    holders = [holder for holder in _holders(asked, known) if speaker_key(holder[0].name).endswith(key)]
    if len(_speakers_of(holders)) != 1:
        return None
    speaker, tenure = holders[0]
    return _is(speaker, Why.NAME_AND_OFFICE, tenure)


def _almost_holders(asked: Asked, known: Directory) -> list[KnownSpeaker]:
    """Who may hold an office that the article gives, and has the surname but another spelling of the name before it."""
    if asked.source.kind is not SourceKind.PERSON or not asked.days:
        return []
    surname = search_key(asked.name).split()[-1]
    holders = _speakers_of(_holders(asked, known))
    return [one for one in holders if search_key(one.name).split()[-1] == surname]


def _by_surname(asked: Asked, called: Sequence[KnownName], valid: Sequence[KnownName]) -> Resolution:
    """The only bearer of a surname in the outlet's country, or whom people said it means on these days."""
    live = [one for one in valid if one.form is AliasForm.SURNAME and _lives(one, asked) and asked.days]
    here = _speakers(one for one in live if _is_taught_for_now(one) or _is_at_home(one.speaker, asked))
    if len(here) > 1:
        return _of_several(asked, here, here)
    fitting = [
        speaker
        for speaker in here
        if not asked.source.offices or not speaker.tenures or _has_told_office(speaker, asked)
    ]
    if fitting:
        return _is(fitting[0], Why.SURNAME)
    return Resolution(None, Why.RULED_OUT if called else Why.NOT_FULL, _candidates(called))


def _is_taught_for_now(name: KnownName) -> bool:
    """Whether people said whom a name means for some time; one without limits is a surname as the tables' are."""
    return name.taught and name.term.start is not None


def _is_at_home(speaker: KnownSpeaker, asked: Asked) -> bool:
    return asked.default_country is not None and speaker.country == asked.default_country


def _lives(name: KnownName, asked: Asked) -> bool:
    died = name.speaker.died
    return died is None or all(day <= died.last for day in asked.days)


def _on_all(asked: Asked, name: KnownName) -> bool:
    """Whether a name is valid on the days; of an undated mention, whether it always is."""
    if not asked.days:
        return name.term.start is None and name.term.end is None
    return all(name.term.surely(day) for day in asked.days)


def _is_of_kind(speaker: KnownSpeaker, kind: SourceKind) -> bool:
    return (speaker.kind is SpeakerKind.ORGANISATION) == (kind is SourceKind.ORGANISATION)


def _is(speaker: KnownSpeaker, why: Why, tenure: Tenure | None = None) -> Resolution:
    return Resolution(speaker.id, why, known=speaker, tenure=tenure)


def _speakers(names: Iterable[KnownName]) -> list[KnownSpeaker]:
    return _distinct(one.speaker for one in names)


def _speakers_of(holders: Iterable[Holder]) -> list[KnownSpeaker]:
    return _distinct(speaker for speaker, _ in holders)


def _distinct(speakers: Iterable[KnownSpeaker]) -> list[KnownSpeaker]:
    """Each speaker once, those who were merged as one: the one that the others were merged into, where it is there."""
    found: dict[SpeakerId, KnownSpeaker] = {}
    for speaker in sorted(speakers, key=lambda one: (one.id != one.canonical, one.id)):
        found.setdefault(speaker.canonical, speaker)
    return list(found.values())


def _candidates(called: Sequence[KnownName]) -> tuple[Candidate, ...]:
    return _named(_speakers(called))


def _named(speakers: Iterable[KnownSpeaker]) -> tuple[Candidate, ...]:
    """The candidates with what tables say of them, for people to judge by; in the order of their ids."""
    return tuple(Candidate(one.id, described(one)) for one in sorted(speakers, key=lambda one: one.id))


def described(speaker: KnownSpeaker) -> str:
    """A speaker's offices with their times, and when the speaker died."""
    held = [f"{one.office.title} {one.term.start or '?'}–{one.term.end or ''}" for one in speaker.tenures]
    died = [f"died {speaker.died}"] if speaker.died else []
    return "; ".join([speaker.country or "no country", *held, *died])
