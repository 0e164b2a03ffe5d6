"""Tests of cli/extract.py."""

import json
import subprocess
import sys
from pathlib import Path

from tests.cli.conftest import SAMPLES, Gozareh

FIELDS = [
    "article_id", "start", "end", "content", "kind", "cue", "cue_start", "cue_end", "mention", "mention_start",
    "mention_end", "speaker", "said_on", "said_on_precision", "said_on_basis", "confidence", "speech_act", "target",
    "target_start", "target_end", "judgement", "judgement_start", "judgement_end",
]  # fmt: skip
TEXT = "مریم نیک\u200cفر، شهردار نیکان\u200cشهر، گفت: پل تازه فردا باز می\u200cشود.\n"


def test_each_line_is_one_statement_with_these_fields(gozareh: Gozareh, tmp_path: Path) -> None:
    """In this order, so that lines can be compared."""
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "one", "text": TEXT, "published_at": "1399-08-27"}), encoding="utf-8")
    (row,) = gozareh("extract", path).rows()
    assert list(row) == FIELDS
    assert (row["article_id"], row["speaker"], row["kind"]) == ("one", "مریم نیک\u200cفر", "direct")
    assert (row["said_on"], row["said_on_precision"], row["said_on_basis"]) == ("2020-11-17", "day", "published")


def test_offsets_are_of_the_text_as_given_and_articles_in_order(gozareh: Gozareh) -> None:
    """Contents, cues and mentions stand where the offsets say, Arabic letters and line ends included."""
    lines = (SAMPLES / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    texts = {row["id"]: row["text"] for row in map(json.loads, lines)}
    found = gozareh("extract", SAMPLES / "articles.jsonl").rows()
    for row in found:
        text = texts[row["article_id"]]
        for name, start, end in (("content", "start", "end"), ("cue", "cue_start", "cue_end")):
            assert row[name] == text[row[start] : row[end]]
        if row["mention"] is not None:
            assert row["mention"] == text[row["mention_start"] : row["mention_end"]]
    assert list(dict.fromkeys(row["article_id"] for row in found)) == list(texts)


def test_what_was_judged_stands_in_its_own_fields(gozareh: Gozareh) -> None:
    """For «A را B دانست» and the like: A and B, as printed."""
    judged = [row for row in gozareh("extract", SAMPLES / "articles.jsonl").rows() if row["cue"] == "ارزیابی کرد"]
    assert [(row["target"], row["judgement"]) for row in judged] == [("کاهش هزینه\u200cهای اداری", "گامی مثبت")]


def test_a_text_file_is_one_article(gozareh: Gozareh) -> None:
    """Known by its path."""
    path = SAMPLES / "boostan.txt"
    assert {row["article_id"] for row in gozareh("extract", path).rows()} == {str(path)}


def test_a_folder_is_read_by_the_files_suffixes(gozareh: Gozareh) -> None:
    """Pages and texts in it too."""
    told = gozareh("extract", SAMPLES)
    found = {row["article_id"] for row in told.rows()}
    assert told.code == 0
    assert {str(SAMPLES / "boostan.txt"), "https://example.org/sepidar/0201-22"} <= found


def test_a_broken_line_is_told_and_the_rest_goes_on(gozareh: Gozareh, tmp_path: Path) -> None:
    """The statements of the others are all there."""
    path = tmp_path / "a.jsonl"
    path.write_text("{broken\n" + json.dumps({"text": "hello"}) + "\n" + json.dumps({"text": TEXT}), encoding="utf-8")
    told = gozareh("extract", path)
    assert (told.code, len(told.rows())) == (1, 1)
    assert [line.split(": ")[0] for line in told.err.splitlines()] == [f"refused {path}:1", f"refused {path}:2"]


def test_a_missing_file_is_misuse(gozareh: Gozareh, tmp_path: Path) -> None:
    """The message names the path."""
    told = gozareh("extract", tmp_path / "gone.jsonl")
    missing = tmp_path / "gone.jsonl"
    assert told.code == 2
    assert told.err == f"gozareh: {missing}: there is no such file or folder; check the path\n"


def test_statements_leave_before_the_input_ends() -> None:
    """It streams: a reader at the other end of the pipe waits for nobody."""
    command = [sys.executable, "-u", "-m", "cli.main", "extract"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        running.stdin.write(json.dumps({"id": "one", "text": TEXT}).encode() + b"\n")
        running.stdin.flush()
        first = json.loads(running.stdout.readline())
        running.stdin.close()
    assert (first["article_id"], running.returncode) == ("one", 0)


def test_several_processes_give_the_same_lines_in_the_same_order(gozareh: Gozareh, tmp_path: Path) -> None:
    """Refusals too."""
    path = tmp_path / "a.jsonl"
    path.write_text((SAMPLES / "articles.jsonl").read_text(encoding="utf-8") + "{broken\n", encoding="utf-8")
    alone, together = gozareh("extract", path), gozareh("extract", path, "--jobs", "2")
    assert alone.code == together.code == 1
    assert alone.out == together.out
    assert alone.err == together.err


def test_each_statement_can_be_explained(gozareh: Gozareh, tmp_path: Path) -> None:
    """The rule that found it, and why that speaker."""
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    told = gozareh("extract", path, "--explain")
    lines = dict(line.strip().split("  ", 1) for line in told.out.splitlines() if line)
    assert set(lines) == {"article", "content", "cue", "rule", "mention", "speaker", "because", "said on"}
    assert "مریم نیک\u200cفر" in lines["speaker"]
    assert lines["because"]


def test_fewer_than_one_process_is_misuse(gozareh: Gozareh) -> None:
    """Nobody would work."""
    assert gozareh("extract", SAMPLES / "articles.jsonl", "--jobs", "0").code == 2
