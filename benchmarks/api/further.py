"""What else the API promises: pages that cost the same in a big database, long timelines, patience, many clients."""

import asyncio
import os
import sqlite3
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from statistics import median
from time import perf_counter

import asyncpg
import orjson

from benchmarks.api.comparing import Asked, compare
from benchmarks.api.databases import Seeded
from benchmarks.api.load import Load, ask_all, ask_once, ask_until
from benchmarks.api.processes import cpu_seconds, resident_mb
from benchmarks.api.servers import Server

CLIENTS = 64
_TIMES = 7
_MONTHS = """query Months($speaker: ID!) {
  timeline(where: { speakerIds: [$speaker] }, interval: MONTH) { totalCount buckets { start count } }
}"""
_MONTHS_BY_TOPIC = """query Months($speaker: ID!) {
  timeline(where: { speakerIds: [$speaker] }, interval: MONTH, groupBy: TOPIC) {
    totalCount buckets { start } series(first: 100) { topic { id name } counts }
  }
}"""
_EVERYTHING = orjson.dumps({"query": "{ timeline(interval: MONTH) { totalCount } }"})
"""Every claim there is, counted by month: what keeps a database busiest."""
TIMELINES = {"by month": _MONTHS, "by month and topic": _MONTHS_BY_TOPIC}
READING = "SELECT count(content), max(said_on) FROM claim WHERE speaker_id = '{}'"
"""Reads every claim of a speaker once."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one answer costs: CPU of the server, of it and the database, and the time that somebody waits."""

    server_ms: float
    whole_ms: float
    waited_ms: float


async def page_cost(one: Asked, *, rounds: int, seconds: float) -> float:
    """CPU of a page, server and database, in milliseconds."""
    [spent] = await compare([one], rounds=rounds, seconds=seconds)
    return spent.whole_ms


async def cost_of(ask: Callable[[], Awaitable[object]], pids: Sequence[int]) -> Cost:
    """What asking costs, in the middle of some times, of the processes `pids`, of which the first is the server."""
    await ask()
    costs = []
    for _ in range(_TIMES):
        before, started = [cpu_seconds(pid) for pid in pids], perf_counter()
        await ask()
        waited = perf_counter() - started
        used = [cpu_seconds(pid) - earlier for pid, earlier in zip(pids, before, strict=True)]
        costs.append((used[0], sum(used), waited))
    server, whole, waited = (median(one) * 1e3 for one in zip(*costs, strict=True))
    return Cost(server, whole, waited)


async def timeline_costs(server: Server, speaker: str, pids: Sequence[int]) -> Mapping[str, Cost]:
    """What the speaker's timelines cost, by their names."""
    costs = {}
    for name, query in TIMELINES.items():
        body = orjson.dumps({"query": query, "variables": {"speaker": speaker}})
        costs[name] = await cost_of(partial(ask_once, server.port, body), pids)
    return costs


async def reading_costs(seeded: Seeded, speaker: str, postgres_pid: int) -> Mapping[str, Cost]:
    """What each database spends on reading each of the speaker's claims once; SQLite reads in this process."""
    connection = await asyncpg.connect(seeded.postgres_url)
    light = sqlite3.connect(seeded.sqlite_path)
    try:
        on_postgres = await cost_of(lambda: connection.fetch(READING.format(speaker)), [postgres_pid])

        async def read() -> None:
            light.execute(READING.format(speaker.replace("-", ""))).fetchall()

        return {"PostgreSQL": on_postgres, "SQLite": await cost_of(read, [os.getpid()])}
    finally:
        light.close()
        await connection.close()


async def beside_a_slow_one(one: Asked, *, seconds: float) -> tuple[Load, Load, Load]:
    """The small question alone, the same while somebody asks slow ones without a pause, and the slow ones."""
    alone = await _for(one, seconds)
    ended = asyncio.Event()
    slow = asyncio.create_task(ask_until(one.server.port, cycle([_EVERYTHING]), ended=ended))
    try:
        beside = await _for(one, seconds)
    finally:
        ended.set()
    return alone, beside, await slow


async def many_clients(every: Sequence[Asked], *, rounds: int) -> tuple[Load, float]:
    """All questions, mixed, of 64 clients at once, and the server's memory afterwards. Raises Refused."""
    mixed = [one.bodies[place % len(one.bodies)] for place in range(CLIENTS * rounds) for one in every]
    load = await ask_all(every[0].server.port, mixed, at_once=CLIENTS)
    return load, resident_mb(every[0].server.pid)


async def _for(one: Asked, seconds: float) -> Load:
    ended = asyncio.Event()
    asking = [asyncio.create_task(ask_until(one.server.port, cycle(one.bodies), ended=ended)) for _ in range(2)]
    await asyncio.sleep(seconds)
    ended.set()
    loads = await asyncio.gather(*asking)
    return Load([latency for load in loads for latency in load.latencies], seconds)
