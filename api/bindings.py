"""Which GraphQL types show which entities, filled by the modules that declare types."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Self

from strawberry.types.base import has_object_definition
from strawberry.utils.str_converters import to_camel_case

from db.reading.entities import Entity, Finish

_CAPITAL = re.compile("(?=[A-Z])")


@dataclass(frozen=True)
class Binding:
    """A GraphQL type whose every field its entity compiles."""

    type_name: str
    entity: Entity
    field_names: Mapping[str, str]
    """The entity's names by GraphQL's."""
    words: Mapping[str, Finish]
    """What words a leaf, by the entity's name, where the entity leaves that to the type."""
    members: Mapping[str, Self] = field(default_factory=dict)
    """Of a union the types that it is of, by the kinds of rows that they show."""


@dataclass
class Bindings:
    """The GraphQL types that are read from the database, by entity."""

    _by_entity: dict[str, Binding] = field(default_factory=dict)

    def bind(
        self, strawberry_type: type, entity: Entity, *, words: Mapping[str, Finish] = MappingProxyType({})
    ) -> None:
        """Declare that the type is read as `entity`, some of its leaves worded anew.

        Raises TypeError where a field has no column or relation.
        """
        if not has_object_definition(strawberry_type):
            message = f"{strawberry_type} is not a GraphQL type"
            raise TypeError(message)
        definition = strawberry_type.__strawberry_definition__
        names = {one.graphql_name or to_camel_case(one.python_name): one.python_name for one in definition.fields}
        if unknown := set(names.values()) - entity.field_names:
            message = f"{definition.name} has fields that the entity {entity.name} cannot read: {sorted(unknown)}"
            raise TypeError(message)
        self._by_entity[entity.name] = Binding(definition.name, entity, names, words)

    def bind_union(self, name: str, entity: Entity, members: Mapping[str, type]) -> None:
        """Declare that a union is read as `entity`, each kind of its rows as a type.

        Raises TypeError where a field has no column or relation.
        """
        bound = {}
        for kind, member in members.items():
            self.bind(member, entity)
            bound[kind] = self._by_entity[entity.name]
        self._by_entity[entity.name] = Binding(name, entity, {}, {}, bound)

    def of(self, entity: Entity) -> Binding:
        """The type that is read as `entity`."""
        return self._by_entity[entity.name]


def python_name(graphql_name: str) -> str:
    """A field's name in Python."""
    return _CAPITAL.sub("_", graphql_name).lower()
