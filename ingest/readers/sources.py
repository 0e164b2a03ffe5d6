"""Finds and opens the files that a caller names: files, folders with all below them, and standard input."""

import io
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from domain.errors import UnreadableArticle
from ingest.readers.formats import SUFFIXES, Format, format_by_content, format_by_suffix

STANDARD_INPUT = Path("-")
_HEAD_BYTES = 512


@dataclass(frozen=True, slots=True)
class Source:
    """One file, or standard input."""

    path: Path

    @property
    def place(self) -> str:
        """What error messages call it."""
        return "standard input" if self.path == STANDARD_INPUT else str(self.path)

    def opened(self) -> AbstractContextManager[io.BufferedReader]:
        """The open file; standard input stays open afterwards. Raises OSError."""
        if self.path == STANDARD_INPUT:
            return nullcontext(cast("io.BufferedReader", sys.stdin.buffer))
        return self.path.open("rb")

    def format_of(self, stream: io.BufferedReader, form: Format) -> Format:
        """`form` itself, or where it is AUTO what the suffix or else the first bytes tell."""
        if form is not Format.AUTO:
            return form
        return format_by_suffix(self.path.suffix) or format_by_content(stream.peek(_HEAD_BYTES)[:_HEAD_BYTES])

    def count(self, form: Format) -> int:
        """About how many articles the file holds: its lines where each is one, else 1."""
        try:
            with self.opened() as stream:
                return sum(1 for _ in stream) if self.format_of(stream, form) is Format.JSONL else 1
        except OSError:
            return 1

    def content(self, stream: io.BufferedReader, most_bytes: int) -> bytes:
        """All bytes of a file that holds one article. Raises UnreadableArticle for one too large, OSError."""
        content = stream.read(most_bytes + 1)
        if len(content) > most_bytes:
            problem = f"is larger than {most_bytes:,} bytes, too large for one article"
            raise UnreadableArticle(self.place, problem, "split it, or give the article's text alone")
        return content


def find_sources(paths: Sequence[Path]) -> Iterator[Source | UnreadableArticle]:
    """The files that some paths name, in order; a path that leads to nothing that can be read as its error."""
    for path in paths:
        if path.is_dir():
            yield from _files_below(path)
        elif path.resolve().is_fifo():  # what a shell makes of <(...) has no name of its own, and somebody writes to it
            yield UnreadableArticle(
                str(path), "is a pipe, to which perhaps nobody ever writes", "give it as standard input: - < PIPE"
            )
        elif path == STANDARD_INPUT or path.exists():
            yield Source(path)
        else:
            yield UnreadableArticle(str(path), "there is no such file or folder", "check the path")


def _files_below(folder: Path) -> Iterator[Source | UnreadableArticle]:
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
    if not files:
        known = ", ".join(sorted(SUFFIXES))
        yield UnreadableArticle(str(folder), f"holds no file that ends in {known}", "name the files themselves")
    yield from map(Source, files)
