"""Tells those who wait in an application that its process is asked to stop, before its server waits for them.

The server ends what runs and closes the application only then; a stream that has no end would keep it until its bound.
"""

import asyncio
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def when_stopping(tell: Callable[[], None]) -> Iterator[None]:
    """Call `tell` in the running loop as soon as a signal comes that the server itself answers by stopping.

    Outside of a server, and outside of the main thread, which alone is told of signals, nothing is called.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    servers = {one: signal.getsignal(one) for one in _SIGNALS}

    def stop(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(tell)
        server = servers[signal.Signals(number)]
        if callable(server):
            server(number, frame)

    ours = [one for one, handler in servers.items() if callable(handler) and handler is not signal.default_int_handler]
    for one in ours:
        signal.signal(one, stop)
    try:
        yield
    finally:
        for one in ours:
            signal.signal(one, servers[one])
