"""`gozareh evaluate`: how well extraction reads a gold file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.extract import statements_of
from cli.opening import existing, read_settings
from cli.printing import AsJson, isolated, print_json, print_table
from domain.errors import UnreadableArticle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from extraction.gold import GoldArticle
    from extraction.scoring import Disagreement, Prediction

_SHOWN_CHARACTERS = 110


def add_to(app: typer.Typer) -> None:
    """Give the command its place."""
    app.command(epilog="Example: gozareh evaluate samples/gold.jsonl --errors")(evaluate)


def evaluate(
    path: Annotated[Path, typer.Argument(metavar="GOLD.jsonl", help="Articles with their statements marked.")],
    *,
    errors: Annotated[bool, typer.Option("--errors", help="List every miss, false find and wrong speaker.")] = False,
    as_json: AsJson = False,
) -> None:
    """Print how well extraction reads a gold file: each figure with its 95 % interval.

    p, r and f1 are precision, recall and F1 of statements whose contents share half (@0.5) or four fifths (@0.8)
    of their words; speaker and fullest are shares of the matched; e2e is F1 of statements with the right speaker.
    """
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


def _read(path: Path, zone: ZoneInfo) -> Iterator[tuple[GoldArticle, list[Prediction]]]:
    """Each gold article with what extraction finds in it, read as `extract` reads it. Raises UnreadableArticle."""
    from extraction.gold import read_gold
    from extraction.scoring import prediction_of
    from ingest.readers import Defaults, Format, read_articles
    from ingest.readers.decoding import decode

    content = path.read_bytes()
    golds = read_gold(decode(content, str(path)).split("\n"), name=str(path))
    rows = read_articles([path], form=Format.JSONL, defaults=Defaults(), zone=zone, limit_bytes=len(content) + 1)
    for gold, article in zip(golds, rows, strict=True):
        if isinstance(article, UnreadableArticle):
            raise article
        yield gold, [prediction_of(statement, article.text) for statement in statements_of(article)]


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
