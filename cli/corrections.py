"""`gozareh evaluate --from-corrections`: how well extraction reads what people corrected, and those texts as gold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cli.files import whole_file
from cli.opening import migrated_database, read_settings
from cli.printing import complain, print_json, print_table

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from db.corrected_texts import CorrectedText
    from domain.ids import ArticleId
    from ingest.correction_scores import Scored


async def evaluate_corrections(export: Path | None, *, errors: bool, as_json: bool) -> None:
    """Print the figures of the database's corrections, and write their texts to `export`. Raises DatabaseProblem.

    An article of which an editor withdrew a claim is measured, and not written: its text holds the words.
    """
    from db.corrected_texts import corrected_texts
    from ingest.correction_scores import scores

    async with migrated_database(read_settings()) as database, database.reading() as session:
        texts = [text async for text in corrected_texts(session)]
    scored = [one for text in texts for one in scores(text)]
    if export is not None:
        whole = [text for text in texts if not text.holds_withdrawn]
        write_gold(export, whole)
        _tell_left_out({text.article_id for text in texts if text.holds_withdrawn})
    _print(scored, errors=errors, as_json=as_json)


def write_gold(path: Path, texts: Sequence[CorrectedText]) -> None:
    """Write the texts as a gold file; one that was there stays as it was until all of it is written."""
    import orjson

    from extraction.gold import gold_row
    from ingest.correction_scores import gold_article

    with whole_file(path) as file:
        for article in map(gold_article, texts):
            if article.statements:
                file.write(orjson.dumps(gold_row(article)) + b"\n")


def _tell_left_out(articles: Collection[ArticleId]) -> None:
    if articles:
        complain(f"left out of the file, as an editor withdrew words of theirs: {len(articles)} article(s)")


def _print(scored: Sequence[Scored], *, errors: bool, as_json: bool) -> None:
    from domain.node_ids import node_id
    from ingest.correction_scores import figures, tally

    counts = tally(scored)
    wrong = [(one.measure.value, node_id("claim", one.claim)) for one in scored if not one.is_right] if errors else []
    if as_json:
        listed = {"errors": [{"corrected": measure, "claim": claim} for measure, claim in wrong]} if errors else {}
        print_json({"corrections": figures(counts), **listed})
        return
    rows = [(name.value, f"{one.right}", f"{one.of}", f"{one.right / one.of:.3f}") for name, one in counts.items()]
    if not scored:
        complain("nobody has corrected a claim of this database yet")
        return
    print_table(("corrected", "right", "of", "share"), rows)
    for measure, claim in wrong:
        print(f"{measure:12} {claim}")
