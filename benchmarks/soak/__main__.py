"""Asks a server for two hours as all sorts of clients do, and fails where its memory, descriptors or latency grow.

Seeds a database of its own below .bench, on loopback alone. Run it with: make soak
"""

import argparse
import asyncio
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

from benchmarks.api.postgres import running_postgres
from benchmarks.api.seeding import seed_postgres, seed_sqlite
from benchmarks.api.servers import Server, running_gozareh
from benchmarks.soak.clients import SORTS, Target
from benchmarks.soak.questions import known_of
from benchmarks.soak.watching import LOOKED_AT, Answers, Sample, Watch, growths
from db.chain import verify_chain
from db.sessions import Database

ROOT = Path(__file__).parents[2]
SAMPLES = 120
"""Taken in the whole time: one a minute in two hours."""
MOST_LATE = 0.01
"""The share of plain queries that may be stopped as too slow, and of mutations that may be told to come again, beside
others that are too slow: they share readers and cores."""
LEAST_MINUTES_FOR_LATENCY = 10.0
"""In a shorter time, latency tells more of who else works on the machine; it is shown and not judged."""
_SETTINGS = {"GOZAREH_REQUEST_SECONDS": "2", "GOZAREH_KEY_POINTS_A_MINUTE": "0"}
"""What takes too long is stopped more often than after ten seconds, and a key asks as much as it likes."""
_HEADER = ("minutes", "memory MB", "descriptors", "answers", "middle ms", "95th ms", "wrong")


def main() -> int:
    """The exit code: 0 where all stayed flat and nothing was answered wrongly."""
    asked = _arguments(sys.argv[1:])
    asked.folder.mkdir(parents=True, exist_ok=True)
    os.environ.update(_SETTINGS)
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        return asyncio.run(_soak(asked, Path(folder)))


async def _soak(asked: argparse.Namespace, folder: Path) -> int:
    is_sqlite = asked.engine == "sqlite"
    with nullcontext() if is_sqlite else running_postgres(folder / "postgres") as postgres:
        url = f"sqlite:///{folder / 'soak.db'}"
        if postgres is None:
            await seed_sqlite(folder / "soak.db", asked.claims)
        else:
            url = postgres.url("soak")
            await seed_postgres(postgres, "soak", asked.claims)
        key = await asyncio.to_thread(_make_key, url)
        answers = Answers()
        with running_gozareh(url) as server:
            samples = await _ask(server, key, answers, minutes=asked.minutes)
        database = Database(url)
        async with database.reading() as session:
            events, _ = await verify_chain(session)
        await database.close()
    return _report(samples, answers, events, is_long=asked.minutes >= LEAST_MINUTES_FOR_LATENCY)


async def _ask(server: Server, key: str, answers: Answers, *, minutes: float) -> Sequence[Sample]:
    """Let all clients ask for so long; what was looked at meanwhile."""
    chance = random.Random(1)  # noqa: S311 - it chooses questions and hides nothing
    target = Target(server.port, key, await known_of(server.port), answers, chance)
    watch = Watch(server.pid, answers)
    print(" ".join(f"{name:>11}" for name in _HEADER))
    async with asyncio.TaskGroup() as asking:
        clients = [asking.create_task(ask(target)) for ask, many in SORTS.values() for _ in range(many)]
        for _ in range(SAMPLES):
            await asyncio.sleep(minutes * 60 / SAMPLES)
            _show(watch.look(), answers)
        for client in clients:
            client.cancel()
    return watch.samples


def _show(sample: Sample, answers: Answers) -> None:
    cells = (
        f"{sample.at_seconds / 60:.1f}",
        f"{sample.memory_mb:.0f}",
        f"{sample.descriptors}",
        f"{sample.answers}",
        f"{sample.middle_ms:.1f}",
        f"{sample.slowest_twentieth_ms:.1f}",
        f"{len(answers.wrong)}",
    )
    print(" ".join(f"{cell:>11}" for cell in cells), flush=True)


def _report(samples: Sequence[Sample], answers: Answers, events: int, *, is_long: bool) -> int:
    """Say what came of it; the exit code."""
    sorts = ", ".join(f"{count:,} {sort}" for sort, count in sorted(answers.by_sort.items()))
    print(f"\n{sorts}; {events:,} audit events verified")
    found = growths(samples, LOOKED_AT if is_long else LOOKED_AT[:-1])
    missing = sorted({"query", "mutation", "timeout", "oversized", "gone"} - set(answers.by_sort))
    found += [f"nothing was answered of the sort {sort}" for sort in missing]
    if answers.by_sort["late"] > MOST_LATE * answers.by_sort["query"]:
        found.append(f"{answers.by_sort['late']} plain queries were stopped as too slow")
    if answers.by_sort["told to come again"] > MOST_LATE * answers.by_sort["mutation"]:
        found.append(f"{answers.by_sort['told to come again']} mutations had to be sent again")
    for told in (*found, *answers.wrong):
        print(f"not as it should be: {told}")
    judged = "memory, descriptors and latency" if is_long else "memory and descriptors"
    if not found:
        print(f"flat: {judged} of the last quarter are within the bounds of the second's")
    return 1 if found or answers.wrong else 0


def _make_key(url: str) -> str:
    """The secret of a key that may write."""
    program = Path(sys.executable).with_name("gozareh")
    command = [str(program), "keys", "create", "--name", "soak", "--role", "verifier"]
    environment = {**os.environ, "GOZAREH_DATABASE_URL": url}
    made = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)  # noqa: S603 - ours
    return made.stdout.strip()


def _arguments(given: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=120, help="how long the clients ask")
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite", help="whose database it is")
    parser.add_argument("--claims", type=int, default=20_000, help="how many claims the database holds at first")
    parser.add_argument("--folder", type=Path, default=ROOT / ".bench", help="where the database is kept meanwhile")
    return parser.parse_args(given)


if __name__ == "__main__":
    sys.exit(main())
