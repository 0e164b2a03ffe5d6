"""Tests of cli/serve.py: the real server, asked over HTTP."""

import http.client
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.cli.conftest import Gozareh
from tests.serving import ask, served

PROJECT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "cli.main"]
RUNNING = re.compile(r"running on (http://\S+)")
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


@pytest.fixture
def connection(sqlite_url: str) -> Iterator[http.client.HTTPConnection]:
    """A connection to a server of an empty database."""
    environment = os.environ | {"GOZAREH_DATABASE_URL": sqlite_url}
    with (
        served(COMMAND, folder=PROJECT, environment=environment) as found,
        closing(http.client.HTTPConnection(urlsplit(found).netloc, timeout=20)) as made,
    ):
        yield made


def test_a_socket_is_opened_by_its_protocol(connection: http.client.HTTPConnection) -> None:
    """At the same address; what is asked there is in tests/api/test_sockets.py."""
    headers = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "x3JJHMbDL1EzLkh9GBhXDw==",
        "Sec-WebSocket-Protocol": "graphql-transport-ws",
    }
    connection.request("GET", "/graphql", headers=headers)
    opened = connection.getresponse()
    assert (opened.status, opened.getheader("sec-websocket-protocol")) == (101, "graphql-transport-ws")


def test_a_body_that_is_too_large_is_refused(connection: http.client.HTTPConnection) -> None:
    """While it comes, on a connection that goes on."""
    parts = (b" " * 50_000 for _ in range(100))
    connection.request("POST", "/graphql", parts, {"Content-Type": "application/json"}, encode_chunked=True)
    refused = connection.getresponse()
    refused.read()
    connection.request("GET", "/graphql?query={__typename}")
    assert (refused.status, connection.getresponse().status) == (413, 200)


@pytest.mark.parametrize(("flags", "is_logged"), [((), False), (("--access-log",), True)])
def test_requests_are_logged_where_it_is_asked_for(sqlite_url: str, flags: tuple[str, ...], *, is_logged: bool) -> None:
    """Not else: it takes more of the processor than some answers."""
    command, environment = [*COMMAND, "serve", "--port", "0", *flags], os.environ | {"GOZAREH_DATABASE_URL": sqlite_url}
    with subprocess.Popen(
        command, cwd=PROJECT, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stderr is not None
        found = next(match for match in map(RUNNING.search, running.stderr) if match)
        ask(found[1], '{"query": "{ __typename }"}')
        running.terminate()
        out, err = running.communicate(timeout=20)
    assert ("request answered" in out + err) == is_logged
