"""Each limit of a document: one at it is measured, one over it is refused, and neither takes long."""

from collections.abc import Callable
from time import process_time

import pytest
from graphql import parse

from api.limits import LIMITS, Most
from api.measuring import check_measures
from domain.errors import BadFilter, OverLimit


def repeated(text: str, times: int) -> str:
    """A text so many times, `%` the number of each."""
    return " ".join(text.replace("%", str(one)) for one in range(times))


def deep(levels: int) -> str:
    """A selection in which so many fields stand inside one another."""
    return "{ a " * levels + "} " * levels


def nested(levels: int) -> str:
    """A selection in which so many fragments stand inside one another."""
    return "{ " + "... { " * levels + "a " + "} " * levels + "}"


def spread_often(fragments: int, times: int) -> str:
    """Fragments of which each spreads the next one several times: written out, times ** fragments fields."""
    chain = " ".join(f"fragment F{one} on Query {{ {f'...F{one + 1} ' * times}}}" for one in range(fragments - 1))
    return f"{{ ...F0 }} {chain} fragment F{fragments - 1} on Query {{ __typename }}"


AT_AND_OVER: list[tuple[Most, Callable[[int], str]]] = [
    (LIMITS.definitions, lambda most: repeated("query Q% { a }", most)),
    (LIMITS.selections, lambda most: "{ a { " + repeated("b%", most - 1) + " } }"),
    (LIMITS.depth, deep),
    (LIMITS.nesting, nested),
    (LIMITS.root_fields, lambda most: "{ " + repeated("a%", most) + " }"),
    (LIMITS.root_fields, lambda most: "{ ...F b } fragment F on Query { " + repeated("a%", most - 1) + " }"),
    (LIMITS.root_fields, lambda most: "{ ... { b } ... on Query { " + repeated("a%", most - 1) + " } }"),
    (LIMITS.aliases, lambda most: "{ a { " + repeated("b%: c", most) + " } }"),
    (LIMITS.directives, lambda most: "{ a { " + repeated("b% @include(if: true)", most - 1) + " } ...F @skip(if: 1) }"),
    (LIMITS.directives, lambda most: "query " + "@a " * most + "{ b }"),
    (LIMITS.directives, lambda most: "query ($v: Int " + "@a " * most + ") { b }"),
    (LIMITS.directives, lambda most: "{ ...F } fragment F on Query " + "@a " * most + "{ b }"),
    (LIMITS.variables, lambda most: "query (" + repeated("$v%: Int", most) + ") { a }"),
    (LIMITS.list_length, lambda most: "{ a(b: [" + "1 " * most + "]) }"),
    (LIMITS.list_length, lambda most: "query ($v: [Int] = [" + "1 " * most + "]) { a }"),
    (LIMITS.list_length, lambda most: "{ a @b(c: {d: [" + "1 " * most + "]}) }"),
    (LIMITS.input_depth, lambda most: "{ a(b: " + "{ c: " * most + "1" + " }" * most + ") }"),
    (LIMITS.input_depth, lambda most: "{ a(b: " + "[" * most + "1" + "]" * most + ") }"),
]


@pytest.mark.parametrize(("limit", "document"), AT_AND_OVER)
def test_a_document_at_a_limit_is_taken(limit: Most, document: Callable[[int], str]) -> None:
    """So that the limit is what it says."""
    assert check_measures(parse(document(limit.count)), LIMITS)


@pytest.mark.parametrize(("limit", "document"), AT_AND_OVER)
def test_a_document_over_a_limit_is_refused(limit: Most, document: Callable[[int], str]) -> None:
    """In words that name it."""
    with pytest.raises(OverLimit) as refused:
        check_measures(parse(document(limit.count + 1)), LIMITS)
    assert refused.value.what == limit.of


@pytest.mark.parametrize(
    "selected", ["b " * 200, "... { b } " * 200, "...F " * 200], ids=["fields", "inline", "fragments"]
)
def test_fields_of_one_name_are_counted_in_pairs(selected: str) -> None:
    """200 have 19,900 and 201 have 20,100: a standard rule compares them all."""
    fragment = "fragment F on A { b }" if "F" in selected else ""
    assert check_measures(parse(f"{{ a {{ {selected} }} }} {fragment}"), LIMITS)
    with pytest.raises(OverLimit, match="20,000 pairs"):
        check_measures(parse(f"{{ a {{ {selected} b }} }} {fragment}"), LIMITS)


@pytest.mark.parametrize(("fragments", "times"), [(20, 4), (40, 4), (40, 2), (95, 3)])
def test_fragments_that_multiply_are_refused_at_once(fragments: int, times: int) -> None:
    """Written out, 20 that each spread the next four times are billions of fields."""
    document = parse(spread_often(fragments, times))
    began = process_time()
    with pytest.raises(OverLimit):
        check_measures(document, LIMITS)
    assert process_time() - began < 0.05


@pytest.mark.parametrize(
    "document",
    [
        "{ ...A } fragment A on Query { ...A }",
        "{ ...A } fragment A on Query { ...B ...B } fragment B on Query { ...A ...A }",
        "{ a { ...A } } fragment A on B { a { ...A } }",
        "{ b } fragment A on Query { ...A }",
        "{ ...A } fragment A on Query { b } fragment A on Query { c }",
    ],
)
def test_fragments_that_cannot_be_written_out_are_told(document: str) -> None:
    """They have no end, or no telling which is meant; a standard rule says so."""
    assert not check_measures(parse(document), LIMITS)


@pytest.mark.parametrize(
    "document", ['{ a(b: "\\u0000") }', '{ a(b: {c: ["\\u0000"]}) }', 'query ($v: String = "\\u0000") { a }']
)
def test_a_text_that_no_database_can_keep_is_refused(document: str) -> None:
    """Wherever it stands."""
    with pytest.raises(BadFilter, match="holds a NUL"):
        check_measures(parse(document), LIMITS)
