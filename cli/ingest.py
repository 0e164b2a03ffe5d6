"""`gozareh ingest`: stores articles and what is found in them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import batched
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.opening import migrated_database, read_settings, who_sits_here
from cli.printing import AsJson, complain, print_json, print_table
from cli.progress import progress
from domain.errors import UnreadableArticle
from domain.node_ids import node_id
from ingest.readers.formats import Format

if TYPE_CHECKING:
    from config import Settings
    from domain.article import PublishedAt, RawArticle
    from ingest.store import Ingested

AT_ONCE = 64
"""Articles that are stored in one transaction: one alone waits for the disk as long as they do."""


@dataclass(slots=True)
class Summary:
    """What became of a batch: counts of articles by change and of claims, and the refusals."""

    articles: Counter[str] = field(default_factory=Counter)
    claims: Counter[str] = field(default_factory=Counter)
    refused: list[UnreadableArticle] = field(default_factory=list)

    def add(self, ingested: Ingested) -> None:
        """Count one stored article."""
        self.articles[ingested.change.value] += 1
        self.claims["new"] += ingested.claims_new
        self.claims["changed"] += ingested.claims_changed
        self.claims["unchanged"] += ingested.claims_unchanged
        self.claims["withdrawn"] += ingested.claims_withdrawn

    def as_json(self) -> dict[str, object]:
        """The summary for a program."""
        return {
            "articles": self.articles,
            "claims": self.claims,
            "refused": [{"place": one.place, "problem": one.problem, "remedy": one.remedy} for one in self.refused],
        }


def add_to(app: typer.Typer) -> None:
    """Give the command its place."""
    app.command(
        epilog='Example: gozareh ingest news/*.txt --outlet "نمونه خبر" --published-at 1399-08-27',
    )(ingest)


def ingest(  # noqa: PLR0913 - the options of a command are its arguments
    paths: Annotated[list[Path], typer.Argument(help="Files, folders, or - for standard input.", metavar="PATH")],
    *,
    form: Annotated[Format, typer.Option("--format", help="How the files hold articles.")] = Format.AUTO,
    outlet: Annotated[str | None, typer.Option(help="The outlet of articles that do not name theirs.")] = None,
    url: Annotated[str | None, typer.Option(help="The address of the one article that does not give its own.")] = None,
    published_at: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="The day of articles that do not say theirs, Gregorian or Jalali."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Store articles and the statements found in them; what is stored already stays as it is.

    Text files, HTML pages and JSON Lines ({"text": ..., "url", "outlet", "published_at", "title", "tags",
    "section", "id"}) are read. An article that cannot be read is refused with its place and reason, the others
    are stored; the exit code is then 1.
    """
    from ingest.readers import Defaults, read_articles

    settings = read_settings()
    defaults = Defaults(outlet, url, _published_at(published_at, settings))
    articles = read_articles(
        paths, form=form, defaults=defaults, zone=settings.zone, limit_bytes=settings.article_limit_bytes
    )
    summary = Summary()
    try:
        with progress(paths, form) as advance:
            asyncio.run(_ingest(articles, summary, settings=settings, advance=advance))
    finally:
        _report(summary, as_json=as_json)
    if summary.refused:
        raise typer.Exit(1)


def _published_at(words: str | None, settings: Settings) -> PublishedAt | None:
    from domain.calendars import parse_published_at

    return parse_published_at(words, settings.zone) if words is not None else None


async def _ingest(
    articles: Iterable[RawArticle | UnreadableArticle],
    summary: Summary,
    *,
    settings: Settings,
    advance: Callable[[], None],
) -> None:
    from domain.roles import at_terminal
    from ingest.store import By, Rules, ingest_articles

    rules = Rules(settings.article_limit_bytes, settings.home_country)
    by = By(at_terminal(who_sits_here()))
    async with migrated_database(settings) as database:
        for some in batched(articles, AT_ONCE):
            readable = [one for one in some if not isinstance(one, UnreadableArticle)]
            outcomes = iter(await ingest_articles(database, readable, now=datetime.now(UTC), rules=rules, by=by))
            for article in some:
                _note(article if isinstance(article, UnreadableArticle) else next(outcomes), summary, article.place)
                advance()


def _note(outcome: Ingested | UnreadableArticle, summary: Summary, place: str) -> None:
    from ingest.changes import Change

    if isinstance(outcome, UnreadableArticle):
        summary.refused.append(outcome)
        complain(f"refused {outcome}")
        return
    summary.add(outcome)
    if outcome.change is Change.WITHDRAWN:
        article = node_id("article", outcome.article_id)
        complain(
            f"{place}: was withdrawn by an editor, so nothing of it is stored; first run: gozareh restore {article}"
        )


def _report(summary: Summary, *, as_json: bool) -> None:
    if as_json:
        print_json(summary.as_json())
        return
    if not summary.articles and not summary.refused:
        return
    counts = {**summary.articles, "refused": len(summary.refused)}
    rows = [("articles", kind, str(count)) for kind, count in counts.items() if count]
    rows += [("claims", kind, str(count)) for kind, count in summary.claims.items() if count]
    print_table(("", "", "count"), rows)
    if set(summary.articles) == {"unchanged"}:
        print("Nothing new: these articles are stored already, as they are.")
