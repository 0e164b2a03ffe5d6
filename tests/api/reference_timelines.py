"""The second way to answer a timeline: each claim is looked at, and so is each period."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from db.tables import ArticleRow, ArticleTopicRow, ClaimRow, OutletRow, SpeakerRow, TopicRow, VerdictRow
from domain.calendars import Calendar, Interval, end_of
from domain.dates import Precision
from domain.periods import GroupBy, Language, Period, periods
from tests.api import reference_verification as verification
from tests.api.reference_rows import Row, Rows

if TYPE_CHECKING:
    from tests.api.reference import World


@dataclass(frozen=True)
class Told:
    """Claims in periods; None for those in none."""

    shown: Sequence[Period]
    places: Mapping[Any, int | None]

    def counts(self, claims: Iterable[ClaimRow]) -> dict[str, Any]:
        """What a timeline or a series says of claims."""
        claims = list(claims)
        dated = [self.places[one.id] for one in claims if one.said_on is not None]
        by_place = Counter(dated)
        return {
            "counts": [by_place[place] for place in range(len(self.shown))],
            "coarserCount": by_place[None],
            "undatedCount": len(claims) - len(dated),
            "totalCount": len(claims),
        }

    def inside(self, claims: Iterable[ClaimRow], place: int) -> list[ClaimRow]:
        """The claims in one period."""
        return [one for one in claims if one.said_on is not None and self.places[one.id] == place]


def told(claims: Iterable[ClaimRow], arguments: Mapping[str, Any], first: date | None, before: date | None) -> Told:
    """Claims in the periods that cover the days that are asked for, or theirs."""
    dated = [one for one in claims if one.said_on is not None]
    days = [one.said_on for one in dated if one.said_on is not None]
    language = Language[arguments["language"]] if arguments.get("language") else None
    start = first or min(days, default=None)
    last = before - timedelta(days=1) if before else max(days, default=None)
    shown: Sequence[Period] = ()
    if start and last:
        calendar, interval = Calendar[arguments["calendar"]], Interval[arguments["interval"]]
        shown = periods(start, last, interval=interval, calendar=calendar, language=language)
    return Told(shown, {one.id: _place(one, shown) for one in dated})


def _place(claim: ClaimRow, shown: Sequence[Period]) -> int | None:
    assert claim.said_on is not None
    after = end_of(claim.said_on, Precision(str(claim.said_on_precision)))
    for place, period in enumerate(shown):
        if period.start <= claim.said_on <= after - timedelta(days=1) < period.end:
            return place
    return None


def timeline(
    world: "World",
    claims: list[ClaimRow],
    arguments: Mapping[str, Any],
    *,
    first: date | None = None,
    before: date | None = None,
) -> dict[str, Any]:
    """A timeline of claims."""
    found = told(claims, arguments, first, before)
    counts = found.counts(claims)
    buckets = [
        {
            "__typename": "TimelineBucket",
            "start": period.start.isoformat(),
            "end": period.end.isoformat(),
            "label": period.label,
            "count": count,
            "claims": partial(_opened, world, found.inside(claims, place)),
        }
        for place, (period, count) in enumerate(zip(found.shown, counts["counts"], strict=True))
    ]
    series = list(_series(world, claims, arguments, found))
    return {"__typename": "Timeline", **counts, "buckets": buckets, "series": series}


def _opened(world: "World", claims: list[ClaimRow], **arguments: Any) -> Rows:
    return world.claims(claims, arguments)


def _series(
    world: "World", claims: list[ClaimRow], arguments: Mapping[str, Any], found: Told
) -> Iterable[dict[str, Any]]:
    """Every series there is."""
    if not arguments.get("groupBy"):
        return
    by = GroupBy[arguments["groupBy"]]
    groups: dict[Any, list[ClaimRow]] = {}
    for claim in claims:
        for key in _keys(world, claim, by):
            groups.setdefault(key, []).append(claim)
    nothing: list[ClaimRow] = groups.pop(None, [])
    ordered = sorted(groups.items(), key=lambda one: (-len(one[1]), one[0]))
    blank: dict[str, Any] = {"__typename": "TimelineSeries", **dict.fromkeys(GroupBy), "isRest": False}
    for key, some in ordered:
        yield {**blank, **found.counts(some), by.value: _member(world, by, key)}
    if nothing:
        yield {**blank, **found.counts(nothing)}


def _keys(world: "World", claim: ClaimRow, by: GroupBy) -> list[Any]:
    match by:
        case GroupBy.SPEAKER:
            return [claim.speaker_id]
        case GroupBy.KIND:
            return [claim.kind]
        case GroupBy.OUTLET:
            return [world.of(ArticleRow, id=claim.article_id)[0].outlet_id]
        case GroupBy.TOPIC:
            return [one.topic_id for one in world.of(ArticleTopicRow, article_id=claim.article_id)] or [None]
        case GroupBy.VERDICT:
            note = verification.standing(world, claim, "verdict_id")
            return [note and note.verdict_id]
    raise AssertionError(by)


def _member(world: "World", by: GroupBy, key: Any) -> Any:
    match by:
        case GroupBy.SPEAKER:
            return Row("Speaker", world.of(SpeakerRow, id=key)[0])
        case GroupBy.OUTLET:
            return Row("Outlet", world.of(OutletRow, id=key)[0])
        case GroupBy.TOPIC:
            return Row("Topic", world.of(TopicRow, id=key)[0])
        case GroupBy.VERDICT:
            return Row("Verdict", world.of(VerdictRow, id=key)[0])
        case GroupBy.KIND:
            return key.upper()
    raise AssertionError(by)
