"""Measures what pages cost the server and weigh; fails where those of speakers cost or weigh more than they may.

Seeds a database of its own below .bench the first time, unless it is given one, which it only reads. Run it with:
make bench-pages
"""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

import httpx

from benchmarks.api.processes import cpu_seconds
from benchmarks.api.report import Report
from benchmarks.api.seeding import seed_sqlite
from benchmarks.api.servers import Server, running_gozareh
from benchmarks.pages.asking import Asked, asked_of

ROOT = Path(__file__).parents[2]
MOST_CPU_MS, MOST_BYTES = 50.0, 100_000
"""Of a speaker's page, whatever of it is asked for; bytes without compression."""
_WARMING = 5
_SETTINGS = {"GOZAREH_WEBHOOKS": "false"}
"""Nothing but pages uses the processor."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What pages of one kind cost the server on average, and the heaviest of them."""

    asked: Asked
    cpu_ms: float
    plain: int
    compressed: int

    @property
    def problems(self) -> Sequence[str]:
        """What is more than it may be; an empty list where all is well."""
        if not self.asked.is_bounded:
            return []
        cost, weight = self.cpu_ms > MOST_CPU_MS, self.plain > MOST_BYTES
        told = f"{self.asked.name}: {self.cpu_ms:.1f} ms of CPU are more than {MOST_CPU_MS:.0f}" if cost else ""
        heavy = f"{self.asked.name}: {self.plain:,} bytes are more than {MOST_BYTES:,}" if weight else ""
        return [one for one in (told, heavy) if one]


def main() -> int:
    """The exit code: 0 where no page of a speaker costs or weighs too much."""
    given = _arguments(sys.argv[1:])
    os.environ.update(_SETTINGS)
    path = given.database or _seeded(given.folder, given.claims)
    asked = asked_of(path.resolve(), times=given.times)
    with running_gozareh(f"sqlite:///file:{path.resolve()}?mode=ro&uri=true") as server:
        found = [_measured(server, one) for one in asked]
    header = ["page", "CPU of the server, ms", "bytes", "bytes in Brotli"]
    rows = [[one.asked.name, f"{one.cpu_ms:.1f}", f"{one.plain:,}", f"{one.compressed:,}"] for one in found]
    Report().table(f"What pages cost and weigh, of {path.stem}", header, rows)
    problems = [problem for one in found for problem in one.problems]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def _measured(server: Server, asked: Asked) -> Measured:
    """Ask for each page once after a warm-up, one after another, as a browser does."""
    with httpx.Client(base_url=f"http://127.0.0.1:{server.port}", headers={"accept-encoding": "br"}) as client:
        for path in islice(cycle(asked.paths), _WARMING):
            client.get(path).raise_for_status()
        begun = cpu_seconds(server.pid)
        answers = [client.get(path).raise_for_status() for path in asked.paths]
        spent = cpu_seconds(server.pid) - begun
    compressed = max(int(one.headers["content-length"]) for one in answers)
    return Measured(asked, spent / len(answers) * 1_000, max(len(one.content) for one in answers), compressed)


def _seeded(folder: Path, claims: int) -> Path:
    """The file of so many claims, made where it is not yet there."""
    path = folder / f"claims-{claims}.db"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        print(f"seeding SQLite with {claims:,} claims", file=sys.stderr)
        asyncio.run(seed_sqlite(path, claims))
    return path


def _arguments(given: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("--claims", type=int, default=1_000_000, help="how many claims the database holds")
    parser.add_argument("--times", type=int, default=30, help="how often each page is asked for")
    parser.add_argument("--folder", type=Path, default=ROOT / ".bench", help="where the database is kept")
    parser.add_argument("--database", type=Path, help="a SQLite file that is there already and migrated")
    return parser.parse_args(given)


if __name__ == "__main__":
    sys.exit(main())
