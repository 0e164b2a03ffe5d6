"""Tests of cli/main.py: help, exit codes and settings."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
import typer

from cli.main import app
from tests.cli.conftest import Gozareh

HEAVY = ("sqlalchemy", "hazm", "strawberry", "trafilatura", "pydantic", "uvicorn", "rich")


def commands(group: typer.Typer, *path: str) -> Iterator[tuple[str, ...]]:
    """The words that lead to every command and group below `group`."""
    yield path
    for command in group.registered_commands:
        assert command.callback is not None
        yield (*path, command.name or command.callback.__name__)
    for below in group.registered_groups:
        assert below.typer_instance is not None
        assert below.name is not None
        yield from commands(below.typer_instance, *path, below.name)


@pytest.mark.parametrize("words", list(commands(app)), ids=lambda words: " ".join(words) or "alone")
def test_every_command_has_help_with_an_example(gozareh: Gozareh, words: tuple[str, ...]) -> None:
    """The example is the command itself."""
    shown = gozareh(*words, "--help")
    assert shown.code == 0
    assert f"Example: {' '.join(('gozareh', *words))}" in shown.out


@pytest.mark.parametrize(
    "words",
    [("nothing",), ("ingest",), ("claims", "--first", "0"), ("serve", "--port", "70000"), ("keys", "create")],
    ids=" ".join,
)
def test_misuse_is_exit_code_2(gozareh: Gozareh, words: tuple[str, ...]) -> None:
    """Typer says what is wrong with the words."""
    told = gozareh(*words)
    assert told.code == 2
    assert "Error: " in told.err


def test_the_version_is_printed(gozareh: Gozareh) -> None:
    """With the distribution's name."""
    assert gozareh("--version").out.startswith("gozareh 0.")


BAD_SETTINGS = {
    "timezone": ("GOZAREH_TIMEZONE", "Mars/Olympus", "is not a timezone such as Asia/Tehran"),
    "limit": ("GOZAREH_ARTICLE_LIMIT_BYTES", "many", "valid integer"),
    "level": ("GOZAREH_LOG_LEVEL", "LOUD", "DEBUG|INFO"),
    "database of another kind": ("GOZAREH_DATABASE_URL", "mysql://here/news", "there are sqlite and postgresql"),
    "database of no kind": ("GOZAREH_DATABASE_URL", "news.db", "is not a database URL"),
}


@pytest.mark.parametrize(("name", "setting", "problem"), BAD_SETTINGS.values(), ids=BAD_SETTINGS.keys())
def test_a_bad_setting_is_one_line_that_names_the_variable(
    gozareh: Gozareh, monkeypatch: pytest.MonkeyPatch, name: str, setting: str, problem: str
) -> None:
    """No traceback: who sets it can mend it."""
    monkeypatch.setenv(name, setting)
    told = gozareh("db", "current")
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith(f"gozareh: {name}: ")
    assert problem in told.err
    assert told.err.count("\n") == 1


def test_help_imports_none_of_the_heavy_libraries() -> None:
    """A command imports what it needs when it runs, so that the others start quickly."""
    program = f"import sys, cli.main; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"
