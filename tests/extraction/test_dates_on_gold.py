"""The days that careful readers marked are found, and few others, on the shared gold articles."""

from datetime import date
from pathlib import Path

import pytest

from domain.dates import Basis, SaidOn
from domain.statement import Source, SourceKind
from extraction.dates import date_reports
from extraction.gold import GoldArticle, GoldStatement, read_gold, strip_half_spaces
from extraction.reading import Reading, read
from extraction.report import Place, Report

GOLD = Path(__file__).parents[3] / "shared" / "gold" / "dev.jsonl"
pytestmark = pytest.mark.skipif(not GOLD.exists(), reason="../shared/gold is not beside this checkout")


def golds() -> list[GoldArticle]:
    """The shared articles."""
    return read_gold(GOLD.read_text(encoding="utf-8").splitlines(), name="dev.jsonl")


def dated(article: GoldArticle) -> list[tuple[GoldStatement, SaidOn | None]]:
    """An article's statements whose cue is marked, each with the day found from gold cues, contents and speakers."""
    reading = read(article.text)
    statements = sorted((one for one in article.statements if one.cue_start is not None), key=cue_of)
    reports = [
        Report(
            tokens(reading, *cue_of(one)),
            tokens(reading, one.start, one.end),
            one.kind,
            "",
            Place.SUBJECT,
            range(0),
            inside=holder_of(one, statements),
        )
        for one in statements
    ]
    days = date_reports(
        reading,
        reports,
        published_on=date.fromisoformat(article.published_at) if article.published_at else None,
        sources=[Source(one.speaker, SourceKind.ORGANISATION) for one in statements],
    )
    return list(zip(statements, days, strict=True))


def cue_of(statement: GoldStatement) -> tuple[int, int]:
    """Where the cue stands."""
    return statement.cue_start or 0, statement.cue_end or 0


def tokens(reading: Reading, start: int, end: int) -> range:
    """The tokens between two offsets."""
    return range(reading.token_at(start), reading.token_at(end - 1) + 1)


def holder_of(statement: GoldStatement, statements: list[GoldStatement]) -> int | None:
    """The index of the shortest statement whose content holds the cue."""
    start, end = cue_of(statement)
    holders = [
        (other.end - other.start, index)
        for index, other in enumerate(statements)
        if other is not statement and other.start <= start and end <= other.end
    ]
    return min(holders)[1] if holders else None


@pytest.mark.parametrize("half_spaces", ["kept", "lost"])
def test_nearly_every_marked_day_is_found(half_spaces: str) -> None:
    """At least 97 of 100 days are right, with half-spaces and without."""
    articles = [strip_half_spaces(one) if half_spaces == "lost" else one for one in golds()]
    marked = [
        (one.said_on, found.day.isoformat() if found else None)
        for article in articles
        for one, found in dated(article)
        if one.said_on and not one.optional
    ]
    right = sum(told == found for told, found in marked)
    assert right >= 0.97 * len(marked)


def test_few_days_are_told_where_readers_saw_none() -> None:
    """At most 4 of 100 unmarked statements get a day from words; most of these are leads of a dated speech."""
    unmarked = [found for article in golds() for one, found in dated(article) if not one.said_on]
    told = sum(found is not None and found.basis is not Basis.PUBLISHED for found in unmarked)
    assert told <= 0.04 * len(unmarked)
