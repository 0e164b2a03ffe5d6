"""The SQL conditions of a filter of claims."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Double,
    FromClause,
    Uuid,
    and_,
    exists,
    func,
    not_,
    or_,
    select,
    true,
)
from sqlalchemy.types import TypeEngine

from db.bound import AnyName, AnyOf, SpeakerKey, bound, is_any_of, named
from db.claim_facts import articles_of, judged, noted, said_in_office
from db.claim_filters import PREFIX, ClaimFilter
from db.filters import speakers_called
from db.reading.entities import Condition, table_of
from db.reading.rows import Narrow
from db.search import Part, SearchWords, finds, found_in_order, found_then
from db.tables import ArticleRow, OutletRow, SpeakerRow, TopicRow, VerdictRow
from db.topics import claims_about
from domain.calendars import LONGEST_DAYS
from domain.dates import Precision
from domain.roles import Actor

_ARTICLE, _OUTLET, _SPEAKER, _TOPIC, _VERDICT = (
    table_of(row) for row in (ArticleRow, OutletRow, SpeakerRow, TopicRow, VerdictRow)
)


def claim_conditions(
    where: ClaimFilter, claim: FromClause, *, is_sqlite: bool, viewer: Actor | None = None, is_listed: bool = False
) -> list[Condition]:
    """The conditions on the rows of `claim`, with parameters named as in `where.apart()`. Raises BadFilter.

    `viewer` is who must see the notes that claims have; None is somebody without a key. Where the claims are listed by
    their days, days are compared by the column of that order, so that its indexes lead straight to them.
    """
    where.check()
    return _Conditions(where, claim, PREFIX, is_sqlite=is_sqlite, viewer=viewer, is_listed=is_listed).all()


def claim_conditions_then(
    where: ClaimFilter, claim: FromClause, *, is_sqlite: bool, viewer: Actor | None
) -> list[Condition]:
    """The same conditions in a statement that reads what the database held at an instant. Raises BadFilter."""
    where.check()
    return _ConditionsThen(where, claim, PREFIX, is_sqlite=is_sqlite, viewer=viewer, is_listed=True).all()


def narrow_claims(where: ClaimFilter) -> Narrow | None:
    """Where SQLite finds the claims of a filter by words alone, with parameters named as in `where.apart()`."""
    if where.text is None or where != ClaimFilter(text=where.text):
        return None
    where.check()
    return found_in_order(bound(PREFIX, "text", where.text, SearchWords()))


class _Conditions:
    """The conditions of a filter on the rows of `claim`: a method for each field, called where it is filled."""

    def __init__(  # noqa: PLR0913 - what to find, where, and for whom
        self,
        where: ClaimFilter,
        claim: FromClause,
        prefix: str,
        *,
        is_sqlite: bool,
        viewer: Actor | None = None,
        is_listed: bool = False,
    ) -> None:
        self._where = where
        self._claim = claim
        self._prefix = prefix
        self._is_sqlite = is_sqlite
        self._viewer = viewer
        self._is_listed = is_listed

    def all(self) -> list[Condition]:
        given = (one.name for one in fields(self._where) if one.init)
        filled = (name for name in given if getattr(self._where, name) not in {None, ()})
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
        where, prefix = self._where.office, named(self._prefix, "office")
        assert where is not None  # noqa: S101 - asked only where it is filled
        return self._claim.c.id.in_(said_in_office(where, prefix, is_sqlite=self._is_sqlite))

    def said_on_from(self) -> Condition:
        return self._said(lambda day: day >= self._bound("said_on_from", Date()))

    def said_on_before(self) -> Condition:
        return self._said(lambda day: day < self._bound("said_on_before", Date()))

    def text(self) -> Condition:
        return self._finds("text", Part.SENTENCE)

    def said_on_bases(self) -> Condition:
        return self._any_of(self._claim.c.said_on_basis, "said_on_bases")

    def said_within_from(self) -> Condition:
        return self._said(lambda day: day >= self._bound("said_within_from", Date()))

    def said_within_before(self) -> Condition:
        """A day ends by it where it is before; so do months and years that begin early enough, and some others."""
        day, precision = self._claim.c.said_on, self._claim.c.said_on_precision
        before = self._bound("said_within_before", Date())
        ends = [precision == Precision.DAY.value]
        ends += [
            and_(precision == coarse.value, day <= self._days_earlier(before, days))
            for coarse, days in LONGEST_DAYS.items()
        ]
        if self._where.said_within_edges:
            ends.append(self._any_of(precision.concat(" ").concat(self._as_text(day)), "said_within_edges"))
        return and_(self._said(lambda said: said < before), or_(*ends))

    def published_from(self) -> Condition:
        return self._published(_ARTICLE.c.published_on >= self._bound("published_from", Date()))

    def published_before(self) -> Condition:
        return self._published(_ARTICLE.c.published_on < self._bound("published_before", Date()))

    def outlet_ids(self) -> Condition:
        articles = select(_ARTICLE.c.id).where(self._any_of(_ARTICLE.c.outlet_id, "outlet_ids", of_ids=True))
        return self._claim.c.article_id.in_(articles)

    def outlet_names(self) -> Condition:
        names = is_any_of(_OUTLET.c.key, self._bound("outlet_names", AnyName()), is_sqlite=self._is_sqlite)
        return self._claim.c.article_id.in_(articles_of(names))

    def topic_ids(self) -> Condition:
        return claims_about(self._any_of(_TOPIC.c.id, "topic_ids", of_ids=True), self._claim)

    def topic_names(self) -> Condition:
        names = is_any_of(_TOPIC.c.key, self._bound("topic_names", AnyName()), is_sqlite=self._is_sqlite)
        return claims_about(names, self._claim)

    def target(self) -> Condition:
        return and_(self._claim.c.target.is_not(None), self._finds("target", Part.TARGET))

    def verdict_ids(self) -> Condition:
        return self._claim.c.id.in_(judged(self._any_of(_VERDICT.c.id, "verdict_ids", of_ids=True)))

    def verdict_keys(self) -> Condition:
        return self._claim.c.id.in_(judged(self._any_of(_VERDICT.c.key, "verdict_keys")))

    def has_verdict(self) -> Condition:
        return self._is_among(judged(), wanted=self._where.has_verdict is True)

    def has_notes(self) -> Condition:
        return self._is_among(noted(self._viewer), wanted=self._where.has_notes is True)

    def corrected_fields(self) -> Condition:
        given = self._bound("corrected_fields", AnyOf())
        if not self._is_sqlite:
            return self._claim.c.corrected_fields.op("?|", is_comparison=True)(given)
        each = func.json_each(self._claim.c.corrected_fields).table_valued("value")
        return exists().where(is_any_of(each.c.value, given, is_sqlite=True))

    def least_confidence(self) -> Condition:
        return self._claim.c.confidence >= self._bound("least_confidence", Double())

    def all_of(self) -> Condition:
        return and_(*self._inside("all_of", self._where.all_of))

    def any_of(self) -> Condition:
        return or_(*self._inside("any_of", self._where.any_of))

    def none_of(self) -> Condition:
        """A claim of which something is unknown is none of those for which it is so."""
        return and_(*(one.is_not(true()) for one in self._inside("none_of", self._where.none_of)))

    def _inside(self, name: str, filters: "Sequence[ClaimFilter]") -> Iterator[Condition]:
        for place, one in enumerate(filters):
            prefix = f"{named(self._prefix, name)}{place}"
            inside = type(self)(
                one, self._claim, prefix, is_sqlite=self._is_sqlite, viewer=self._viewer, is_listed=self._is_listed
            )
            yield and_(true(), *inside.all())

    def _finds(self, name: str, part: Part) -> Condition:
        in_sequence = getattr(self._where, f"{name}_in_sequence") is True
        words = self._bound(name, SearchWords(part))
        return finds(words, self._claim, is_sqlite=self._is_sqlite, in_sequence=in_sequence, part=part)

    def _said(self, compared: Callable[[ColumnElement[Any]], Condition]) -> Condition:
        """What holds of the day; an undated claim has one in the order alone."""
        if not self._is_listed:
            return compared(self._claim.c.said_on)
        return and_(compared(self._claim.c.ordered_on), self._claim.c.said_on.is_not(None))

    def _published(self, *conditions: Condition) -> Condition:
        return self._claim.c.article_id.in_(select(_ARTICLE.c.id).where(*conditions))

    def _is_among(self, claims: Any, *, wanted: bool) -> Condition:
        among: Condition = self._claim.c.id.in_(claims)
        return among if wanted else not_(among)

    def _days_earlier(self, day: ColumnElement[Any], days: int) -> ColumnElement[Any]:
        return func.date(day, f"-{days} days") if self._is_sqlite else day - days

    def _as_text(self, day: ColumnElement[Any]) -> ColumnElement[Any]:
        return day if self._is_sqlite else func.to_char(day, "YYYY-MM-DD")

    def _bound(self, name: str, kind: TypeEngine[Any]) -> BindParameter[Any]:
        return bound(self._prefix, name, getattr(self._where, name), kind)

    def _any_of(self, column: ColumnElement[Any], name: str, *, of_ids: bool = False) -> Condition:
        return is_any_of(column, self._bound(name, AnyOf(of_ids=of_ids)), is_sqlite=self._is_sqlite)


class _ConditionsThen(_Conditions):
    """The same where the tables are what they were: but an index of words holds those of today."""

    def _finds(self, name: str, part: Part) -> Condition:
        in_sequence = getattr(self._where, f"{name}_in_sequence") is True
        words = self._bound(name, SearchWords(part))
        return found_then(words, self._claim, is_sqlite=self._is_sqlite, in_sequence=in_sequence, part=part)
