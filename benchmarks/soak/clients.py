"""The clients: who reads, writes, asks or sends too much, goes away before the answer, or follows, and reads or not.

Each asks until it is cancelled. Another sort of client is one more row of `SORTS`.
"""

import asyncio
import json
import random
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from time import perf_counter
from typing import Any

import httpx

from benchmarks.soak.questions import ADD_NOTE, FOLLOW, INGEST, TOO_SLOW, Known, article, questions
from benchmarks.soak.watching import Answers

_LONGEST_SECONDS = 30.0
_PAUSE_SECONDS = 0.02
_PAUSE_OF_WRITERS_SECONDS = 0.5
"""Two hours of it are some 15,000 writes a client: what is stored may grow, what the server holds may not."""
_PAUSE_OF_SLOW_SECONDS = 3.0
"""What is too slow keeps two of the four readers of SQLite busy until it is stopped."""
_OVERSIZED_BYTES = 200_000
_READ_AS_TOO_LARGE = {"LIMIT_EXCEEDED", "BODY_TOO_LARGE", "TOO_EXPENSIVE"}


@dataclass(slots=True)
class Target:
    """The server that is asked, with a key, what is known of its database, and what its answers are counted in."""

    port: int
    key: str
    known: Known
    answers: Answers
    chance: random.Random
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def client(self) -> httpx.AsyncClient:
        """A client with the key, of connections of its own."""
        headers = {"authorization": f"Bearer {self.key}"}
        return httpx.AsyncClient(base_url=self.address, timeout=_LONGEST_SECONDS, headers=headers)


async def read(target: Target) -> None:
    """Ask queries of all kinds, each answered without an error, over a connection that stays open."""
    async with target.client() as http:
        while True:
            document, variables = target.chance.choice(questions(target.known, target.chance))
            began = perf_counter()
            answer = await _asked(http, document, variables)
            seconds = perf_counter() - began
            if _codes(answer) == {"TIMEOUT"}:
                target.answers.add("late")
            elif "errors" in answer:
                target.answers.add_wrong(f"{document}: {answer['errors']}")
            else:
                target.answers.add("query", query_seconds=seconds)
            await asyncio.sleep(_PAUSE_SECONDS)


async def write(target: Target) -> None:
    """Give articles, new ones and some again, and add notes."""
    async with target.client() as http:
        while True:
            number = next(target.numbers)
            token = f"soak {number}"
            given: dict[str, Any] = article(target.chance.choice([number, number, max(1, number - 5)]))
            document, name = INGEST, "ingestArticle"
            if number % 2:
                about = target.chance.choice(target.known.claims)
                document, name, given = ADD_NOTE, "addNote", {"claimId": about, "body": token}
            answer = await _asked(http, document, {"input": {**given, "idempotencyKey": token}})
            while _codes(answer) == {"SERVICE_UNAVAILABLE"}:  # as docs/proofs.md tells clients
                target.answers.add("told to come again")
                await asyncio.sleep(answer["errors"][0]["extensions"]["retryAfter"])
                answer = await _asked(http, document, {"input": {**given, "idempotencyKey": token}})
            if "errors" in answer or answer["data"][name]["errors"]:
                target.answers.add_wrong(f"{name}: {answer}")
            else:
                target.answers.add("mutation")
            await asyncio.sleep(_PAUSE_OF_WRITERS_SECONDS)


async def ask_too_much(target: Target) -> None:
    """Ask what takes longer than a request may."""
    async with target.client() as http:
        while True:
            answer = await _asked(http, TOO_SLOW, {})
            _expect(target, answer, {"TIMEOUT"}, "timeout")
            await asyncio.sleep(_PAUSE_OF_SLOW_SECONDS)


async def send_too_much(target: Target) -> None:
    """Send bodies, documents and lists that are larger than they may be."""
    async with httpx.AsyncClient(base_url=target.address, timeout=_LONGEST_SECONDS) as http:
        while True:
            for document, variables in (
                ("{ viewer { name } } #" + "x" * _OVERSIZED_BYTES, {}),
                ("{ " + " ".join(f"a{number}: __typename" for number in range(3_000)) + " }", {}),
                ("query ($w: ClaimWhere) { claims(where: $w) { totalCount } }", {"w": {"text": "x" * 20_000}}),
            ):
                _expect(target, await _asked(http, document, variables), _READ_AS_TOO_LARGE, "oversized")
                await asyncio.sleep(0.2)


async def go_away(target: Target) -> None:
    """Leave in the middle of the request, of a long body, or before the answer, with what is slow and what is not."""
    while True:
        slow, quick = (_request(json.dumps({"query": one}).encode()) for one in (TOO_SLOW, "{ viewer { name } }"))
        for sent in (*[quick[:40], slow[:-10], quick] * 5, slow):
            _, writer = await asyncio.open_connection("127.0.0.1", target.port)
            writer.write(sent)
            await writer.drain()
            await asyncio.sleep(target.chance.uniform(0, 0.2))
            writer.close()
            target.answers.add("gone")
            await asyncio.sleep(0.1)


async def follow(target: Target) -> None:
    """Follow new claims, be cut off now and then, and come back: each is told once."""
    cursor: str | None = None
    seen: set[str] = set()
    async with target.client() as http:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(target.chance.uniform(1, 20)):
                    async for event in _events(http, cursor):
                        if event in seen:
                            target.answers.add_wrong(f"claimAdded told {event} twice")
                        seen.add(event)
                        cursor = event
                        target.answers.add("told")


async def never_read(target: Target) -> None:
    """Follow, and read nothing for half a minute."""
    body = json.dumps({"query": FOLLOW, "variables": {"since": "0" * 32}}).encode()
    while True:
        _, writer = await asyncio.open_connection("127.0.0.1", target.port, limit=1_024)
        writer.write(_request(body, accept="text/event-stream"))
        await writer.drain()
        await asyncio.sleep(30)
        writer.close()
        target.answers.add("never read")


type Client = Callable[[Target], Coroutine[None, None, None]]
SORTS: Mapping[str, tuple[Client, int]] = {
    "readers": (read, 4),
    "writers": (write, 2),
    "who ask too much": (ask_too_much, 1),
    "who send too much": (send_too_much, 1),
    "who go away": (go_away, 1),
    "who follow": (follow, 3),
    "who follow and never read": (never_read, 2),
}
"""The clients by what they do, and how many there are of each."""


async def _asked(http: httpx.AsyncClient, document: str, variables: Mapping[str, object]) -> dict[str, Any]:
    response = await http.post("/graphql", json={"query": document, "variables": variables})
    answer: dict[str, Any] = response.json()
    return answer


def _codes(answer: Mapping[str, Any]) -> set[str]:
    return {one["extensions"]["code"] for one in answer.get("errors", ())}


def _expect(target: Target, answer: Mapping[str, Any], codes: set[str], sort: str) -> None:
    found = _codes(answer)
    if found and found <= codes:
        target.answers.add(sort)
    else:
        target.answers.add_wrong(f"{sort}: {str(answer)[:500]}")


async def _events(http: httpx.AsyncClient, since: str | None) -> AsyncIterator[str]:
    """The cursors of events as they come."""
    asked = {"query": FOLLOW, "variables": {"since": since}}
    async with http.stream("POST", "/graphql", json=asked, headers={"accept": "text/event-stream"}) as response:
        async for line in response.aiter_lines():
            if line.startswith("id: "):
                yield line.removeprefix("id: ")


def _request(body: bytes, *, accept: str = "application/json") -> bytes:
    head = (
        "POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Accept: {accept}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
