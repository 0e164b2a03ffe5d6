"""Documents that were read once are kept by their text, within bounds."""

import pytest
from graphql import GraphQLSchema

from api.documents import Documents, Refusal
from api.limits import LIMITS
from domain.errors import BadFilter, OverLimit

CLAIMS = "{ claims { totalCount } }"
SPEAKERS = "{ speakers { totalCount } }"
OFFICES = "{ offices { totalCount } }"
TWO = "query A { claims { totalCount } } query B { speakers { totalCount } }"


def text_again(text: str) -> str:
    """An equal text that is another object, as each request brings one."""
    return (text + " ")[:-1]


def test_a_document_that_is_known_is_not_read_again(schema: GraphQLSchema) -> None:
    """It is found by the letters, whichever object holds them."""
    documents = Documents(schema, LIMITS)
    assert documents.known(CLAIMS) is None
    document = documents.read(CLAIMS)
    assert documents.known(text_again(CLAIMS)) is document


def test_a_kept_document_names_one_text(schema: GraphQLSchema) -> None:
    """What is kept beside it can be found by that object and by places in it."""
    documents = Documents(schema, LIMITS)
    first = documents.read(CLAIMS).operation(None).node.loc
    again = documents.known(text_again(CLAIMS))
    assert first is not None
    assert again is not None
    assert again.operation(None).node.loc is first
    assert first.source.body is CLAIMS


def test_the_one_that_was_not_used_longest_goes_first(schema: GraphQLSchema) -> None:
    """Reading it again is a use."""
    documents = Documents(schema, LIMITS, most=2)
    documents.read(CLAIMS)
    documents.read(SPEAKERS)
    documents.known(CLAIMS)
    documents.read(OFFICES)
    assert [documents.known(one) is not None for one in (CLAIMS, SPEAKERS, OFFICES)] == [True, False, True]


@pytest.mark.parametrize(("most_characters", "kept"), [(len(CLAIMS) + len(SPEAKERS), 2), (len(SPEAKERS), 1), (5, 0)])
def test_texts_are_kept_within_a_bound(schema: GraphQLSchema, most_characters: int, kept: int) -> None:
    """Long ones push more out; one that is longer than all that is kept is not kept itself."""
    documents = Documents(schema, LIMITS, most_characters=most_characters)
    documents.read(CLAIMS)
    documents.read(SPEAKERS)
    assert len(documents) == kept


@pytest.mark.parametrize("text", ["{", "{ nothing }", "{ claims { nothing } }", '{ claim(id: "\\u0000") { id } }'])
def test_a_bad_document_is_not_kept(schema: GraphQLSchema, text: str) -> None:
    """Nobody can fill the memory with them."""
    documents = Documents(schema, LIMITS)
    with pytest.raises((Refusal, BadFilter)):
        documents.read(text)
    assert len(documents) == 0


def test_a_bad_document_is_told_so_much_at_a_time(schema: GraphQLSchema) -> None:
    """And that there is more."""
    with pytest.raises(Refusal) as refused:
        Documents(schema, LIMITS).read("{ claims { " + " ".join(f"nothing{one}" for one in range(50)) + " } }")
    assert len(refused.value.errors) == 21
    assert "Too many" in refused.value.errors[-1].message


@pytest.mark.parametrize("name", ["A", "B"])
def test_an_operation_is_found_by_its_name(schema: GraphQLSchema, name: str) -> None:
    """Whichever stands first."""
    found = Documents(schema, LIMITS).read(TWO).operation(name).node.name
    assert found is not None
    assert found.value == name


@pytest.mark.parametrize(("name", "problem"), [(None, "there are 2 operations"), ("C", "names no operation")])
def test_an_operation_that_is_not_named_well_is_refused(schema: GraphQLSchema, name: str | None, problem: str) -> None:
    """The first is not meant more than the others."""
    with pytest.raises(BadFilter, match=problem):
        Documents(schema, LIMITS).read(TWO).operation(name)


def test_the_only_operation_needs_no_name(schema: GraphQLSchema) -> None:
    """Even where it has one."""
    assert Documents(schema, LIMITS).read("query A { claims { totalCount } }").operation(None).is_query


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("{ a" * 3_000, Refusal),
        ("{ claims(where: " + "[" * 1_500 + "]" * 1_500 + ") { totalCount } }", Refusal),
        ("{ claims(where: " + "{ text: " * 150 + "1" + "}" * 150 + ") { totalCount } }", OverLimit),
        ("{ ...F0 } " + " ".join(f"fragment F{one} on Query {{ ...F{one + 1} }}" for one in range(95)), Refusal),
    ],
)
def test_depth_is_refused_before_pythons_stack_ends(schema: GraphQLSchema, text: str, error: type[Exception]) -> None:
    """A RecursionError would be told as our own fault."""
    with pytest.raises(error):
        Documents(schema, LIMITS).read(text)


def test_a_document_that_two_requests_bring_at_once_is_counted_once(schema: GraphQLSchema) -> None:
    """Both ask whether it is known before either reads it."""
    documents = Documents(schema, LIMITS, most_characters=len(CLAIMS))
    assert documents.read(CLAIMS) is documents.read(text_again(CLAIMS))
    assert documents.known(CLAIMS) is not None
