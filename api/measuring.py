"""Measures a document before it is checked: how deep, how wide and how often its parts repeat.

Each fragment is measured once, however often it is spread, so the time is linear in the text; strawberry's own
limiters take exponential time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    StringValueNode,
    ValueNode,
)

from api.limits import Limits
from api.repeats import count_repeats
from domain.errors import BadFilter
from domain.text import is_storable


@dataclass(slots=True)
class Measure:
    """What a selection amounts to, its fragments written out."""

    depth: int = 0
    nesting: int = 0
    selections: int = 0
    top_fields: int = 0
    aliases: int = 0
    directives: int = 0

    def add(self, below: "Measure", *, levels: int) -> None:
        """Take in what stands `levels` fields (0 or 1) further down."""
        self.depth = max(self.depth, below.depth + levels)
        self.nesting = max(self.nesting, below.nesting + 1)
        self.selections += below.selections
        self.aliases += below.aliases
        self.directives += below.directives
        if not levels:
            self.top_fields += below.top_fields


def check_measures(document: DocumentNode, limits: Limits) -> bool:
    """Whether the document's fragments can be written out: no two of one name, none that spreads itself.

    Raises OverLimit where it is over one of the limits, and BadFilter for a text nobody can store. One whose
    fragments cannot be written out is not measured to its end.
    """
    limits.definitions.check(len(document.definitions))
    fragments = [one for one in document.definitions if isinstance(one, FragmentDefinitionNode)]
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    walk = _Walk({one.name.value: one for one in fragments}, limits)
    for fragment in fragments:
        _check(walk.fragment(fragment.name.value, 0), limits)
    for operation in operations:
        _check_operation(walk, operation, limits)
    if walk.found_a_cycle or len(walk.fragments) < len(fragments):
        return False
    limits.repeats.check(sum(count_repeats([one.selection_set], walk.fragments) for one in (*fragments, *operations)))
    return True


def _check_operation(walk: "_Walk", operation: OperationDefinitionNode, limits: Limits) -> None:
    definitions = operation.variable_definitions or ()
    limits.variables.check(len(definitions))
    measure = walk.selected(operation.selection_set, 0)
    walk.directives(operation.directives, measure)
    for variable in definitions:
        walk.directives(variable.directives, measure)
        if variable.default_value:
            walk.value(variable.default_value)
    _check(measure, limits)
    limits.root_fields.check(measure.top_fields)


def _check(measure: Measure, limits: Limits) -> None:
    limits.depth.check(measure.depth)
    limits.nesting.check(measure.nesting)
    limits.selections.check(measure.selections)
    limits.aliases.check(measure.aliases)
    limits.directives.check(measure.directives)


class _Walk:
    """One walk through a document."""

    def __init__(self, fragments: Mapping[str, FragmentDefinitionNode], limits: Limits) -> None:
        self.fragments = fragments
        self.found_a_cycle = False
        self._limits = limits
        self._measured: dict[str, Measure | None] = {}
        """None while a fragment is being measured."""

    def fragment(self, name: str, level: int) -> Measure:
        """What a fragment amounts to; nothing where it is unknown or spreads itself."""
        if name not in self.fragments:
            return Measure()
        if name not in self._measured:
            self._measured[name] = None
            found = self.selected(self.fragments[name].selection_set, level)
            self.directives(self.fragments[name].directives, found)
            self._measured[name] = found
        measured = self._measured[name]
        self.found_a_cycle |= measured is None
        return measured or Measure()

    def selected(self, selection_set: SelectionSetNode, level: int) -> Measure:
        """What a selection amounts to that stands `level` selections down."""
        self._limits.nesting.check(level)
        measure = Measure()
        for selection in selection_set.selections:
            measure.selections += 1
            self.directives(selection.directives, measure)
            self._select(selection, measure, level + 1)
        return measure

    def _select(self, selection: SelectionNode, measure: Measure, level: int) -> None:
        match selection:
            case FieldNode(arguments=arguments, selection_set=below):
                measure.depth = max(measure.depth, 1)
                measure.top_fields += 1
                measure.aliases += selection.alias is not None
                for argument in arguments or ():
                    self.value(argument.value)
                if below:
                    measure.add(self.selected(below, level), levels=1)
            case FragmentSpreadNode(name=name):
                measure.add(self.fragment(name.value, level), levels=0)
            case _:
                measure.add(self.selected(selection.selection_set, level), levels=0)  # type: ignore[attr-defined]  # the third kind: inline

    def directives(self, directives: Iterable[DirectiveNode] | None, measure: Measure) -> None:
        """Count directives and look at what they are given."""
        for directive in directives or ():
            measure.directives += 1
            for argument in directive.arguments or ():
                self.value(argument.value)

    def value(self, value: ValueNode) -> None:
        """Look at a value that stands in the document. Raises OverLimit and BadFilter."""
        level: list[ValueNode] = [value]
        for _ in range(self._limits.input_depth.count + 1):
            level = [inner for one in level for inner in self._inside(one)]
            if not level:
                return
        self._limits.input_depth.check(self._limits.input_depth.count + 1)

    def _inside(self, value: ValueNode) -> Iterable[ValueNode]:
        match value:
            case ListValueNode(values=values):
                self._limits.list_length.check(len(values))
                return values
            case ObjectValueNode(fields=fields):
                return (one.value for one in fields)
            case StringValueNode(value=text) if not is_storable(text):
                raise unstorable("document")
            case _:
                return ()


def unstorable(where: str) -> BadFilter:
    """What is told of a text that no database can hold."""
    return BadFilter(where, "holds a NUL or half a character, which is no text; leave it out")
