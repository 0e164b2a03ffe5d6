"""Tests of cli/serve.py: the real server, asked over HTTP."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Gozareh

PROJECT = Path(__file__).parents[2]
ASKED = re.compile(r"-d '(\{\"query\":.*\})'")


@pytest.fixture
def address(filled: Gozareh) -> Iterator[str]:  # noqa: ARG001 - it leaves the database that the server opens
    """The address of a server of the sample articles, on a port of its own."""
    command = [sys.executable, "-u", "-m", "cli.main", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=PROJECT, env=dict(os.environ), stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        printed = ""
        for line in running.stderr:
            printed += line
            if found := re.search(r"running on (http://\S+)", line):
                yield found[1]
                break
        else:
            pytest.fail(printed)
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=20)


def test_a_port_that_is_taken_is_told(gozareh: Gozareh) -> None:
    """The server says which address it cannot have, and the exit code tells a script."""
    gozareh("db", "upgrade")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        command = [sys.executable, "-m", "cli.main", "serve", "--port", str(taken.getsockname()[1])]
        done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True)  # noqa: PLW1510 - it fails
    assert done.returncode == 1
    assert "address already in use" in done.stderr


@pytest.mark.parametrize("page", ["README.md", "Makefile"])
def test_what_newcomers_are_told_to_ask_is_answered(address: str, page: str) -> None:
    """The question of the README's first screen, and that which `make demo` prints."""
    asked = ASKED.search((PROJECT / page).read_text(encoding="utf-8"))
    assert asked is not None
    request = urllib.request.Request(  # noqa: S310
        f"{address}/graphql", asked[1].encode(), {"content-type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=20) as response:  # noqa: S310
        answer = json.load(response)
    speakers = answer["data"]["speakers"]["nodes"]
    assert len(speakers) == 5
    assert all(speaker["claims"]["totalCount"] > 0 for speaker in speakers)
