"""Asks a server over connections that stay open, as many questions at once as there are connections."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from time import perf_counter

HOST = "127.0.0.1"


@dataclass(slots=True)
class Load:
    """What came of asking: the seconds that each answer took, and all of them together."""

    latencies: list[float] = field(default_factory=list)
    seconds: float = 0
    bytes: int = 0

    def percentile_ms(self, share: float) -> float:
        """The time within which this share of the answers came."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1e3


class Refused(Exception):
    """An answer that is none."""


async def ask_all(port: int, bodies: Sequence[bytes], *, at_once: int) -> Load:
    """Ask every question once, the next as soon as a connection is free. Raises Refused."""
    load, waiting = Load(), iter(bodies)
    started = perf_counter()
    await asyncio.gather(*(_ask_on_one(port, waiting, load) for _ in range(at_once)))
    load.seconds = perf_counter() - started
    return load


async def ask_until(port: int, bodies: Iterable[bytes], *, ended: asyncio.Event) -> Load:
    """Ask over one connection until `ended` is set."""
    load = Load()

    def waiting() -> Iterator[bytes]:
        for body in bodies:
            if ended.is_set():
                return
            yield body

    await _ask_on_one(port, waiting(), load)
    return load


async def ask_once(port: int, body: bytes) -> bytes:
    """The answer to one question. Raises Refused."""
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        return await _answer(reader, writer, body)
    finally:
        writer.close()


async def _ask_on_one(port: int, waiting: Iterator[bytes], load: Load) -> None:
    reader, writer = await asyncio.open_connection(HOST, port, limit=1 << 22)
    try:
        for body in waiting:
            started = perf_counter()
            answer = await _answer(reader, writer, body)
            load.latencies.append(perf_counter() - started)
            load.bytes += len(answer)
    finally:
        writer.close()


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, body: bytes) -> bytes:
    writer.write(
        b"POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        b"Accept: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
    )
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    answer = await reader.readexactly(int(head.partition(b"\r\ncontent-length:")[2].partition(b"\r\n")[0]))
    if b" 200 " not in head[:20] or b'"errors":' in answer:
        raise Refused(head.decode(), answer[:2_000].decode())
    return answer
