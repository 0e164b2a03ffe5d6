"""What of a request the plan of a field depends on, beside the rows that it is about."""

from collections.abc import Hashable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from cachetools import LRUCache
from graphql import FieldNode, FragmentDefinitionNode, FragmentSpreadNode, Node, VariableNode

if TYPE_CHECKING:
    from api.context import Info
from db.reading.plans import Plan
from domain.roles import Actor

MOST_PLANS = 512
"""Some 20 MB of statements: more than the documents of a few frontends need, few enough for a small server."""
_MOST_FIELDS = 4_096

_DIGEST = "sha256:"

type _Place = tuple[str, tuple[int, ...]]
"""A document, by a name that no other has, and where in it a field begins."""


def document_name(text: str) -> str:
    """The name of a document's source: plans are kept by it, which are not to keep a text of 100 kB each."""
    return _DIGEST + sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Plans:
    """The plans that one application keeps, the least used ones let go."""

    kept: MutableMapping[Hashable, Plan] = field(default_factory=lambda: LRUCache(MOST_PLANS))
    _variables: MutableMapping[_Place, tuple[str, ...]] = field(default_factory=lambda: LRUCache(_MOST_FIELDS))

    def form(self, info: "Info", viewer: Actor | None) -> Hashable:
        """What the plan of the field that is being answered depends on.

        That is its place in the document, the variables below it, and what its viewer may see; who the viewer is makes
        no difference, as rows are seen by role.
        """
        raw = info._raw_info  # noqa: SLF001 - where strawberry keeps graphql-core's own
        place = _place(raw.field_nodes)
        names = self._variables.get(place)
        if names is None:
            names = self._variables[place] = tuple(sorted(set(_variables_below(raw.field_nodes, raw.fragments))))
        given = info.variable_values
        values = tuple(_hashable(given[name]) if name in given else _ABSENT for name in names)
        return (place, values, (viewer.role, viewer.scopes) if viewer else None)


_ABSENT = object()


def _place(nodes: Sequence[FieldNode]) -> _Place:
    located = [node.loc for node in nodes if node.loc is not None]
    source = located[0].source
    name = source.name if source.name.startswith(_DIGEST) else document_name(source.body)
    return name, tuple(loc.start for loc in located)


def _variables_below(nodes: Sequence[FieldNode], fragments: Mapping[str, FragmentDefinitionNode]) -> Iterator[str]:
    """The names of the variables in the selections of fields, through fragments; not those of their own arguments."""
    seen: set[str] = set()
    waiting: list[object] = [node.selection_set for node in nodes]
    while waiting:
        match waiting.pop():
            case VariableNode(name=name):
                yield name.value
            case FragmentSpreadNode(name=name) as spread:
                waiting += spread.directives or ()
                if name.value not in seen:
                    seen.add(name.value)
                    waiting.append(fragments[name.value])
            case Node() as node:
                waiting += (getattr(node, key) for key in node.keys if key != "loc")
            case tuple() | list() as some:
                waiting += some


def _hashable(value: object) -> Hashable:
    """A value as part of a key: lists and objects by how they are written."""
    return value if isinstance(value, str | int | float | bool | None) else repr(value)
