"""Prints what was measured as Markdown, and keeps it for docs/performance.md."""

import os
import platform
import sqlite3
import subprocess
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import orjson

from benchmarks.api.servers import PEER, node

START, END = "<!-- bench-api: as printed, from here -->", "<!-- bench-api: to here -->"


class Report:
    """Lines of Markdown, printed as they come."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self.lines: list[str] = []

    def say(self, *lines: str) -> None:
        """Add paragraphs or lines of their own."""
        for line in lines:
            self.lines.append(line)
            print(line, flush=True)

    def table(self, title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Add a table under a title; every column but the first holds numbers."""
        lines = [f"| {' | '.join(row)} |" for row in (header, ["---", *["--:"] * (len(header) - 1)], *rows)]
        self.say("", f"### {title}", "", *lines)

    def save(self, page: Path) -> None:
        """Put everything between the page's two markers."""
        before, _, rest = page.read_text().partition(START)
        after = rest.partition(END)[2]
        page.write_text("\n".join([f"{before}{START}", "", *self.lines, "", f"{END}{after}"]))


def machine(postgres_version: str) -> list[str]:
    """What was measured on, one line each."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return [
        f"- {_processor()}, {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()} {platform.release()}",
        f"- Python {platform.python_version()}, "
        + ", ".join(f"{name} {version(name)}" for name in ("strawberry-graphql", "starlette", "uvicorn", "asyncpg")),
        f"- PostgreSQL {postgres_version}, SQLite {sqlite3.sqlite_version}",
    ]


def peer_machine() -> str:
    """What the peer runs on."""
    said = subprocess.run([str(node()), "--version"], capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603 - ours
    names = ("postgraphile", "postgraphile-plugin-connection-filter")
    return f"- Node {said.lstrip('v')}, " + ", ".join(f"{name} {_npm_version(name)}" for name in names)


def _npm_version(name: str) -> str:
    found: str = orjson.loads((PEER / "node_modules" / name / "package.json").read_bytes())["version"]
    return found


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(": ")[2]
    return platform.machine()
