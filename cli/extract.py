"""`gozareh extract`: articles in, one statement a line out; no database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.opening import existing, read_settings
from cli.parallel import in_order
from cli.printing import complain, isolated, print_json
from cli.progress import progress
from domain.article import RawArticle
from domain.errors import UnreadableArticle
from ingest.readers.formats import Format, format_by_suffix

if TYPE_CHECKING:
    from domain.statement import Statement
    from domain.text import Span

type Refusal = str
"""Why an article is refused, in words: errors do not go from one process to another."""


def add_to(app: typer.Typer) -> None:
    """Give the command its place."""
    app.command(epilog="Example: gozareh extract articles.jsonl > statements.jsonl")(extract)


def extract(
    path: Annotated[
        Path, typer.Argument(metavar="FILE.jsonl|-", help="Articles, one a line; - is standard input.")
    ] = Path("-"),
    *,
    jobs: Annotated[int, typer.Option(min=1, help="How many processes work; the order stays the input's.")] = 1,
    explain: Annotated[
        bool, typer.Option("--explain", help="Tell of each statement which rule found it and why that speaker.")
    ] = False,
) -> None:
    """Print the statements of articles, one JSON object a line, in the articles' order; nothing is stored.

    Offsets are half-open, in code points, into the text as given. A text file (.txt) or a page (.html) is read as
    one article. The exit code is 1 where an article was refused; the others are read all the same.
    """
    form = Format.AUTO if path.is_dir() else format_by_suffix(path.suffix) or Format.JSONL
    articles = _checked(existing(path), form)
    show = _explain if explain else _print_row
    refused = 0
    with progress([path], form) as advance:
        for found in in_order(_extracted, articles, jobs=jobs):
            if isinstance(found, str):
                refused += 1
                complain(f"refused {found}")
            else:
                article, statements = found
                for statement in statements:
                    show(article, statement)
            advance()
    if refused:
        raise typer.Exit(1)


def statements_of(article: RawArticle) -> list[Statement]:
    """The statements of one article as a reader gave it."""
    from extraction.statements import find_statements

    published_on = article.published_at.day if article.published_at else None
    return find_statements(article.text, title=article.title, tags=article.tags, published_on=published_on)


def statement_row(article: RawArticle, statement: Statement) -> dict[str, object]:
    """A statement as one line of output; its article is known by the id, url or place that it came with."""
    text, said_on = article.text, statement.said_on
    return {
        "article_id": article.reference or article.url or article.place,
        "start": statement.content.start,
        "end": statement.content.end,
        "content": statement.content.of(text),
        "kind": statement.kind,
        **_quoted("cue", statement.cue, text),
        **_quoted("mention", statement.mention, text),
        "speaker": statement.source.name if statement.source else None,
        "said_on": said_on.day if said_on else None,
        "said_on_precision": said_on.precision if said_on else None,
        "said_on_basis": said_on.basis if said_on else None,
        "confidence": round(statement.confidence, 3),
        "speech_act": statement.speech_act,
        **_quoted("target", statement.target, text),
        **_quoted("judgement", statement.judgement, text),
    }


def _quoted(name: str, span: Span | None, text: str) -> dict[str, object]:
    return {
        name: span.of(text) if span else None,
        f"{name}_start": span.start if span else None,
        f"{name}_end": span.end if span else None,
    }


def _checked(path: Path, form: Format) -> Iterator[RawArticle | Refusal]:
    """The articles of a path, and the refusals of those that cannot be read, in their order."""
    from ingest.check import check_text
    from ingest.readers import Defaults, read_articles

    settings = read_settings()
    limit = settings.article_limit_bytes
    for article in read_articles([path], form=form, defaults=Defaults(), zone=settings.zone, limit_bytes=limit):
        if isinstance(article, UnreadableArticle):
            yield str(article)
            continue
        try:
            check_text(article, limit_bytes=limit)
        except UnreadableArticle as refusal:
            yield str(refusal)
        else:
            yield article


def _extracted(article: RawArticle | Refusal) -> tuple[RawArticle, list[Statement]] | Refusal:
    """An article with its statements; a refusal as it is."""
    return article if isinstance(article, str) else (article, statements_of(article))


def _print_row(article: RawArticle, statement: Statement) -> None:
    print_json(statement_row(article, statement))


def _explain(article: RawArticle, statement: Statement) -> None:
    """Print a statement with its reasons, for a person."""
    text = article.text
    source, said_on, mention = statement.source, statement.said_on, statement.mention
    lines: Iterable[tuple[str, str]] = (
        ("article", f"{article.reference or article.url or article.place}, from code point {statement.content.start}"),
        ("content", isolated(statement.content.of(text))),
        ("cue", f"{isolated(statement.cue.of(text))} ({statement.kind}, {statement.speech_act})"),
        ("rule", f"{statement.rule}, confidence {statement.confidence:.2f}"),
        ("mention", isolated(mention.of(text)) if mention else "none: the subject is dropped"),
        ("speaker", f"{isolated(source.name)} ({source.kind})" if source else "nobody: extraction abstains"),
        ("because", statement.reason),
        ("said on", f"{said_on.day} ({said_on.basis}{_in_words(said_on.printed)})" if said_on else "not known"),
    )
    for name, words in lines:
        print(f"{name:>8}  {words}")
    print()


def _in_words(printed: str | None) -> str:
    return f": {isolated(printed)}" if printed else ""
