"""Turns the fields that a client selects into the database's terms; knows GraphQL's syntax tree and no SQL."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLIncludeDirective,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLSkipDirective,
    GraphQLUnionType,
    InlineFragmentNode,
    SelectionNode,
    ValueNode,
    get_named_type,
    value_from_ast_untyped,
)
from graphql.execution.values import VariableValues, get_argument_values

from api.bindings import Binding, Bindings, python_name
from api.selecting_timelines import TimelineSelector, periods_asked
from db.paging import Page
from db.reading import selection as chosen
from db.reading.arms import MergedEntity
from db.reading.entities import Entity
from db.reading.facets import ENTITY_FACETS
from db.reading.selection import MOST_JOINED, MOST_LISTS_DEEP
from domain.errors import BadFilter, TooDeep, TooManyFields

_TYPENAME = "__typename"
_FACETS = "ClaimFacets"
_WANTED = {GraphQLSkipDirective.name: False, GraphQLIncludeDirective.name: True}


@dataclass(frozen=True)
class Selector:
    """Reads selections of one request."""

    bindings: Bindings
    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, Any]
    lists_above: int = 0
    joined_above: int = 0

    def node(self, entity: Entity, nodes: Sequence[FieldNode]) -> chosen.Node:
        """What is selected below `nodes`, fields of one name in the answer, of a row of `entity`."""
        binding = self.bindings.of(entity)
        members = tuple((str(kind), self._parts(member, nodes)) for kind, member in binding.members.items())
        return chosen.Node(() if members else self._parts(binding, nodes), members)

    def connection(self, entity: Entity, nodes: Sequence[FieldNode], page: Page) -> chosen.Connection:
        """What is selected below `nodes` of a page of rows of `entity`. Raises TooDeep."""
        type_name = f"{self.bindings.of(entity).type_name}Connection"
        inside, below = self.in_a_list(), self.below(nodes, type_name)
        parts = [inside._connection_part(entity, type_name, key, selected) for key, selected in below]  # noqa: SLF001 - its own
        return chosen.Connection(page, tuple(parts))

    def unpaged(self, entity: Entity, nodes: Sequence[FieldNode], page: Page) -> chosen.Connection:
        """What is selected below `nodes` of all rows of `entity`, which writing keeps fewer than `page` has."""
        return chosen.Connection(page, (chosen.Nodes("nodes", self.in_a_list().node(entity, nodes)),))

    def _parts(self, binding: Binding, nodes: Sequence[FieldNode]) -> tuple[chosen.Part, ...]:
        return tuple(self._part(binding, key, below) for key, below in self.below(nodes, binding.type_name))

    def fields_of(self, type_name: str, nodes: Sequence[FieldNode]) -> list[tuple[str, str, list[FieldNode]]]:
        """The fields selected below `nodes` of an object of a type: their keys in the answer, names and nodes."""
        return [(key, below[0].name.value, below) for key, below in self.below(nodes, type_name)]

    def _part(self, binding: Binding, key: str, nodes: Sequence[FieldNode]) -> chosen.Part:
        if (graphql_name := nodes[0].name.value) == _TYPENAME:
            return chosen.Constant(key, binding.type_name)
        entity, name = binding.entity, binding.field_names[graphql_name]
        if name in entity.leaves:
            return chosen.Value(key, name, binding.words.get(name))
        if name in entity.embedded:
            values = self._values(nodes, entity.embedded[name].type_name)
            return chosen.EmbeddedObject(key, name, tuple(map(_named_in_python, values)))
        if name in entity.computed:
            return self._computed(binding.type_name, key, name, nodes)
        if name in entity.timelines:
            asked = periods_asked(self.arguments(binding.type_name, nodes[0]))
            return TimelineSelector(self).below(key, name, asked, nodes)
        return self._relation(binding, key, name, nodes)

    def _relation(self, binding: Binding, key: str, name: str, nodes: Sequence[FieldNode]) -> chosen.Part:
        entity = binding.entity
        if name in entity.ones:
            return chosen.One(key, name, self._joined().node(entity.ones[name].target(), nodes))
        if name in entity.picks:
            picked = self._joined().node(entity.picks[name].target(), nodes)
            return chosen.PickedOne(key, name, self.arguments(binding.type_name, nodes[0]), picked)
        if name in entity.fews:
            return chosen.Few(key, name, self.in_a_list().node(entity.fews[name].target(), nodes))
        target = entity.manys[name].target()
        if isinstance(target, MergedEntity):
            kinds = self.arguments(binding.type_name, nodes[0]).get("kinds") or ()
            merged = self.in_a_list().connection(target, nodes, self.page(nodes[0]))  # a list of lists
            return chosen.Many(key, name, replace(merged, kinds=frozenset(kinds)))
        return chosen.Many(key, name, self.connection(target, nodes, self.page(nodes[0])))

    def _computed(self, type_name: str, key: str, name: str, nodes: Sequence[FieldNode]) -> chosen.ComputedValue:
        self.in_a_list()
        below = self._attributes(self._declared(type_name, nodes[0]), nodes)
        return chosen.ComputedValue(key, name, self.arguments(type_name, nodes[0]), below)

    def _attributes(
        self, declared: GraphQLField, nodes: Sequence[FieldNode]
    ) -> tuple[chosen.Constant | chosen.Attribute, ...] | None:
        """What is selected of the objects that a field holds; None where it holds plain values."""
        held = get_named_type(declared.type)
        if not isinstance(held, GraphQLObjectType):
            return None
        return tuple(self._attribute(held, key, below) for key, below in self.below(nodes, held.name))

    def _attribute(
        self, held: GraphQLObjectType, key: str, nodes: Sequence[FieldNode]
    ) -> chosen.Constant | chosen.Attribute:
        if (graphql_name := nodes[0].name.value) == _TYPENAME:
            return chosen.Constant(key, held.name)
        return chosen.Attribute(key, python_name(graphql_name), self._attributes(held.fields[graphql_name], nodes))

    def _declared(self, type_name: str, node: FieldNode) -> GraphQLField:
        declaring = self.schema.type_map[type_name]
        assert isinstance(declaring, GraphQLObjectType)  # noqa: S101 - only those are bound
        declared: GraphQLField = declaring.fields[node.name.value]
        return declared

    def arguments(self, type_name: str, node: FieldNode) -> Mapping[str, Any]:
        """The arguments of a field of a type by their names in GraphQL, as its schema reads them."""
        return get_argument_values(self._declared(type_name, node), node, VariableValues({}, dict(self.variables)))

    def _connection_part(
        self, entity: Entity, type_name: str, key: str, nodes: Sequence[FieldNode]
    ) -> chosen.ConnectionPart:
        match nodes[0].name.value:
            case "nodes":
                return chosen.Nodes(key, self.node(entity, nodes))
            case "edges":
                return chosen.Edges(key, tuple(self._edge_parts(entity, nodes)))
            case "pageInfo":
                return chosen.PageInfo(key, self._values(nodes, "PageInfo"))
            case "totalCount":
                return chosen.TotalCount(key)
            case "facets":
                return chosen.Facets(key, tuple(self.in_a_list()._facets(nodes)))  # noqa: SLF001 - its own
            case _:
                return chosen.Constant(key, type_name)

    def _edge_parts(
        self, entity: Entity, nodes: Sequence[FieldNode]
    ) -> Iterator[chosen.Constant | chosen.EdgeCursor | chosen.EdgeNode]:
        type_name = f"{self.bindings.of(entity).type_name}Edge"
        for key, below in self.below(nodes, type_name):
            match below[0].name.value:
                case "cursor":
                    yield chosen.EdgeCursor(key)
                case "node":
                    yield chosen.EdgeNode(key, self.node(entity, below))
                case _:
                    yield chosen.Constant(key, type_name)

    def _facets(self, nodes: Sequence[FieldNode]) -> Iterator[chosen.Constant | chosen.Facet]:
        for key, below in self.below(nodes, _FACETS):
            name = below[0].name.value
            yield chosen.Constant(key, _FACETS) if name == _TYPENAME else self._facet(key, name, below)

    def _facet(self, key: str, name: str, nodes: Sequence[FieldNode]) -> chosen.Facet:
        """One facet. Raises BadPageSize."""
        arguments, type_name = (
            self.arguments(_FACETS, nodes[0]),
            get_named_type(self._declared(_FACETS, nodes[0]).type).name,
        )
        facet, parts = ENTITY_FACETS.get(name), list[chosen.FacetPart]()
        for part, below in self.below(nodes, type_name):
            shown = below[0].name.value
            if shown == _TYPENAME:
                parts.append(chosen.Constant(part, type_name))
            elif facet is not None and shown == facet.value:
                parts.append(chosen.EdgeNode(part, self.node(facet.target, below)))
            else:
                parts.append(chosen.Value(part, python_name(shown)))
        return chosen.Facet(key, name, Page(arguments["first"]).rows, arguments.get("calendar"), tuple(parts))

    def _values(self, nodes: Sequence[FieldNode], type_name: str) -> tuple[chosen.Constant | chosen.Value, ...]:
        below = self.below(nodes, type_name)
        names = [(key, fields[0].name.value) for key, fields in below]
        return tuple(
            chosen.Constant(key, type_name) if name == _TYPENAME else chosen.Value(key, name) for key, name in names
        )

    def in_a_list(self) -> Self:
        """The selector of what stands in one more list."""
        if self.lists_above == MOST_LISTS_DEEP:
            raise TooDeep(MOST_LISTS_DEEP)
        return replace(self, lists_above=self.lists_above + 1, joined_above=0)

    def _joined(self) -> Self:
        """The selector of what stands in one more row that a row belongs to."""
        if self.joined_above == MOST_JOINED:
            raise TooManyFields(MOST_JOINED)
        return replace(self, joined_above=self.joined_above + 1)

    def page(self, node: FieldNode) -> Page:
        """The page that the arguments of a connection ask for. Raises BadFilter and BadPageSize."""
        given = {one.name.value: self._value(one.value) for one in node.arguments or ()}
        first, after, last, before = (given.get(name) for name in ("first", "after", "last", "before"))
        return Page(_if_is(int, first), _if_is(str, after), _if_is(int, last), _if_is(str, before))

    def below(self, nodes: Iterable[FieldNode], type_name: str) -> list[tuple[str, list[FieldNode]]]:
        """The fields selected below `nodes`, those of one name in the answer together, in their order."""
        found: dict[str, list[FieldNode]] = {}
        for node in nodes:
            if node.selection_set:
                for one in self._fields(node.selection_set.selections, type_name):
                    found.setdefault((one.alias or one.name).value, []).append(one)
        return list(found.items())

    def _fields(self, selections: Iterable[SelectionNode], type_name: str) -> Iterator[FieldNode]:
        for selection in selections:
            if not self._is_included(selection):
                continue
            match selection:
                case FieldNode():
                    yield selection
                case InlineFragmentNode(type_condition=condition, selection_set=below):
                    if condition is None or self._covers(condition.name.value, type_name):
                        yield from self._fields(below.selections, type_name)
                case FragmentSpreadNode(name=name):
                    fragment = self.fragments[name.value]
                    if self._covers(fragment.type_condition.name.value, type_name):
                        yield from self._fields(fragment.selection_set.selections, type_name)

    def _covers(self, condition: str, type_name: str) -> bool:
        """Whether a type is the one of a fragment's condition, or one of those that it stands for."""
        named, held = self.schema.type_map[condition], self.schema.type_map[type_name]
        if isinstance(named, GraphQLInterfaceType | GraphQLUnionType) and isinstance(held, GraphQLObjectType):
            return self.schema.is_sub_type(named, held)
        return condition == type_name

    def _is_included(self, selection: SelectionNode) -> bool:
        """Whether @skip and @include let it through; validation has seen to it that each has its `if`."""
        return all(
            self._condition(directive.name.value, one.value) is _WANTED[directive.name.value]
            for directive in selection.directives or ()
            if directive.name.value in _WANTED
            for one in directive.arguments or ()
        )

    def _condition(self, directive: str, node: ValueNode) -> bool:
        value = self._value(node)
        if not isinstance(value, bool):
            raise BadFilter(f"@{directive}", "is given null as its `if`; give true or false")
        return value

    def _value(self, node: ValueNode) -> Any:
        return value_from_ast_untyped(node, dict(self.variables))


def _if_is[Kind](kind: type[Kind], value: object) -> Kind | None:
    """A value that validation has let through, or None for null and for what no variable gives."""
    return value if isinstance(value, kind) else None


def _named_in_python(part: chosen.Constant | chosen.Value) -> chosen.Constant | chosen.Value:
    return replace(part, name=python_name(part.name)) if isinstance(part, chosen.Value) else part
