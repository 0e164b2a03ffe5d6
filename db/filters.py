"""Which speakers, offices and judgements a filter means, as SQL conditions; a field left out filters nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Select, Text, Uuid, and_, exists, func, or_, select

from db.bound import NameKey, bound
from db.reading.entities import Condition, table_of
from db.speakers import MOST_NAME_CHARACTERS
from db.tables import (
    AliasRow,
    MentionCandidateRow,
    MentionRow,
    OfficeAliasRow,
    OfficeRow,
    SpeakerRow,
    TenureRow,
)
from domain.errors import BadFilter
from domain.judgement import About
from domain.sounds import LEAST_SOUND, sounds_like
from domain.speaker import Origin
from domain.text import speaker_key

_SPEAKER, _ALIAS, _OFFICE, _OFFICE_ALIAS, _TENURE, _MENTION, _CANDIDATE = (
    table_of(row)
    for row in (SpeakerRow, AliasRow, OfficeRow, OfficeAliasRow, TenureRow, MentionRow, MentionCandidateRow)
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


def speakers_called(name: ColumnElement[Any]) -> Select[UUID]:
    """The ids of those who go by exactly this name, a parameter of type SpeakerKey."""
    return _whose(_ALIAS.c.key == name)


def _whose(names: Condition) -> Select[Any]:
    """The ids of the speakers whose names are such; of those who were merged, the one whom they were merged into."""
    query = select(_SPEAKER.c.canonical_id).join(_ALIAS, _ALIAS.c.speaker_id == _SPEAKER.c.id)
    return query.where(names, _ALIAS.c.rejected_by.is_(None))


def offices_meant(where: OfficeFilter, prefix: str = "office") -> Select[Any]:
    """The ids of the offices that a filter means, with parameters whose names begin with `prefix`."""
    query = select(_OFFICE.c.id)
    if where.id is not None:
        query = query.where(_OFFICE.c.id == bound(prefix, "id", where.id, Uuid()))
    if where.title_key is not None:
        key = bound(prefix, "title_key", where.title_key, Text())
        query = query.where(_OFFICE.c.id.in_(select(_OFFICE_ALIAS.c.office_id).where(_OFFICE_ALIAS.c.key == key)))
    if where.country is not None:
        query = query.where(_OFFICE.c.country == bound(prefix, "country", where.country, Text()))
    if where.organisation is not None:
        named = bound(prefix, "organisation", where.organisation, NameKey())
        query = query.where(_OFFICE.c.organisation_key == named)
    return query


def office_conditions(where: OfficeFilter, office: FromClause) -> Sequence[Condition]:
    """The conditions on the rows of `office`. Raises BadFilter."""
    return (office.c.id.in_(offices_meant(where)),)


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
    query = query.where(tenure.c.rejected_by.is_(None), tenure.c.office_id.in_(offices_meant(where)))
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


def only_speaker_called(name: ColumnElement[Any], speaker: FromClause) -> Sequence[Condition]:
    """The conditions of the one speaker who goes by exactly `name`, of type SpeakerKey; nobody where several do."""
    called = speakers_called(name).distinct().subquery()
    only = select(func.count()).select_from(called).scalar_subquery() == 1
    return (speaker.c.id.in_(select(called.c.canonical_id)), only)


def is_speaker(key: ColumnElement[Any], speaker: FromClause) -> Sequence[Condition]:
    """The conditions of the speaker of this id, a parameter, or of the one whom that speaker was merged into."""
    other = _SPEAKER.alias()
    return (speaker.c.id == select(other.c.canonical_id).where(other.c.id == key).scalar_subquery(),)
