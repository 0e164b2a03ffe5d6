"""What a soak calls flat, and a soak of one minute as a developer runs it."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.soak.watching import Sample, growths

ROOT = Path(__file__).parents[2]
STEADY = [Sample(float(at), 200.0, 40, 100, 10.0, 30.0) for at in range(120)]


def grown(**changes: float) -> list[Sample]:
    """Samples of which something is changed in the last quarter."""
    return [*STEADY[:90], *(replace(one, **changes) for one in STEADY[90:])]  # type: ignore[arg-type]  # a test names fields


def test_what_stays_as_it_was_is_flat() -> None:
    """Nothing is told."""
    assert growths(STEADY) == []


def test_what_grows_in_the_first_quarter_only_is_flat() -> None:
    """Caches are filled then."""
    assert growths([*(replace(one, memory_mb=100.0 + at) for at, one in enumerate(STEADY[:30])), *STEADY[30:]]) == []


@pytest.mark.parametrize(
    ("samples", "told"),
    [
        (grown(memory_mb=211.0), "memory in MB grew from 200.0 to 211.0"),
        (grown(descriptors=45), "descriptors grew from 40.0 to 45.0"),
        (grown(middle_ms=21.0), "latency in ms grew from 10.0 to 21.0"),
    ],
)
def test_what_grows_is_told(samples: list[Sample], told: str) -> None:
    """With what would have been allowed."""
    [found] = growths(samples)
    assert found.startswith(told)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="it reads what Linux tells of processes")
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_minute_of_all_sorts_of_clients_leaves_a_server_as_it_was(tmp_path: Path, engine: str) -> None:
    """Nothing is answered wrongly, nothing grows, and every sort of client was answered."""
    options = ["--minutes", "1", "--engine", engine, "--folder", str(tmp_path)]
    command = [sys.executable, "-m", "benchmarks.soak", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3_000:] + done.stderr[-3_000:]
