"""The benchmark of the API as a developer runs it, on few claims, without Node."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="it reads what Linux tells of processes")
@pytest.mark.skipif("groupBy" not in (ROOT / "schema.graphql").read_text(), reason="no timelines by topic yet")
def test_both_databases_answer_alike_and_the_tables_are_printed(tmp_path: Path) -> None:
    """Everything but the peer runs; answers that differ, or errors, would end it."""
    arguments = [
        "--claims",
        "2000",
        "--rounds",
        "1",
        "--seconds",
        "0.2",
        "--no-peer",
        "--parts",
        "table",
        "many",
        "inside",
    ]
    command = [sys.executable, "-m", "benchmarks.api", *arguments, "--folder", str(tmp_path / "bench")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("| Gozareh, SQLite |") == 5
    assert "| the database, and the way there |" in done.stdout
    assert "64 clients at once" in done.stdout
