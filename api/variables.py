"""Looks at the values that come with a document before anything else does: their number, size and letters."""

from collections.abc import Iterable, Iterator, Mapping

from api.limits import Limits, Most
from api.measuring import unstorable
from domain.text import is_storable


def check_variables(variables: Mapping[str, object], limits: Limits, *, longest_text: Most | None) -> bool:
    """Whether a database can keep each text of the variables.

    Raises OverLimit where they are over a limit, and BadFilter for half a character, which no answer can hold.
    `longest_text` is in code points; None for a mutation, whose texts have limits of their own.
    """
    level: list[object] = [dict(variables)]
    count, are_storable = 0, True
    for _ in range(limits.input_depth.count + 2):  # variables are an object, and values have nothing inside
        below: list[object] = []
        for value in level:
            are_storable &= not isinstance(value, str) or "\0" not in value
            below += _inside(value, limits, longest_text)
        if not below:
            return are_storable
        count += len(below)
        limits.values.check(count)
        level = below
    limits.input_depth.check(limits.input_depth.count + 1)
    return are_storable


def place_of_unstorable(variables: Mapping[str, object]) -> str:
    """Where the first text is that no database can keep, its names joined by dots; empty where there is none."""
    return next((path for path, text in _texts("", dict(variables)) if not is_storable(text)), "")


def _inside(value: object, limits: Limits, longest_text: Most | None) -> Iterable[object]:
    if isinstance(value, str):
        if longest_text is not None:
            longest_text.check(len(value))
        _check_letters(value)
    elif isinstance(value, dict):
        for name in value:
            _check_letters(name)
        return value.values()
    elif isinstance(value, list):
        limits.list_length.check(len(value))
        return value
    return ()


def _check_letters(text: str) -> None:
    if text.isascii():
        return
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise unstorable("variables") from error


def _texts(path: str, value: object) -> Iterator[tuple[str, str]]:
    """Every text with the path to it; check_variables has seen to it that the values are not too deep."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _texts(f"{path}.{name}" if path else name, inner)
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _texts(f"{path}.{at}", inner)
