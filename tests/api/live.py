"""A real server in the test's own loop, and clients that stay connected to it."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import uvicorn
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from api.app import create_app
from config import Settings

PROTOCOL = Subprotocol("graphql-transport-ws")
SECONDS = 30.0
"""What comes at all has come by then, on a busy machine too."""


@dataclass
class Server:
    """A server that answers at `address`."""

    address: str
    uvicorn: uvicorn.Server

    @property
    def socket_address(self) -> str:
        """Of its sockets."""
        return f"{self.address.replace('http', 'ws', 1)}/graphql"


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Server]:
    """A server with these settings on a free port, until the block ends."""
    config = uvicorn.Config(
        create_app(settings), port=0, ws="websockets-sansio", lifespan="on", log_level="warning", loop="none"
    )
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]  # the test's own stay
    serving = asyncio.ensure_future(server._serve())
    while not server.started:
        await asyncio.sleep(0.01)
        assert not serving.done(), serving.exception()
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield Server(f"http://127.0.0.1:{port}", server)
    finally:
        server.should_exit = server.force_exit = True
        await serving


@dataclass
class Socket:
    """A client by graphql-transport-ws."""

    connection: ClientConnection
    seen: list[dict[str, Any]] = field(default_factory=list)

    async def send(self, **message: object) -> None:
        """Send one message."""
        await self.connection.send(json.dumps(message))

    async def next(self) -> dict[str, Any]:
        """The next message."""
        async with asyncio.timeout(SECONDS):
            message: dict[str, Any] = json.loads(await self.connection.recv())
        return message

    async def subscribe(self, query: str, name: str = "1", **variables: object) -> None:
        """Ask an operation."""
        await self.send(id=name, type="subscribe", payload={"query": query, "variables": variables})

    async def data(self) -> Mapping[str, Any]:
        """The data of the next message, which has to be of an event or an answer."""
        message = await self.next()
        assert message["type"] == "next", message
        data: dict[str, Any] = message["payload"]["data"]
        return data

    async def closed(self) -> tuple[int | None, str | None]:
        """The code and reason with which the server closes it."""
        async with asyncio.timeout(SECONDS):
            await self.connection.wait_closed()
        return self.connection.close_code, self.connection.close_reason


@asynccontextmanager
async def socket(
    server: Server, *, key: str | None = None, begin: bool = True, **options: Any
) -> AsyncIterator[Socket]:
    """A socket, acknowledged unless it does not begin."""
    async with connect(server.socket_address, subprotocols=[PROTOCOL], max_size=None, **options) as connection:
        client = Socket(connection)
        if begin:
            payload = {"authorization": f"Bearer {key}"} if key else {}
            await client.send(type="connection_init", payload=payload)
            assert await client.next() == {"type": "connection_ack"}
        yield client


@dataclass(frozen=True)
class Told:
    """One event of a stream: its name, its id and its data."""

    event: str
    id: str | None
    data: dict[str, Any] | None


async def told(lines: AsyncIterator[str]) -> Told:
    """The next event of a stream of lines; comments are passed over."""
    fields: dict[str, str] = {}
    async with asyncio.timeout(SECONDS):
        async for line in lines:
            if not line and fields:
                break
            name, _, value = line.partition(":")
            if name:
                fields[name] = value.removeprefix(" ")
    data = fields.get("data")
    return Told(fields["event"], fields.get("id"), json.loads(data) if data else None)


@asynccontextmanager
async def stream(
    server: Server, query: str, *, headers: Mapping[str, str] | None = None, **variables: object
) -> AsyncIterator[AsyncIterator[str]]:
    """The lines of a stream of events."""
    body = {"query": query, "variables": variables}
    accept = {"accept": "text/event-stream", **(headers or {})}
    async with (
        httpx.AsyncClient(timeout=SECONDS) as http,
        http.stream("POST", f"{server.address}/graphql", json=body, headers=accept) as response,
    ):
        assert response.headers["content-type"] == "text/event-stream; charset=utf-8", await response.aread()
        yield aiter(response.aiter_lines())
