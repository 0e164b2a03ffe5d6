"""Tests of cli/verdicts.py."""

from pathlib import Path

import pytest

from tests.cli.conftest import SAMPLES, Gozareh

SCALE = "scale,key,label_fa,label_en,position,rating\nstars,no-star,بی ستاره,No star,0,1\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A scale of one step."""
    path = tmp_path / "stars.csv"
    path.write_text(SCALE, encoding="utf-8")
    return path


def test_the_scale_that_ships_is_listed(migrated: Gozareh) -> None:
    """From true to false, with both labels."""
    told = migrated("verdicts", "list", "--json")
    assert [row["key"] for row in told.rows()] == ["true", "half-true", "misleading", "false", "unproven"]
    assert "گمراه‌کننده" in migrated("verdicts", "list").out


def test_a_scale_is_loaded_once(migrated: Gozareh, path: Path) -> None:
    """The second time nothing changes."""
    [first] = migrated("verdicts", "load", path, "--json").rows()
    again = migrated("verdicts", "load", path)
    assert (first["change"], first["key"]) == ("added", "no-star")
    assert "Nothing changes" in again.out


def test_a_dry_run_says_so_and_stores_nothing(migrated: Gozareh, path: Path) -> None:
    """It prints what would change."""
    told = migrated("verdicts", "load", path, "--dry-run")
    assert "no-star" in told.out
    assert "Nothing was stored" in told.out
    assert len(migrated("verdicts", "list", "--json").rows()) == 5


def test_retired_steps_are_listed_only_when_asked_for(migrated: Gozareh, tmp_path: Path) -> None:
    """Those that a file of their scale no longer lists."""
    path = tmp_path / "shorter.csv"
    lines = (SAMPLES / "verdicts.csv").read_text(encoding="utf-8").splitlines()[:-1]
    path.write_text("\n".join(lines), encoding="utf-8")
    [change] = migrated("verdicts", "load", path, "--json").rows()
    assert (change["change"], change["key"]) == ("retired", "unproven")
    assert len(migrated("verdicts", "list", "--json").rows()) == 4
    assert "unproven (retired)" in migrated("verdicts", "list", "--retired").out


def test_a_file_with_a_fault_is_refused_in_one_line(migrated: Gozareh, path: Path) -> None:
    """Exit code 2, as it was asked wrongly."""
    path.write_text(SCALE.replace(",1\n", ",9\n"), encoding="utf-8")
    told = migrated("verdicts", "load", path)
    assert (told.code, len(told.err.splitlines())) == (2, 1)
    assert "line 2: its “rating” is “9”; write a whole number from 1 to 5" in told.err
