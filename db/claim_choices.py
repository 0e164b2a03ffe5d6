"""What a filter of claims names, as the facets of its claims show it; what a filter inside it names is no choice."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Date, FromClause, Select, Uuid, or_, select
from sqlalchemy.types import TypeEngine

from db.bound import AnyName, AnyOf, SpeakerKey, bound, is_any_of
from db.claim_filters import PREFIX, ClaimFilter
from db.filters import speakers_called
from db.reading.entities import Condition, table_of
from db.reading.rows import Choices
from db.tables import OutletRow, SpeakerRow, TopicRow, VerdictRow

_OUTLET, _SPEAKER, _TOPIC, _VERDICT = (table_of(row) for row in (OutletRow, SpeakerRow, TopicRow, VerdictRow))

type _Chosen = Callable[[FromClause], Condition] | None


def choices_of(where: ClaimFilter, *, is_sqlite: bool) -> Choices:
    """The choices that a filter makes, with parameters named as in `where.apart()`."""
    named = _Named(where, is_sqlite=is_sqlite)
    return Choices(
        speakers=_any(named.speakers()),
        topics=_any(named.of(_TOPIC.c.canonical_id, (_TOPIC.c.id, "topic_ids"), (_TOPIC.c.key, "topic_names"))),
        outlets=_any(named.of(_OUTLET.c.id, (_OUTLET.c.id, "outlet_ids"), (_OUTLET.c.key, "outlet_names"))),
        verdicts=_any(named.of(_VERDICT.c.id, (_VERDICT.c.id, "verdict_ids"), (_VERDICT.c.key, "verdict_keys"))),
        kinds=named.bound("kinds", AnyOf()) if where.kinds else None,
        days=named.days(),
    )


class _Named:
    """The values that the fields of a filter name."""

    def __init__(self, where: ClaimFilter, *, is_sqlite: bool) -> None:
        self._where = where
        self._is_sqlite = is_sqlite

    def bound(self, field: str, kind: TypeEngine[Any]) -> BindParameter[Any]:
        """The parameter of the values that a field holds."""
        return bound(PREFIX, field, getattr(self._where, field), kind)

    def of(self, found: ColumnElement[UUID], *fields: tuple[ColumnElement[Any], str]) -> Iterator[Select[UUID]]:
        """The ids of the rows that fields name, each by a column: lists of ids, names or keys."""
        kinds = {"ids": AnyOf(of_ids=True), "names": AnyName(), "keys": AnyOf()}
        for column, field in fields:
            if getattr(self._where, field):
                values = self.bound(field, kinds[field.rpartition("_")[2]])
                yield select(found).where(is_any_of(column, values, is_sqlite=self._is_sqlite))

    def speakers(self) -> Iterator[Select[UUID]]:
        """The ids of the speakers who are named, each way."""
        canonical = _SPEAKER.c.canonical_id
        if self._where.speaker_id is not None:
            yield select(canonical).where(_SPEAKER.c.id == self.bound("speaker_id", Uuid()))
        yield from self.of(canonical, (_SPEAKER.c.id, "speaker_ids"))
        if self._where.speaker_name is not None:
            yield speakers_called(self.bound("speaker_name", SpeakerKey()))

    def days(self) -> tuple[ColumnElement[Any], ColumnElement[Any]] | None:
        """The first of the days that are asked for and the one after the last, where both ends are given."""
        for first, before in (("said_on_from", "said_on_before"), ("said_within_from", "said_within_before")):
            if getattr(self._where, first) is not None and getattr(self._where, before) is not None:
                return self.bound(first, Date()), self.bound(before, Date())
        return None


def _any(ways: Iterator[Select[UUID]]) -> _Chosen:
    """That a row is one of those that are named, any way; None where none is."""
    ids = list(ways)
    return (lambda row: or_(*(row.c.id.in_(some) for some in ids))) if ids else None
