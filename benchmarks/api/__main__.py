"""Measures the API beside PostGraphile 5 over the same tables, as docs/performance.md shows it.

Seeds its databases the first time, below .bench. Run it with: make bench-api
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.api import measuring
from benchmarks.api.databases import Databases
from benchmarks.api.postgres import running_postgres
from benchmarks.api.report import Report, machine, peer_machine
from benchmarks.api.servers import install_peer

ROOT = Path(__file__).parents[2]
PARTS = {
    "table": measuring.compare_with_the_peer,
    "growth": measuring.grow,
    "timeline": measuring.long_timeline,
    "beside": measuring.small_beside_slow,
    "many": measuring.many_at_once,
    "inside": measuring.where_it_goes,
}


def main() -> None:
    """Measure what the arguments ask for, and print it as Markdown."""
    asked = _arguments(sys.argv[1:])
    folder, report = asked.folder.resolve(), Report()
    with running_postgres(folder / "postgres") as postgres:
        databases = Databases(folder, postgres, fresh=asked.fresh)
        run = measuring.Run(databases, report, asked.claims, asked.rounds, asked.seconds, with_peer=not asked.no_peer)
        asyncio.run(_measure(run, asked.parts))
    if asked.save:
        report.save(ROOT / "docs" / "performance.md")


async def _measure(run: measuring.Run, parts: Sequence[str]) -> None:
    if run.with_peer:
        install_peer()
    command = " ".join(["python -m benchmarks.api", *sys.argv[1:]])
    run.report.say(f"`{command}`, {datetime.now(UTC):%Y-%m-%d}", "")
    run.report.say(*machine(await run.databases.postgres_version()), *([peer_machine()] if run.with_peer else []))
    for part in parts:
        await PARTS[part](run)


def _arguments(given: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.api", description=__doc__)
    parser.add_argument("--claims", type=int, default=1_000_000, help="how many claims the database holds")
    parser.add_argument("--rounds", type=int, default=7, help="how often each server has its turn")
    parser.add_argument("--seconds", type=float, default=2, help="how long a turn is, for the slowest server")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS), help="what to measure")
    parser.add_argument("--folder", type=Path, default=ROOT / ".bench", help="where the databases are kept")
    parser.add_argument("--fresh", action="store_true", help="seed the databases anew")
    parser.add_argument("--no-peer", action="store_true", help="measure ours alone, without Node")
    parser.add_argument("--save", action="store_true", help="write the tables into docs/performance.md")
    return parser.parse_args(given)


if __name__ == "__main__":
    main()
