"""`gozareh doctor` on real deployments: both databases, each as it should be and as it should not."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from db.migrating import downgrade
from db.sessions import Database
from domain.roles import Role
from tests import factories as make
from tests.api.test_health import read_only
from tests.cli.conftest import Gozareh
from tests.keys import create_key

PASSWORD = "hunter2hunter2"  # noqa: S105 - it opens nothing


@pytest_asyncio.fixture
async def admin(database: Database) -> None:
    """Leave a key of an admin."""
    await create_key(database, name="سردبیر", role=Role.ADMIN)


@pytest_asyncio.fixture
async def disabled(database: Database) -> None:
    """Leave a webhook that tells nothing."""
    key = make.api_key()
    await make.store(database, [key, make.webhook(key, state="disabled", disabled_at=make.NOW)])


@pytest_asyncio.fixture
async def older(database: Database) -> None:
    """Leave tables of an older version."""
    await downgrade(database, "0009")


@pytest_asyncio.fixture
async def read_only_url(database: Database) -> AsyncIterator[str]:
    """The URL of the database as somebody sees it who can only read it."""
    async with read_only(database) as other:
        yield other.url.render_as_string(hide_password=False)


@pytest.fixture
def safe(migrated: Gozareh, monkeypatch: pytest.MonkeyPatch) -> Gozareh:
    """Runs the command where the settings are safe."""
    monkeypatch.setenv("GOZAREH_METRICS_TOKEN", "a-token-of-the-tests")
    monkeypatch.setenv("GOZAREH_PUBLIC_URL", "https://gozareh.example.org")
    return migrated


def examine(gozareh: Gozareh) -> tuple[int, dict[str, str]]:
    """The exit code, and how it stands with what is not well."""
    done = gozareh("doctor", "--json")
    return done.code, {str(one["check"]): str(one["state"]) for one in done.rows() if one["state"] != "ok"}


def test_a_deployment_that_is_well(safe: Gozareh, admin: None) -> None:  # noqa: ARG001 - it leaves a key
    """Every line says so, and the exit code, for a person and for a program."""
    done = safe("doctor", "--workers", 2)
    assert done.code == 0
    assert {line.split()[0] for line in done.out.splitlines()} == {"ok"}
    assert len(done.out.splitlines()) > 12


def test_a_deployment_that_works_and_may_not_be_meant_so(safe: Gozareh, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may go on: warnings leave the exit code alone."""
    monkeypatch.setenv("GOZAREH_CORS_ORIGINS", "*")
    monkeypatch.delenv("GOZAREH_PUBLIC_URL")
    found = dict.fromkeys(("other sites' pages", "public address", "admin key"), "warning")
    assert examine(safe) == (0, found)


def test_webhooks_that_tell_nothing_or_may_tell_anybody(
    safe: Gozareh,
    admin: None,  # noqa: ARG001 - it leaves a key
    disabled: None,  # noqa: ARG001 - it leaves a webhook
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One that is disabled, and one that may be sent inside."""
    monkeypatch.setenv("GOZAREH_WEBHOOK_PRIVATE_ADDRESSES", "true")
    assert examine(safe) == (0, {"webhooks": "warning", "webhooks' addresses": "warning"})


def test_more_workers_than_the_server_has_connections_for(safe: Gozareh, admin: None, database: Database) -> None:  # noqa: ARG001 - it leaves a key
    """PostgreSQL would refuse some of them when all are busy."""
    told = [str(one["check"]) for one in safe("doctor", "--json", "--workers", 64).rows() if one["state"] != "ok"]
    assert told == (["workers"] if database.is_sqlite else ["connections"])


def test_tables_of_another_version_are_a_problem(safe: Gozareh, older: None) -> None:  # noqa: ARG001 - it leaves the tables so
    """With the command that mends them; what hangs on them is not looked at."""
    done = safe("doctor")
    assert done.code == 1
    assert "gozareh db upgrade" in done.out.splitlines()[-1]


def test_a_database_that_is_not_there_is_a_problem(gozareh: Gozareh, tmp_path: Path) -> None:
    """It is not made by looking."""
    code, found = examine(gozareh)
    assert (code, found["database"]) == (1, "problem")
    assert not (tmp_path / "news.db").exists()


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("GOZAREH_DATABASE_URL", f"mysql://desk:{PASSWORD}@db/news"),
        ("GOZAREH_DATABASE_URL", f"postgresql://desk:{PASSWORD}@127.0.0.1:9/news"),
        ("GOZAREH_METRICS_TOKEN", PASSWORD),
        ("GOZAREH_PRICE_LIMIT", "many"),
        ("GOZAREH_TRUSTED_PROXIES", "0.0.0.0/0"),
        ("GOZAREH_TRUSTED_PROXIES", "proxy.example.org"),
        ("GOZAREH_TRUSTED_DOCUMENTS", "/nowhere/documents.json"),
    ],
)
def test_a_setting_that_cannot_be_used_is_a_problem(
    gozareh: Gozareh, monkeypatch: pytest.MonkeyPatch, name: str, given: str
) -> None:
    """It is told by its name, and a secret that stands in it is not."""
    monkeypatch.setenv(name, given)
    done = gozareh("doctor")
    assert done.code == 1
    assert any(line.startswith("problem ") and name in line for line in done.out.splitlines())
    assert PASSWORD not in done.out + done.err


def test_a_database_that_can_only_be_read_is_a_problem(
    safe: Gozareh, read_only_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing can be stored, and nothing counted."""
    monkeypatch.setenv("GOZAREH_DATABASE_URL", read_only_url)
    code, found = examine(safe)
    assert (code, found["writing"]) == (1, "problem")
