"""Variables are looked at before anything else does: their number, size, depth and letters."""

import pytest

from api.limits import LIMITS
from api.variables import check_variables, place_of_unstorable
from domain.errors import BadFilter, OverLimit


def nested(levels: int) -> object:
    """Lists and objects inside one another, by turns."""
    value: object = 1
    for level in range(levels):
        value = [value] if level % 2 else {"and": value}
    return value


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"ids": ["x"] * LIMITS.list_length.count},
        {"text": "م" * LIMITS.query_text.count},
        {"where": nested(LIMITS.input_depth.count)},
        {str(one): one for one in range(LIMITS.values.count)},
        {"a": None, "b": True, "c": 1.5, "d": {"e": [[], {}]}},
    ],
    ids=lambda variables: next(iter(variables), "none"),
)
def test_variables_at_a_limit_are_taken(variables: dict[str, object]) -> None:
    """So that the limit is what it says."""
    check_variables(variables, LIMITS, longest_text=LIMITS.query_text)


@pytest.mark.parametrize(
    ("variables", "what"),
    [
        ({"ids": ["x"] * (LIMITS.list_length.count + 1)}, LIMITS.list_length.of),
        ({"where": {"ids": ["x"] * 10_000}}, LIMITS.list_length.of),
        ({"text": "م" * (LIMITS.query_text.count + 1)}, LIMITS.query_text.of),
        ({"where": {"text": "a" * (LIMITS.query_text.count + 1)}}, LIMITS.query_text.of),
        ({"where": nested(LIMITS.input_depth.count + 1)}, LIMITS.input_depth.of),
        ({"where": nested(100_000)}, LIMITS.input_depth.of),
        ({str(one): one for one in range(LIMITS.values.count + 1)}, LIMITS.values.of),
        ({"a": [["x"] * 100] * 100}, LIMITS.values.of),
    ],
    ids=lambda given: given if isinstance(given, str) else next(iter(given)),
)
def test_variables_over_a_limit_are_refused(variables: dict[str, object], what: str) -> None:
    """In words that name it."""
    with pytest.raises(OverLimit) as refused:
        check_variables(variables, LIMITS, longest_text=LIMITS.query_text)
    assert refused.value.what == what


def test_a_mutation_may_be_given_long_texts() -> None:
    """An article is one; what stores it says how long it may be."""
    check_variables({"input": {"text": "م" * 1_000_000}}, LIMITS, longest_text=None)


@pytest.mark.parametrize("variables", [{"a": "\ud800"}, {"a": ["x", "\udfff"]}, {"a": {"\ud800": 1}}, {"\udc00": 1}])
@pytest.mark.parametrize("longest", [LIMITS.query_text, None])
def test_half_a_character_is_refused(variables: dict[str, object], longest: None) -> None:
    """No driver and no answer can hold one."""
    with pytest.raises(BadFilter, match="half a character"):
        check_variables(variables, LIMITS, longest_text=longest)


@pytest.mark.parametrize(
    ("variables", "place"),
    [({"id": "a\0"}, "id"), ({"where": {"text": "\0"}}, "where.text"), ({"ids": ["a", "b\0"]}, "ids.1")],
)
def test_a_text_that_no_database_can_keep_is_named_by_its_place(variables: dict[str, object], place: str) -> None:
    """So that its sender finds it."""
    assert not check_variables(variables, LIMITS, longest_text=LIMITS.query_text)
    assert place_of_unstorable(variables) == place


def test_texts_as_they_are_printed_are_taken() -> None:
    """Half-spaces, diacritics and what takes two halves."""
    assert check_variables({"text": "می\u200cگوید ✍🏽 مُ"}, LIMITS, longest_text=LIMITS.query_text)
