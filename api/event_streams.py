"""Subscriptions as a stream of events over HTTP: GraphQL over Server-Sent Events, in its mode of distinct connections.

Lines end with LF alone, on which every client splits. Each event has the cursor as its id, so that a browser's own
EventSource comes back with it (Last-Event-ID).
"""

import asyncio
from collections.abc import AsyncGenerator

import structlog
from starlette.types import Message, Receive, Send

from api.answering import Answer, Told
from api.negotiating import EVENT_STREAM
from api.replies import written
from domain.errors import ServerStops

log = structlog.get_logger()

BEAT_SECONDS = 15.0
"""Proxies close a connection on which nothing comes for 30 to 60 seconds."""
SLOW_SECONDS = 10.0
"""Who has not taken what was sent in this time is let go, and comes back when there is time to read."""
_HEADERS = [
    (b"content-type", f"{EVENT_STREAM}; charset=utf-8".encode()),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # nginx would else wait for more before it passes anything on
]
_BEAT, _COMPLETE = b":\n\n", b"event: complete\ndata:\n\n"


async def one_answer(answer: Answer) -> AsyncGenerator[Told]:
    """The stream of an operation that has one answer."""
    yield Told(answer)


async def send_events(events: AsyncGenerator[Told], receive: Receive, send: Send) -> None:
    """Send what is told until there is no more, the client goes, or it is too slow."""
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    gone = asyncio.ensure_future(_gone(receive))
    coming = asyncio.ensure_future(anext(events, None))
    try:
        await _part(send, _BEAT)  # the headers go out with it
        while not gone.done():
            await asyncio.wait({gone, coming}, timeout=BEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            if not coming.done():
                await _part(send, _BEAT)
                continue
            told = coming.result()
            if told is None:
                await _part(send, _COMPLETE)
                break
            await _part(send, _event(told))
            coming = asyncio.ensure_future(anext(events, None))
        if not gone.done():
            await send(_body(b"", more=False))
    except ServerStops:
        await send(_body(b"", more=False))  # without "complete": who listens comes back, to another process
    except TimeoutError:
        log.info("a slow subscriber is let go", transport="event stream")
    finally:
        gone.cancel()
        coming.cancel()
        await asyncio.gather(gone, coming, return_exceptions=True)
        await events.aclose()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _part(send: Send, part: bytes) -> None:
    """Raises TimeoutError."""
    async with asyncio.timeout(SLOW_SECONDS):
        await send(_body(part, more=True))


def _body(part: bytes, *, more: bool) -> Message:
    return {"type": "http.response.body", "body": part, "more_body": more}


def _event(told: Told) -> bytes:
    name = b"id: %s\n" % told.cursor.encode() if told.cursor is not None else b""
    return b"event: next\n%sdata: %s\n\n" % (name, written(told.answer))
