"""Reads a user's file of people, organisations, offices and times; each form of file has a module of its own.

A file with a fault is refused whole, so that nothing is half read.
"""

from pathlib import Path

from domain.errors import UnreadableArticle, UnreadableRegister
from domain.register import Register
from ingest.readers.decoding import decode
from ingest.readers.whole_file import content_of
from ingest.registers.csv_table import read_table
from ingest.registers.followthemoney import read_entities
from ingest.registers.json_objects import JsonObject, read_document
from ingest.registers.popolo import LISTS, read_popolo

__all__ = ["MOST_BYTES", "read_register"]

MOST_BYTES = 50_000_000
"""The largest file that is read; everything of it is held in memory at once."""
_TABLES = frozenset({".csv", ".tsv"})
_JSON = frozenset({".json", ".jsonl", ".ijson", ".ndjson"})
_OF_A_PERSON = frozenset({"name", "other_names"})


def read_register(path: Path) -> Register:
    """The register that a file holds: a table, or JSON in the form of Popolo or of FollowTheMoney.

    Raises UnreadableRegister, which names the file, the line or the object, the field and what to do.
    """
    suffix = path.suffix.lower()
    if suffix not in _TABLES | _JSON:
        known = ", ".join(sorted(_TABLES | _JSON))
        raise UnreadableRegister(str(path), f"does not end in one of {known}", "give it the ending of what it holds")
    text = _text(path)
    register = read_table(text, path) if suffix in _TABLES else _read_json(text, path)
    if not register.speakers:
        raise UnreadableRegister(str(path), "tells of no speaker", "check that it is the right file")
    return register


def _text(path: Path) -> str:
    try:
        return decode(content_of(path, most_bytes=MOST_BYTES), str(path))
    except UnreadableArticle as unread:
        raise UnreadableRegister(unread.place, unread.problem, unread.remedy) from unread


def _read_json(text: str, path: Path) -> Register:
    document = read_document(text, path)
    if isinstance(document, JsonObject) and not document.values.keys().isdisjoint(LISTS):
        return read_popolo(document, path)
    objects = [document] if isinstance(document, JsonObject) else document
    if any("schema" in one.values for one in objects):
        return read_entities(objects)
    if isinstance(document, JsonObject) and document.values.keys().isdisjoint(_OF_A_PERSON):
        problem = f"is an object without any of {', '.join(LISTS)}, and without a schema"
        raise UnreadableRegister(str(path), problem, "write it in the form of Popolo or of FollowTheMoney")
    return read_popolo(objects, path)
