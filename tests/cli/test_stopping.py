"""`gozareh serve` stops in order: it takes no new requests, ends those that run, within a bound, and closes."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

PROJECT = Path(__file__).parents[2]
RUNNING = re.compile(r"running on (http://\S+)")
TOKEN = "a-token-of-the-tests"  # noqa: S105 - it opens nothing but the page of these tests
BODY = b'{"query": "query Slow { verdicts { key } }"}'


@contextmanager
def running(database_url: str, *flags: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server and its address; what the test leaves is stopped."""
    environment = os.environ | {"GOZAREH_DATABASE_URL": database_url, "GOZAREH_METRICS_TOKEN": TOKEN}
    command = [sys.executable, "-m", "cli.main", "serve", "--port", "0", *flags]
    with subprocess.Popen(command, cwd=PROJECT, env=environment, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        found = next(match for match in map(RUNNING.search, server.stderr) if match)
        for _ in range(2 if "--workers" in flags else 0):  # the address is told before workers listen to it
            next(line for line in server.stderr if "startup complete" in line)
        try:
            yield server, found[1]
        finally:
            if server.poll() is None:
                server.terminate()
                server.communicate(timeout=30)


def half_asked(address: str) -> socket.socket:
    """A connection with a request that is running: its head has come, and half of its body."""
    to = urlsplit(address)
    connection = socket.create_connection((to.hostname or "", to.port or 0), timeout=30)
    head = f"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {len(BODY)}\r\n\r\n"
    connection.sendall(head.encode() + BODY[:10])
    time.sleep(0.5)  # until the server has it in hand
    return connection


@pytest.mark.parametrize("flags", [(), ("--workers", "2")], ids=["one worker", "several"])
def test_a_running_request_is_answered_and_no_other_taken(sqlite_url: str, flags: tuple[str, ...]) -> None:
    """When whoever runs the service sends SIGTERM, as systemd and container engines do."""
    with running(sqlite_url, *flags) as (server, address):
        connection = half_asked(address)
        server.send_signal(signal.SIGTERM)
        time.sleep(1)
        with pytest.raises(httpx.TransportError):
            httpx.get(f"{address}/healthz")
        connection.sendall(BODY[10:])
        with connection.makefile("rb") as answer:
            answered = answer.read()
        connection.close()
        server.communicate(timeout=20)
    assert answered.startswith(b"HTTP/1.1 200")
    assert b'"verdicts"' in answered
    assert server.returncode in {0, -signal.SIGTERM}


def test_a_request_that_does_not_end_is_given_up(sqlite_url: str) -> None:
    """After the seconds that the option tells."""
    with running(sqlite_url, "--shutdown-seconds", "2") as (server, address):
        connection = half_asked(address)
        begun = time.monotonic()
        server.send_signal(signal.SIGTERM)
        _, printed = server.communicate(timeout=20)
        took = time.monotonic() - begun
        connection.close()
    assert 1.5 < took < 10
    assert "timeout graceful shutdown exceeded" in printed


def asked_count(address: str) -> float:
    """How often `Names` was asked, as the service tells it by one worker."""
    page = httpx.get(f"{address}/metrics", headers={"authorization": f"Bearer {TOKEN}"}).text
    found = [one for family in text_string_to_metric_families(page) for one in family.samples]
    return sum(
        one.value for one in found if one.name == "gozareh_request_seconds_count" and one.labels["operation"] == "Names"
    )


def test_any_worker_tells_the_sum_of_all(sqlite_url: str) -> None:
    """Of 60 requests on connections of their own, which two workers answer between them."""
    with running(sqlite_url, "--workers", "2", "--access-log") as (server, address):
        for _ in range(60):
            httpx.post(f"{address}/graphql", json={"query": "query Names { verdicts { key } }"}).raise_for_status()
        time.sleep(1.5)  # each tells the others what it counted within a second
        told = {asked_count(address) for _ in range(10)}
        server.terminate()
        _, printed = server.communicate(timeout=20)
    answered = [json.loads(line) for line in printed.splitlines() if '"Names"' in line]
    assert told == {60.0}
    assert len(answered) == 60


@pytest.mark.parametrize("flags", [(), ("--workers", "2")], ids=["one worker", "several"])
def test_a_stream_that_has_no_end_keeps_nobody(sqlite_url: str, flags: tuple[str, ...]) -> None:
    """Who follows is let go at once, to come back to another process; the bound is for what ends by itself."""
    asked = {"query": "subscription { claimAdded { cursor } }"}
    with running(sqlite_url, *flags) as (server, address), httpx.Client(timeout=20) as client:
        accept = {"accept": "text/event-stream"}
        with client.stream("POST", f"{address}/graphql", json=asked, headers=accept) as stream:
            parts = stream.iter_raw()
            first = next(parts)
            begun = time.monotonic()
            server.send_signal(signal.SIGTERM)
            rest = b"".join(parts)
        server.communicate(timeout=30)
        took = time.monotonic() - begun
    assert first.startswith(b":")
    assert b"complete" not in rest
    assert took < 10
