"""Tests of cli/withdrawal.py."""

import sys
from io import StringIO
from pathlib import Path

import pytest

from domain.ids import article_id_by_url
from domain.node_ids import node_id
from tests.cli.conftest import Gozareh

URL = "https://example.org/qanat"
ARTICLE = node_id("article", article_id_by_url(URL))
TEXT = (
    "کاوه مهرزاد، شهردار نیکان‌شهر گفت: قنات زعفرانیه لایروبی می‌شود.\nآذرنگ تأکید کرد که نگارخانه مینیاتور گشوده است.\n"
)
BOTH = "کاوه مهرزاد گفت: کشت زعفران خوب است و آرش سپهری تأکید کرد که انگورستان آب ندارد."
WHY = ("--why", "به خواست گوینده")
NO_ONE = "0" * 31 + "1"


@pytest.fixture
def text_file(tmp_path: Path) -> Path:
    """A text file with one article."""
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def told(migrated: Gozareh, text_file: Path) -> Gozareh:
    """Runs the command in a database that holds the article."""
    given = ("--url", URL, "--outlet", "نمای شهر", "--published-at", "1401-10-08")
    assert migrated("ingest", text_file, *given).code == 0
    return migrated


def claim_id(gozareh: Gozareh, word: str) -> str:
    """The id of the claim that holds a word."""
    [found] = gozareh("claims", "--text", word, "--json").rows()
    return str(found["id"])


class Terminal(StringIO):
    """A terminal at which somebody has typed something."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def test_a_claim_is_withdrawn_and_restored(told: Gozareh) -> None:
    """Each says what to do next; between them nothing lists the claim."""
    claim = claim_id(told, "زعفرانیه")
    gone = told("withdraw", claim, *WHY)
    assert (gone.code, gone.out) == (0, f"{claim}: withdrawn; to bring it back: gozareh restore {claim}\n")
    assert told("claims", "--text", "زعفرانیه").code == 1
    assert len(told("claims", "--json").rows()) == 1
    back = told("restore", claim, *WHY)
    assert (back.code, back.out) == (0, f"{claim}: restored\n")
    assert claim_id(told, "زعفرانیه") == claim


def test_what_a_person_reads_counts_no_withdrawn_claim(told: Gozareh) -> None:
    """The claims, the timeline, the speaker and those who wait."""
    commands = (
        ("claims", "--json"),
        ("timeline", "--json"),
        ("speakers", "show", "کاوه مهرزاد", "--json"),
        ("speakers", "waiting", "--json"),
    )
    before = [told(*command).out for command in commands]
    assert told("withdraw", URL, *WHY).code == 0
    claims, timeline, speaker, waiting = (told(*command) for command in commands)
    [counted], [shown] = timeline.rows(), speaker.rows()
    assert (claims.out, waiting.out) == ("", "")
    assert (counted["total_count"], counted["buckets"]) == (0, [])
    assert shown["mentioned"] == []
    assert told("restore", URL, *WHY).code == 0
    assert [told(*command).out for command in commands] == before


def test_an_article_is_withdrawn_by_its_address(told: Gozareh, text_file: Path) -> None:
    """And is not ingested again until it is restored; the batch goes on, and that is no failure."""
    gone = told("withdraw", URL, *WHY)
    assert gone.out == f"{ARTICLE}: withdrawn with 2 live claims; to bring it back: gozareh restore {ARTICLE}\n"
    other = text_file.with_name("other.txt")
    other.write_text("مریم نیک‌فر گفت: پل تازه باز است.", encoding="utf-8")
    again = told("ingest", text_file, "--url", URL, "--json")
    both = told("ingest", other, "--json")
    assert (again.code, again.rows()[0]["articles"]) == (0, {"withdrawn": 1})
    assert "article.txt: was withdrawn by an editor, so nothing of it is stored" in again.err
    assert f"first run: gozareh restore {ARTICLE}" in again.err
    assert both.rows()[0]["articles"] == {"new": 1}
    assert told("restore", ARTICLE, *WHY).out == f"{ARTICLE}: restored with 2 live claims\n"


def test_a_program_reads_what_was_done(told: Gozareh) -> None:
    """As JSON."""
    claim = claim_id(told, "زعفرانیه")
    gone = told("withdraw", claim, *WHY, "--json").rows()
    assert gone == [{"id": claim, "erased": False, "claims": 1, "held_by": []}]
    assert told("restore", claim, *WHY, "--json").rows() == [{"id": claim, "claims": 1}]
    erased = told("withdraw", ARTICLE, *WHY, "--erase", "--yes", "--json").rows()
    assert erased == [{"id": ARTICLE, "erased": True, "claims": 2, "held_by": []}]


def test_claims_that_hold_the_same_words_are_named(migrated: Gozareh, text_file: Path) -> None:
    """Whoever withdraws one of two claims of a sentence is told of the other."""
    text_file.write_text(BOTH, encoding="utf-8")
    assert migrated("ingest", text_file).code == 0
    first, second = (str(row["id"]) for row in migrated("claims", "--json").rows())
    gone = migrated("withdraw", first, *WHY)
    assert f"{second} holds the same words; withdraw it too, if it is meant" in gone.err


def test_erased_words_are_not_restored(told: Gozareh) -> None:
    """The refusal says why."""
    claim = claim_id(told, "زعفرانیه")
    assert told("withdraw", claim, *WHY).code == 0
    gone = told("withdraw", claim, *WHY, "--erase", "--yes")
    refused = told("restore", claim, *WHY)
    assert (gone.code, gone.out) == (0, f"{claim}: withdrawn; nothing of it is kept\n")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == "gozareh: ID: was erased for ever: nothing of it is kept, so nothing can be restored\n"


@pytest.mark.parametrize(("typed", "code", "left"), [("n\n", 1, 2), ("y\n", 0, 1)])
def test_a_person_is_asked_before_words_are_erased(
    told: Gozareh, monkeypatch: pytest.MonkeyPatch, typed: str, code: int, left: int
) -> None:
    """At a terminal; «no» leaves all as it is."""
    claim = claim_id(told, "زعفرانیه")
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    asked = told("withdraw", claim, *WHY, "--erase")
    assert asked.code == code
    assert f"Nothing of {claim} will be kept, for ever. Erase it?" in asked.err
    assert len(told("claims", "--json").rows()) == left


def test_where_nobody_can_be_asked_erasing_needs_a_word(told: Gozareh) -> None:
    """So that no script erases by a slip."""
    claim = claim_id(told, "زعفرانیه")
    refused = told("withdraw", claim, *WHY, "--erase")
    assert refused.code == 2
    assert "add --yes where nobody can be asked" in refused.err
    assert len(told("claims", "--json").rows()) == 2


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("withdraw", f"claim_{NO_ONE}", *WHY), "ID: names no claim; pass an id"),
        (("withdraw", "https://example.org/none", *WHY), "ID: names no article; pass an id"),
        (("withdraw", f"speaker_{NO_ONE}", *WHY), "ID: is a speaker's; give a claim's, an article's"),
        (("withdraw", "زعفرانیه", *WHY), "ID: “زعفرانیه” is not an id"),
        (("withdraw", ARTICLE, "--why", " "), "--why: is empty"),
        (("withdraw", ARTICLE, *WHY, "--by", "a\0b"), "--by: holds characters that are no text"),
        (("restore", ARTICLE, *WHY), "ID: was not withdrawn by an editor"),
    ],
)
def test_what_cannot_be_done_says_what_to_mend(told: Gozareh, arguments: tuple[str, ...], problem: str) -> None:
    """In one line, with the command's own names."""
    refused = told(*arguments)
    assert (refused.code, refused.out) == (2, "")
    assert problem in refused.err
    assert refused.err.count("\n") == 1
