"""Tests of cli/checks.py."""

from pathlib import Path

import pytest

from tests.cli.conftest import SAMPLES, Gozareh

NEEDED = "speaker,claim,verdict,link"
ROW = "مریم نیک‌فر,پل باز شد,نادرست,https://example.org/1"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A table whose second row names no verdict that is known."""
    path = tmp_path / "checks.csv"
    path.write_text(f"{NEEDED}\n{ROW}\n{ROW.replace('نادرست', 'دروغ').replace('/1', '/2')}\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(("name", "count"), [("checks.csv", 3), ("claim_review.json", 2)])
def test_the_samples_are_imported_once(migrated: Gozareh, name: str, count: int) -> None:
    """The second time nothing is new."""
    [told] = migrated("checks", "import", SAMPLES / name, "--json").rows()
    again = migrated("checks", "import", SAMPLES / name)
    assert (told["checks"], told["refused"]) == ({"new": count}, [])
    assert (again.code, again.err) == (0, "")
    assert "Nothing new: these fact-checks are stored already." in again.out


def test_imported_claims_are_listed_with_their_notes(migrated: Gozareh) -> None:
    """And counted in timelines."""
    migrated("checks", "import", SAMPLES / "checks.csv")
    lines = migrated("claims", "--speaker", "مریم نیک‌فر", "--text", "اتوبوس", "--json").rows()
    assert [(line["outlet"], line["notes"], line["said_on"]) for line in lines] == [("راست‌آزما", 1, "2023-04-30")]
    assert migrated("timeline", "--json").rows()


def test_a_refused_row_is_told_and_the_others_are_stored(migrated: Gozareh, path: Path) -> None:
    """With its line, the reason and the remedy; the exit code is 1."""
    told = migrated("checks", "import", path)
    assert told.code == 1
    assert told.err.startswith(f"refused {path}, line 3: has a verdict “دروغ”, which is none that is in use: true (")
    assert told.err.rstrip().endswith("; say which it is with --verdict “دروغ=KEY”")
    assert len(migrated("claims", "--json").rows()) == 1


def test_refusals_and_counts_are_json_too(migrated: Gozareh, path: Path) -> None:
    """One object."""
    [told] = migrated("checks", "import", path, "--json", "--dry-run").rows()
    assert (told["checks"], told["dry_run"], told["columns_left_out"]) == ({"new": 1}, True, [])
    assert f"{path}, line 3" in str(told["refused"])


def test_words_are_mapped_to_verdicts(migrated: Gozareh, path: Path) -> None:
    """Those of the fact-checker's own scale."""
    [told] = migrated("checks", "import", path, "--verdict", "دروغ=false", "--json").rows()
    assert told["checks"] == {"new": 2}


def test_columns_are_mapped_and_those_left_out_are_named(migrated: Gozareh, path: Path) -> None:
    """A column of another name, and one that tells nothing."""
    path.write_text(f"نام,claim,verdict,link,رنگ\n{ROW},سرخ\n", encoding="utf-8")
    told = migrated("checks", "import", path, "--column", "speaker=نام")
    assert told.code == 0
    assert "Columns that were left out: رنگ" in told.out


def test_a_dry_run_stores_nothing(migrated: Gozareh) -> None:
    """It says so."""
    told = migrated("checks", "import", SAMPLES / "checks.csv", "--dry-run")
    assert (told.code, "Nothing was stored: this was a dry run." in told.out) == (0, True)
    assert migrated("claims").code == 1


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--column", "who=نام"), "--column: names a field “who”; there are speaker, role, date"),
        (("--column", "speaker"), "--column: is “speaker”; write two words with = between them"),
        (("--column", "speaker=الف", "--column", "speaker=ب"), "--column: tells “speaker” twice"),
        (("--column", "speaker=نام"), "line 1: has no column “نام”"),
        (("--verdict", "دروغ=lie"), "--verdict: maps “دروغ” to “lie”; the steps in use are true, half-true"),
        (("--language", "Persian"), "--language: is “Persian”"),
        (("--by", " "), "--by: is no name"),
    ],
)
def test_misuse_is_told_in_one_line(migrated: Gozareh, path: Path, options: tuple[str, ...], told: str) -> None:
    """With exit code 2, and nothing is stored."""
    outcome = migrated("checks", "import", path, *options)
    assert (outcome.code, len(outcome.err.splitlines())) == (2, 1)
    assert told in outcome.err
    assert migrated("claims").code == 1


def test_a_file_whose_rows_are_all_refused_stores_nothing(migrated: Gozareh, path: Path) -> None:
    """It is told row by row, not as an error of the whole."""
    path.write_text(f"{NEEDED}\nمریم نیک‌فر,,,\n,پل,,\n", encoding="utf-8")
    told = migrated("checks", "import", path)
    assert (told.code, len(told.err.splitlines()), "refused       2" in told.out) == (1, 2, True)


def test_columns_are_for_tables(migrated: Gozareh) -> None:
    """A ClaimReview's fields have names of their own."""
    told = migrated("checks", "import", SAMPLES / "claim_review.json", "--column", "speaker=نام")
    assert (told.code, "--column: is for tables" in told.err) == (2, True)


def test_a_file_that_is_not_there_is_misuse(migrated: Gozareh) -> None:
    """As for every command."""
    assert migrated("checks", "import", "none.csv").code == 2
