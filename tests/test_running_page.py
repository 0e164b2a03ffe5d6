"""Every command of docs/running.md, run in the page's order as a newcomer does."""

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from api.metrics import MOST_OPERATIONS

PROJECT = Path(__file__).parents[1]
PAGE = (PROJECT / "docs" / "running.md").read_text(encoding="utf-8")
TOOLS = ("bash", "curl", "openssl", "sqlite3")


@pytest.mark.slow
@pytest.mark.skipif(not all(map(shutil.which, TOOLS)), reason=f"the page's commands need {', '.join(TOOLS)}")
def test_every_command_works(tmp_path: Path) -> None:
    """On a free port, in a folder of its own; each line's failure ends the whole."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    blocks = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    script = "set -euo pipefail\n" + "\n".join(blocks).replace("8000", port)
    command = tmp_path / "bin" / "gozareh"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cli.main "$@"\n')
    command.chmod(0o755)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GOZAREH_")}
    environment |= {"PYTHONPATH": str(PROJECT), "PATH": f"{command.parent}:{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True)  # noqa: PLW1510 - told below
    assert done.returncode == 0, done.stdout + done.stderr
    assert '"request answered"' in done.stdout
    assert 'gozareh_request_seconds_count{operation="Names",outcome="ok"} 1.0' in done.stdout
    assert (tmp_path / "gozareh.env").stat().st_mode & 0o077 == 0


def test_the_page_tells_how_many_operations_are_told_apart() -> None:
    """As the code has it."""
    assert f"the first {MOST_OPERATIONS} apart" in PAGE
