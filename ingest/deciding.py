"""What every decision about who is who needs: who decides, whom they mean, and everything told by it afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement

from db.again import of_group, of_names, of_speaker_or_open
from db.judging import (
    NewJudgement,
    Teaching,
    add_judgement,
    make_office,
    make_speaker,
    office_by_id,
    office_of_title,
    speaker_by_id,
)
from db.merging import Group
from db.tables import SpeakerRow
from domain.errors import BadDecision
from domain.ids import JudgementId, OfficeId, SpeakerId
from domain.judgement import About, Decision
from domain.register import ListedOffice
from domain.speaker import SpeakerKind
from domain.terms import PartialDay
from extraction.office_titles import HOME, country_name, is_country, office_title, without_country
from ingest.acting import MOST_REASON, Acting, check_words
from ingest.again import resolve_again

MOST_SOURCE = 2_000
LONGEST_NAME = 300
"""Code points; the longest full name of a speaker in 2,387 news articles has 60."""


@dataclass(frozen=True, slots=True)
class NewSpeaker:
    """A speaker to be made, as no stored one is meant."""

    name: str
    kind: SpeakerKind = SpeakerKind.PERSON


type Whom = UUID | NewSpeaker | None
"""A stored speaker, one to be made, or None: nobody who can be named."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that was made: its judgement, and how many claims are told otherwise by it."""

    judgement: JudgementId
    claims_changed: int


@dataclass(frozen=True, slots=True)
class NewOffice:
    """An office by its title, perhaps with its country; stored unless there is one like it."""

    title: str
    country: str | None = None
    organisation: str | None = None


async def judge(acting: Acting, about: About, decision: Decision, *, why: str, **facts: object) -> JudgementId:
    """Leave a judgement of this sort, with the facts of `NewJudgement`; its id. Raises BadDecision."""
    check_words(why, "why", most=MOST_REASON)
    made = NewJudgement(about, decision, why, **facts)  # type: ignore[arg-type]  # the callers above name its fields
    return await add_judgement(acting.session, made, by=acting.by, now=acting.now)


def tell(acting: Acting, action: str, judgement: JudgementId, *, why: str, **facts: UUID | str | None) -> None:
    """Let the audit chain tell what a judgement decided: the ids, and the digest of the name that it is about."""
    acting.record(action, "judgement", judgement, after=facts, reason=why)


async def whom_id(acting: Acting, whom: Whom, judgement: JudgementId) -> UUID | None:
    """The id of whom somebody names, who is made by the judgement where nobody stored is meant. Raises BadDecision."""
    match whom:
        case None:
            return None
        case NewSpeaker(name, kind):
            check_words(name, "newSpeaker", most=LONGEST_NAME)
            return await make_speaker(acting.session, name.strip(), kind, teaching=Teaching(judgement, acting.now))
        case UUID():
            return (await existing_speaker(acting, whom, "speakerId")).id


async def existing_speaker(acting: Acting, identity: UUID, field: str) -> SpeakerRow:
    """The speaker of an id that `field` of the input gives. Raises BadDecision."""
    row = await speaker_by_id(acting.session, identity)
    if row is None:
        raise BadDecision(field, "names no speaker; pass an id that speakers gave")
    return row


async def meant_office(acting: Acting, office: UUID | NewOffice) -> OfficeId:
    """The id of an office that somebody names, made where none is like it.

    One that names neither a country nor a body is the newsroom's own country's. Raises BadDecision.
    """
    session = acting.session
    if isinstance(office, UUID):
        if await office_by_id(session, office) is None:
            raise BadDecision("officeId", "names no office; pass an id that offices gave")
        return OfficeId(office)
    check_words(office.title, "office", most=LONGEST_NAME)
    if office.organisation is not None:
        check_words(office.organisation, "office.organisation", most=LONGEST_NAME)
    if is_country(office.title):
        raise BadDecision("office", "is a country and no title; write one such as «رئیس جمهور»")
    if office.country is not None and country_name(office.country) is None:
        raise BadDecision("office.country", "is no country that is known here; give its two letters, such as IR")
    title = office_title(office.title)
    at_home = title.country == HOME or (title.country is None and not office.organisation)
    country = office.country or (acting.home_country if at_home else title.country)
    known = await office_of_title(session, title.key, country)
    if len(known) == 1:
        return known[0]
    listed = ListedOffice("", without_country(office.title), country=country, organisation=office.organisation)
    return await make_office(session, listed, office_title(listed.title).key, now=acting.now)


async def settled(acting: Acting, judgement: JudgementId, keys: Iterable[str]) -> Decided:
    """The decision, once the mentions by names of these keys are resolved again."""
    return await _again(acting, judgement, of_names(keys))


async def settled_of_group(acting: Acting, judgement: JudgementId, group: Group, *, moved: int) -> Decided:
    """The decision, once all mentions that may be one of a group of speakers are resolved again.

    `moved` claims are another's by it already, of which some may have another role too.
    """
    again = await _again(acting, judgement, of_group(group))
    return Decided(judgement, max(moved, again.claims_changed))


async def settled_of(acting: Acting, judgement: JudgementId, speaker: SpeakerRow) -> Decided:
    """The decision, once the mentions that a tenure of the speaker may tell are resolved again."""
    return await _again(acting, judgement, of_speaker_or_open(SpeakerId(speaker.canonical_id)))


async def _again(acting: Acting, judgement: JudgementId, which: ColumnElement[bool]) -> Decided:
    changed = await resolve_again(acting.session, which, home_country=acting.home_country, now=acting.now)
    return Decided(judgement, changed)


def exact_day(day: date | None) -> PartialDay | None:
    """A day that is wholly known, None for none."""
    return PartialDay(day) if day is not None else None
