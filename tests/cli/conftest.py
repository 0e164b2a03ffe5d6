"""Runs the `gozareh` command as a person does, on a database of its own."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from cli.main import main

SAMPLES = Path(__file__).parents[2] / "samples"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command left behind: its exit code and what it printed."""

    code: int
    out: str
    err: str

    def rows(self) -> list[dict[str, object]]:
        """The JSON objects that it printed, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]


type Gozareh = Callable[..., Outcome]


@pytest.fixture
def gozareh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Gozareh:
    """Runs the command in a database that is not there yet."""
    monkeypatch.setenv("GOZAREH_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path / 'news.db'}")

    def run(*arguments: object) -> Outcome:
        code = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return Outcome(code, printed.out, printed.err)

    return run


@pytest.fixture
def migrated(gozareh: Gozareh, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Gozareh:
    """Runs the command in a database with tables, on SQLite and on PostgreSQL in turn."""
    monkeypatch.setenv("GOZAREH_DATABASE_URL", database_url)
    return gozareh


@pytest.fixture
def filled(migrated: Gozareh) -> Gozareh:
    """Runs the command in a database that holds the sample articles."""
    assert migrated("ingest", SAMPLES / "articles.jsonl").code == 0
    return migrated
