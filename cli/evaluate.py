"""`gozareh evaluate`: how well extraction reads a gold file, or what people corrected."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.extract import statements_of
from cli.opening import existing, read_settings
from cli.printing import AsJson, isolated, print_json, print_table
from domain.errors import BadSetting, UnreadableArticle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from domain.article import RawArticle
    from extraction.gold import GoldArticle
    from extraction.scoring import Disagreement, Prediction

_SHOWN_CHARACTERS = 110


def add_to(app: typer.Typer) -> None:
    """Give the command its place."""
    example = "gozareh evaluate samples/gold.jsonl --errors, or gozareh evaluate --from-corrections"
    app.command(epilog=f"Example: {example}")(evaluate)


def evaluate(  # noqa: PLR0913 - an option each
    path: Annotated[
        Path | None, typer.Argument(metavar="GOLD.jsonl", help="Articles with their statements marked.")
    ] = None,
    *,
    errors: Annotated[bool, typer.Option("--errors", help="List every miss, false find and wrong speaker.")] = False,
    identities: Annotated[
        bool, typer.Option("--identities", help="Measure whom a database with the shipped tables takes speakers for.")
    ] = False,
    from_corrections: Annotated[
        bool, typer.Option("--from-corrections", help="Measure by what people corrected in the database; no gold file.")
    ] = False,
    export: Annotated[
        Path | None,
        typer.Option(metavar="FILE.jsonl", help="With --from-corrections: write those articles as a gold file."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print how well extraction reads a gold file: each figure with its 95 % interval.

    p, r and f1 are precision, recall and F1 of statements whose contents share half (@0.5) or four fifths (@0.8)
    of their words; speaker and fullest are shares of the matched; e2e is F1 of statements with the right speaker.
    With --identities: of the statements that are found and have a named source, for how many the database's speaker is
    right, is wrong but exists, bears a name that is nobody's, or is left open.
    With --from-corrections: of every field that people corrected in the database of GOZAREH_DATABASE_URL, for how many
    corrections the extractor now reads what they said; the newest correction of a claim's field counts, and what an
    editor withdrew does not. The file of --export has the texts of those articles and, of their statements, those that
    people corrected or added: not those that they said are none, and not the claims that nobody looked at, which are
    no gold; so what is found beyond it is not false, and p and f1 mean nothing there. Of a statement, the fields that
    nobody corrected are the extractor's own.
    """
    if from_corrections or export is not None or path is None:
        _check_asked(path, export, from_corrections=from_corrections, identities=identities)
        from cli.corrections import evaluate_corrections

        asyncio.run(evaluate_corrections(export, errors=errors, as_json=as_json))
        return
    if identities:
        _print_identities(existing(path), errors=errors, as_json=as_json)
        return
    from extraction.scoring import disagreements, figures, intervals, tally

    read = list(_read(existing(path), read_settings().zone))
    tallies = [tally(gold, found) for gold, found in read]
    measured, bounds = figures(tallies), intervals(tallies)
    wrong = [one for gold, found in read for one in disagreements(gold, found)] if errors else []
    if as_json:
        listed = {"errors": [_error_row(one) for one in wrong]} if errors else {}
        print_json({"figures": measured, "intervals": bounds, **listed})
        return
    print_table(("figure", "value", "95 % interval"), _figure_rows(measured, bounds))
    for one in wrong:
        print(_error_line(one))


def _check_asked(path: Path | None, export: Path | None, *, from_corrections: bool, identities: bool) -> None:
    """Raise BadSetting unless corrections alone are asked for."""
    if not from_corrections and export is not None:
        raise BadSetting("--export", "needs --from-corrections; pass both")
    if not from_corrections:
        raise BadSetting("GOLD.jsonl", "is missing; name a gold file, or pass --from-corrections")
    if path is not None or identities:
        raise BadSetting("--from-corrections", "reads the database alone; leave out the gold file and --identities")


def _read(path: Path, zone: ZoneInfo) -> Iterator[tuple[GoldArticle, list[Prediction]]]:
    """Each gold article with what extraction finds in it, read as `extract` reads it. Raises UnreadableArticle."""
    from extraction.scoring import prediction_of

    for gold, article in zip(*_gold_and_articles(path, zone), strict=True):
        yield gold, [prediction_of(statement, article.text) for statement in statements_of(article)]


def _gold_and_articles(path: Path, zone: ZoneInfo) -> tuple[list[GoldArticle], list[RawArticle]]:
    """The gold articles of a file, marked and as a reader gives them. Raises UnreadableArticle."""
    from extraction.gold import read_gold
    from ingest.readers import Defaults, Format, read_articles
    from ingest.readers.decoding import decode

    content = path.read_bytes()
    golds = read_gold(decode(content, str(path)).split("\n"), name=str(path))
    articles = []
    for row in read_articles([path], form=Format.JSONL, defaults=Defaults(), zone=zone, limit_bytes=len(content) + 1):
        if isinstance(row, UnreadableArticle):
            raise row
        articles.append(row)
    return golds, articles


def _print_identities(path: Path, *, errors: bool, as_json: bool) -> None:
    from ingest.identity_scores import Outcome, identities, tally
    from ingest.shipped import shipped_register
    from ingest.store import Rules

    settings = read_settings()
    golds, articles = _gold_and_articles(path, settings.zone)
    rules = Rules(sum(len(article.text.encode()) for article in articles) + 1, settings.home_country)
    judged = asyncio.run(identities(golds, articles, shipped_register(), rules=rules))
    wrong = [one for one in judged if one.outcome is not Outcome.RIGHT] if errors else []
    if as_json:
        print_json({"figures": tally(judged), **({"errors": [asdict(one) for one in wrong]} if errors else {})})
        return
    rows = [
        (name, f"{value:.0f}" if name.startswith("n_") else f"{value:.3f}") for name, value in tally(judged).items()
    ]
    print_table(("figure", "value"), rows)
    for one in wrong:
        print(f"{one.outcome}  {one.article}  gold: {isolated(one.gold)}  found: {isolated(str(one.found))}  {one.why}")


def _figure_rows(measured: dict[str, float], bounds: dict[str, tuple[float, float]]) -> Iterator[tuple[str, str, str]]:
    for name, value in measured.items():
        if name.startswith("n_"):
            yield name, f"{value:.0f}", ""
        else:
            low, high = bounds.get(name, (value, value))
            yield name, f"{value:.3f}", f"{low:.3f} to {high:.3f}"


def _error_row(error: Disagreement) -> dict[str, object]:
    return {
        "kind": error.kind,
        "article_id": error.article_id,
        "content": error.content,
        "cue": error.gold.cue if error.gold else error.found and error.found.cue,
        "gold_speaker": error.gold.speaker if error.gold else None,
        "found_speaker": error.found.speaker if error.found else None,
    }


def _error_line(error: Disagreement) -> str:
    row = _error_row(error)
    told = "  ".join(
        f"{name}: {isolated(str(row[key]))}"
        for name, key in (("cue", "cue"), ("gold", "gold_speaker"), ("found", "found_speaker"))
        if row[key] is not None
    )
    return f"{error.kind:7} {error.article_id}  {told}  {isolated(error.content[:_SHOWN_CHARACTERS])}"
