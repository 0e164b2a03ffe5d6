"""Tests of cli/db.py."""

from pathlib import Path

import pytest

from tests.cli.conftest import Gozareh

READERS = [
    ("claims",),
    ("timeline",),
    ("serve",),
    ("db", "check"),
    ("keys", "create", "--name", "x", "--role", "admin"),
]


def test_upgrade_makes_the_database_and_says_where(gozareh: Gozareh, tmp_path: Path) -> None:
    """A second time it changes nothing and says so."""
    first, second = gozareh("db", "upgrade"), gozareh("db", "upgrade")
    assert (tmp_path / "news.db").exists()
    assert (first.code, second.code) == (0, 0)
    assert "was at none, is at" in first.out
    assert "already" in second.out


def test_upgrade_makes_the_folder_of_the_database(
    gozareh: Gozareh, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The default is a folder that a new user does not have."""
    monkeypatch.setenv("GOZAREH_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path / 'new' / 'news.db'}")
    assert gozareh("db", "upgrade").code == 0


def test_check_is_content_with_an_upgraded_database(migrated: Gozareh) -> None:
    """The tables are those that the code declares."""
    checked = migrated("db", "check")
    assert (checked.code, checked.err) == (0, "")


def test_current_is_none_before_and_the_newest_after(gozareh: Gozareh) -> None:
    """Exit code 1 tells a script that there is no migration."""
    before = gozareh("db", "current", "--json")
    gozareh("db", "upgrade")
    after = gozareh("db", "current", "--json")
    newest = after.rows()[0]["newest"]
    assert (before.code, before.rows()) == (1, [{"current": None, "newest": newest}])
    assert (after.code, after.rows()) == (0, [{"current": newest, "newest": newest}])


@pytest.mark.parametrize("words", READERS, ids=" ".join)
def test_a_database_that_is_not_migrated_is_told_with_the_command_to_run(
    gozareh: Gozareh, words: tuple[str, ...], tmp_path: Path
) -> None:
    """And no file is made of it."""
    told = gozareh(*words)
    assert (told.code, told.out) == (1, "")
    assert "run: gozareh db upgrade" in told.err
    assert not (tmp_path / "news.db").exists()


def test_a_file_that_is_no_database_is_told(gozareh: Gozareh, tmp_path: Path) -> None:
    """The message names the setting to check."""
    (tmp_path / "news.db").write_text("these are words, and a database file starts with other ones" * 100)
    told = gozareh("db", "upgrade")
    assert told.code == 1
    assert "check GOZAREH_DATABASE_URL" in told.err


def test_a_password_is_never_printed(gozareh: Gozareh, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that does not answer is told without its password."""
    monkeypatch.setenv("GOZAREH_DATABASE_URL", "postgresql+asyncpg://me:secret@127.0.0.1:1/news")
    told = gozareh("db", "upgrade")
    assert told.code == 1
    assert "cannot open the database" in told.err
    assert "secret" not in told.err
