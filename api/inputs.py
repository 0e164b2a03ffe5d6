"""Makes inputs of what a client gave: strawberry looks for every field that an input has, and filters have dozens."""

from collections.abc import Mapping
from dataclasses import MISSING
from typing import Any

from graphql import GraphQLInputObjectType, GraphQLSchema
from strawberry.schema.name_converter import NameConverter
from strawberry.types.arguments import InputContext
from strawberry.types.base import StrawberryObjectDefinition


def read_what_is_given(schema: GraphQLSchema, names: NameConverter) -> None:
    """Have every input of a schema that strawberry made be made of its given fields."""
    for kind in schema.type_map.values():
        if isinstance(kind, GraphQLInputObjectType):
            definition = kind.extensions["strawberry-definition"]
            definition.from_input = _Given(definition, names)


class _Given:
    """Makes the inputs of one type."""

    def __init__(self, definition: StrawberryObjectDefinition, names: NameConverter) -> None:
        """Find out once what its fields are called, and of what types they are."""
        self._fields = {
            names.from_field(field): (field.python_name, field.resolve_type(type_definition=definition))
            for field in definition.fields
        }
        self._absent = {
            field.python_name: None
            for field in definition.fields
            if field.default_value is MISSING and field.default_factory is MISSING
        }

    def __call__(self, made: type, given: Mapping[str, Any], context: InputContext) -> object:
        """The input; what is left out has its default, None where it has none."""
        values: dict[str, object] = dict(self._absent)
        for name, value in given.items():
            field, kind = self._fields[name]
            values[field] = context.convert(value, kind, name)
        return made(**values)
