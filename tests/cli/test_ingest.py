"""Tests of cli/ingest.py."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import SAMPLES, Gozareh

TEXT = "مریم نیک\u200cفر، شهردار نیکان\u200cشهر، گفت: پل تازه فردا باز می\u200cشود.\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """A text file with one article."""
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_articles_are_stored_and_counted(migrated: Gozareh) -> None:
    """The summary is a table for a person."""
    told = migrated("ingest", SAMPLES / "articles.jsonl")
    assert (told.code, told.err) == (0, "")
    assert "articles   new" in told.out


def test_the_same_again_stores_nothing_new_and_says_so(filled: Gozareh) -> None:
    """Ingesting is idempotent."""
    told = filled("ingest", SAMPLES / "articles.jsonl")
    again = filled("ingest", SAMPLES / "articles.jsonl", "--json")
    assert told.code == 0
    assert "Nothing new" in told.out
    assert again.rows() == [
        {
            "articles": {"unchanged": 15},
            "claims": {"new": 0, "changed": 0, "unchanged": 0, "withdrawn": 0},
            "refused": [],
        }
    ]


def test_the_samples_as_a_folder_are_read_too(migrated: Gozareh) -> None:
    """The gold file holds the same articles, so it changes nothing; the text and the page are new."""
    (row,) = migrated("ingest", SAMPLES, "--json").rows()
    assert (row["articles"], row["refused"]) == ({"new": 17, "unchanged": 15}, [])


def test_options_complete_what_a_file_does_not_say(migrated: Gozareh, article: Path) -> None:
    """Jalali days in Persian digits are days."""
    told = migrated(
        "ingest", article, "--outlet", "نمای شهر", "--published-at", "۱۳۹۹-۰۸-۲۶", "--url", "https://example.org/x"
    )
    (claim,) = migrated("claims", "--json").rows()
    assert told.code == 0
    assert (claim["outlet"], claim["url"], claim["said_on"]) == ("نمای شهر", "https://example.org/x", "2020-11-16")


def test_a_changed_text_under_the_same_url_is_a_revision(migrated: Gozareh, article: Path) -> None:
    """The summary says so."""
    migrated("ingest", article, "--url", "https://example.org/x")
    article.write_text(TEXT + "\nوی افزود: بزرگراه هم تا بهار آماده است.\n", encoding="utf-8")
    (row,) = migrated("ingest", article, "--url", "https://example.org/x", "--json").rows()
    assert row["articles"] == {"revised": 1}
    assert migrated("claims", "--text", "بزرگراه").code == 0


GOOD = json.dumps({"text": TEXT, "url": "https://example.org/good"})
REFUSED = {
    "empty.txt": (b"", "empty.txt: is empty"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "picture.txt: is a binary file"),
    "english.txt": (b"The mayor said that the bridge will open tomorrow.", "english.txt: is not Persian"),
    "long.txt": (("پل تازه باز شد " * 200_000).encode(), "long.txt: has a text of 5,200,000 bytes"),
    "line7.jsonl": (f"{GOOD}\n{GOOD}\n\n\n\n\n{{broken\n{GOOD}\n".encode(), "line7.jsonl:7: is not JSON"),
    "date.jsonl": (json.dumps({"text": TEXT, "published_at": "1399-13-01"}).encode(), "date.jsonl:1: its field"),
    "page.html": (b"<html><body></body></html>", "page.html: is a page in which no article is found"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_an_article_that_cannot_be_read_is_one_line_and_the_others_are_stored(
    migrated: Gozareh, article: Path, tmp_path: Path, name: str
) -> None:
    """The line says where, what and what to do; the exit code tells a script."""
    content, problem = REFUSED[name]
    (tmp_path / name).write_bytes(content)
    told = migrated("ingest", tmp_path / name, article)
    assert told.code == 1
    assert [line for line in told.err.splitlines() if problem in line and "; " in line] == told.err.splitlines()
    assert migrated("claims", "--text", "پل").code == 0


def test_a_missing_file_is_told_and_the_others_are_stored(migrated: Gozareh, article: Path, tmp_path: Path) -> None:
    """A wrong path loses only itself."""
    told = migrated("ingest", tmp_path / "gone.txt", article, "--json")
    (row,) = told.rows()
    assert (told.code, row["articles"]) == (1, {"new": 1})
    assert row["refused"] == [
        {"place": str(tmp_path / "gone.txt"), "problem": "there is no such file or folder", "remedy": "check the path"}
    ]


def test_five_megabytes_of_one_line_are_read_where_the_limit_allows(
    migrated: Gozareh, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are slow for nobody: the test's time is the check."""
    monkeypatch.setenv("GOZAREH_ARTICLE_LIMIT_BYTES", "6000000")
    (tmp_path / "long.txt").write_text("پل تازه باز شد " * 200_000, encoding="utf-8")
    assert migrated("ingest", tmp_path / "long.txt").code == 0


def test_an_impossible_date_is_misuse(migrated: Gozareh, article: Path) -> None:
    """The message shows how to write one."""
    told = migrated("ingest", article, "--published-at", "1399-13-01")
    assert told.code == 2
    assert "1399-13-01" in told.err
    assert "2020-11-17 or 1399-08-27" in told.err


def test_a_locked_database_is_told(gozareh: Gozareh, article: Path, tmp_path: Path) -> None:
    """After a wait, with what to do; nothing is lost."""
    gozareh("db", "upgrade")
    other = sqlite3.connect(tmp_path / "news.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    told = gozareh("ingest", article)
    other.execute("ROLLBACK")
    other.close()
    assert told.code == 1
    assert told.err == "gozareh: another process is writing to the database; try again in a moment\n"
    assert gozareh("ingest", article).code == 0


def test_a_database_that_is_not_migrated_is_told(gozareh: Gozareh, article: Path) -> None:
    """Nothing is read before."""
    told = gozareh("ingest", article)
    assert (told.code, told.out) == (1, "")
    assert "run: gozareh db upgrade" in told.err


def test_a_bar_moves_where_a_person_looks_on(migrated: Gozareh) -> None:  # noqa: ARG001 - it leaves the database
    """On standard error, when that is a terminal; the summary stays on standard output."""
    watcher, terminal = os.openpty()
    command = [sys.executable, "-m", "cli.main", "ingest", str(SAMPLES), "--json"]
    done = subprocess.run(command, cwd=SAMPLES.parent, stdout=subprocess.PIPE, stderr=terminal, check=True)
    os.close(terminal)
    shown = os.read(watcher, 100_000)
    os.close(watcher)
    assert b"reading" in shown
    assert json.loads(done.stdout)["articles"] == {"new": 17, "unchanged": 15}


def test_standard_input_is_read(migrated: Gozareh) -> None:  # noqa: ARG001 - it leaves the database
    """A dash is its name."""
    command = [sys.executable, "-m", "cli.main", "ingest", "-", "--json"]
    given = (SAMPLES / "articles.jsonl").read_bytes()
    done = subprocess.run(command, cwd=SAMPLES.parent, input=given, capture_output=True, check=True)
    assert (json.loads(done.stdout)["articles"], done.stderr) == ({"new": 15}, b"")
