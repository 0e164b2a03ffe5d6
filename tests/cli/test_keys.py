"""Tests of cli/keys.py."""

from pathlib import Path

from tests.cli.conftest import Gozareh


def test_a_key_is_printed_once_and_kept_nowhere(gozareh: Gozareh, tmp_path: Path) -> None:
    """The database holds its hash only."""
    gozareh("db", "upgrade")
    told = gozareh("keys", "create", "--name", "desk", "--role", "verifier")
    key = told.out.strip()
    assert (told.code, len(key) > 20) == (0, True)
    assert "Authorization: Bearer" in told.err
    assert not any(key.encode() in path.read_bytes() for path in tmp_path.glob("news.db*"))


def test_the_json_holds_name_role_and_key(migrated: Gozareh) -> None:
    """For a program that sets up clients."""
    (row,) = migrated("keys", "create", "--name", "desk", "--role", "contributor", "--json").rows()
    assert (row["name"], row["role"], sorted(row)) == ("desk", "contributor", ["key", "name", "role"])


def test_a_name_that_is_taken_is_misuse(migrated: Gozareh) -> None:
    """People tell keys apart by their names."""
    migrated("keys", "create", "--name", "desk", "--role", "verifier")
    told = migrated("keys", "create", "--name", "desk", "--role", "admin")
    assert (told.code, told.out) == (2, "")
    assert "desk" in told.err


def test_a_role_that_is_none_is_misuse(migrated: Gozareh) -> None:
    """The message lists the roles."""
    told = migrated("keys", "create", "--name", "desk", "--role", "boss")
    assert told.code == 2
    assert "verifier" in told.err
