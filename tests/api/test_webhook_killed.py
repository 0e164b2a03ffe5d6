"""Servers that are killed while they tell a webhook: nothing is lost, and others go on, each event once."""

import asyncio
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import pytest
from starlette.responses import Response

from api.webhook_working import LEASE_SECONDS
from db.sessions import Database
from tests.api import webhooks as hooks
from tests.api.client import serving
from tests.api.receiving import Received, receiving
from tests.api.test_subscriptions import number_of, publish
from tests.following import PROJECT

_RUNNING = re.compile(rb"running on http://")
_START_SECONDS = 60


def environment(database_url: str) -> Mapping[str, str]:
    """That of a server which may send to loopback, and tries again soon."""
    return {
        **os.environ,
        "PYTHONPATH": str(PROJECT),
        "GOZAREH_DATABASE_URL": database_url,
        "GOZAREH_WEBHOOK_PRIVATE_ADDRESSES": "true",
        "GOZAREH_WEBHOOK_RETRY_SECONDS": "0.5",
    }


@asynccontextmanager
async def server(database_url: str) -> AsyncIterator[Process]:
    """A server of its own process, killed when the block ends unless it has ended."""
    command = (sys.executable, "-m", "cli.main", "serve", "--port", "0")
    running = await asyncio.create_subprocess_exec(
        *command, cwd=PROJECT, env=environment(database_url), stdout=PIPE, stderr=asyncio.subprocess.STDOUT
    )
    assert running.stdout is not None
    async with asyncio.timeout(_START_SECONDS):
        while not _RUNNING.search(line := await running.stdout.readline()):
            assert line, "the server ended"
    reading = asyncio.ensure_future(running.stdout.read())
    try:
        yield running
    finally:
        if running.returncode is None:
            running.kill()
        await running.wait()
        await reading


@pytest.mark.slow
async def test_a_killed_server_loses_nothing(database_url: str, database: Database, editor: str) -> None:
    """What it was sending comes again under its id, what it had not sent comes once, from one of two other servers."""
    held = asyncio.Event()

    async def hold(_: Received) -> Response:
        await held.wait()
        return Response()

    async with receiving() as receiver:
        async with serving(hooks.settings_of(database_url, webhooks=False)) as client:
            await hooks.registered(client, editor, receiver.address)
        receiver.answer = hold
        async with server(database_url) as first:
            await publish(database, 1, 2)
            await receiver.wait_for(1)
            first.send_signal(signal.SIGKILL)
            await first.wait()
        receiver.answer = None
        held.set()
        await publish(database, 3)
        async with server(database_url), server(database_url):
            await receiver.wait_for(4, seconds=LEASE_SECONDS + 30)
            await publish(database, 4)
            await receiver.wait_for(5)
            await asyncio.sleep(2)
    got = receiver.received
    assert [number_of(one.told["data"]) for one in got] == [1, 1, 2, 3, 4]
    assert got[0].id == got[1].id
    assert len({one.id for one in got}) == 4
