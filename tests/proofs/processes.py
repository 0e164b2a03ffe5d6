"""Servers that are killed: `gozareh serve` as a process of its own, which gets no chance to tidy up."""

import asyncio
import os
import re
import sys
from contextlib import suppress
from pathlib import Path

PROJECT = Path(__file__).parents[2]
_COMMAND = (sys.executable, "-m", "cli.main", "serve", "--port", "0")
_RUNNING = re.compile(r"running on (http://\S+)")
_SECONDS_TO_START = 120
"""Two on a machine that does nothing else, many times that on one where all tests run at once."""


class KillableServer:
    """A server of one database that can be killed and started again; what it logs stands in `log`."""

    def __init__(self, database_url: str, log: Path) -> None:
        """Start nothing yet."""
        self.log = log
        self._environment = {
            **os.environ,
            "GOZAREH_DATABASE_URL": database_url,
            "GOZAREH_KEY_POINTS_A_MINUTE": "0",
            "PYTHONPATH": str(PROJECT),
        }
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> str:
        """The address at which it answers, once it does. Raises RuntimeError where it does not start."""
        with self.log.open("wb") as log:
            self._process = await asyncio.create_subprocess_exec(
                *_COMMAND, cwd=PROJECT, env=self._environment, stderr=log, stdout=log
            )
        with suppress(TimeoutError):
            async with asyncio.timeout(_SECONDS_TO_START):
                while self._process.returncode is None:
                    if found := _RUNNING.search(self.log.read_text(encoding="utf-8")):
                        return found[1]
                    await asyncio.sleep(0.02)
        raise RuntimeError(self.log.read_text(encoding="utf-8"))

    async def kill(self) -> None:
        """End it as a loss of power to the process would: SIGKILL, whatever it is doing."""
        if self._process is not None:
            self._process.kill()
            await self._process.wait()
            self._process = None
