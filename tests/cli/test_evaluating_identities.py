"""Tests of cli/evaluate.py: `--identities`, which measures whom a database takes speakers for."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import SAMPLES, Gozareh

GOLD = SAMPLES / "gold.jsonl"
FIGURES = ["right", "another accepted form", "a wrong speaker who exists", "a name that is nobody's", "abstained"]


def test_the_five_figures_are_printed(gozareh: Gozareh) -> None:
    """Beside how many statements were judged."""
    told = gozareh("evaluate", GOLD, "--identities")
    assert told.code == 0
    assert [figure for figure in (*FIGURES, "n_judged") if figure not in told.out] == []


def test_the_figures_of_the_json_are_shares_of_one(gozareh: Gozareh) -> None:
    """Each statement has one outcome."""
    (row,) = gozareh("evaluate", GOLD, "--identities", "--json").rows()
    figures = row["figures"]
    assert isinstance(figures, dict)
    assert (sorted(figures), sum(figures[name] for name in FIGURES)) == (
        sorted([*FIGURES, "n_judged"]),
        pytest.approx(1),
    )


def test_what_is_not_right_is_listed(gozareh: Gozareh, tmp_path: Path) -> None:
    """With what gold says, what is found, and why."""
    text = "آذرنگ گفت: باران می\u200cبارد."
    marked = {"start": 11, "end": len(text) - 1, "kind": "direct", "cue": "گفت", "speaker": "علی آذرنگ"}
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"id": "g1", "text": text, "statements": [marked]}), encoding="utf-8")
    assert "abstained  g1  gold: \u2068علی آذرنگ\u2069" in gozareh("evaluate", path, "--identities", "--errors").out
    (row,) = gozareh("evaluate", path, "--identities", "--errors", "--json").rows()
    assert row["errors"] == [
        {
            "article": "g1",
            "gold": "علی آذرنگ",
            "found": "آذرنگ",
            "why": "a name that is not full, of nobody who is known",
            "outcome": "abstained",
        }
    ]


def test_nothing_is_stored_in_the_newsrooms_database(gozareh: Gozareh) -> None:
    """It measures in one of its own, so none need be there."""
    assert gozareh("evaluate", GOLD, "--identities").code == 0
    assert "gozareh db upgrade" in gozareh("claims").err


@pytest.mark.parametrize("content", ['{"id": "g1"}', "not JSON"])
def test_a_broken_gold_file_is_misuse(gozareh: Gozareh, tmp_path: Path, content: str) -> None:
    """No figure of a part is printed."""
    path = tmp_path / "gold.jsonl"
    path.write_text(content, encoding="utf-8")
    told = gozareh("evaluate", path, "--identities")
    assert (told.code, told.out, "line 1" in told.err) == (2, "", True)
