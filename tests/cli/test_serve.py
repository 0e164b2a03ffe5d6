"""Tests of cli/serve.py: the real server, asked over HTTP."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Gozareh
from tests.serving import ask, served

PROJECT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "cli.main"]
ASKED = re.compile(r"-d '(\{\"query\":.*\})'")


@pytest.fixture
def address(filled: Gozareh) -> Iterator[str]:  # noqa: ARG001 - it leaves the database that the server opens
    """The address of a server of the sample articles."""
    with served(COMMAND, folder=PROJECT, environment=os.environ) as found:
        yield found


@pytest.mark.parametrize("page", ["README.md", "Makefile"])
def test_what_newcomers_are_told_to_ask_is_answered(address: str, page: str) -> None:
    """The question of the README's first screen, and that which `make demo` prints."""
    asked = ASKED.search((PROJECT / page).read_text(encoding="utf-8"))
    assert asked is not None
    speaker = ask(address, asked[1])["speaker"]
    assert (speaker["name"], speaker["claims"]["totalCount"] > 0) == ("مریم نیک‌فر", True)


def test_a_port_that_is_taken_is_told(gozareh: Gozareh) -> None:
    """The server says which address it cannot have, and the exit code tells a script."""
    gozareh("db", "upgrade")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        command = [*COMMAND, "serve", "--port", str(taken.getsockname()[1])]
        done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True)  # noqa: PLW1510 - it fails
    assert done.returncode == 1
    assert "address already in use" in done.stderr
