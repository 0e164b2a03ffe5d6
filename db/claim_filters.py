"""Which claims a filter means, as SQL conditions; a field left out filters nothing."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Date,
    FromClause,
    Text,
    Uuid,
    case,
    func,
    select,
    union,
)
from sqlalchemy.types import TypeEngine

from db.bound import AnyOf, Named, Shape, SpeakerKey, bound, is_any_of, named, shape_of, values_of
from db.filters import OfficeFilter, offices_meant, speakers_called
from db.reading.entities import Condition, table_of
from db.search import SearchWords, finds, read_search
from db.tables import ClaimRow, SpeakerRow, TenureRow
from domain.dates import Precision
from domain.errors import BadFilter
from domain.statement import Kind, SpeechAct

MOST_SPEAKERS = 1_000
"""Far more than a screen shows."""
PREFIX = "where"
"""With which the names of its values begin."""
_DAYS_AFTER = {Precision.MONTH: 30, Precision.YEAR: 365}
"""From the first day of a period to its last, at most."""
_SPEAKER, _CLAIM, _TENURE = (table_of(row) for row in (SpeakerRow, ClaimRow, TenureRow))


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Claims for which all of this holds; an empty tuple and None filter nothing.

    `said_on_from` is included, `said_on_before` is not. `text` is words that the content or its sentence holds,
    each whole or the beginning of a word. `office` is one that the speaker held on the day of the claim, as the tables
    or, of a title, the article alone tells.
    """

    speaker_id: UUID | None = None
    speaker_ids: tuple[UUID, ...] = ()
    speaker_name: str | None = None
    kinds: tuple[Kind, ...] = ()
    speech_acts: tuple[SpeechAct, ...] = ()
    office: OfficeFilter | None = None
    said_on_from: date | None = None
    said_on_before: date | None = None
    text: str | None = None

    def check(self) -> None:
        """Raise BadFilter for what cannot be looked for."""
        if len(set(self.speaker_ids)) > MOST_SPEAKERS:
            raise BadFilter("speakerIds", f"names more than {MOST_SPEAKERS} speakers; ask for some of them at a time")
        if self.text is not None:
            read_search(self.text)

    @property
    def shape(self) -> Shape:
        """What its conditions are built by."""
        return shape_of(PREFIX, self)

    @property
    def values(self) -> Named:
        """The values of the parameters in its conditions."""
        return values_of(PREFIX, self)


def claim_conditions(where: ClaimFilter, claim: FromClause, *, is_sqlite: bool) -> list[Condition]:
    """The conditions on the rows of `claim`, with parameters named as in `where.values`. Raises BadFilter."""
    where.check()
    return _Conditions(where, claim, PREFIX, is_sqlite=is_sqlite).all()


class _Conditions:
    """The conditions of a filter on the rows of `claim`: a method for each field, called where it is filled."""

    def __init__(self, where: ClaimFilter, claim: FromClause, prefix: str, *, is_sqlite: bool) -> None:
        self._where = where
        self._claim = claim
        self._prefix = prefix
        self._is_sqlite = is_sqlite

    def all(self) -> list[Condition]:
        filled = (field.name for field in fields(self._where) if getattr(self._where, field.name) not in {None, ()})
        return [getattr(self, name)() for name in filled]

    def speaker_id(self) -> Condition:
        """One speaker is found through an index that has the order of lists, too; several are not."""
        canonical = select(_SPEAKER.c.canonical_id).where(_SPEAKER.c.id == self._bound("speaker_id", Uuid()))
        condition: Condition = self._claim.c.speaker_id == canonical.scalar_subquery()
        return condition

    def speaker_ids(self) -> Condition:
        canonical = select(_SPEAKER.c.canonical_id).where(self._any_of(_SPEAKER.c.id, "speaker_ids", of_ids=True))
        return self._claim.c.speaker_id.in_(canonical)

    def speaker_name(self) -> Condition:
        return self._claim.c.speaker_id.in_(speakers_called(self._bound("speaker_name", SpeakerKey())))

    def kinds(self) -> Condition:
        return self._any_of(self._claim.c.kind, "kinds")

    def speech_acts(self) -> Condition:
        return self._any_of(self._claim.c.speech_act, "speech_acts")

    def office(self) -> Condition:
        return self._claim.c.id.in_(self._said_in_office())

    def said_on_from(self) -> Condition:
        return self._claim.c.said_on >= self._bound("said_on_from", Date())

    def said_on_before(self) -> Condition:
        return self._claim.c.said_on < self._bound("said_on_before", Date())

    def text(self) -> Condition:
        return finds(self._bound("text", SearchWords()), self._claim, is_sqlite=self._is_sqlite)

    def _said_in_office(self) -> CompoundSelect[Any]:
        """The ids of claims whose speaker held such an office on their day, as the tables tell or their article does.

        Each way has an index of its own, which one condition of all of them would leave unused.
        """
        where, prefix = self._where.office, named(self._prefix, "office")
        assert where is not None  # noqa: S101 - asked only where it is filled
        claim, tenure, holder = _CLAIM.alias(), _TENURE.alias(), _SPEAKER.alias()
        held = (
            select(claim.c.id)
            .join_from(tenure, holder, holder.c.id == tenure.c.speaker_id)
            .join(claim, claim.c.speaker_id == holder.c.canonical_id)
            .where(
                tenure.c.rejected_by.is_(None),
                tenure.c.office_id.in_(offices_meant(where, prefix)),
                tenure.c.held_from <= claim.c.said_on,
                tenure.c.held_until > _last_day(claim, is_sqlite=self._is_sqlite),
            )
        )
        found = [select(_CLAIM.c.id).where(_CLAIM.c.office_id.in_(offices_meant(where, prefix))), held]
        country = bound(prefix, "country", where.country, Text())
        told_by_country = where.country is not None and where.title_key is None
        if told_by_country and where.organisation is None and where.id is None:
            found.append(select(_CLAIM.c.id).where(_CLAIM.c.role_country == country))
        if where.title_key is not None and where.organisation is None and where.id is None:
            told = bound(prefix, "title_key", where.title_key, Text()).concat("|")
            key = _CLAIM.c.role_key
            alike = key == told.concat(country) if where.country else key.between(told, told.concat("ZZ"))
            found.append(select(_CLAIM.c.id).where(alike))
        return union(*found)

    def _bound(self, field: str, kind: TypeEngine[Any]) -> BindParameter[Any]:
        return bound(self._prefix, field, getattr(self._where, field), kind)

    def _any_of(self, column: ColumnElement[Any], field: str, *, of_ids: bool = False) -> Condition:
        return is_any_of(column, self._bound(field, AnyOf(of_ids=of_ids)), is_sqlite=self._is_sqlite)


def _last_day(claim: FromClause, *, is_sqlite: bool) -> Any:
    """The last day on which a claim may have been said."""
    after = case(_DAYS_AFTER, value=claim.c.said_on_precision, else_=0)
    if is_sqlite:
        return func.date(claim.c.said_on, func.printf("+%d days", after))
    return claim.c.said_on + after
