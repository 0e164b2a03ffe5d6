"""Turns what a client selects of a timeline into the database's terms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from graphql import FieldNode

from db.reading import selection as chosen
from db.reading.catalogue import CLAIM
from db.reading.groupings import GROUPINGS
from domain.errors import BadPageSize
from domain.periods import GroupBy

if TYPE_CHECKING:
    from api.selecting import Selector

MOST_SERIES = 100
"""More than a chart can tell apart."""
_TYPENAME = "__typename"
_NAMES = {
    **{name: name for name in ("start", "end", "label", "count")},
    "counts": "in_periods",
    "coarserCount": "coarser_count",
    "undatedCount": "undated_count",
    "totalCount": "total_count",
    "isRest": "is_rest",
}


def periods_asked(arguments: Mapping[str, Any]) -> chosen.Periods:
    """The periods that the arguments of a timeline ask for."""
    return chosen.Periods(
        arguments["interval"], arguments["calendar"], arguments.get("language"), arguments.get("groupBy")
    )


@dataclass(frozen=True)
class TimelineSelector:
    """Reads the selection of a timeline, with the selector of what stands around it."""

    around: "Selector"

    def below(self, key: str, name: str, asked: chosen.Periods, nodes: Sequence[FieldNode]) -> chosen.Counted:
        """What is selected below `nodes`, fields of one name in the answer, of a timeline by these periods."""
        counted = self.around.in_a_list()
        inside = TimelineSelector(counted.in_a_list() if asked.group_by else counted)  # groups are lists of counts
        parts = [inside._part(asked, one, below) for one, below in self.around.below(nodes, "Timeline")]
        return chosen.Counted(key, name, asked, tuple(parts))

    def _part(
        self, asked: chosen.Periods, key: str, nodes: Sequence[FieldNode]
    ) -> chosen.Constant | chosen.Value | chosen.Buckets | chosen.Series:
        match nodes[0].name.value:
            case "buckets":
                below = self.around.below(nodes, "TimelineBucket")
                return chosen.Buckets(key, tuple(self._bucket_part(one, fields) for one, fields in below))
            case "series":
                below = self.around.below(nodes, "TimelineSeries")
                parts = tuple(self._series_part(asked, one, fields) for one, fields in below)
                return chosen.Series(key, self._most(nodes[0]), parts)
        return _plain(key, nodes[0], "Timeline")

    def _bucket_part(self, key: str, nodes: Sequence[FieldNode]) -> chosen.Constant | chosen.Value | chosen.Opened:
        if nodes[0].name.value != "claims":
            return _plain(key, nodes[0], "TimelineBucket")
        apart = replace(self.around, lists_above=0, joined_above=0)  # a statement of its own reads them
        return chosen.Opened(key, apart.connection(CLAIM, nodes, apart.page(nodes[0])))

    def _series_part(
        self, asked: chosen.Periods, key: str, nodes: Sequence[FieldNode]
    ) -> chosen.Constant | chosen.Value | chosen.GroupNode:
        name = nodes[0].name.value
        if name not in set(GroupBy):
            return _plain(key, nodes[0], "TimelineSeries")
        if asked.group_by is None or asked.group_by.value != name:
            return chosen.Constant(key, None)
        entity = GROUPINGS[asked.group_by].entity
        return chosen.GroupNode(key, self.around.node(entity(), nodes) if entity else None)

    def _most(self, node: FieldNode) -> int:
        first: int = self.around.arguments("Timeline", node)["first"]
        if not 1 <= first <= MOST_SERIES:
            raise BadPageSize("first", first, MOST_SERIES)
        return first


def _plain(key: str, node: FieldNode, type_name: str) -> chosen.Constant | chosen.Value:
    name = node.name.value
    return chosen.Constant(key, type_name) if name == _TYPENAME else chosen.Value(key, _NAMES[name])
