"""GraphQL over a WebSocket: the protocol graphql-transport-ws, of which api/socket_messages.py reads the messages.

Any operation is answered here, by the same steps as over HTTP and within the same limits. A socket is closed, and its
subscriptions with it, when the client breaks the protocol, is too slow to read, or its key is no longer valid.
"""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing, suppress

import orjson
import structlog
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from api.answering import Answer, Answering, Told
from api.context import Context
from api.cross_site import is_own_or_allowed
from api.endpoint import Contexts
from api.metrics import Transport
from api.persisted import Documents, NoDocument
from api.places import Places
from api.questions import read_question
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
        answering: Answering,
        documents: Documents,
        origins: frozenset[str],
        *,
        contexts: Contexts,
        most_bytes: int,
        places: Places,
    ) -> None:
        """Let in the service's own pages and those of `origins`, while there are places for their address.

        A message has at most so many bytes.
        """
        self._answering = answering
        self._documents = documents
        self._origins = origins
        self._contexts = contexts
        self._most_bytes = most_bytes
        self._places = places

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one socket until it is closed."""
        socket = WebSocket(scope, receive, send)
        headers = socket.headers
        if not is_own_or_allowed(headers.get("origin"), headers.get("host"), self._origins):
            await socket.close(Close.FORBIDDEN, "pages of other sites may not ask this service")
            return
        if PROTOCOL not in scope["subprotocols"]:
            await socket.accept()
            await socket.close(Close.NOT_ACCEPTABLE, f"there is one protocol here: {PROTOCOL}")
            return
        await socket.accept(PROTOCOL)
        connection = _Connection(socket, self)
        try:
            with self._places.take(holder_of(None, _address_of(socket))):
                await connection.run()
        except TooManySubscribers as many:
            await connection.close(Closing(Close.TRY_AGAIN_LATER, str(many)))
        except Closing as closing:
            await connection.close(closing)

    def context(self, socket: WebSocket, authorization: str | None) -> Context:
        """The surroundings of one operation, of who asks by the socket's header or by `authorization`."""
        told = authorization or socket.headers.get("authorization")
        return self._contexts(told, _address_of(socket), None)

    async def answers(self, payload: Mapping[str, object], context: Context) -> Answer | AsyncGenerator[Told]:
        """What an operation is answered."""
        try:
            question = read_question(payload, self._documents, queries_only=False)
        except BadRequest as bad:
            return refused_answer(bad.code, bad.message)
        except NoDocument as none:
            return refused_answer(none.code, none.message)
        return await self._answering.follow(question, context)

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

    async def close(self, closing: Closing) -> None:
        """Tell the client why, if it still reads."""
        with suppress(TimeoutError, WebSocketDisconnect, RuntimeError):  # Starlette's, of a socket that is closed
            async with asyncio.timeout(SLOW_SECONDS):
                await self._socket.close(closing.code, closing.told)

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
        """Answer one operation. Raises Closing where nothing more can be told."""
        try:
            context = self._sockets.context(self._socket, self._authorization)
            found = await self._sockets.answers(payload, context)
            if isinstance(found, Answer):
                is_told = await self._tell(name, found)
            else:
                with context.metrics.subscribed(Transport.WEBSOCKET):
                    is_told = await self._tell_all(name, found)
            if not is_told:
                return
            await self._send({"id": name, "type": "complete"})
        except ServerStops as error:
            raise Closing(Close.GOING_AWAY, str(error)) from error
        except (Closing, WebSocketDisconnect):
            raise
        except Exception as fault:
            log.exception("a socket's operation failed")
            raise Closing(Close.INTERNAL_ERROR, "something went wrong on our side") from fault
        finally:
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
            await self._send({"id": name, "type": "error", "payload": answer.errors})
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

    async def _send(self, message: Mapping[str, object]) -> None:
        """Send one message after the other. Raises Closing for a client that does not take it."""
        text = orjson.dumps(message).decode()
        try:
            async with asyncio.timeout(SLOW_SECONDS), self._sending:
                await self._socket.send_text(text)
        except TimeoutError as error:
            log.info("a slow subscriber is let go", transport="socket")
            raise Closing(Close.TRY_AGAIN_LATER, "what was sent is not read; come back with `since`") from error


def _address_of(socket: WebSocket) -> str | None:
    return socket.client.host if socket.client else None


def _first(several: BaseExceptionGroup[Closing]) -> Closing:
    found: BaseException = several
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    assert isinstance(found, Closing)  # noqa: S101 - the group is of these alone
    return found
