"""Takes the text of a table apart into rows of cells, each with the line that it starts on; knows no columns."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

_DELIMITERS = ",;\t"


def delimiter_of(text: str, path: Path) -> str:
    """A tab for `.tsv`; else the one that the first line has most of, as spreadsheets of many countries write `;`."""
    if path.suffix.lower() == ".tsv":
        return "\t"
    return max(_DELIMITERS, key=text.lstrip().partition("\n")[0].count)


def numbered_rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str] | csv.Error]]:
    """The rows that are not blank; one that cannot be taken apart as its error, the next ones follow."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as broken:
            yield line, broken
            continue
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield line, cells
