"""Asks two servers the same in turn, and tells what each spent on it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from benchmarks.api.load import Load, ask_all, ask_once
from benchmarks.api.processes import cpu_seconds, resident_mb
from benchmarks.api.questions import Side, Values
from benchmarks.api.servers import Server

AT_ONCE = 8
CHECKED = 40
"""How many answers are compared before anything is measured."""
WARMING, WARMING_ROUNDS = 4_000, 2
"""So many questions, or as long as so many rounds, before the first: both compile what is asked often."""


class Unequal(Exception):
    """The two servers answer the same question differently."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A server with the process of its database, if that is one, and the questions as the server takes them."""

    server: Server
    side: Side
    database_pid: int | None
    bodies: Sequence[bytes]


@dataclass(slots=True)
class Spent:
    """What a server spent in each round: CPU of its own and of its database for a request, in seconds."""

    server: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)
    load: Load = field(default_factory=Load)
    memory_mb: float = 0

    @property
    def server_ms(self) -> float:
        """CPU of the server for a request, in the middle of the rounds."""
        return median(self.server) * 1e3

    @property
    def whole_ms(self) -> float:
        """The same with its database."""
        return median(one + other for one, other in zip(self.server, self.database, strict=True)) * 1e3

    @property
    def requests_a_second(self) -> float:
        """Over all rounds."""
        return len(self.load.latencies) / self.load.seconds


def asked(server: Server, side: Side, values: Sequence[Values], database_pid: int | None) -> Asked:
    """A server with the questions about `values`."""
    return Asked(server, side, database_pid, [side.body(one) for one in values])


async def check_equal(one: Asked, other: Asked) -> None:
    """Raise Unequal unless both answer the first questions alike."""
    for ours, theirs in list(zip(one.bodies, other.bodies, strict=True))[:CHECKED]:
        found = one.side.answer(await ask_once(one.server.port, ours))
        expected = other.side.answer(await ask_once(other.server.port, theirs))
        if found != expected:
            raise Unequal(ours.decode(), found, expected)


async def compare(every: Sequence[Asked], *, rounds: int, seconds: float) -> list[Spent]:
    """What each spent: all are asked the same questions, in turn, in `rounds` of some `seconds` each."""
    requests = min([await _requests_in(seconds, one) for one in every])
    spent = [Spent() for _ in every]
    for number in range(rounds):
        for one, its in zip(every, spent, strict=True):
            await _round(one, its, _some(one.bodies, number * requests, requests))
    return spent


async def _requests_in(seconds: float, one: Asked) -> int:
    """How many questions the server answers in the time, once it is warm."""
    done, spent, load = 0, 0.0, Load()
    while done < WARMING and spent < WARMING_ROUNDS * seconds:
        load = await ask_all(one.server.port, _some(one.bodies, done, AT_ONCE * 5), at_once=AT_ONCE)
        done += AT_ONCE * 5
        spent += load.seconds
    return max(AT_ONCE, round(seconds * len(load.latencies) / load.seconds))


async def _round(one: Asked, spent: Spent, bodies: Sequence[bytes]) -> None:
    before = _used(one)
    load = await ask_all(one.server.port, bodies, at_once=AT_ONCE)
    server, database = (after - earlier for after, earlier in zip(_used(one), before, strict=True))
    spent.server.append(server / len(bodies))
    spent.database.append(database / len(bodies))
    spent.load.latencies += load.latencies
    spent.load.seconds += load.seconds
    spent.load.bytes += load.bytes
    spent.memory_mb = max(spent.memory_mb, resident_mb(one.server.pid))


def _used(one: Asked) -> tuple[float, float]:
    return cpu_seconds(one.server.pid), cpu_seconds(one.database_pid) if one.database_pid else 0.0


def _some(bodies: Sequence[bytes], first: int, count: int) -> list[bytes]:
    """So many of the questions from one on, and from the beginning again where they end."""
    return [bodies[place % len(bodies)] for place in range(first, first + count)]
