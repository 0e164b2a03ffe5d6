"""Starts `gozareh serve` as a process of its own and asks it over HTTP."""

import json
import re
import signal
import subprocess
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

_RUNNING = re.compile(r"running on (http://\S+)")
_WAIT_SECONDS = 20


@contextmanager
def served(command: list[str], *, folder: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """The address of a server that `command` starts in `folder`, on a free port, until the block ends."""
    with subprocess.Popen(
        [*command, "serve", "--port", "0"], cwd=folder, env=environment, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stderr is not None
        printed = ""
        for line in running.stderr:
            printed += line
            if _RUNNING.search(line):
                break
        found = _RUNNING.search(printed)
        if found is None:
            pytest.fail(printed)
        try:
            yield found[1]
        finally:
            running.send_signal(signal.SIGINT)
            running.communicate(timeout=_WAIT_SECONDS)


def ask(address: str, body: str) -> dict[str, Any]:
    """The `data` that the server at `address` answers to a GraphQL request of this JSON."""
    request = urllib.request.Request(  # noqa: S310 - the address is the test's own server
        f"{address}/graphql", body.encode(), {"content-type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=_WAIT_SECONDS) as response:  # noqa: S310
        answer = json.load(response)
    assert "errors" not in answer
    found: dict[str, Any] = answer["data"]
    return found
