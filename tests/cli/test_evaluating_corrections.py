"""`gozareh evaluate --from-corrections`: what people corrected, beside what extraction reads now, and as gold."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from cli.corrections import write_gold
from db.sessions import Database
from db.tables import ClaimRow
from domain.ids import article_id_by_url, speaker_id
from domain.statement import Kind
from ingest.corrected_values import Said
from ingest.missed import Missed
from tests.cli.conftest import Gozareh
from tests.ingest.correcting import (
    ARTICLE,
    TEXT,
    add,
    change,
    claim_that_holds,
    correct,
    ingest,
    place,
)
from tests.ingest.registering import NOW

UNSEEN = "از زبان شهردار شنیدیم آب کم است.\n"
WHOLE = TEXT + UNSEEN
HEAD = speaker_id("بهرام آذرنگ")


async def correct_all(url: str) -> None:
    """Correct each claim of an article, and add one."""
    database = Database(url)
    await ingest(database, WHOLE)
    first = await claim_that_holds(database, "رودخانه")
    await correct(database, first.id, Said(content=place("فردا باز می‌شود"), speaker=HEAD, kind=Kind.INDIRECT))
    second = await claim_that_holds(database, "سه سال")
    await correct(database, second.id, Said(is_statement=False))
    third = await claim_that_holds(database, "بودجه")
    await correct(database, third.id, Said(said_on_unknown=True))
    article = article_id_by_url(ARTICLE.url or "")
    missed = Missed(article, place("آب کم است", WHOLE), place("شنیدیم", WHOLE), Kind.INDIRECT, speaker=HEAD)
    await add(database, missed)
    await database.close()


async def change_first(url: str, values: Mapping[str, Any]) -> None:
    """Change the first claim."""
    database = Database(url)
    claim: ClaimRow = await claim_that_holds(database, "فردا")
    await change(database, claim.id, **values)
    await database.close()


@pytest.fixture
def corrected(migrated: Gozareh, database_url: str) -> Gozareh:
    """Runs the command in a database with corrections."""
    asyncio.run(correct_all(database_url))
    return migrated


def test_each_corrected_field_is_counted(corrected: Gozareh) -> None:
    """The extractor reads as it did, so it is wrong about them all, but for three of the content's six words."""
    (row,) = corrected("evaluate", "--from-corrections", "--json").rows()
    names = ("content@0.8", "speaker", "said_on", "kind", "no_statement", "missed")
    wrong = {name: {"right": 0, "of": 1} for name in names}
    assert row == {"corrections": {"content@0.5": {"right": 1, "of": 1}, **wrong}}


def test_what_the_extractor_reads_as_people_said_is_right(corrected: Gozareh, database_url: str) -> None:
    """Here they changed their mind, back to what it reads."""

    async def change_back() -> None:
        database = Database(database_url)
        first = await claim_that_holds(database, "فردا")
        back = Said(content=place("پل تازه رودخانه فردا باز می‌شود"), speaker=speaker_id("مریم نیک‌فر"), kind=Kind.DIRECT)
        await correct(database, first.id, back, version=2)
        second = await claim_that_holds(database, "سه سال")
        await correct(database, second.id, Said(is_statement=True), version=2)
        await database.close()

    asyncio.run(change_back())
    (row,) = corrected("evaluate", "--from-corrections", "--json").rows()
    counts = row["corrections"]
    assert isinstance(counts, dict)
    right = {name for name, share in counts.items() if share == {"right": 1, "of": 1}}
    assert right == {"content@0.5", "content@0.8", "speaker", "kind", "statement"}


def test_what_an_editor_withdrew_counts_nowhere(corrected: Gozareh, database_url: str, tmp_path: Path) -> None:
    """Neither in a figure nor in the exported file, which holds no text of its article."""
    asyncio.run(change_first(database_url, {"withdrawn_at": NOW, "withdrawn_by": "editor"}))
    path = tmp_path / "gold.jsonl"
    told = corrected("evaluate", "--from-corrections", "--export", path, "--json")
    (row,) = told.rows()
    assert row == {"corrections": {name: {"right": 0, "of": 1} for name in ("said_on", "no_statement", "missed")}}
    assert path.read_text(encoding="utf-8") == ""
    assert "withdrew words of theirs: 1 article(s)" in told.err


def test_the_exported_file_is_gold(corrected: Gozareh, tmp_path: Path) -> None:
    """The statements that people corrected or added, and not the one that they said is none."""
    path = tmp_path / "gold.jsonl"
    told = corrected("evaluate", "--from-corrections", "--export", path)
    assert (told.code, "missed" in told.out) == (0, True)
    (row,) = corrected("evaluate", path, "--json").rows()
    figures = row["figures"]
    assert isinstance(figures, dict)
    assert (figures["n_gold"], figures["n_pred"]) == (3, 3)
    assert [entry.name for entry in tmp_path.iterdir() if entry.name.startswith(".gold")] == []


def test_errors_name_the_claims(corrected: Gozareh) -> None:
    """One a line, for a person."""
    told = corrected("evaluate", "--from-corrections", "--errors")
    assert told.out.count("claim_") == 6


def test_without_corrections_there_is_nothing_to_measure(migrated: Gozareh) -> None:
    """It is told, and no failure."""
    told = migrated("evaluate", "--from-corrections")
    assert (told.code, "nobody has corrected" in told.err) == (0, True)


@pytest.mark.parametrize(
    "asked",
    [(), ("--export", "gold.jsonl"), ("gold.jsonl", "--from-corrections"), ("--from-corrections", "--identities")],
)
def test_what_contradicts_itself_is_misuse(gozareh: Gozareh, asked: tuple[str, ...]) -> None:
    """Nothing is opened, and nothing written."""
    assert gozareh("evaluate", *asked).code == 2


def test_a_failure_leaves_the_file_that_was_there(tmp_path: Path) -> None:
    """And no half of another one."""
    path = tmp_path / "gold.jsonl"
    path.write_text("as it was", encoding="utf-8")
    with pytest.raises(AttributeError):
        write_gold(path, [None])  # type: ignore[list-item]  # what cannot be written
    assert [(entry.name, entry.read_text(encoding="utf-8")) for entry in tmp_path.iterdir()] == [
        ("gold.jsonl", "as it was")
    ]
