"""Tests of cli/serve.py: the real server, asked over HTTP."""

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Gozareh

QUESTION = "{ speakers(first: 5) { nodes { name claims(first: 3) { totalCount nodes { content saidOn } } } } }"


@pytest.fixture
def address(filled: Gozareh) -> Iterator[str]:  # noqa: ARG001 - it leaves the database that the server opens
    """The address of a server of the sample articles, on a port of its own."""
    command = [sys.executable, "-u", "-m", "cli.main", "serve", "--port", "0"]
    folder = Path(__file__).parents[2]
    with subprocess.Popen(command, cwd=folder, env=dict(os.environ), stderr=subprocess.PIPE, text=True) as running:
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


def test_a_client_asks_over_http(address: str) -> None:
    """The question of the README's first screen."""
    body = json.dumps({"query": QUESTION}).encode()
    request = urllib.request.Request(f"{address}/graphql", body, {"content-type": "application/json"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=20) as response:  # noqa: S310
        answer = json.load(response)
    speakers = answer["data"]["speakers"]["nodes"]
    assert len(speakers) == 5
    assert all(speaker["claims"]["totalCount"] > 0 for speaker in speakers)
