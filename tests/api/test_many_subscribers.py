"""Many who follow at once, some who never read, and one whose line is cut again and again."""

import asyncio
import json
import random
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from statistics import median
from time import monotonic

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidMessage

from api import event_streams, sockets
from config import Settings
from db.sessions import Database
from tests.api import live
from tests.api.test_subscriptions import ADDED, number_of, publish
from tests.serving import memory_mb, serving_process

FOLLOWING = "subscription { claimAdded { claim { content } } }"
MUCH = " ".join(f"c{place}: context" for place in range(400))
"""As long as an answer may be: 30 kB an event, so that a hundred fill what the system keeps for a connection."""
LONG = f"subscription ($since: String) {{ claimAdded(since: $since) {{ cursor claim {{ {MUCH} }} }} }}"
SUBSCRIBERS, SILENT, EVENTS = 500, 20, 20
CUT_SECONDS = 60


async def follow(connection: ClientConnection, query: str) -> None:
    """Subscribe, and be acknowledged."""
    await connection.send(json.dumps({"type": "connection_init"}))
    await connection.recv()
    await connection.send(json.dumps({"id": "1", "type": "subscribe", "payload": {"query": query}}))


@asynccontextmanager
async def followers(address: str, count: int) -> AsyncIterator[list[ClientConnection]]:
    """So many subscribers."""
    async with AsyncExitStack() as stack:
        opened = []
        for _ in range(count):
            connection = await stack.enter_async_context(connect(address, subprotocols=[live.PROTOCOL]))
            await follow(connection, FOLLOWING)
            opened.append(connection)
        yield opened


async def heard(connection: ClientConnection, until: int) -> list[float]:
    """When each event came, in seconds of a clock, until as many have."""
    times: list[float] = []
    while len(times) < until:
        async with asyncio.timeout(live.SECONDS):
            message = json.loads(await connection.recv())
        assert message["type"] == "next", message
        times.append(monotonic())
    return times


async def waited(connections: list[ClientConnection], database: Database, first: int) -> float:
    """The median of the seconds that subscribers waited for events, each of which all of them get."""
    listening = [asyncio.create_task(heard(connection, EVENTS)) for connection in connections]
    published = []
    for number in range(EVENTS):
        published.append(monotonic())
        await publish(database, first + number)
        await asyncio.sleep(1.0)
    times = await asyncio.gather(*listening)
    return median(came - at for one in times for came, at in zip(one, published, strict=True))


@pytest.mark.slow
async def test_many_are_told_within_a_second_beside_some_who_never_read(database: Database, database_url: str) -> None:
    """In a process of its own, whose memory stays bounded; beside a run with few."""
    unlimited = {
        "GOZAREH_ADDRESS_POINTS_A_MINUTE": "0",
        "GOZAREH_KEY_POINTS_A_MINUTE": "0",
        "GOZAREH_SUBSCRIBERS_LIMIT_OF_ONE": "1000",
    }
    with serving_process({"GOZAREH_DATABASE_URL": database_url, **unlimited}) as (address, pid):
        there = f"{address.replace('http', 'ws', 1)}/graphql"
        async with followers(there, 5) as few:
            await asyncio.sleep(1)
            idle = await waited(few, database, 0)
        async with followers(there, SUBSCRIBERS) as many, AsyncExitStack() as stack:
            for _ in range(SILENT):
                connection = await stack.enter_async_context(unread(there))
                await follow(connection, LONG.replace("($since: String)", "").replace("(since: $since)", ""))
                connection.transport.pause_reading()
            await asyncio.sleep(2)
            before = memory_mb(pid)
            busy = await waited(many, database, EVENTS)
            after = memory_mb(pid)
    told = f"median wait {idle:.3f} s of 5, {busy:.3f} s of {SUBSCRIBERS}; memory {before:.0f} to {after:.0f} MB"
    assert (busy < 1.0 + idle, after - before < 50) == (True, True), told


def unread(address: str) -> connect:
    """A client with as little room for what comes as the system gives."""
    host, port = address.removeprefix("ws://").removesuffix("/graphql").split(":")
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    line.connect((host, int(port)))
    return connect(address, sock=line, subprotocols=[live.PROTOCOL], max_queue=1, ping_interval=None, close_timeout=0.1)


@pytest.mark.parametrize("transport", ["socket", "stream"])
async def test_who_does_not_read_is_let_go(
    database: Database, database_url: str, transport: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others are told meanwhile, and the place becomes free."""
    for module in (sockets, event_streams):
        monkeypatch.setattr(module, "SLOW_SECONDS", 0.5)
    settings = Settings(database_url=database_url, address_points_a_minute=0)
    await publish(database, *range(300))
    async with live.running(settings) as server, live.socket(server) as other:
        await other.subscribe(ADDED)
        await asyncio.sleep(0.3)
        following = server.live.subscribers
        quiet = await silent(server, transport)
        async with asyncio.timeout(live.SECONDS):
            while server.live.subscribers == following:  # noqa: ASYNC110 - the server tells nobody
                await asyncio.sleep(0.01)
            while server.live.subscribers > following:  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.05)
        await publish(database, 500)
        assert number_of(await other.data()) == 500
        quiet()


async def silent(server: live.Server, transport: str) -> Callable[[], None]:
    """Ask for much, many times over, and never read; what ends the connection."""
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    host, port = server.address.removeprefix("http://").split(":")
    line.connect((host, int(port)))
    payload = {"query": LONG, "variables": {"since": "0" * 32}}
    if transport == "stream":
        body = json.dumps(payload)
        head = "POST /graphql HTTP/1.1\r\nhost: x\r\naccept: text/event-stream\r\ncontent-type: application/json\r\n"
        line.sendall(f"{head}content-length: {len(body)}\r\n\r\n{body}".encode())
        return line.close
    connection = await connect(
        server.socket_address, sock=line, subprotocols=[live.PROTOCOL], ping_interval=None, max_queue=1
    )
    await connection.send(json.dumps({"type": "connection_init"}))
    await connection.recv()
    connection.transport.pause_reading()
    for name in range(20):
        await connection.send(json.dumps({"id": str(name), "type": "subscribe", "payload": payload}))
    return connection.transport.abort


@pytest.mark.parametrize("seconds", [8, pytest.param(CUT_SECONDS, marks=pytest.mark.slow)])
async def test_a_line_that_is_cut_again_and_again_loses_nothing(
    database: Database, database_url: str, seconds: int
) -> None:
    """Each event comes once, in order, by `since`."""
    settings = Settings(database_url=database_url, address_points_a_minute=0)
    stop = asyncio.Event()
    chance = random.Random(seconds)  # noqa: S311 - when to cut
    numbers: list[int] = []
    async with live.running(settings) as server:
        writing = asyncio.create_task(write(database, stop))
        cursor: str | None = "0" * 32
        end = monotonic() + seconds
        while not stop.is_set() or len(numbers) < writing.result():
            if monotonic() > end and not stop.is_set():
                stop.set()
                await writing
            until = chance.uniform(0.05, 0.8)
            try:
                async with asyncio.timeout(until if not stop.is_set() else live.SECONDS), live.socket(server) as one:
                    await one.subscribe(ADDED, since=cursor)
                    while not stop.is_set() or len(numbers) < writing.result():
                        data = await one.data()
                        numbers.append(number_of(data))
                        cursor = data["new"]["cursor"]
                        if chance.random() < 0.1:
                            one.connection.transport.abort()
            except (TimeoutError, ConnectionClosed, InvalidMessage, OSError):
                assert monotonic() < end + live.SECONDS
    assert numbers == list(range(writing.result()))
    assert len(numbers) > seconds


async def write(database: Database, stop: asyncio.Event) -> int:
    """Publish one article after the other; how many."""
    number = 0
    while not stop.is_set():
        await publish(database, number)
        number += 1
        await asyncio.sleep(0.05)
    return number
