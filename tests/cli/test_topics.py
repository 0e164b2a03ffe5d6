"""Tests of cli/topics.py."""

from pathlib import Path

import pytest

from tests.cli.conftest import Gozareh

WHY = ("--why", "یکی هستند")
ARTICLES = """{"url": "https://example.org/1", "text": "مریم نیک‌فر گفت: پل باز است.", "tags": ["آب", "سیاست"]}
{"url": "https://example.org/2", "text": "مریم نیک‌فر گفت: سد باز است.", "tags": ["سیاسی"]}
"""


@pytest.fixture
def printed(migrated: Gozareh, tmp_path: Path) -> Gozareh:
    """Runs the command in a database of two articles, each with a claim."""
    path = tmp_path / "articles.jsonl"
    path.write_text(ARTICLES, encoding="utf-8")
    assert migrated("ingest", path).code == 0
    return migrated


@pytest.fixture
def aliases(tmp_path: Path) -> Path:
    """A table of other names, one of which no article prints."""
    path = tmp_path / "aliases.csv"
    path.write_text("topic,alias\nسیاست,سیاسی\nسیاست,امور سیاسی\n", encoding="utf-8")
    return path


def test_topics_are_listed_with_what_is_about_them(printed: Gozareh) -> None:
    """Those of the most claims first, and then by name."""
    rows = printed("topics", "list", "--json").rows()
    assert [(row["name"], row["articles"], row["claims"]) for row in rows] == [
        ("آب", 1, 1), ("سیاست", 1, 1), ("سیاسی", 1, 1),
    ]  # fmt: skip
    assert [row["name"] for row in printed("topics", "list", "--name", "سياس", "--json").rows()] == ["سیاست", "سیاسی"]
    assert "سیاست" in printed("topics", "list", "--limit", "2").out


def test_a_list_without_a_topic_ends_with_1(printed: Gozareh) -> None:
    """It says so."""
    told = printed("topics", "list", "--name", "ناشناس")
    assert (told.code, told.out, told.err) == (1, "", "no article is about such a topic\n")


def test_topics_are_merged_and_taken_apart_by_name(printed: Gozareh) -> None:
    """The names of what was merged stand beside the topic."""
    merged = printed("topics", "merge", "سیاست", "سیاسی", *WHY)
    [row] = printed("topics", "list", "--name", "سیاسی", "--json").rows()
    apart = printed("topics", "unmerge", "سیاسی", *WHY, "--json")
    assert (merged.code, merged.out) == (0, "claims that are about another topic by it: 1\n")
    assert (row["name"], row["aliases"], row["claims"]) == ("سیاست", ["سیاسی"], 2)
    assert (apart.rows(), len(printed("topics", "list", "--json").rows())) == ([{"claims_changed": 1}], 3)


def test_a_table_of_other_names_is_loaded_once(printed: Gozareh, aliases: Path) -> None:
    """The second time nothing changes; a name that no article prints waits for one."""
    first = printed("topics", "load", aliases, *WHY, "--json").rows()
    again = printed("topics", "load", aliases, *WHY)
    rows = printed("topics", "list", "--json").rows()
    assert [(row["alias"], row["claims_changed"]) for row in first] == [("سیاسی", 1), ("امور سیاسی", 0)]
    assert "Nothing changes" in again.out
    assert [(row["name"], row["aliases"]) for row in rows] == [("سیاست", ["امور سیاسی", "سیاسی"]), ("آب", [])]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("topic,name\nآب,نهر\n", "line 1: does not name the columns topic and alias"),
        ("topic,alias\nآب,۱۴۰۱\n", "line 2: its “alias” is “۱۴۰۱”, which names no topic"),
        ("topic,alias\nآب\n", "line 2: has 1 cells"),
        ('topic,alias\nآب,"نهر\n', "line 2: is no row of a table"),
        ("topic,alias\n", "lists no alias"),
    ],
)
def test_a_table_with_a_fault_is_refused_in_one_line(printed: Gozareh, aliases: Path, content: str, told: str) -> None:
    """Exit code 2, as it was asked wrongly."""
    aliases.write_text(content, encoding="utf-8")
    refused = printed("topics", "load", aliases, *WHY)
    assert (refused.code, len(refused.err.splitlines())) == (2, 1)
    assert told in refused.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("merge", "ناشناس", "آب"), "INTO: is “ناشناس”, the name of no topic"),
        (("merge", "آب", "سیاسی", "آب"), "OTHER 2: is the one that stays"),
        (("unmerge", "آب"), "TOPIC 1: was not merged"),
        (("merge", "آب", "سیاسی", "--by", "\x00"), "--by: holds characters that are no text"),
    ],
)
def test_what_cannot_be_decided_is_told_in_one_line(printed: Gozareh, arguments: tuple[str, ...], told: str) -> None:
    """In the command's own words."""
    refused = printed("topics", *arguments, *WHY)
    assert (refused.code, len(refused.err.splitlines())) == (2, 1)
    assert told in refused.err
