"""GraphQL over a WebSocket: the protocol graphql-transport-ws, of which api/socket_messages.py reads the messages.

Any operation is answered here, by the same steps as over HTTP and within the same limits. A socket is closed, and its
subscriptions with it, when the client breaks the protocol, is too slow to read, or its key is no longer valid.
"""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing, suppress
from secrets import token_hex
from time import perf_counter

import orjson
import structlog
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from api.answering import Answer, Told
from api.context import Context
from api.cross_site import is_own_or_allowed
from api.endpoint import Contexts
from api.exchange import CURRENT, Exchange
from api.metrics import Transport
from api.operations import Operations
from api.places import Places
from api.rates import holder_of
from api.refusing import BadRequest
from api.replies import body_of, refused_answer
from api.socket_messages import (
    PROTOCOL,
    ClientMessage,
    Close,
    Closing,
    Complete,
    Init,
    Ping,
    Pong,
    Subscribe,
    read_message,
)
from domain.errors import GozarehError, NotAllowed, ServerStops, TooManySubscribers

log = structlog.get_logger()

INIT_SECONDS = 10.0
"""A client sends its first message as soon as it is connected."""
SLOW_SECONDS = 10.0
"""Who has not taken what was sent in this time is let go, and comes back with `since` when there is time to read."""
MOST_OPERATIONS = 50
"""At a time on one socket: a page has a few."""


class Sockets:
    """Answers sockets."""

    def __init__(
        self,
        operations: Operations,
        origins: frozenset[str],
        *,
        contexts: Contexts,
        most_bytes: int,
        places: Places,
        is_logged: bool,
    ) -> None:
        """Let in the service's own pages and those of `origins`, while there are places for their address.

        A message has at most so many bytes; `is_logged` is whether each operation, and each socket, has a line of its
        own in the log.
        """
        self._operations = operations
        self._origins = origins
        self._contexts = contexts
        self._most_bytes = most_bytes
        self._places = places
        self.is_logged = is_logged

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one socket until it is closed."""
        CURRENT.set(Exchange(token_hex(16)))  # for the task of this socket, which ends with it
        socket, begun = WebSocket(scope, receive, send), perf_counter()
        closing = await self._answered(socket)
        if closing is not None:
            await _close(socket, closing)
        if self.is_logged:
            why = {"code": int(closing.code)} if closing is not None else {}
            log.info("socket closed", **why, seconds=round(perf_counter() - begun, 1))

    async def _answered(self, socket: WebSocket) -> Closing | None:
        """Answer it until the client goes, or else until it has to be closed, and why."""
        headers = socket.headers
        if not is_own_or_allowed(headers.get("origin"), headers.get("host"), self._origins):
            return Closing(Close.FORBIDDEN, "pages of other sites may not ask this service")
        if PROTOCOL not in socket.scope["subprotocols"]:
            await socket.accept()
            return Closing(Close.NOT_ACCEPTABLE, f"there is one protocol here: {PROTOCOL}")
        await socket.accept(PROTOCOL)
        try:
            with self._places.take(holder_of(None, _address_of(socket))):
                await _Connection(socket, self).run()
        except TooManySubscribers as many:
            return Closing(Close.TRY_AGAIN_LATER, str(many))
        except Closing as closing:
            return closing
        return None

    def context(self, socket: WebSocket, authorization: str | None) -> Context:
        """The surroundings of one operation, of who asks by the socket's header or by `authorization`."""
        told = authorization or socket.headers.get("authorization")
        return self._contexts(told, _address_of(socket), None)

    async def answers(self, payload: Mapping[str, object], context: Context) -> Answer | AsyncGenerator[Told]:
        """What an operation is answered."""
        try:
            question = self._operations.question(payload)
        except BadRequest as bad:
            question = refused_answer(bad.code, bad.message)
        return await self._operations.follow(question, context)

    def check_size(self, text: str | None) -> None:
        """Raise Closing for a message that is too long to be looked at."""
        if text is not None and len(text) > self._most_bytes:
            raise Closing(Close.TOO_LARGE, f"a message is larger than {self._most_bytes} bytes")


class _Connection:
    """One socket and its operations."""

    def __init__(self, socket: WebSocket, sockets: Sockets) -> None:
        self._socket = socket
        self._sockets = sockets
        self._authorization: str | None = None
        self._running: dict[str, asyncio.Task[None]] = {}
        self._sending = asyncio.Lock()

    async def run(self) -> None:
        """Read and answer until the client goes. Raises Closing where it has to."""
        try:
            await self._begin()
            async with asyncio.TaskGroup() as tasks:
                await self._read(tasks)
        except* WebSocketDisconnect:
            pass
        except* Closing as several:
            raise _first(several) from None

    async def _begin(self) -> None:
        """Let the client say who it is."""
        try:
            async with asyncio.timeout(INIT_SECONDS):
                first = await self._receive()
        except TimeoutError as error:
            raise Closing(Close.INITIALISATION_TIMEOUT, "connection_init did not come in time") from error
        if not isinstance(first, Init):
            raise Closing(Close.UNAUTHORIZED, "the first message is not connection_init")
        self._authorization = first.authorization
        try:
            await self._sockets.context(self._socket, self._authorization).viewer()
        except NotAllowed as error:
            raise Closing(Close.FORBIDDEN, str(error)) from error
        except GozarehError as error:
            raise Closing(Close.TRY_AGAIN_LATER, "who asks cannot be told now; try again later") from error
        await self._send({"type": "connection_ack"})

    async def _read(self, tasks: asyncio.TaskGroup) -> None:
        while True:
            match await self._receive():
                case Init():
                    raise Closing(Close.TOO_MANY, "connection_init came twice")
                case Subscribe(id=name, payload=payload):
                    self._start(tasks, name, payload)
                case Complete(id=name):
                    if task := self._running.pop(name, None):
                        task.cancel()
                case Ping(payload=payload):
                    await self._send({"type": "pong", **({"payload": payload} if payload is not None else {})})
                case Pong():
                    pass

    def _start(self, tasks: asyncio.TaskGroup, name: str, payload: Mapping[str, object]) -> None:
        if name in self._running:
            raise Closing(Close.ALREADY_THERE, f"Subscriber for {name} already exists")
        if len(self._running) >= MOST_OPERATIONS:
            raise Closing(Close.TOO_MANY, f"more than {MOST_OPERATIONS} operations run at a time")
        self._running[name] = tasks.create_task(self._answer(name, payload))

    async def _answer(self, name: str, payload: Mapping[str, object]) -> None:
        """Answer one operation, which has an id of its own. Raises Closing where nothing more can be told."""
        exchange, begun = Exchange(token_hex(16)), perf_counter()
        CURRENT.set(exchange)  # for the task of this operation, which ends with it
        try:
            await self._answer_all(name, payload)
        except ServerStops as error:
            raise Closing(Close.GOING_AWAY, str(error)) from error
        except (Closing, WebSocketDisconnect):
            raise
        except Exception as fault:
            log.exception("a socket's operation failed")
            raise Closing(Close.INTERNAL_ERROR, "something went wrong on our side") from fault
        finally:
            self._free(name)
            if self._sockets.is_logged:
                log.info("operation answered", **exchange.facts, ms=round((perf_counter() - begun) * 1_000, 2))

    async def _answer_all(self, name: str, payload: Mapping[str, object]) -> None:
        """Send whatever an operation is answered. Raises Closing, and what goes wrong."""
        context = self._sockets.context(self._socket, self._authorization)
        found = await self._sockets.answers(payload, context)
        if isinstance(found, Answer):
            is_told = await self._tell(name, found)
        else:
            with context.metrics.subscribed(Transport.WEBSOCKET):
                is_told = await self._tell_all(name, found)
        if is_told:
            await self._send({"id": name, "type": "complete"}, ends=name)

    def _free(self, name: str) -> None:
        """Let a client use the name of this operation, which ends, for another."""
        if self._running.get(name) is asyncio.current_task():
            del self._running[name]

    async def _tell_all(self, name: str, events: AsyncGenerator[Told]) -> bool:
        """Send what is told, as it comes; False where that ended with an error."""
        async with aclosing(events):
            async for told in events:
                if not await self._tell(name, told.answer):
                    return False
        return True

    async def _tell(self, name: str, answer: Answer) -> bool:
        """Send an answer; False of one that ends its operation, as nothing ran or nothing more does."""
        if not answer.ran or answer.data is None:
            await self._send({"id": name, "type": "error", "payload": answer.errors}, ends=name)
            return False
        await self._send({"id": name, "type": "next", "payload": body_of(answer)})
        return True

    async def _receive(self) -> ClientMessage:
        """The next message. Raises Closing and WebSocketDisconnect."""
        message = await self._socket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", Close.GOING_AWAY))
        text = message.get("text")
        self._sockets.check_size(text)
        return read_message(text)

    async def _send(self, message: Mapping[str, object], *, ends: str | None = None) -> None:
        """Send one message after the other; the last one of an operation `ends` it, and frees its name before.

        Raises Closing for a client that does not take it.
        """
        text = orjson.dumps(message).decode()
        try:
            async with asyncio.timeout(SLOW_SECONDS), self._sending:
                if ends is not None:
                    self._free(ends)
                await self._socket.send_text(text)
        except TimeoutError as error:
            log.info("a slow subscriber is let go", transport="socket")
            raise Closing(Close.TRY_AGAIN_LATER, "what was sent is not read; come back with `since`") from error


async def _close(socket: WebSocket, closing: Closing) -> None:
    """Tell the client why, if it still reads."""
    with suppress(TimeoutError, WebSocketDisconnect, RuntimeError):  # Starlette's, of a socket that is closed
        async with asyncio.timeout(SLOW_SECONDS):
            await socket.close(closing.code, closing.told)


def _address_of(socket: WebSocket) -> str | None:
    return socket.client.host if socket.client else None


def _first(several: BaseExceptionGroup[Closing]) -> Closing:
    found: BaseException = several
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    assert isinstance(found, Closing)  # noqa: S101 - the group is of these alone
    return found
