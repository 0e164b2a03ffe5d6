"""The second way to count by facets: plain Python over the claims of a list."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from db.tables import ArticleRow, ArticleTopicRow, ClaimRow, OutletRow, SpeakerRow, TopicRow
from domain.calendars import Calendar, Interval, end_of, jalali_parts
from domain.dates import Precision
from domain.periods import periods
from tests.api.reference_rows import Row

if TYPE_CHECKING:
    from tests.api.reference import World

type Value = tuple[Any, Any]
"""A value's key and what an answer shows of it."""


@dataclass(frozen=True)
class Facets:
    """The facets of claims, of which nothing is selected."""

    world: "World"
    claims: Sequence[ClaimRow]

    def field(self, name: str, arguments: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        """A facet's values, the largest count first and then by their keys."""
        if name == "years":
            values = self._years(Calendar(str(arguments["calendar"]).lower()))
        else:
            values = {
                "speakers": self._speakers,
                "topics": self._topics,
                "outlets": self._outlets,
                "kinds": self._kinds,
                "verdicts": self._verdicts,
            }[name]()
        counts = Counter(key for key, _ in values)
        shown = dict(values)
        ordered = sorted(counts, key=lambda key: (-counts[key], key))[: arguments["first"]]
        return [{**shown[key], "count": counts[key], "isSelected": False} for key in ordered]

    def _speakers(self) -> list[Value]:
        return self._rows("speaker", SpeakerRow, (one.speaker_id for one in self.claims))

    def _topics(self) -> list[Value]:
        links = self.world.of(ArticleTopicRow)
        about = (link.topic_id for one in self.claims for link in links if link.article_id == one.article_id)
        return self._rows("topic", TopicRow, about)

    def _outlets(self) -> list[Value]:
        of = {one.id: one.outlet_id for one in self.world.of(ArticleRow)}
        return self._rows("outlet", OutletRow, (of[one.article_id] for one in self.claims))

    def _kinds(self) -> list[Value]:
        return [(one.kind, {"kind": one.kind.upper()}) for one in self.claims]

    def _verdicts(self) -> list[Value]:
        standing = (self.world.field_of(one, "Claim", "verdict") for one in self.claims)
        return [((row.row.key, row.row.id), {"verdict": row}) for row in standing if row is not None]

    def _years(self, calendar: Calendar) -> list[Value]:
        found: list[Value] = []
        for one in self.claims:
            if one.said_on is None or one.said_on_precision is None:
                continue
            [year] = periods(one.said_on, one.said_on, interval=Interval.YEAR, calendar=calendar)
            if end_of(one.said_on, Precision(one.said_on_precision)) <= year.end:
                number = _number(year.start, calendar)
                found.append((number, {"year": number, "start": str(year.start), "end": str(year.end)}))
        return found

    def _rows(self, name: str, kind: Any, ids: Iterable[Any]) -> list[Value]:
        by_id = {one.id: one for one in self.world.of(kind)}
        rows = [by_id[identity] for identity in ids if identity is not None]
        return [((row.key, row.id), {name: Row(name.capitalize(), row)}) for row in rows]


def _number(start: date, calendar: Calendar) -> int:
    return start.year if calendar is Calendar.GREGORIAN else jalali_parts(start)[0]
