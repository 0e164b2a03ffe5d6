"""`gozareh extract`: articles in, one statement a line out; no database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.opening import existing, read_settings
from cli.printing import complain, print_json
from domain.errors import UnreadableArticle
from ingest.readers.formats import Format, format_by_suffix

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from domain.article import RawArticle
    from domain.statement import Statement


def add_to(app: typer.Typer) -> None:
    """Give the command its place."""
    app.command(epilog="Example: gozareh extract articles.jsonl > statements.jsonl")(extract)


def extract(
    path: Annotated[
        Path, typer.Argument(metavar="FILE.jsonl|-", help="Articles, one a line; - is standard input.")
    ] = Path("-"),
) -> None:
    """Print the statements of articles, one JSON object a line, in the articles' order; nothing is stored.

    Offsets are half-open, in code points, into the text as given. A text file (.txt) or a page (.html) is read as
    one article. The exit code is 1 where an article was refused; the others are read all the same.
    """
    from ingest.readers import Defaults, read_articles

    settings = read_settings()
    form = Format.AUTO if path.is_dir() else format_by_suffix(path.suffix) or Format.JSONL
    articles = read_articles(
        [existing(path)], form=form, defaults=Defaults(), zone=settings.zone, limit_bytes=settings.article_limit_bytes
    )
    refused = 0
    for found in _found_in(articles, settings.article_limit_bytes):
        if isinstance(found, UnreadableArticle):
            refused += 1
            complain(f"refused {found}")
        else:
            print_json(found)
    if refused:
        raise typer.Exit(1)


def statements_of(article: RawArticle) -> list[Statement]:
    """The statements of one article as a reader gave it."""
    from extraction.statements import find_statements

    published_on = article.published_at.day if article.published_at else None
    return find_statements(article.text, title=article.title, tags=article.tags, published_on=published_on)


def statement_row(article: RawArticle, statement: Statement) -> dict[str, object]:
    """A statement as one line of output; its article is known by the id, url or place that it came with."""
    text, mention, said_on = article.text, statement.mention, statement.said_on
    return {
        "article_id": article.reference or article.url or article.place,
        "start": statement.content.start,
        "end": statement.content.end,
        "content": statement.content.of(text),
        "kind": statement.kind,
        "cue": statement.cue.of(text),
        "cue_start": statement.cue.start,
        "cue_end": statement.cue.end,
        "mention": mention.of(text) if mention else None,
        "mention_start": mention.start if mention else None,
        "mention_end": mention.end if mention else None,
        "speaker": statement.source.name if statement.source else None,
        "said_on": said_on.day if said_on else None,
        "said_on_precision": said_on.precision if said_on else None,
        "said_on_basis": said_on.basis if said_on else None,
        "confidence": round(statement.confidence, 3),
    }


def _found_in(
    articles: Iterable[RawArticle | UnreadableArticle], limit_bytes: int
) -> Iterator[dict[str, object] | UnreadableArticle]:
    """The rows of the articles' statements, and the refusals where they stand."""
    from ingest.check import check_text

    for article in articles:
        if isinstance(article, UnreadableArticle):
            yield article
            continue
        try:
            check_text(article, limit_bytes=limit_bytes)
        except UnreadableArticle as refusal:
            yield refusal
        else:
            yield from (statement_row(article, statement) for statement in statements_of(article))
