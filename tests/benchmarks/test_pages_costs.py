"""The benchmark of the pages as a developer runs it, on few claims."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.pages.__main__ import MOST_BYTES, MOST_CPU_MS, Measured
from benchmarks.pages.asking import Asked

ROOT = Path(__file__).parents[2]
SPEAKER, CLAIM = Asked("speaker", ["/"], is_bounded=True), Asked("claim", ["/"])


@pytest.mark.parametrize(
    ("measured", "problems"),
    [
        (Measured(SPEAKER, MOST_CPU_MS, MOST_BYTES, 1), []),
        (Measured(SPEAKER, MOST_CPU_MS + 1, 1, 1), ["speaker: 51.0 ms of CPU are more than 50"]),
        (Measured(SPEAKER, 1, MOST_BYTES + 1, 1), ["speaker: 100,001 bytes are more than 100,000"]),
        (Measured(CLAIM, MOST_CPU_MS + 1, MOST_BYTES + 1, 1), []),
    ],
)
def test_a_speakers_page_that_is_too_dear_or_heavy_is_told(measured: Measured, problems: list[str]) -> None:
    """With what is allowed; other pages are only measured."""
    assert measured.problems == problems


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="it reads what Linux tells of processes")
def test_every_sort_of_page_is_measured(tmp_path: Path) -> None:
    """A newcomer's first run makes the database."""
    command = [sys.executable, "-m", "benchmarks.pages", "--claims", "2000", "--times", "2", "--folder", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "| first page |" in done.stdout, done.stderr
    assert done.stdout.count("| speaker of ") == 12
    assert " bytes are more" not in done.stderr
