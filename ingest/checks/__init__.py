"""Reads a file of fact-checks that were published elsewhere; each form of file has a module of its own.

A row with a fault is yielded as its error, so that the others go on.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.check import ListedCheck
from domain.errors import UnreadableArticle, UnreadableRegister
from ingest.checks.claim_review import check_of_review
from ingest.checks.csv_table import read_table
from ingest.checks.fields import FIELDS
from ingest.checks.json_ld import Found, reviews_of_json, reviews_of_page
from ingest.readers.decoding import decode, decode_page
from ingest.readers.whole_file import content_of

__all__ = ["FIELDS", "Checks", "is_table", "read_checks"]

_MOST_BYTES = 50_000_000
"""The largest file that is read; its text is held in memory at once."""
_TABLES = frozenset({".csv", ".tsv"})
_JSON = frozenset({".json", ".jsonld", ".jsonl", ".ndjson"})
_PAGES = frozenset({".html", ".htm"})


@dataclass(frozen=True, slots=True)
class Checks:
    """The checks of a file, a row that cannot be read as its error; `left_out` are the columns that tell nothing."""

    rows: Sequence[ListedCheck | UnreadableRegister]
    left_out: tuple[str, ...] = ()


def is_table(path: Path) -> bool:
    """Whether a file's name says that it is a table."""
    return path.suffix.lower() in _TABLES


def read_checks(path: Path, *, mapped: Mapping[str, str], zone: ZoneInfo) -> Checks:
    """The checks that a file holds: a table, ClaimReviews as JSON-LD, or a web page with some.

    `mapped` tells the columns of a table's fields, by the field; `zone` is the newsroom's. Raises UnreadableRegister
    for a file that cannot be read at all, or that holds none.
    """
    suffix = path.suffix.lower()
    if suffix not in _TABLES | _JSON | _PAGES:
        known = ", ".join(sorted(_TABLES | _JSON | _PAGES))
        raise UnreadableRegister(str(path), f"does not end in one of {known}", "give it the ending of what it holds")
    text = _text(path, is_page=suffix in _PAGES)
    if not text.strip():
        raise UnreadableRegister(str(path), "is empty", "check that it is the right file")
    checks = _checks(text, path, mapped=mapped, zone=zone)
    if not checks.rows:
        what = "row after its first" if suffix in _TABLES else "ClaimReview"
        raise UnreadableRegister(str(path), f"holds no {what}", "check that it is the right file")
    return checks


def _checks(text: str, path: Path, *, mapped: Mapping[str, str], zone: ZoneInfo) -> Checks:
    suffix = path.suffix.lower()
    if suffix in _TABLES:
        columns, rows = read_table(text, path, mapped=mapped, zone=zone)
        return Checks(list(rows), columns.left_out)
    found = reviews_of_page(text, path) if suffix in _PAGES else reviews_of_json(text, path)
    return Checks(list(_read(found, zone)))


def _read(found: Iterable[Found], zone: ZoneInfo) -> Iterator[ListedCheck | UnreadableRegister]:
    for one in found:
        if isinstance(one, UnreadableRegister):
            yield one
            continue
        place, review = one
        try:
            yield check_of_review(review, place, zone=zone)
        except UnreadableRegister as refusal:
            yield refusal


def _text(path: Path, *, is_page: bool) -> str:
    try:
        content = content_of(path, most_bytes=_MOST_BYTES)
        return decode_page(content, str(path)) if is_page else decode(content, str(path))
    except UnreadableArticle as unread:
        raise UnreadableRegister(unread.place, unread.problem, unread.remedy) from unread
