"""Reads a table of fact-checks: a row for each, the first row with the columns' names, in any order.

Speaker, claim, verdict and link are needed. Columns go by the names of the fields, by the obvious Persian ones below,
or by those that a map gives; others are left out. A day is 2013-08-03, 2013-08, 2013 or, in the Jalali calendar,
1392-05-12 or ۱۳۹۲/۰۵/۱۲, with or without a time.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.check import ListedCheck
from domain.errors import UnreadableRegister
from domain.text import search_key
from ingest.checks.fields import REQUIRED, Given, check_of
from ingest.readers.csv_rows import delimiter_of, numbered_rows
from ingest.registers.place import Place

_NAMES = {
    "speaker": ("speaker", "گوینده", "گوینده ادعا"),
    "role": ("role", "سمت", "نقش", "سمت گوینده"),
    "date": ("date", "said on", "تاریخ", "تاریخ ادعا"),
    "claim": ("claim", "ادعا", "متن ادعا"),
    "verdict": ("verdict", "حکم", "نتیجه", "ارزیابی"),
    "link": ("link", "url", "پیوند", "لینک", "نشانی"),
    "title": ("title", "عنوان", "تیتر"),
    "publisher": ("publisher", "ناشر", "رسانه"),
    "reviewed": ("reviewed", "reviewed on", "تاریخ بررسی"),
    "article": ("article", "appearance", "منبع ادعا", "پیوند خبر"),
    "text": ("text", "متن", "شرح", "متن بررسی"),
}
"""What the columns of each field are called where nobody maps them; compared as texts are searched."""
_FIELD_OF = {search_key(name): field for field, names in _NAMES.items() for name in names}


@dataclass(frozen=True, slots=True)
class Columns:
    """The field of each column, None for one that is left out, and what the file calls the fields."""

    fields: tuple[str | None, ...]
    names: Mapping[str, str]
    left_out: tuple[str, ...]


def read_table(
    text: str, path: Path, *, mapped: Mapping[str, str], zone: ZoneInfo
) -> tuple[Columns, Iterator[ListedCheck | UnreadableRegister]]:
    """The columns of a table and its checks; a row that cannot be read as its error.

    `mapped` tells the columns of fields, by the field. Raises UnreadableRegister for a first row that lacks one.
    """
    rows = numbered_rows(text, delimiter_of(text, path))
    line, cells = next(rows, (1, []))
    place = Place(path, f"line {line}")
    if isinstance(cells, csv.Error):
        raise UnreadableRegister(str(place), f"is no row of a table: {cells}", "close its quotes") from cells
    columns = _columns(cells, place, mapped)
    return columns, _checks(rows, path, columns, zone)


def _checks(
    rows: Iterator[tuple[int, list[str] | csv.Error]], path: Path, columns: Columns, zone: ZoneInfo
) -> Iterator[ListedCheck | UnreadableRegister]:
    for line, cells in rows:
        place = Place(path, f"line {line}")
        try:
            yield check_of(Given(place, _words(cells, place, columns), columns.names, zone))
        except UnreadableRegister as refusal:
            yield refusal


def _words(cells: list[str] | csv.Error, place: Place, columns: Columns) -> Mapping[str, str]:
    if isinstance(cells, csv.Error):
        problem = f"is no row of a table: {cells}"
        raise UnreadableRegister(str(place), problem, "close its quotes, and write a quote in a cell twice") from cells
    if len(cells) > len(columns.fields):
        problem = f"has {len(cells)} cells, and the first row has {len(columns.fields)} columns"
        raise UnreadableRegister(str(place), problem, "quote cells that hold a delimiter")
    told = zip(columns.fields, cells, strict=False)
    return {field: cell for field, cell in told if field is not None}


def _columns(names: Sequence[str], place: Place, mapped: Mapping[str, str]) -> Columns:
    found = [_field(name, mapped) for name in names]
    twice = next((field for field in found if field is not None and found.count(field) > 1), None)
    if twice is not None:
        remedy = f"say which with --column {twice}=NAME, or leave one of the two out"
        raise UnreadableRegister(str(place), f"has two columns for “{twice}”", remedy)
    missing = [field for field in dict.fromkeys((*REQUIRED, *mapped)) if field not in found]
    if missing:
        told = ", ".join(f"“{mapped.get(field, field)}”" for field in missing)
        problem = f"has no column {told}; it has {', '.join(f'“{name.strip()}”' for name in names) or 'none'}"
        remedy = f"say which column it is with --column {missing[0]}=NAME"
        raise UnreadableRegister(str(place), problem, remedy)
    called = {field: name.strip() for field, name in zip(found, names, strict=True) if field is not None}
    left_out = tuple(name.strip() for field, name in zip(found, names, strict=True) if field is None and name.strip())
    return Columns(tuple(found), called, left_out)


def _field(name: str, mapped: Mapping[str, str]) -> str | None:
    """The field of a column: as the map says, which takes the field from whatever column has its name."""
    key = search_key(name)
    by_map = next((field for field, column in mapped.items() if key and search_key(column) == key), None)
    if by_map is not None:
        return by_map
    field = _FIELD_OF.get(key)
    return None if field in mapped else field
