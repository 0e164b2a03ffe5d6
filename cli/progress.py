"""Shows a person how far long work has come; programs and files see nothing of it."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from ingest.readers.formats import Format


@contextmanager
def progress(paths: Sequence[Path], form: Format) -> Iterator[Callable[[], None]]:
    """A function to call after each article; a bar moves with it where standard error is a terminal."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    from ingest.readers import count_articles

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=count_articles(paths, form=form))
        yield lambda: bar.advance(task)


@contextmanager
def counting(what: str) -> Iterator[Callable[[int], None]]:
    """A function to tell how much more was done of something whose end nobody knows; shown on a terminal alone."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

    columns = (SpinnerColumn(), TextColumn(what), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done: bar.advance(task, done)
