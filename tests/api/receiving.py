"""A receiver of webhooks: a real server on loopback that keeps what comes and answers as the test says."""

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

SECONDS = 20.0
"""What comes at all has come by then, on a busy machine too."""


@dataclass(frozen=True)
class Received:
    """One request."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def told(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def id(self) -> str:
        """By which the delivery is known."""
        return self.headers["webhook-id"]


def is_signed(secret: str, received: Received) -> bool:
    """Whether one of the signatures is that of the secret, by the specification's own words and no code of ours."""
    key = base64.b64decode(secret.split("_", 1)[1])
    signed = b".".join(
        [received.headers["webhook-id"].encode(), received.headers["webhook-timestamp"].encode(), received.body]
    )
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return f"v1,{expected}" in received.headers["webhook-signature"].split(" ")


@dataclass
class Receiver:
    """Answers at `address`; `answer` says how, given what came."""

    address: str = ""
    received: list[Received] = field(default_factory=list)
    answer: Callable[[Received], Awaitable[Response]] | None = None
    statuses: list[int] = field(default_factory=list)
    """Those of the next answers; 204 after them."""
    came: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, request: Request) -> Response:
        """Keep a request and answer it."""
        got = Received(request.url.path, dict(request.headers), await request.body())
        self.received.append(got)
        self.came.set()
        if self.answer is not None:
            return await self.answer(got)
        return Response(status_code=self.statuses.pop(0) if self.statuses else 204)

    async def wait_for(self, count: int, *, seconds: float = SECONDS) -> list[Received]:
        """What came, once it is so many."""
        async with asyncio.timeout(seconds):
            while len(self.received) < count:
                self.came.clear()
                await self.came.wait()
        return self.received


@asynccontextmanager
async def receiving(host: str = "127.0.0.1", **options: Any) -> AsyncIterator[Receiver]:
    """A receiver on a free port of one of this machine's addresses; `options` are uvicorn's."""
    receiver = Receiver()
    app = Starlette(routes=[Route("/{path:path}", receiver.take, methods=["POST", "GET"])])
    server = uvicorn.Server(
        uvicorn.Config(app, host=host, port=0, log_level="warning", lifespan="off", loop="none", **options)
    )
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]  # the test's own stay
    serving = asyncio.ensure_future(server._serve())
    while not server.started:
        await asyncio.sleep(0.01)
        assert not serving.done(), serving.exception()
    scheme = "https" if "ssl_certfile" in options else "http"
    receiver.address = f"{scheme}://{host}:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield receiver
    finally:
        server.should_exit = server.force_exit = True
        await serving
