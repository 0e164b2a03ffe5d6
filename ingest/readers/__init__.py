"""Reads articles from files, folders and standard input; each format has a module of its own.

A file or line that cannot be read is yielded as its error, so that the rest of the batch goes on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.article import PublishedAt, RawArticle
from domain.errors import UnreadableArticle
from ingest.readers.formats import Format
from ingest.readers.html_page import MOST_PAGE_BYTES, read_html
from ingest.readers.json_lines import read_rows
from ingest.readers.plain_text import read_text
from ingest.readers.sources import STANDARD_INPUT, Source, find_sources
from ingest.readers.tags import closing_tags, distinct

__all__ = ["Defaults", "Format", "count_articles", "read_articles"]

_ROOM = 2
"""How many times larger than its text a text file may be: UTF-16 writes a Latin letter in 2 bytes, UTF-8 in 1."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """What an article is given where it does not say it itself; `url` is one article's, so only the first takes it."""

    outlet: str | None = None
    url: str | None = None
    published_at: PublishedAt | None = None


def read_articles(
    paths: Sequence[Path], *, form: Format, defaults: Defaults, zone: ZoneInfo, limit_bytes: int
) -> Iterator[RawArticle | UnreadableArticle]:
    """The articles of some files, folders and `-` for standard input, in order, read as they are asked for.

    Folders are read with all that is below them, sorted by path. `zone` is the newsroom's. A file or line
    far larger than an article of `limit_bytes` is refused before it is read.
    """
    url_taken = False
    for source in find_sources(paths):
        for found in _read_source(source, form, zone=zone, limit_bytes=limit_bytes):
            if not isinstance(found, RawArticle):
                yield found
            elif found.url is None and defaults.url is not None and url_taken:
                yield UnreadableArticle(
                    found.place, "has no url of its own, and --url names the article before it", "give each its url"
                )
            else:
                url_taken = url_taken or found.url is None
                yield _completed(found, defaults)


def count_articles(paths: Sequence[Path], *, form: Format) -> int | None:
    """About how many articles there are to read, for a progress bar; None where nobody knows before the end."""
    count = 0
    for source in find_sources(paths):
        if not isinstance(source, Source):
            count += 1
        elif source.path == STANDARD_INPUT:
            return None
        else:
            count += source.count(form)
    return count


def _read_source(
    source: Source | UnreadableArticle, form: Format, *, zone: ZoneInfo, limit_bytes: int
) -> Iterator[RawArticle | UnreadableArticle]:
    if not isinstance(source, Source):
        yield source
        return
    try:
        with source.opened() as stream:
            match source.format_of(stream, form):
                case Format.JSONL:
                    yield from read_rows(stream, source.place, zone=zone, limit_bytes=limit_bytes)
                case Format.HTML:
                    yield read_html(source.content(stream, MOST_PAGE_BYTES), source.place)
                case _:
                    yield read_text(source.content(stream, limit_bytes * _ROOM), source.place)
    except UnreadableArticle as refusal:
        yield refusal
    except OSError as problem:
        yield UnreadableArticle(source.place, f"cannot be read: {problem.strerror or problem}", "check the file")


def _completed(article: RawArticle, defaults: Defaults) -> RawArticle:
    return replace(
        article,
        url=article.url or defaults.url,
        outlet=article.outlet or defaults.outlet,
        published_at=article.published_at or defaults.published_at,
        tags=distinct((*article.tags, *closing_tags(article.text))),
    )
