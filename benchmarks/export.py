"""How fast claims are exported, and in how much memory, by `gozareh export` in each form.

Makes a database of --claims claims below .bench where none is there; --database names another one, which is only read.
Run it with: make bench-export
"""

import argparse
import asyncio
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from api.exports.forms import Form
from benchmarks.api.processes import resident_mb
from benchmarks.api.seeding import migrate, seed_sqlite

ROOT = Path(__file__).parents[1]
_AT_ONCE = 1 << 20
"""Bytes that are read at a time; the memory is looked at with each."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One export: how many rows and bytes it had, the seconds it took, and the memory of its process."""

    rows: int
    mebibytes: float
    seconds: float
    cpu_seconds: float
    early_mb: float
    """The most of it in the first tenth of the bytes."""
    most_mb: float


def main() -> None:
    """Print a row of a table for each form."""
    asked = _arguments()
    asked.folder.mkdir(parents=True, exist_ok=True)
    url = asked.database or asyncio.run(_seeded(asked.folder, asked.claims))
    print("| form | rows | rows/s | seconds of CPU | MiB | memory in the first tenth, MB | memory at most, MB |")
    print("| --- | --: | --: | --: | --: | --: | --: |")
    for form in asked.forms:
        one = measured(url, form)
        print(
            f"| {form} | {one.rows:,} | {one.rows / one.seconds:,.0f} | {one.cpu_seconds:.1f} | {one.mebibytes:,.0f}"
            f" | {one.early_mb:.0f} | {one.most_mb:.0f} |",
            flush=True,
        )


def measured(url: str, form: Form) -> Measured:
    """What a whole export of the database at `url` takes; each claim of these databases is one line. Raises OSError."""
    command = [sys.executable, "-m", "cli.main", "export", "--format", form]
    environment = {**os.environ, "GOZAREH_DATABASE_URL": url}
    begun, lines, sizes, memory = time.perf_counter(), 0, [0], [0.0]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE) as running:  # noqa: S603 - our own command
        assert running.stdout is not None  # noqa: S101 - it is a pipe
        while part := running.stdout.read(_AT_ONCE):
            lines += part.count(b"\n")
            memory.append(_memory_mb(running.pid))
            sizes.append(sizes[-1] + len(part))
        _, status, used = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, command)
    early = max(mb for mb, size in zip(memory, sizes, strict=True) if size <= max(sizes[-1] / 10, sizes[1]))
    return Measured(
        lines - (form is Form.CSV),
        sizes[-1] / _AT_ONCE,
        time.perf_counter() - begun,
        used.ru_utime + used.ru_stime,
        early,
        used.ru_maxrss * 1024 / 1e6,
    )


def _memory_mb(pid: int) -> float:
    """What a process holds now; 0 for one that has ended, whose last bytes are still read."""
    try:
        return resident_mb(pid)
    except ValueError:
        return 0.0


async def _seeded(folder: Path, claims: int) -> str:
    """The URL of a database of this many claims, made where there is none."""
    path = folder / f"claims-{claims}.db"
    if not path.exists():
        print(f"seeding SQLite with {claims:,} claims", file=sys.stderr)
        await seed_sqlite(path, claims)
    await migrate(f"sqlite:///{path}")
    return f"sqlite:///{path}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.export", description=__doc__)
    parser.add_argument("--claims", type=int, default=10_000, help="how many claims the database holds")
    parser.add_argument("--database", help="the URL of a database to read instead")
    parser.add_argument("--forms", nargs="+", type=Form, default=list(Form), help="which forms to measure")
    parser.add_argument("--folder", type=Path, default=ROOT / ".bench", help="where databases are kept")
    return parser.parse_args()


if __name__ == "__main__":
    main()
