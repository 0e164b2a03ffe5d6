"""Tests of cli/keys.py."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

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


def listed(gozareh: Gozareh) -> dict[object, dict[str, object]]:
    """The keys that are listed, by their names."""
    return {row["name"]: row for row in gozareh("keys", "list", "--json").rows()}


def made(gozareh: Gozareh, name: str, *options: str) -> str:
    """The secret of a key that is made."""
    told = gozareh("keys", "create", "--name", name, "--role", "contributor", *options)
    assert told.code == 0, told.err
    return told.out.strip()


def test_keys_are_listed_without_what_they_are_known_by(migrated: Gozareh) -> None:
    """With all that their maker said, and nothing else."""
    secret = made(migrated, "desk", "--scope", "ingest", "--scope", "notes")
    row = listed(migrated)["desk"]
    assert sorted(row) == [
        "created_at",
        "expires_at",
        "last_used_at",
        "name",
        "prefix",
        "revoked_at",
        "role",
        "rotated_at",
        "scopes",
        "state",
    ]
    assert (row["role"], row["scopes"], row["state"], row["last_used_at"]) == (
        "contributor",
        ["ingest", "notes"],
        "active",
        None,
    )
    assert secret.startswith(str(row["prefix"]))


def test_the_table_names_every_key_and_its_state(migrated: Gozareh, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person sees at once which ones work."""
    monkeypatch.setenv("COLUMNS", "120")
    made(migrated, "desk")
    made(migrated, "laptop")
    migrated("keys", "revoke", "laptop", "--why", "it was lost")
    told = migrated("keys", "list")
    lines = [line for line in told.out.splitlines() if "gzr_" in line]
    assert [("active" in line, "revoked" in line) for line in lines] == [(True, False), (False, True)]
    assert all(word in told.out for word in ("name", "prefix", "role", "scopes", "expires", "last used", "state"))


def test_the_table_shows_the_last_day_of_a_key_in_a_narrow_terminal_too(
    migrated: Gozareh, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it was given, and with the whole prefix, by which a leaked key is known."""
    monkeypatch.setenv("COLUMNS", "80")
    secret = made(migrated, "the desk of the night shift", "--scope", "ingest", "--expires", "2999-03-01")
    out = migrated("keys", "list").out
    assert ("2999-03-01" in out, secret[:10] in out, "contributor" in out) == (True, True, True)


@pytest.mark.parametrize(
    ("given", "instant"),
    [
        ("2999-03-01", datetime(2999, 3, 1, 20, 30, tzinfo=UTC)),
        ("۱۴۷۹-۰۱-۰۱", datetime(2100, 3, 21, 20, 30, tzinfo=UTC)),
    ],
)
def test_a_key_is_valid_on_the_last_day_that_it_is_given(migrated: Gozareh, given: str, instant: datetime) -> None:
    """Until that day ends in the newsroom, in either calendar."""
    made(migrated, "desk", "--expires", given)
    assert datetime.fromisoformat(str(listed(migrated)["desk"]["expires_at"])) == instant


def test_a_key_is_valid_for_the_days_that_it_is_given(migrated: Gozareh) -> None:
    """Counted from now."""
    made(migrated, "desk", "--expires", "90")
    left = datetime.fromisoformat(str(listed(migrated)["desk"]["expires_at"])) - datetime.now(UTC)
    assert timedelta(days=89) < left <= timedelta(days=90)


@pytest.mark.parametrize("given", ["0", "99999999999", "soon", "2001-01-01", "1402"])
def test_an_expiry_that_is_none_is_misuse(migrated: Gozareh, given: str) -> None:
    """The message names the option."""
    told = migrated("keys", "create", "--name", "desk", "--role", "reader", "--expires", given)
    assert (told.code, told.out) == (2, "")
    assert "--expires" in told.err


def test_a_rotated_key_has_another_secret_and_its_old_name(migrated: Gozareh) -> None:
    """It is printed once, as at first."""
    first = made(migrated, "desk")
    told = migrated("keys", "rotate", "desk")
    second = told.out.strip()
    row = listed(migrated)["desk"]
    assert (told.code, second != first, second.startswith(str(row["prefix"]))) == (0, True, True)
    assert row["rotated_at"] is not None
    assert "Authorization: Bearer" in told.err


def test_the_json_of_a_rotated_key_holds_its_secret(migrated: Gozareh) -> None:
    """For a program that sets up clients."""
    made(migrated, "desk")
    (row,) = migrated("keys", "rotate", "desk", "--json").rows()
    assert (row["name"], sorted(row)) == ("desk", ["key", "name"])


def test_a_revoked_key_stays_revoked_and_its_name_taken(migrated: Gozareh) -> None:
    """What was done with it is signed by its name."""
    made(migrated, "desk")
    assert migrated("keys", "revoke", "desk", "--why", "the laptop was lost").code == 0
    assert listed(migrated)["desk"]["state"] == "revoked"
    for again in (
        ("rotate", "desk"),
        ("revoke", "desk", "--why", "again"),
        ("create", "--name", "desk", "--role", "reader"),
    ):
        told = migrated("keys", *again)
        assert (told.code, told.out, "desk" in told.err or "NAME" in told.err) == (2, "", True)


def test_revoking_needs_a_reason(migrated: Gozareh) -> None:
    """In words."""
    made(migrated, "desk")
    told = migrated("keys", "revoke", "desk", "--why", " ")
    assert (told.code, "--why" in told.err) == (2, True)


@pytest.mark.parametrize("command", [("rotate", "disk"), ("revoke", "disk", "--why", "it was lost")])
def test_a_name_that_no_key_has_is_told_with_those_that_are_there(migrated: Gozareh, command: tuple[str, ...]) -> None:
    """A slip of the pen is found."""
    made(migrated, "desk")
    told = migrated("keys", *command)
    assert (told.code, "«disk»" in told.err, "«desk»" in told.err) == (2, True, True)


def test_who_decides_is_text(migrated: Gozareh) -> None:
    """It stands in the audit events for ever."""
    told = migrated("keys", "create", "--name", "desk", "--role", "reader", "--by", "a\x00b")
    assert (told.code, "--by" in told.err) == (2, True)


def test_a_scope_that_is_none_is_misuse(migrated: Gozareh) -> None:
    """The message lists the scopes."""
    told = migrated("keys", "create", "--name", "desk", "--role", "reader", "--scope", "everything")
    assert (told.code, "withdrawal" in told.err) == (2, True)
