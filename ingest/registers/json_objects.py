"""Typed access to the objects of a JSON file: whatever is not what it should be is refused with its place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

from domain.errors import UnreadableRegister
from domain.text import is_storable
from ingest.registers.fields import MOST_LETTERS
from ingest.registers.place import Place

_REMEDY = "mend it, or leave it out"


@dataclass(frozen=True, slots=True)
class JsonObject:
    """An object and where it stands."""

    place: Place
    values: Mapping[str, object]

    def text(self, field: str) -> str | None:
        """The text of a field, None where it is absent or null."""
        value = self.values.get(field)
        if value is not None and not isinstance(value, str):
            raise self.place.refusal(field, "is not text", _REMEDY)
        return value

    def identifier(self, field: str) -> str | None:
        """The text or the whole number by which objects call one another, as text; None where there is none."""
        value = self.values.get(field)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        return _identifier(self.text(field), self.place, field)

    def texts(self, field: str) -> list[str]:
        """The texts of a list, without those that are null; none where it is absent."""
        texts = [value for value in self._list(field) if value is not None]
        if not all(isinstance(value, str) for value in texts):
            raise self.place.refusal(field, "is not a list of texts", _REMEDY)
        return [text for text in texts if isinstance(text, str)]

    def identifiers(self, field: str) -> list[str]:
        """The ids of a list."""
        found = (_identifier(text, self.place, field) for text in self.texts(field))
        return [one for one in found if one is not None]

    def objects(self, field: str) -> list["JsonObject"]:
        """The objects of a list; none where it is absent."""
        return [
            _object(value, self.place, field, f"number {number} of the list “{field}”")
            for number, value in enumerate(self._list(field), 1)
        ]

    def inner(self, field: str) -> "JsonObject | None":
        """The object of a field, None where it is absent or null; it stands where this one does."""
        value = self.values.get(field)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self.place.refusal(field, "is not an object", _REMEDY)
        return JsonObject(self.place, value)

    def _list(self, field: str) -> Sequence[object]:
        values = self.values.get(field)
        if values is None:
            return ()
        if not isinstance(values, list):
            raise self.place.refusal(field, "is not a list", _REMEDY)
        return values


def read_document(text: str, path: Path) -> JsonObject | list[JsonObject]:
    """A file's one object, or the objects of its list or of its lines. Raises UnreadableRegister."""
    try:
        document: object = orjson.loads(text)
    except orjson.JSONDecodeError as broken:
        if not _is_of_lines(text):
            place = Place(path, f"line {broken.lineno}, column {broken.colno}")
            raise UnreadableRegister(str(place), f"is not JSON: {broken.msg}", "mend the file") from broken
        return list(_lines(text, path))
    if isinstance(document, dict):
        return JsonObject(Place(path, "its object"), document)
    if not isinstance(document, list):
        raise UnreadableRegister(str(path), "is neither an object nor a list of objects", "name another file")
    whole = Place(path, "its list")
    return [_object(value, whole, None, f"number {number} of its list") for number, value in enumerate(document, 1)]


def _is_of_lines(text: str) -> bool:
    """Whether the first line that is not blank is JSON by itself, so that each should be."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    try:
        return isinstance(orjson.loads(first), dict)
    except orjson.JSONDecodeError:
        return False


def _lines(text: str, path: Path) -> Iterator[JsonObject]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        place = Place(path, f"line {number}")
        try:
            value: object = orjson.loads(line)
        except orjson.JSONDecodeError as broken:
            problem = f"is not JSON: {broken.msg} at column {broken.colno}"
            raise UnreadableRegister(str(place), problem, "mend the line") from broken
        if not isinstance(value, dict):
            raise UnreadableRegister(str(place), "is not a JSON object", "mend the line, or leave it out")
        yield JsonObject(place, value)


def _object(value: object, place: Place, field: str | None, at: str) -> JsonObject:
    """A value of a list as an object, which stands at its own id, where it has one."""
    if not isinstance(value, dict):
        name = f"its “{field}” holds" if field else "holds"
        raise UnreadableRegister(str(place), f"{name} what is not an object: {at}", _REMEDY)
    identity = JsonObject(place, value).identifier("id")
    if identity is not None:
        at = f"object {identity}"
    elif field is not None:
        at = f"{place.at}, {at}" if place.at != "its object" else at
    return JsonObject(Place(place.path, at), value)


def _identifier(text: str | None, place: Place, field: str) -> str | None:
    if text is not None and (not is_storable(text) or len(text) > MOST_LETTERS):
        raise place.refusal(field, f"holds NUL, or more than {MOST_LETTERS} characters", "write a shorter id")
    return (text or "").strip() or None
