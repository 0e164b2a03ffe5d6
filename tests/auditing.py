"""Asks a database of vulnerabilities about each locked dependency: `python -m tests.auditing`; pip-audit does the work.

Exit code 1 where one has a known vulnerability. Where the database cannot be asked, it says so and ends with 0, so that
`make check` needs no network.
"""

import argparse
import json
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

PROJECT = Path(__file__).parents[1]
OSV = "https://api.osv.dev/v1/query"
_PROBE = {"package": {"name": "pip", "ecosystem": "PyPI"}, "version": "1.0"}
_PROBE_SECONDS = 5
_MOST_SECONDS = 300
"""For some 150 questions one after the other."""


def main(words: Sequence[str]) -> int:
    """The exit code, after what was found is printed."""
    told = argparse.ArgumentParser(prog="python -m tests.auditing", description=__doc__)
    told.add_argument("--database", default=OSV, help="the address that answers as that of osv.dev does")
    told.add_argument("--lock", type=Path, default=PROJECT / "requirements.lock", help="the versions to ask about")
    asked = told.parse_args(words)
    problem = why_unreachable(asked.database)
    if problem is not None:
        print(f"dependencies are not audited: {asked.database} does not answer: {problem}")
        return 0
    return audit(asked.lock, asked.database)


def why_unreachable(database: str) -> str | None:
    """Why a database of vulnerabilities cannot be asked; None where it answers."""
    question = urllib.request.Request(  # noqa: S310 - an address that a developer gives
        database, json.dumps(_PROBE).encode(), {"content-type": "application/json"}
    )
    try:
        with urllib.request.urlopen(question, timeout=_PROBE_SECONDS) as answer:  # noqa: S310 - as above
            json.load(answer)
    except (OSError, ValueError) as problem:
        return str(getattr(problem, "reason", problem))
    return None


def audit(lock: Path, database: str) -> int:
    """The exit code of pip-audit on the locked versions, after what it found is printed."""
    asked = ["--vulnerability-service", "osv", "--osv-url", database, "--requirement", str(lock), "--disable-pip"]
    shown = ["--progress-spinner", "off", "--format", "json"]
    done = subprocess.run(
        [sys.executable, "-m", "pip_audit", *asked, *shown],
        capture_output=True, check=False, text=True, timeout=_MOST_SECONDS,
    )  # fmt: skip
    if not done.stdout.startswith("{"):
        print(f"pip-audit failed: {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
        return 1
    found = json.loads(done.stdout)["dependencies"]
    asked_about = [one for one in found if "skip_reason" not in one]
    for one in asked_about:
        for known in one["vulns"]:
            mended = ", ".join(known["fix_versions"]) or "no version yet"
            print(f"{one['name']} {one['version']}: {known['id']}, mended in {mended}", file=sys.stderr)
    vulnerable = sum(bool(one["vulns"]) for one in asked_about)
    print(f"{len(asked_about)} of {len(found)} dependencies are audited, {vulnerable} with a known vulnerability")
    return int(vulnerable > 0 or not asked_about)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
