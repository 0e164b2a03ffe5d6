"""Finds the ClaimReviews of a file: JSON-LD as one object, a list or lines, with or without a graph, or in a web page.

A broken line or script is told by its place, and the rest goes on.
"""

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path

import orjson

from domain.errors import UnreadableRegister
from ingest.registers.place import Place

_TYPE = "ClaimReview"
_CLAIM = re.compile(r'"(?:[^"\s/]+[:/])?claimReviewed"\s*:')
_MARKS = "application/ld+json"

type Values = Mapping[str, object]
type Found = tuple[Place, Values] | UnreadableRegister


def reviews_of_json(text: str, path: Path) -> Iterator[Found]:
    """The reviews of a file's JSON, each with its place. Raises UnreadableRegister where it is no JSON at all."""
    try:
        document: object = orjson.loads(text)
    except orjson.JSONDecodeError as broken:
        if not _is_of_lines(text):
            place = Place(path, f"line {broken.lineno}, column {broken.colno}")
            raise UnreadableRegister(str(place), f"is not JSON: {broken.msg}", "mend the file") from broken
        for number, line in enumerate(text.split("\n"), 1):
            yield from _reviews_of_line(line, Place(path, f"line {number}"))
        return
    yield from _placed(document, text, path, first_line=1)


def reviews_of_page(page: str, path: Path) -> Iterator[Found]:
    """The reviews of the scripts of a web page that hold JSON-LD."""
    scripts = _Scripts()
    scripts.feed(page)
    scripts.close()
    for line, text in scripts.found:
        try:
            document: object = orjson.loads(text)
        except orjson.JSONDecodeError as broken:
            place = Place(path, f"line {line + broken.lineno - 1}")
            yield UnreadableRegister(str(place), f"is not JSON: {broken.msg}", "mend the script")
            continue
        yield from _placed(document, text, path, first_line=line)


class _Scripts(HTMLParser):
    """Gathers the scripts that hold JSON-LD, each with the line that it starts on."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []
        self._inside: list[str] | None = None
        self._line = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = (dict(attrs).get("type") or "").partition(";")[0].strip().casefold()
        if tag == "script" and kind == _MARKS:
            self._inside, self._line = [], 0

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._inside is not None:
            text = "".join(self._inside)
            self.found += [(self._line, text)] if text.strip() else []
            self._inside = None

    def handle_data(self, data: str) -> None:
        if self._inside is not None:
            self._line = self._line or self.getpos()[0]
            self._inside.append(data)


def _is_of_lines(text: str) -> bool:
    """Whether some line is an object by itself, so that each should be."""
    return any(_object_of(line) is not None for line in text.split("\n"))


def _object_of(line: str) -> object | None:
    try:
        value: object = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    return value if isinstance(value, dict) else None


def _reviews_of_line(line: str, place: Place) -> Iterator[Found]:
    if not line.strip():
        return
    try:
        value: object = orjson.loads(line)
    except orjson.JSONDecodeError as broken:
        problem = f"is not JSON: {broken.msg} at column {broken.colno}"
        yield UnreadableRegister(str(place), problem, "mend the line, or leave it out")
        return
    found = list(_reviews(value))
    if not found:
        yield UnreadableRegister(str(place), f"holds no {_TYPE}", "mend the line, or leave it out")
    yield from ((place, one) for one in found)


def _placed(document: object, text: str, path: Path, *, first_line: int) -> Iterator[Found]:
    """The reviews of a document with the lines of their claims, by number where that is not sure."""
    found = list(_reviews(document))
    starts = [first_line + text.count("\n", 0, one.start()) for one in _CLAIM.finditer(text)]
    for number, values in enumerate(found, 1):
        at = f"line {starts[number - 1]}" if len(starts) == len(found) else f"{_TYPE} {number}"
        yield Place(path, at), values


def _reviews(value: object) -> Iterator[Values]:
    """The reviews in a value, in their order, however deep: a graph, a list, the items of a feed."""
    left = [value]
    while left:
        one = left.pop()
        if isinstance(one, list):
            left += reversed(one)
        elif isinstance(one, dict) and is_of_type(one, _TYPE):
            yield one
        elif isinstance(one, dict):
            left += reversed(one.values())


def is_of_type(values: Values, *names: str) -> bool:
    """Whether an object says that it is one of some types, by their whole names or without what stands before."""
    types = values.get("@type")
    told = types if isinstance(types, list) else [types]
    return any(isinstance(one, str) and re.split("[:/]", one)[-1] in names for one in told)
