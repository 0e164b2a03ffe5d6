"""Looks at the values that come with a document before anything else does: their number, size and letters."""

from collections.abc import Iterable, Iterator, Mapping

from api.limits import Limits, Most
from api.measuring import unstorable
from domain.text import is_storable


def check_variables(variables: Mapping[str, object], limits: Limits, *, longest_text: Most | None) -> None:
    """Raise OverLimit where variables are over a limit, and BadFilter for half a character, which no answer can hold.

    `longest_text` is in code points; None for a mutation, whose texts have limits of their own.
    """
    level: list[object] = [variables] if variables else []
    count = 0
    for _ in range(limits.input_depth.count + 2):  # variables are an object, and values have nothing inside
        level = [inner for one in level for inner in _inside(one, limits, longest_text)]
        count += len(level)
        limits.values.check(count)
        if not level:
            return
    limits.input_depth.check(limits.input_depth.count + 1)


def check_storable(variables: Mapping[str, object]) -> None:
    """Raise BadFilter, which names the place, where a text holds what a database cannot keep."""
    for path, text in _texts("", variables):
        if not is_storable(text):
            raise unstorable(path)


def _inside(value: object, limits: Limits, longest_text: Most | None) -> Iterable[object]:
    if isinstance(value, str):
        if longest_text is not None:
            longest_text.check(len(value))
        if not value.isascii():
            _check_letters(value)
        return ()
    if isinstance(value, Mapping):
        for name in value:
            _check_letters(name)
        return value.values()
    if isinstance(value, list):
        limits.list_length.check(len(value))
        return value
    return ()


def _check_letters(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise unstorable("variables") from error


def _texts(path: str, value: object) -> Iterator[tuple[str, str]]:
    """Every text with the path to it; check_variables has seen to it that the values are not too deep."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _texts(f"{path}.{name}" if path else name, inner)
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _texts(f"{path}.{at}", inner)
