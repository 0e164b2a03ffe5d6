"""Which claims and speakers a filter means, as SQL conditions; a field left out filters nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import FromClause, Select, func, select

from db.reading.entities import Condition
from db.search import finds
from db.speakers import MOST_NAME_CHARACTERS
from db.tables import AliasRow
from domain.errors import BadFilter
from domain.statement import Kind, SpeechAct
from domain.text import name_key

_MOST_SPEAKERS = 1_000
"""Far more than a screen shows; a statement of PostgreSQL holds 32,767 values."""
_ALIAS = AliasRow.__table__  # type: ignore[attr-defined]  # SQLModel makes it


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Claims for which all of this holds; an empty tuple and None filter nothing.

    `said_on_from` is included, `said_on_before` is not. `text` is words that the content or its sentence holds,
    each whole or the beginning of a word.
    """

    speaker_ids: tuple[UUID, ...] = ()
    speaker_name: str | None = None
    kinds: tuple[Kind, ...] = ()
    speech_acts: tuple[SpeechAct, ...] = ()
    said_on_from: date | None = None
    said_on_before: date | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class SpeakerFilter:
    """Speakers for which all of this holds; `name` is any of their names, or a part of one."""

    name: str | None = None


def claim_conditions(where: ClaimFilter, claim: FromClause, *, is_sqlite: bool) -> list[Condition]:
    """The conditions on the rows of `claim`. Raises BadFilter."""
    conditions: list[Condition] = []
    if len(speaker_ids := set(where.speaker_ids)) > _MOST_SPEAKERS:
        raise BadFilter("speakerIds", f"names more than {_MOST_SPEAKERS} speakers; ask for some of them at a time")
    if speaker_ids:
        conditions.append(claim.c.speaker_id.in_(speaker_ids))
    if where.speaker_name is not None:
        conditions.append(claim.c.speaker_id.in_(_speakers_called(where.speaker_name)))
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
    return select(_ALIAS.c.speaker_id).where(_ALIAS.c.key == name_key(name))


def speaker_conditions(where: SpeakerFilter, speaker: FromClause) -> Sequence[Condition]:
    """The conditions on the rows of `speaker`. Raises BadFilter."""
    if where.name is None:
        return ()
    key = name_key(where.name)
    if not key:
        raise BadFilter("name", "holds no letter to look for; give a part of a name, or leave it out")
    if len(key) > MOST_NAME_CHARACTERS:
        raise BadFilter("name", f"has more than {MOST_NAME_CHARACTERS} letters; give a part of a name")
    called = select(_ALIAS.c.speaker_id).where(_ALIAS.c.key.contains(key, autoescape=True))
    return (speaker.c.id.in_(called),)


def only_speaker_called(name: str, speaker: FromClause) -> Sequence[Condition]:
    """The conditions of the one speaker who goes by exactly `name`; nobody where several do."""
    called = _speakers_called(name).distinct().subquery()
    only = select(func.count()).select_from(called).scalar_subquery() == 1
    return (speaker.c.id.in_(select(called.c.speaker_id)), only)
