"""The permission matrix over HTTP: every operation of the schema with every role, and without a key."""

from collections.abc import Iterator

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
    is_required_input_field,
)

from db.reading.catalogue import NODES
from db.sessions import Database
from domain.roles import PERMISSIONS, Operation, Role, at_least
from tests import factories as make
from tests.api.client import Client
from tests.api.reference import SCHEMA
from tests.keys import create_key

ASKED = {
    Operation.READ_ARTICLE_TEXT: "{ claims(first: 1) { nodes { article { text } } } }",
    Operation.READ_REVIEW_QUEUE: "{ reviewQueue { totalCount } }",
    Operation.READ_AUDIT_EVENTS: "{ auditEvents { totalCount } }",
    Operation.READ_KEYS: "{ apiKeys { totalCount } }",
    Operation.READ_WEBHOOKS: "{ webhooks { totalCount } }",
}
"""How a reading operation is asked for; team notes are no field of their own (tests/api/test_leaks.py)."""


def mutations() -> dict[str, GraphQLField]:
    """Every mutation of the schema."""
    assert SCHEMA.mutation_type is not None
    fields: dict[str, GraphQLField] = SCHEMA.mutation_type.fields
    return fields


def literal(of: GraphQLInputType) -> str:
    """Some value of an input type, as GraphQL writes it; nothing that is stored has it."""
    match of:
        case GraphQLNonNull(of_type=held):
            return literal(held)
        case GraphQLList():
            return "[]"
        case GraphQLEnumType(values=values):
            return str(next(iter(values)))
        case GraphQLInputObjectType(fields=fields):
            given = (f"{name}: {literal(one.type)}" for name, one in fields.items() if is_required_input_field(one))
            return f"{{{', '.join(given)}}}"
        case GraphQLScalarType(name=name):
            return {"Int": "1", "Float": "1.0", "Boolean": "true", "Date": '"2024-01-01"'}.get(name, '"x"')
    raise AssertionError(of)


def asked_for(operation: Operation) -> str:
    """A request for an operation."""
    if operation in ASKED:
        return ASKED[operation]
    given = literal(mutations()[operation.value].args["input"].type)
    return f"mutation {{ {operation.value}(input: {given}) {{ errors {{ code }} }} }}"


def cases() -> Iterator[tuple[Operation, Role | None]]:
    """Every operation that is a field, with every role and without a key."""
    for operation in Operation:
        if operation is not Operation.READ_TEAM_NOTES:
            yield from ((operation, role) for role in (None, *Role))


@pytest.mark.parametrize(("operation", "role"), list(cases()), ids=str)
async def test_each_operation_is_for_its_roles(
    client: Client, database: Database, operation: Operation, role: Role | None
) -> None:
    """Whoever may is answered, with what to mend where the input is nonsense; others are refused before that."""
    key = await create_key(database, name="کسی", role=role, now=make.NOW) if role is not None else None
    answer = await client.ask(asked_for(operation), key=key)
    codes = {error["extensions"]["code"] for error in answer.get("errors", ())}
    if role is None:
        assert codes == {"UNAUTHENTICATED"}
    elif at_least(role, PERMISSIONS[operation].least):
        assert codes <= {"BAD_USER_INPUT", "NOT_FOUND"}
    else:
        assert codes == {"FORBIDDEN"}


def test_every_mutation_is_an_operation_of_the_matrix() -> None:
    """A new one says who may do it."""
    operations = {operation.value for operation in Operation}
    assert set(mutations()) <= operations
    assert operations - set(mutations()) == {
        "article.text",
        "team notes",
        "reviewQueue",
        "auditEvents",
        "apiKeys",
        "webhooks",
    }


def test_every_restricted_field_is_walked() -> None:
    """The queries above reach all operations that a field is restricted by."""
    restricted = {operation for entity in NODES.values() for operation in entity.restricted.values()}
    assert restricted <= set(ASKED)


@pytest.mark.parametrize("field", ["assignedTo", "requestId", "hash", "previousHash"])
async def test_a_restricted_field_is_refused_wherever_it_stands(client: Client, field: str) -> None:
    """Below a claim, too, and where no row has it."""
    below = "notes { nodes { assignedTo } }" if field == "assignedTo" else f"history {{ nodes {{ {field} }} }}"
    code, _ = await client.error(f"{{ claims {{ nodes {{ {below} }} }} }}")
    assert code == "UNAUTHENTICATED"
