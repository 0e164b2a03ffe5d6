"""Starts `gozareh serve` as a process of its own and asks it over HTTP."""

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

PROJECT = Path(__file__).parents[1]
_RUNNING = re.compile(r"running on (http://\S+)")
_WAIT_SECONDS = 20


@contextmanager
def served(command: list[str], *, folder: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """The address of a server that `command` starts in `folder`, on a free port, until the block ends."""
    with _running(command, folder, environment) as (address, _):
        yield address


@contextmanager
def serving_process(settings: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """The address of a server of this project with these settings, and its process's id, until the block ends."""
    environment = {**os.environ, **settings}
    with _running([sys.executable, "-m", "cli.main"], PROJECT, environment) as found:
        yield found


def memory_mb(process: int) -> float:
    """The memory of a process that is in use, its own and shared, in MB."""
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def _running(command: list[str], folder: Path, environment: Mapping[str, str]) -> Iterator[tuple[str, int]]:
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
        draining = Thread(target=running.stderr.read)  # a server whose log nobody reads would wait for it
        draining.start()
        try:
            yield found[1], running.pid
        finally:
            running.send_signal(signal.SIGINT)
            running.wait(timeout=_WAIT_SECONDS)
            draining.join()


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
