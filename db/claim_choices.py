"""What a filter of claims names, as the facets of its claims show it; what a filter inside it names is no choice."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Date, FromClause, Select, Uuid, or_, select
from sqlalchemy.types import TypeEngine

from db.bound import AnyOf, SpeakerKey, bound, is_any_of
from db.claim_filters import PREFIX, ClaimFilter
from db.filters import speakers_called
from db.reading.entities import Condition, table_of
from db.reading.rows import Choices
from db.tables import SpeakerRow

_SPEAKER = table_of(SpeakerRow)


def choices_of(where: ClaimFilter, *, is_sqlite: bool) -> Choices:
    """The choices that a filter makes, with parameters named as in `where.values`."""
    return Choices(
        speakers=_any(_speakers(where, is_sqlite=is_sqlite)),
        kinds=_bound("kinds", where.kinds, AnyOf()) if where.kinds else None,
        days=_days(where),
    )


def _speakers(where: ClaimFilter, *, is_sqlite: bool) -> list[Select[UUID]]:
    """The ids of the speakers that are named, each way."""
    canonical, ways = select(_SPEAKER.c.canonical_id), []
    if where.speaker_id is not None:
        ways.append(canonical.where(_SPEAKER.c.id == _bound("speaker_id", where.speaker_id, Uuid())))
    if where.speaker_ids:
        ids = _bound("speaker_ids", where.speaker_ids, AnyOf(of_ids=True))
        ways.append(canonical.where(is_any_of(_SPEAKER.c.id, ids, is_sqlite=is_sqlite)))
    if where.speaker_name is not None:
        ways.append(speakers_called(_bound("speaker_name", where.speaker_name, SpeakerKey())))
    return ways


def _any(ways: list[Select[UUID]]) -> Callable[[FromClause], Condition] | None:
    return (lambda row: or_(*(row.c.id.in_(ids) for ids in ways))) if ways else None


def _bound(field: str, value: object, kind: TypeEngine[Any]) -> BindParameter[Any]:
    return bound(PREFIX, field, value, kind)


def _days(where: ClaimFilter) -> tuple[ColumnElement[Any], ColumnElement[Any]] | None:
    first, before = where.said_on_from, where.said_on_before
    if first is None or before is None:
        return None
    return _bound("said_on_from", first, Date()), _bound("said_on_before", before, Date())
