"""The price of an operation: rows of pages multiplied down the selection, whatever variables say."""

import pytest
from graphql import GraphQLInterfaceType, GraphQLObjectType, OperationDefinitionNode, parse, validate
from hypothesis import given
from hypothesis import strategies as st

from api.documents import Documents
from api.limits import LIMITS
from api.prices import FREE_TYPES, LIST_ROWS, MUTATION, PRICES, TOTAL_COUNT
from api.pricing import formula_of
from api.schema import make_schema

SCHEMA = make_schema().core
PAGE = "query ($first: Int! = 20) { claims(first: $first) { nodes { notes { nodes { body } } } } }"

PRICE_OF_A_PAGE = Documents(SCHEMA, LIMITS).read(PAGE).operation(None).price


def priced(document: str, **variables: object) -> int:
    """What an operation costs with these variables, as they are once coerced."""
    tree = parse(document)
    assert validate(SCHEMA, tree) == []
    [operation] = [one for one in tree.definitions if isinstance(one, OperationDefinitionNode)]
    fragments = Documents(SCHEMA, LIMITS).read(document).fragments
    return formula_of(SCHEMA, operation, fragments).priced(variables)


@pytest.mark.parametrize(
    ("selected", "price"),
    [
        ("__typename", 1),
        ('claim(id: "x") { id content contentSpan { start } }', 1 + 1),
        ('claim(id: "x") { speaker { name } article { outlet { name } } }', 1 + 1 + 1 + 2),
        ("claims { nodes { id } }", 1 + 1 + 20),
        ("claims(first: 50) { nodes { id } }", 1 + 1 + 50),
        ("claims(last: 50) { nodes { id } }", 1 + 1 + 50),
        ("claims(first: 50) { edges { cursor node { id } } }", 1 + 1 + 50),
        ("claims(first: 50) { pageInfo { endCursor } }", 1 + 1),
        ("claims(first: 50) { totalCount }", 1 + 1 + TOTAL_COUNT),
        ("claims(first: 50) { nodes { speaker { name } } }", 1 + 1 + 50 * 2),
        ("claims(first: 50) { nodes { notes(first: 10) { nodes { body } } } }", 1 + 1 + 50 * (1 + 1 + 10)),
        ("claims(first: 2) { nodes { notes { totalCount } } }", 1 + 1 + 2 * (1 + 1 + TOTAL_COUNT)),
        ('speaker(id: "x") { aliases { text } }', 1 + 1 + 1 + LIST_ROWS),
        ('node(id: "x") { ... on Claim { speaker { name } } ... on Article { outlet { name } } }', 1 + 1 + 1 + 1),
        ("a: claims(first: 1) { nodes { id } } b: claims(first: 1) { nodes { id } }", 1 + 2 * 2),
        ("claims { facets { kinds(first: 3) { count } years(first: 5) { count } } }", 1 + 1 + 1 + 200 + 3 + 200 + 5),
        ("claims { facets { speakers(first: 3) { speaker { name } } } }", 1 + 1 + 1 + 100 + 3 * 2),
        ("timeline { buckets { start count } coarserCount }", 1 + 200 + 120),
        ("timeline { series(first: 3) { counts } }", 1 + 200 + 300 + 3 * (1 + 10)),
        ("claims(first: 50) { nodes { id a: content b: content } }", 1 + 1 + 50 * (1 + 2)),
        ('speaker(id: "x") { timeline { buckets { count } } }', 1 + 1 + 200 + 120),
        ("claims(first: 3) { nodes { article { text } } }", 1 + 1 + 3 * (1 + 1 + 5)),
        ("claims(first: 5) @include(if: false) { nodes { id } }", 1),
        ("claims(first: 5) @skip(if: true) { nodes { id } }", 1),
        ("__schema { types { name fields { name } } }", 1 + 3_000),
    ],
)
def test_a_selection_costs_what_its_rows_do(selected: str, price: int) -> None:
    """One for each row, and one for the request."""
    assert priced(f"{{ {selected} }}") == price


def test_fragments_cost_what_they_hold() -> None:
    """Also one on a connection, whose page is named where it is spread."""
    spread = "{ claims(first: 7) { ...Page } } fragment Page on ClaimConnection { totalCount nodes { ...One } }"
    assert priced(f"{spread} fragment One on Claim {{ speaker {{ name }} }}") == 1 + 1 + TOTAL_COUNT + 7 * 2


@pytest.mark.parametrize(
    ("variables", "rows"),
    [
        ({"first": 1}, 1),
        ({"first": 100}, 100),
        ({}, 20),
        ({"first": None}, 20),
        ({"first": -5}, 1),
        ({"first": 0}, 1),
        ({"first": 10**30}, 100),
        ({"first": True}, 20),
    ],
)
def test_variables_say_how_many_rows(variables: dict[str, object], rows: int) -> None:
    """What no page can have counts as the nearest that one can; reading refuses it."""
    assert priced(PAGE, **variables) == 1 + 1 + rows * (1 + 1 + 20)


@pytest.mark.parametrize(("wanted", "price"), [(True, 1 + 1 + 1), (False, 1 + 1)])
def test_what_is_left_out_costs_nothing(wanted: bool, price: int) -> None:  # noqa: FBT001 - a case
    """As the variable of its directive says."""
    document = 'query ($wanted: Boolean!) {{ claim(id: "x") {{ id speaker @{} {{ name }} }} }}'
    assert priced(document.format("include(if: $wanted)"), wanted=wanted) == price
    assert priced(document.format("skip(if: $wanted)"), wanted=not wanted) == price


@given(st.one_of(st.none(), st.integers(), st.floats(), st.text(), st.booleans()))
def test_no_variable_makes_a_page_cheap_or_endless(first: object) -> None:
    """A price is between those of the smallest and the largest page."""
    least, most = (PRICE_OF_A_PAGE.priced({"first": rows}) for rows in (1, 100))
    assert least <= PRICE_OF_A_PAGE.priced({"first": first}) <= most


def test_a_mutation_costs_what_a_transaction_does() -> None:
    """Beside what is selected of what it returns."""
    document = (
        'mutation { retractNote(input: {noteId: "x", version: 1, reason: "y"}) { note { body } errors { message } } }'
    )
    assert priced(document) == 1 + MUTATION + 1 + (1 + LIST_ROWS)


@pytest.mark.parametrize("name", PRICES)
def test_every_price_is_that_of_a_field(name: str) -> None:
    """One of a field that was renamed would never be asked."""
    type_name, field_name = name.split(".")
    holder = SCHEMA.type_map[type_name]
    assert isinstance(holder, GraphQLObjectType)
    assert SCHEMA.get_field(holder, field_name) is not None


def test_every_free_type_is_one_of_the_schema() -> None:
    """As above."""
    assert set(SCHEMA.type_map) >= FREE_TYPES


def test_connections_and_edges_are_known_by_their_names() -> None:
    """That is how pricing tells a page from a list."""
    shapes = {
        name: set(held.fields)
        for name, held in SCHEMA.type_map.items()
        if isinstance(held, GraphQLObjectType | GraphQLInterfaceType) and not name.startswith("__")
    }
    paged = {name for name, fields in shapes.items() if {"edges", "nodes"} & fields}
    assert paged == {name for name in shapes if name.endswith("Connection")}
    assert {name for name in shapes if name.endswith("Edge")} == {
        name for name, has in shapes.items() if has == {"cursor", "node"}
    }


def test_the_price_of_a_known_document_is_quick() -> None:
    """It is a sum and a product for each page that a variable sizes."""
    assert (PRICE_OF_A_PAGE.fixed, [part.fixed for _, part in PRICE_OF_A_PAGE.parts]) == (2, [22])
