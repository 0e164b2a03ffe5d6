"""Tells of many statements at once who made them: asks the database what is known, resolves, and finds the role."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from db.directory import known_by_ids, known_holders, known_names, not_provisional
from db.mentions import Decided, Mention
from db.sessions import ReadSession
from db.speakers import NewSpeaker, canonical_ids
from domain.calendars import end_of
from domain.claim import Identity
from domain.dates import SaidOn
from domain.ids import ArticleId, MentionId, SpeakerId, mention_id, speaker_id
from domain.speaker import KnownSpeaker, SpeakerKind, Tenure
from domain.statement import Source, SourceKind
from domain.text import speaker_key
from extraction.office_titles import office_title
from ingest.directory import Directory
from ingest.resolve import Asked, Candidate, Resolution, Why, resolve_source
from ingest.roles import role_of

_ABROAD = 2
"""An article is about other countries when it names them oftener than this, and than its own twice over."""


@dataclass(frozen=True, slots=True)
class MentionFacts:
    """A source of an article, with what resolving it needs; `decided` None: nobody has said who it is.

    `name` is the fullest that the article prints, `key` the name as it is compared.
    """

    id: MentionId
    article: ArticleId
    source: Source
    name: str
    key: str
    home: str | None
    abroad: bool
    decided: Decided | None = None


def mention_of(
    article: ArticleId, source: Source, *, home: str | None, abroad: bool, decided: Mapping[MentionId, Decided]
) -> MentionFacts:
    """A source of an article as it is resolved; `decided` are the mentions of which people said who they are."""
    name = source.printed or source.name
    key = speaker_key(name)
    identity = mention_id(article, source.kind, key)
    return MentionFacts(identity, article, source, name, key, home, abroad, decided.get(identity))


@dataclass(frozen=True, slots=True)
class Question:
    """Who made one statement: an article's source, on the days on which it may have been."""

    mention: MentionFacts
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Identified:
    """The answers to questions, in their order, with what has to be stored for them."""

    identities: tuple[Identity, ...]
    mentions: tuple[Mention, ...]
    new_speakers: tuple[NewSpeaker, ...]


@dataclass(slots=True)
class _Told:
    """What was resolved of one mention: its answers on the days on which it was asked about."""

    facts: MentionFacts
    resolutions: dict[tuple[date, ...], Resolution] = field(default_factory=dict)


def is_abroad(countries: Mapping[str, int], home: str | None) -> bool:
    """Whether an article that names countries so often is about others than the outlet's own.

    >>> is_abroad({"IR": 2, "VE": 3}, "IR"), is_abroad({"VE": 4}, "IR")
    (False, True)
    """
    here = countries.get(home or "", 0) + countries.get("home", 0)
    return sum(countries.values()) - here > max(_ABROAD, 2 * here)


def days_of(said_on: SaidOn | None, published_on: date | None) -> tuple[date, ...]:
    """The first and the last day on which something may have been said; () where nothing is known."""
    if said_on is None:
        return (published_on,) if published_on else ()
    last = end_of(said_on.day, said_on.precision)
    return tuple(dict.fromkeys((said_on.day, date.fromordinal(last.toordinal() - 1))))


async def identify(session: ReadSession, questions: Sequence[Question]) -> Identified:
    """Who made each statement, as far as it is sure; a dozen statements of SQL at most for all of them together."""
    told: dict[MentionId, _Told] = {}
    for question in questions:
        told.setdefault(question.mention.id, _Told(question.mention))
    known = await _directory(session, [one.facts for one in told.values()])
    asked = [(told[question.mention.id], question.days) for question in questions]
    for one, days in asked:
        if days not in one.resolutions:
            one.resolutions[days] = _resolve(one.facts, days, known)
    speakers = await _speakers(session, [one.resolutions[days] for one, days in asked])
    identities = tuple(_identity(one.facts, days, one.resolutions[days], speakers) for one, days in asked)
    return Identified(identities, tuple(_mention(one) for one in told.values()), tuple(_new_speakers(told.values())))


async def _directory(session: ReadSession, mentions: Sequence[MentionFacts]) -> Directory:
    """What is known of the names and the offices that the mentions give."""
    open_ones = [one for one in mentions if one.decided is None and one.source.kind is not SourceKind.UNNAMED]
    names = {one.key for one in open_ones}
    made = {speaker_id(one.name) for one in open_ones if one.source.kind is not SourceKind.OFFICE}
    titles = {office_title(words).key for one in open_ones for words in one.source.offices}
    found = await known_names(session, names)
    holders, not_new = await known_holders(session, titles), await not_provisional(session, made)
    return Directory(found.known, holders, found.taken, not_new)


def _resolve(facts: MentionFacts, days: tuple[date, ...], known: Directory) -> Resolution:
    if facts.decided is not None:
        return Resolution(facts.decided.speaker_id, Why.DECIDED)
    return resolve_source(Asked(facts.source, days, facts.home, facts.abroad), known)


@dataclass(frozen=True, slots=True)
class _Speakers:
    """Whom the resolved speakers were merged into, and what is known of those whom resolution did not look at."""

    canonical: Mapping[SpeakerId, SpeakerId]
    known: Mapping[UUID, KnownSpeaker]


async def _speakers(session: ReadSession, found: Iterable[Resolution]) -> _Speakers:
    resolved = {one.speaker: one for one in found if one.speaker is not None}
    canonical = await canonical_ids(session, resolved.keys())
    unseen = {speaker for speaker, one in resolved.items() if one.known is None and not one.is_new}
    known = await known_by_ids(session, unseen | set(canonical.values()))
    return _Speakers(canonical, known)


def _identity(facts: MentionFacts, days: tuple[date, ...], resolution: Resolution, speakers: _Speakers) -> Identity:
    speaker = resolution.speaker
    canonical = speakers.canonical.get(speaker, speaker) if speaker is not None else None
    known = resolution.known or (speakers.known.get(canonical) if canonical is not None else None)
    tenures: Sequence[Tenure] = known.tenures if known is not None else ()
    home = None if facts.abroad else facts.home
    role = role_of(facts.source, tenures, days, home=home, by=resolution.tenure)
    return Identity(facts.id, speaker, canonical, role)


def _mention(told: _Told) -> Mention:
    facts = told.facts
    resolutions = list(told.resolutions.values())
    unsure = [one for one in resolutions if one.speaker is None and one.why not in {Why.UNNAMED, Why.DECIDED}]
    candidates: dict[SpeakerId, Candidate] = {}
    for one in unsure:
        for candidate in one.candidates:
            candidates.setdefault(candidate.speaker, candidate)
    return Mention(
        id=facts.id,
        article_id=facts.article,
        name=facts.name,
        key=facts.key,
        kind=facts.source.kind,
        offices=facts.source.offices,
        abroad=facts.abroad,
        why=(unsure or resolutions)[0].why.value,
        waits=bool(unsure),
        candidates=tuple((one.speaker, one.why) for one in candidates.values()),
    )


def _new_speakers(told: Iterable[_Told]) -> Iterable[NewSpeaker]:
    for one in told:
        new = next((found for found in one.resolutions.values() if found.is_new), None)
        if new is not None and new.speaker is not None:
            organisation = one.facts.source.kind is SourceKind.ORGANISATION
            kind = SpeakerKind.ORGANISATION if organisation else SpeakerKind.PERSON
            yield NewSpeaker(new.speaker, one.facts.name, kind)
