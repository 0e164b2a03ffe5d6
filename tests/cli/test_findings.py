"""Each check of `gozareh doctor`, made to pass and made to fail."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cli.findings import State, finding_of_webhooks, findings_of_database, findings_of_keys, findings_of_settings
from config import Settings
from db.diagnosing import CONNECTIONS_A_WORKER, DatabaseFacts
from db.tables import ApiKeyRow
from tests import factories as make

NOW = datetime(2026, 11, 26, tzinfo=UTC)
SQLITE = DatabaseFacts(
    is_sqlite=True,
    version=(3, 50),
    clock=NOW,
    newest_event_at=None,
    encoding="UTF-8",
    journal_mode="wal",
    file_system="ext4",
    free_bytes=50_000_000_000,
)
POSTGRES = DatabaseFacts(
    is_sqlite=False,
    version=(17, 2),
    clock=NOW,
    newest_event_at=None,
    encoding="UTF8",
    timezone="Etc/UTC",
    connections=4 * CONNECTIONS_A_WORKER,
)
SAFE = {"metrics_token": "a-token-of-the-tests", "public_url": "https://gozareh.example.org"}


def states_of_settings(**changed: object) -> dict[str, State]:
    """How it stands with settings that are safe but for these."""
    return {one.check: one.state for one in findings_of_settings(Settings.model_validate(SAFE | changed))}


def states_of(facts: DatabaseFacts, workers: int = 1) -> dict[str, State]:
    """How it stands with a database."""
    return {one.check: one.state for one in findings_of_database(facts, now=NOW, workers=workers)}


def test_safe_settings_are_well() -> None:
    """Nothing is complained of that is as it should be."""
    assert set(states_of_settings().values()) == {State.OK}


@pytest.mark.parametrize(
    ("check", "changed"),
    [
        ("article texts", {"article_text_open": True}),
        ("other sites' pages", {"cors_origins": "*"}),
        ("public address", {"public_url": "http://127.0.0.1:8000"}),
        ("public address", {"public_url": "http://[::1]:8000"}),
        ("introspection", {"trusted_documents": "documents.json"}),
        ("limits of a minute", {"address_points_a_minute": 0}),
        ("limits of a minute", {"key_points_a_minute": 0}),
        ("proxies", {"trusted_proxies": "10.0.0.0/8"}),
        ("metrics", {"metrics_token": ""}),
        ("webhooks' addresses", {"webhook_private_addresses": True}),
    ],
)
def test_a_setting_that_may_not_be_meant_is_told(check: str, changed: dict[str, object]) -> None:
    """And no other with it."""
    states = states_of_settings(**changed)
    assert {name for name, state in states.items() if state is not State.OK} == {check}
    assert states[check] is State.WARNING


@pytest.mark.parametrize("facts", [SQLITE, POSTGRES], ids=["sqlite", "postgresql"])
def test_a_database_that_suits_is_well(facts: DatabaseFacts) -> None:
    """In every respect."""
    assert set(states_of(facts, workers=4).values()) == {State.OK}


@pytest.mark.parametrize(
    ("check", "facts", "state"),
    [
        ("encoding", replace(POSTGRES, encoding="SQL_ASCII"), State.PROBLEM),
        ("encoding", replace(SQLITE, encoding="UTF-16le"), State.PROBLEM),
        ("clock", replace(POSTGRES, clock=NOW - timedelta(seconds=6)), State.WARNING),
        ("clock", replace(SQLITE, newest_event_at=NOW + timedelta(minutes=1)), State.PROBLEM),
        ("PostgreSQL", replace(POSTGRES, version=(13, 9)), State.PROBLEM),
        ("PostgreSQL", replace(POSTGRES, version=(14, 20)), State.WARNING),
        ("SQLite's journal", replace(SQLITE, journal_mode="delete"), State.PROBLEM),
        ("file system", replace(SQLITE, file_system="nfs4"), State.PROBLEM),
        ("file system", replace(SQLITE, file_system="fuse.sshfs"), State.PROBLEM),
        ("disk", replace(SQLITE, free_bytes=99_999_999), State.PROBLEM),
        ("disk", replace(SQLITE, free_bytes=1_999_999_999), State.WARNING),
    ],
)
def test_a_database_that_does_not_suit_is_told(check: str, facts: DatabaseFacts, state: State) -> None:
    """In one respect at a time."""
    assert {name: found for name, found in states_of(facts).items() if found is not State.OK} == {check: state}


def test_many_workers_of_one_file_are_told() -> None:
    """A server of PostgreSQL is made for them."""
    assert states_of(SQLITE, workers=5)["workers"] is State.WARNING
    assert "workers" not in states_of(POSTGRES, workers=50)


def test_more_workers_than_there_are_connections_are_told() -> None:
    """With by how many they have to be raised."""
    assert states_of(POSTGRES, workers=4)["connections"] is State.OK
    [found] = [one for one in findings_of_database(POSTGRES, now=NOW, workers=5) if one.check == "connections"]
    assert found.state is State.WARNING
    assert f"by {CONNECTIONS_A_WORKER}," in found.told


def test_webhooks_that_are_disabled_are_told() -> None:
    """By their names, and since when."""
    assert finding_of_webhooks([]).state is State.OK
    found = finding_of_webhooks([("دبیرخانه", NOW), ("بایگانی", None)])
    assert (found.state, found.told.partition(":")[0]) == (State.WARNING, "دبیرخانه since 2026-11-26, بایگانی")


def key(role: str, *, expires_in: timedelta | None = None, is_revoked: bool = False) -> ApiKeyRow:
    """A key that is or is not there any more."""
    row = make.api_key(f"{role} {expires_in}")
    row.role, row.expires_at = role, NOW + expires_in if expires_in is not None else None
    row.revoked_at = NOW if is_revoked else None
    return row


def states_of_keys(*keys: ApiKeyRow, has_issuer: bool = False) -> dict[str, State]:
    """How it stands with keys."""
    return {one.check: one.state for one in findings_of_keys(keys, now=NOW, has_issuer=has_issuer)}


@pytest.mark.parametrize(
    ("keys", "has_issuer", "state"),
    [
        ([key("admin")], False, State.OK),
        ([key("admin", is_revoked=True)], False, State.WARNING),
        ([key("admin", expires_in=timedelta(0))], False, State.WARNING),
        ([key("editor")], False, State.WARNING),
        ([], False, State.WARNING),
        ([], True, State.OK),
    ],
)
def test_a_service_without_an_admin_is_told(keys: list[ApiKeyRow], *, has_issuer: bool, state: State) -> None:
    """Unless its issuer says who is one."""
    assert states_of_keys(*keys, has_issuer=has_issuer)["admin key"] is state


@pytest.mark.parametrize(
    ("expires_in", "state"),
    [(timedelta(days=13), State.WARNING), (timedelta(days=15), State.OK), (timedelta(days=-1), State.OK)],
)
def test_a_key_that_expires_soon_is_told(expires_in: timedelta, state: State) -> None:
    """One that has expired is nobody's any more."""
    assert states_of_keys(key("admin"), key("verifier", expires_in=expires_in))["keys that expire"] is state
