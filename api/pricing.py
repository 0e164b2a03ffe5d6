"""Prices an operation: once a document as a formula, then for each request by the variables that say how many rows.

Prices of fields stand in api/prices.py. The document has been measured and is valid, so its fragments are written
out without growing over the limit of selections.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graphql import (
    DirectiveNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
    value_from_ast_untyped,
)

from api.prices import FREE_TYPES, LIST_ROWS, MUTATION, OBJECT, PRICES, TOTAL_COUNT, VALUE_UNDER_ANOTHER_NAME, Price
from db.paging import DEFAULT_ROWS, MOST_ROWS

_PAGE_SIZES = ("first", "last")
_PAGES = ("edges", "nodes")
_CONDITIONS = {"include": True, "skip": False}


@dataclass(frozen=True, slots=True)
class PageSize:
    """How many rows a connection is asked for: what stands there or the name of the variable that holds it."""

    given: tuple[object, ...]
    variables: tuple[str, ...]

    def of(self, variables: Mapping[str, object]) -> int:
        """The largest number that is given, within what a page can have; a page's default where none is."""
        told = (*self.given, *(variables.get(name) for name in self.variables))
        sizes = [one for one in told if type(one) is int]
        return min(max(*sizes, 1), MOST_ROWS) if sizes else DEFAULT_ROWS


@dataclass(frozen=True, slots=True)
class Condition:
    """Whether a variable lets a selection through: 1 or 0 times."""

    variable: str
    wanted: bool

    def of(self, variables: Mapping[str, object]) -> int:
        """1 where it is included."""
        return int(variables.get(self.variable) is not (not self.wanted))


@dataclass(frozen=True, slots=True)
class Formula:
    """A price: `fixed` points and, for each part, so many times another price as its variables say."""

    fixed: int = 0
    parts: "tuple[tuple[PageSize | Condition | int, Formula], ...]" = ()

    def priced(self, variables: Mapping[str, object]) -> int:
        """The price with these variables, coerced."""
        price = self.fixed
        for times, part in self.parts:
            price += (times if isinstance(times, int) else times.of(variables)) * part.priced(variables)
        return price

    def times(self, times: "PageSize | Condition | int") -> "Formula":
        """The price so many times."""
        if isinstance(times, PageSize) and not times.variables:
            times = times.of({})
        if isinstance(times, int) and not self.parts:
            return Formula(self.fixed * times)
        return Formula(0, ((times, self),))


@dataclass(frozen=True, slots=True)
class _Below:
    """The price of a selection: once, and for each row where it is a connection's."""

    once: Formula = Formula()
    each: Formula = Formula()


def formula_of(
    schema: GraphQLSchema, operation: OperationDefinitionNode, fragments: Mapping[str, FragmentDefinitionNode]
) -> Formula:
    """The price of an operation of a valid document; at least one point with any variables."""
    root = schema.get_root_type(operation.operation)
    assert root is not None  # noqa: S101 - the document is valid
    is_mutation = operation.operation is OperationType.MUTATION
    pricer = _Pricer(schema, fragments, OBJECT if not is_mutation else MUTATION)
    return _sum([Formula(1), pricer.below(operation.selection_set, root).once])


@dataclass(frozen=True, slots=True)
class _Pricer:
    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    root_price: int

    def below(self, selection_set: SelectionSetNode, parent: GraphQLNamedType) -> _Below:
        """The price of what is selected of a type."""
        once, each = [], []
        for selection in selection_set.selections:
            match selection:
                case FieldNode():
                    found = self._field(selection, parent)
                case InlineFragmentNode(type_condition=of_type, selection_set=inner):
                    found = self.below(inner, self._type(of_type.name.value) if of_type else parent)
                case FragmentSpreadNode(name=name):
                    fragment = self.fragments[name.value]
                    found = self.below(fragment.selection_set, self._type(fragment.type_condition.name.value))
            for condition in _conditions(selection.directives):
                found = _Below(found.once.times(condition), found.each.times(condition))
            once.append(found.once)
            each.append(found.each)
        return _Below(_sum(once), _sum(each))

    def _type(self, name: str) -> GraphQLNamedType:
        return self.schema.type_map[name]

    def _field(self, node: FieldNode, parent: GraphQLNamedType) -> _Below:
        name = node.name.value
        if (price := PRICES.get(f"{parent.name}.{name}")) is not None and not price.rows:
            return _Below(Formula(price.own))
        field = (
            self.schema.get_field(parent, name)
            if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType)
            else None
        )
        if field is None:  # __typename of a union
            return _Below()
        held = get_named_type(field.type)
        below = self.below(node.selection_set, held) if node.selection_set else _Below()
        if _is_connection(parent) and name in _PAGES:
            return _Below(each=_sum([Formula(OBJECT), below.once]))
        return _Below(_sum([Formula(self._own(price, node, parent, held)), *self._rows(price, node, field, below)]))

    def _own(self, price: Price | None, node: FieldNode, parent: GraphQLNamedType, held: GraphQLNamedType) -> int:
        if price is not None:
            return price.own
        if _is_connection(parent) and node.name.value == "totalCount":
            return TOTAL_COUNT
        if not node.selection_set:
            return VALUE_UNDER_ANOTHER_NAME if node.alias else 0
        if held.name in FREE_TYPES or _is_edge(parent):
            return 0
        return self.root_price if parent is self.schema.mutation_type else OBJECT

    def _rows(self, price: Price | None, node: FieldNode, field: GraphQLField, below: _Below) -> Iterable[Formula]:
        if _is_connection(get_named_type(field.type)):
            yield below.once
            yield below.each.times(_page_size(node))
        elif node.selection_set and _is_list(field) and "first" in field.args:
            yield _sum([Formula(OBJECT), below.once]).times(_page_size(node))
        elif node.selection_set and _is_list(field):
            yield _sum([Formula(OBJECT), below.once]).times(LIST_ROWS if price is None else price.rows)
        else:
            yield below.once.times(1 if price is None else price.rows)


def _sum(formulas: Sequence[Formula]) -> Formula:
    parts = tuple(part for one in formulas for part in one.parts)
    return Formula(sum(one.fixed for one in formulas), parts)


def _is_connection(held: GraphQLNamedType) -> bool:
    return held.name.endswith("Connection")


def _is_edge(held: GraphQLNamedType) -> bool:
    return held.name.endswith("Edge")


def _is_list(field: GraphQLField) -> bool:
    held = field.type.of_type if isinstance(field.type, GraphQLNonNull) else field.type
    return isinstance(held, GraphQLList)


def _page_size(node: FieldNode) -> PageSize:
    told = [one.value for one in node.arguments or () if one.name.value in _PAGE_SIZES]
    given = tuple(value_from_ast_untyped(one) for one in told if not isinstance(one, VariableNode))
    return PageSize(given, tuple(one.name.value for one in told if isinstance(one, VariableNode)))


def _conditions(directives: Iterable[DirectiveNode] | None) -> Iterable[Condition | int]:
    for directive in directives or ():
        wanted = _CONDITIONS.get(directive.name.value)
        if wanted is not None:
            for argument in directive.arguments or ():
                yield _condition(argument.value, wanted=wanted)


def _condition(value: ValueNode, *, wanted: bool) -> Condition | int:
    if isinstance(value, VariableNode):
        return Condition(value.name.value, wanted)
    return int(value_from_ast_untyped(value) is not (not wanted))
