"""The public schema is committed as it is generated, and says what everything in it means."""

from pathlib import Path

import pytest
from graphql import (
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    build_schema,
    is_introspection_type,
    is_specified_scalar_type,
)

from api.schema import print_public_schema

ROOT = Path(__file__).parents[2]
TYPES = [
    one
    for one in build_schema(print_public_schema()).type_map.values()
    if not is_introspection_type(one) and not is_specified_scalar_type(one)
]


def test_the_committed_schema_is_the_generated_one() -> None:
    """`make schema` writes it."""
    assert (ROOT / "schema.graphql").read_text(encoding="utf-8") == print_public_schema()


@pytest.mark.parametrize("named", TYPES, ids=lambda named: named.name)
def test_everything_in_the_schema_says_what_it_means(named: GraphQLNamedType) -> None:
    """Types, fields, arguments and input fields."""
    silent = [] if named.description else [named.name]
    if isinstance(named, GraphQLObjectType | GraphQLInterfaceType):
        for name, field in named.fields.items():
            silent += [] if field.description else [f"{named.name}.{name}"]
            silent += [f"{named.name}.{name}({key})" for key, one in field.args.items() if not one.description]
    if isinstance(named, GraphQLInputObjectType):
        silent += [f"{named.name}.{name}" for name, field in named.fields.items() if not field.description]
    assert silent == []
