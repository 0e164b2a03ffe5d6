"""Which claims and speakers a filter means, as SQL conditions; a field left out filters nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, FromClause, Select, and_, case, exists, func, or_, select, union

from db.reading.entities import Condition, table_of
from db.search import finds
from db.speakers import MOST_NAME_CHARACTERS
from db.tables import (
    AliasRow,
    ClaimRow,
    MentionCandidateRow,
    MentionRow,
    OfficeAliasRow,
    OfficeRow,
    SpeakerRow,
    TenureRow,
)
from domain.dates import Precision
from domain.errors import BadFilter
from domain.judgement import About
from domain.sounds import LEAST_SOUND, sounds_like
from domain.speaker import Origin
from domain.statement import Kind, SpeechAct
from domain.text import name_key, speaker_key

_MOST_SPEAKERS = 1_000
"""Far more than a screen shows; a statement of PostgreSQL holds 32,767 values."""
_DAYS_AFTER = {Precision.MONTH: 30, Precision.YEAR: 365}
"""From the first day of a period to its last, at most."""
_SPEAKER, _ALIAS, _CLAIM, _OFFICE, _OFFICE_ALIAS, _TENURE, _MENTION, _CANDIDATE = (
    table_of(row)
    for row in (SpeakerRow, AliasRow, ClaimRow, OfficeRow, OfficeAliasRow, TenureRow, MentionRow, MentionCandidateRow)
)


@dataclass(frozen=True, slots=True)
class OfficeFilter:
    """Offices for which all of this holds; None filters nothing.

    `title_key` is a title as offices are compared, without its country; `country` is ISO 3166's two letters.
    """

    title_key: str | None = None
    country: str | None = None
    organisation: str | None = None
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Claims for which all of this holds; an empty tuple and None filter nothing.

    `said_on_from` is included, `said_on_before` is not. `text` is words that the content or its sentence holds,
    each whole or the beginning of a word. `office` is one that the speaker held on the day of the claim, as the tables
    or, of a title, the article alone tells.
    """

    speaker_ids: tuple[UUID, ...] = ()
    speaker_name: str | None = None
    kinds: tuple[Kind, ...] = ()
    speech_acts: tuple[SpeechAct, ...] = ()
    office: OfficeFilter | None = None
    said_on_from: date | None = None
    said_on_before: date | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class SpeakerFilter:
    """Speakers for which all of this holds; None filters nothing.

    `name` is any of their names, or a part of one, or what sounds like one. `office` is one that they held, on the day
    `on` where it is given. `country` is where they are at home. `waits` is whether an open judgement names them.
    """

    name: str | None = None
    office: OfficeFilter | None = None
    on: date | None = None
    country: str | None = None
    waits: bool | None = None


@dataclass(frozen=True, slots=True)
class JudgementFilter:
    """Judgements for which all of this holds; None filters nothing.

    `name` is a part of the name that they are about. `speaker_id` is who they name, or whom a mention that waits for
    them may mean.
    """

    is_open: bool | None = None
    about: About | None = None
    name: str | None = None
    speaker_id: UUID | None = None


def claim_conditions(where: ClaimFilter, claim: FromClause, *, is_sqlite: bool) -> list[Condition]:
    """The conditions on the rows of `claim`. Raises BadFilter."""
    conditions: list[Condition] = []
    if len(speaker_ids := set(where.speaker_ids)) > _MOST_SPEAKERS:
        raise BadFilter("speakerIds", f"names more than {_MOST_SPEAKERS} speakers; ask for some of them at a time")
    if speaker_ids:
        canonical = select(_SPEAKER.c.canonical_id).where(_SPEAKER.c.id.in_(speaker_ids))
        conditions.append(claim.c.speaker_id.in_(canonical))
    if where.speaker_name is not None:
        conditions.append(claim.c.speaker_id.in_(_speakers_called(where.speaker_name)))
    if where.office is not None:
        conditions.append(claim.c.id.in_(_said_in_office(where.office, is_sqlite=is_sqlite)))
    if where.kinds:
        conditions.append(claim.c.kind.in_({kind.value for kind in where.kinds}))
    if where.speech_acts:
        conditions.append(claim.c.speech_act.in_({act.value for act in where.speech_acts}))
    if where.said_on_from is not None:
        conditions.append(claim.c.said_on >= where.said_on_from)
    if where.said_on_before is not None:
        conditions.append(claim.c.said_on < where.said_on_before)
    if where.text is not None:
        conditions.append(finds(where.text, claim, is_sqlite=is_sqlite))
    return conditions


def _speakers_called(name: str) -> Select[UUID]:
    """The ids of those who go by exactly this name."""
    return _whose(_ALIAS.c.key == speaker_key(name))


def _whose(names: Condition) -> Select[Any]:
    """The ids of the speakers whose names are such; of those who were merged, the one whom they were merged into."""
    query = select(_SPEAKER.c.canonical_id).join(_ALIAS, _ALIAS.c.speaker_id == _SPEAKER.c.id)
    return query.where(names, _ALIAS.c.rejected_by.is_(None))


def _offices(where: OfficeFilter) -> Select[Any]:
    """The ids of the offices that a filter means."""
    query = select(_OFFICE.c.id)
    if where.id is not None:
        query = query.where(_OFFICE.c.id == where.id)
    if where.title_key is not None:
        titled = select(_OFFICE_ALIAS.c.office_id).where(_OFFICE_ALIAS.c.key == where.title_key)
        query = query.where(_OFFICE.c.id.in_(titled))
    if where.country is not None:
        query = query.where(_OFFICE.c.country == where.country)
    if where.organisation is not None:
        query = query.where(_OFFICE.c.organisation_key == name_key(where.organisation))
    return query


def office_conditions(where: OfficeFilter, office: FromClause) -> Sequence[Condition]:
    """The conditions on the rows of `office`. Raises BadFilter."""
    return (office.c.id.in_(_offices(where)),)


def _said_in_office(where: OfficeFilter, *, is_sqlite: bool) -> CompoundSelect[Any]:
    """The ids of claims whose speaker held such an office on their day, as the tables tell or their article does.

    Each way has an index of its own, which one condition of all of them would leave unused.
    """
    claim, tenure, holder = _CLAIM.alias(), _TENURE.alias(), _SPEAKER.alias()
    held = (
        select(claim.c.id)
        .join_from(tenure, holder, holder.c.id == tenure.c.speaker_id)
        .join(claim, claim.c.speaker_id == holder.c.canonical_id)
        .where(
            tenure.c.rejected_by.is_(None),
            tenure.c.office_id.in_(_offices(where)),
            tenure.c.held_from <= claim.c.said_on,
            tenure.c.held_until > _last_day(claim, is_sqlite=is_sqlite),
        )
    )
    found = [select(_CLAIM.c.id).where(_CLAIM.c.office_id.in_(_offices(where))), held]
    told_by_country = where.country is not None and where.title_key is None
    if told_by_country and where.organisation is None and where.id is None:
        found.append(select(_CLAIM.c.id).where(_CLAIM.c.role_country == where.country))
    if where.title_key is not None and where.organisation is None and where.id is None:
        told = f"{where.title_key}|"
        key = _CLAIM.c.role_key
        alike = key == told + where.country if where.country else key.between(told, told + "ZZ")
        found.append(select(_CLAIM.c.id).where(alike))
    return union(*found)


def _last_day(claim: FromClause, *, is_sqlite: bool) -> Any:
    """The last day on which a claim may have been said."""
    after = case(_DAYS_AFTER, value=claim.c.said_on_precision, else_=0)
    if is_sqlite:
        return func.date(claim.c.said_on, func.printf("+%d days", after))
    return claim.c.said_on + after


def speaker_conditions(where: SpeakerFilter, speaker: FromClause) -> Sequence[Condition]:
    """The conditions on the rows of `speaker`. Raises BadFilter."""
    conditions: list[Condition] = []
    if where.name is not None:
        conditions.append(speaker.c.id.in_(_whose(_is_like(where.name))))
    if where.country is not None:
        conditions.append(speaker.c.country == where.country)
    if where.office is not None or where.on is not None:
        conditions.append(speaker.c.id.in_(_holders(where.office or OfficeFilter(), where.on)))
    if where.waits is not None:
        waiting = speaker.c.id.in_(_waited_for())
        conditions.append(waiting if where.waits else ~waiting)
    return conditions


def _is_like(name: str) -> Condition:
    """That a name holds `name`, however it is spelt; where none does, that it sounds alike.

    What has two consonants at most sounds like too much to look for among names that articles alone tell.
    """
    key = _part_of_name(name)
    other = _ALIAS.alias()
    spelt_so = exists().where(other.c.key.contains(key, autoescape=True), other.c.rejected_by.is_(None))
    holds = _ALIAS.c.key.contains(key, autoescape=True)
    parts = sounds_like(name)
    if not parts:
        return holds
    sounds = [_ALIAS.c.sound.contains(part, autoescape=True) for part in parts]
    if not any(len(part.strip()) >= LEAST_SOUND for part in parts):
        sounds.append(_ALIAS.c.origin != Origin.LEARNED.value)
    return or_(holds, and_(~spelt_so, *sounds))


def _part_of_name(name: str) -> str:
    """The key of a part of a name. Raises BadFilter."""
    key = speaker_key(name)
    if not key:
        raise BadFilter("name", "holds no letter to look for; give a part of a name, or leave it out")
    if len(key) > MOST_NAME_CHARACTERS:
        raise BadFilter("name", f"has more than {MOST_NAME_CHARACTERS} letters; give a part of a name")
    return key


def _holders(where: OfficeFilter, on: date | None) -> Select[Any]:
    """Those who held such an office, on a day or at any time."""
    tenure = _TENURE.alias()
    query = select(_SPEAKER.c.canonical_id).join(tenure, tenure.c.speaker_id == _SPEAKER.c.id)
    query = query.where(tenure.c.rejected_by.is_(None), tenure.c.office_id.in_(_offices(where)))
    return query if on is None else query.where(tenure.c.held_from <= on, tenure.c.held_until > on)


def _waited_for() -> Select[Any]:
    """Those who an open judgement says a mention may be."""
    return (
        select(_SPEAKER.c.canonical_id)
        .join(_CANDIDATE, _CANDIDATE.c.speaker_id == _SPEAKER.c.id)
        .join(_MENTION, _MENTION.c.id == _CANDIDATE.c.mention_id)
        .where(_MENTION.c.judgement_id.is_not(None))
    )


def judgement_conditions(where: JudgementFilter, judgement: FromClause) -> Sequence[Condition]:
    """The conditions on the rows of `judgement`. Raises BadFilter."""
    conditions: list[Condition] = []
    if where.is_open is not None:
        conditions.append(judgement.c.is_open.is_(where.is_open))
    if where.about is not None:
        conditions.append(judgement.c.about == where.about.value)
    if where.name is not None:
        conditions.append(judgement.c.key.contains(_part_of_name(where.name), autoescape=True))
    if where.speaker_id is not None:
        conditions.append(_names_speaker(where.speaker_id, judgement))
    return conditions


def _names_speaker(key: UUID, judgement: FromClause) -> Condition:
    """That a judgement names the speaker or one merged into the same, or that a mention waiting for it may mean one."""
    own, same = _SPEAKER.alias(), _SPEAKER.alias()
    canonical = select(own.c.canonical_id).where(own.c.id == key).scalar_subquery()
    meant = select(same.c.id).where(same.c.canonical_id == canonical)
    waiting = (
        select(_MENTION.c.judgement_id)
        .join(_CANDIDATE, _CANDIDATE.c.mention_id == _MENTION.c.id)
        .where(_CANDIDATE.c.speaker_id.in_(meant), _MENTION.c.judgement_id.is_not(None))
    )
    return or_(judgement.c.speaker_id.in_(meant), judgement.c.other_id.in_(meant), judgement.c.id.in_(waiting))


def only_speaker_called(name: str, speaker: FromClause) -> Sequence[Condition]:
    """The conditions of the one speaker who goes by exactly `name`; nobody where several do."""
    called = _speakers_called(name).distinct().subquery()
    only = select(func.count()).select_from(called).scalar_subquery() == 1
    return (speaker.c.id.in_(select(called.c.canonical_id)), only)


def is_speaker(key: UUID, speaker: FromClause) -> Sequence[Condition]:
    """The conditions of the speaker of this id, or of the one whom that speaker was merged into."""
    other = _SPEAKER.alias()
    return (speaker.c.id == select(other.c.canonical_id).where(other.c.id == key).scalar_subquery(),)
