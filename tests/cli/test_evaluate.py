"""Tests of cli/evaluate.py."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import SAMPLES, Gozareh

SCORER = Path(__file__).parents[3] / "shared" / "gold" / "score.py"
GOLD = SAMPLES / "gold.jsonl"


def test_the_figures_are_those_of_the_shared_scorer(gozareh: Gozareh, tmp_path: Path) -> None:
    """The same definitions, the same numbers, the same intervals, from what `extract` prints."""
    if not SCORER.exists():
        pytest.skip("../shared is absent: it holds the scorer to compare with")
    (tmp_path / "found.jsonl").write_text(gozareh("extract", GOLD).out, encoding="utf-8")
    command = [sys.executable, str(SCORER), "score", str(GOLD), str(tmp_path / "found.jsonl")]
    scored = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    (row,) = gozareh("evaluate", GOLD, "--json").rows()
    figures, intervals = row["figures"], row["intervals"]
    assert isinstance(figures, dict)
    assert isinstance(intervals, dict)
    lines = [
        f"{name:16} {int(value)}" if name.startswith("n_")
        else f"{name:16} {value:6.3f}   [{intervals[name][0]:.3f}, {intervals[name][1]:.3f}]"
        for name, value in figures.items()
    ]  # fmt: skip
    assert lines == scored.splitlines()


def test_the_table_shows_each_figure_with_its_interval(gozareh: Gozareh) -> None:
    """For a person."""
    told = gozareh("evaluate", GOLD)
    assert told.code == 0
    assert "e2e_full" in told.out
    assert " to " in told.out


def test_errors_are_listed_one_a_line(gozareh: Gozareh, tmp_path: Path) -> None:
    """A statement that nobody can find is a miss."""
    text = "باران آمد و رفت."
    marked = {"start": 0, "end": 10, "kind": "direct", "cue": "آمد", "mention": "", "speaker": "مریم نیک\u200cفر"}
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"id": "g1", "text": text, "statements": [marked]}), encoding="utf-8")
    assert "MISS    g1" in gozareh("evaluate", path, "--errors").out
    (row,) = gozareh("evaluate", path, "--errors", "--json").rows()
    assert row["errors"] == [
        {"kind": "MISS", "article_id": "g1", "content": text[:10], "cue": "آمد", "gold_speaker": "مریم نیک\u200cفر",
         "found_speaker": None}
    ]  # fmt: skip


def test_a_broken_gold_file_is_told_by_line(gozareh: Gozareh, tmp_path: Path) -> None:
    """It is misuse: no figure of a part of it is printed."""
    path = tmp_path / "gold.jsonl"
    path.write_text('\n{"id": "g1"}\n', encoding="utf-8")
    told = gozareh("evaluate", path)
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith(f"gozareh: {path}, line 2: ")


def test_a_missing_gold_file_is_misuse(gozareh: Gozareh, tmp_path: Path) -> None:
    """The message names the path."""
    told = gozareh("evaluate", tmp_path / "gone.jsonl")
    assert told.code == 2
    assert "there is no such file" in told.err
