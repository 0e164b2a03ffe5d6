"""Tests for domain.values."""

from dataclasses import replace

from domain.values import value


@value
class _Place:
    first: int
    after: int


def test_values_of_the_same_fields_are_equal_and_hash_alike() -> None:
    """A value is its fields: equal ones are one member of a set."""
    assert {_Place(1, 2), _Place(1, 2)} == {_Place(1, 2)}


def test_a_changed_copy_leaves_the_value_as_it_was() -> None:
    """`replace` makes another value."""
    place = _Place(1, 2)
    assert (replace(place, after=3), place) == (_Place(1, 3), _Place(1, 2))
