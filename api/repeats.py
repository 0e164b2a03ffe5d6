"""Counts the fields of a document that have one name in the answer, which a standard rule compares pair by pair.

The document is written out, fragments in place of their spreads, which its measure has to allow.
"""

from collections.abc import Iterable, Iterator, Mapping

from graphql import FieldNode, FragmentDefinitionNode, FragmentSpreadNode, InlineFragmentNode, SelectionSetNode


def count_repeats(selected: Iterable[SelectionSetNode], fragments: Mapping[str, FragmentDefinitionNode]) -> int:
    """How many pairs of fields of one name there are at each place of the answer, all places together."""
    groups: dict[str, list[SelectionSetNode | None]] = {}
    for selection_set in selected:
        for field in _fields(selection_set, fragments):
            groups.setdefault((field.alias or field.name).value, []).append(field.selection_set)
    here = sum(len(group) * (len(group) - 1) // 2 for group in groups.values())
    below = ([one for one in group if one] for group in groups.values())
    return here + sum(count_repeats(group, fragments) for group in below if group)


def _fields(selection_set: SelectionSetNode, fragments: Mapping[str, FragmentDefinitionNode]) -> Iterator[FieldNode]:
    for selection in selection_set.selections:
        match selection:
            case FieldNode():
                yield selection
            case InlineFragmentNode(selection_set=inner):
                yield from _fields(inner, fragments)
            case FragmentSpreadNode(name=name) if name.value in fragments:
                yield from _fields(fragments[name.value].selection_set, fragments)
