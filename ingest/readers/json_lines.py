"""Reads JSON Lines: one article a line; a broken line is told by its number and the rest goes on."""

import io
from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

import orjson

from domain.article import PublishedAt, RawArticle
from domain.calendars import parse_published_at
from domain.errors import ImpossibleDate, UnreadableArticle
from ingest.readers.decoding import decode, utf8_of

_ROOM = 8
"""How many times larger than its text a line may be: JSON may write a letter of 2 bytes in 6."""
_UTF16_HEADS = (b"\xff\xfe", b"\xfe\xff")
_REMEDY = "mend the line, or leave it out"


def read_rows(
    stream: io.BufferedReader, place: str, *, zone: ZoneInfo, limit_bytes: int
) -> Iterator[RawArticle | UnreadableArticle]:
    """The articles of an open file, a line at a time, blank lines skipped; a broken line as its error."""
    for number, line in enumerate(_lines(stream, place, limit_bytes * _ROOM), 1):
        at = f"{place}:{number}"
        if isinstance(line, bytes) and not line.strip():
            continue
        try:
            yield _article(line, at, zone=zone)
        except UnreadableArticle as refusal:
            yield refusal


def _lines(stream: io.BufferedReader, place: str, most_bytes: int) -> Iterator[bytes | None]:
    """The file's lines in UTF-8; None stands for one that is longer than `most_bytes`."""
    if stream.peek(2)[:2] in _UTF16_HEADS:
        yield from _recoded_lines(stream, place, most_bytes)
        return
    while line := stream.readline(most_bytes):
        if len(line) < most_bytes or line.endswith(b"\n"):
            yield line
            continue
        yield None
        while (rest := stream.readline(most_bytes)) and not rest.endswith(b"\n"):
            pass


def _recoded_lines(stream: io.BufferedReader, place: str, most_bytes: int) -> Iterator[bytes | None]:
    """The same of a file in UTF-16. Raises UnreadableArticle where that ends: no later line can be told from it."""
    number = 0
    try:
        for number, line in enumerate(_lines(utf8_of(stream), place, most_bytes), 1):  # noqa: B007 - for the error
            yield line
    except UnicodeDecodeError as broken:
        problem = f"is not UTF-16 text: {broken.reason}"
        raise UnreadableArticle(f"{place}:{number + 1}", problem, "save it as UTF-8 text") from broken


def _article(line: bytes | None, place: str, *, zone: ZoneInfo) -> RawArticle:
    if line is None:
        raise UnreadableArticle(place, "is a line too large for one article", _REMEDY)
    row = _parsed(line, place)
    text = _words(row, "text", place)
    if text is None:
        raise UnreadableArticle(place, "has no text", _REMEDY)
    return RawArticle(
        text=text,
        place=place,
        url=_name(row, "url", place),
        outlet=_name(row, "outlet", place),
        title=_name(row, "title", place),
        section=_name(row, "section", place),
        tags=_tags(row, place),
        published_at=_published_at(row, place, zone),
        reference=_reference(row, place),
    )


def _parsed(line: bytes, place: str) -> Mapping[str, object]:
    try:
        row: object = orjson.loads(decode(line, place))
    except orjson.JSONDecodeError as broken:
        raise UnreadableArticle(place, f"is not JSON: {broken.msg} at column {broken.colno}", _REMEDY) from broken
    if not isinstance(row, dict):
        raise UnreadableArticle(place, 'is not a JSON object such as {"text": "..."}', _REMEDY)
    return row


def _words(row: Mapping[str, object], field: str, place: str) -> str | None:
    words = row.get(field)
    if words is not None and not isinstance(words, str):
        raise UnreadableArticle(place, f"its field “{field}” is not text", _REMEDY)
    return words


def _name(row: Mapping[str, object], field: str, place: str) -> str | None:
    """The field's words without the spaces around them; None where there are none."""
    return (_words(row, field, place) or "").strip() or None


def _reference(row: Mapping[str, object], place: str) -> str | None:
    reference = row.get("id")
    if reference is None or isinstance(reference, str):
        return reference
    if isinstance(reference, bool) or not isinstance(reference, int):
        raise UnreadableArticle(place, "its field “id” is neither text nor a whole number", _REMEDY)
    return str(reference)


def _tags(row: Mapping[str, object], place: str) -> tuple[str, ...]:
    """The tags of a list, or of a list that is itself written as JSON."""
    tags = row.get("tags")
    if isinstance(tags, str) and tags.strip():
        try:
            tags = orjson.loads(tags)
        except orjson.JSONDecodeError as broken:
            raise UnreadableArticle(
                place, "its field “tags” is neither a list nor a list written as JSON", _REMEDY
            ) from broken
    if not tags:
        return ()
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise UnreadableArticle(place, "its field “tags” is not a list of texts", _REMEDY)
    return tuple(tags)


def _published_at(row: Mapping[str, object], place: str, zone: ZoneInfo) -> PublishedAt | None:
    words = _name(row, "published_at", place)
    if words is None:
        return None
    try:
        return parse_published_at(words, zone)
    except ImpossibleDate as impossible:
        problem = f"its field “published_at” cannot be: “{words}” {impossible.problem}"
        raise UnreadableArticle(place, problem, "write a day such as 2020-11-17 or 1399-08-27") from impossible
