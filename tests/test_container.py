"""The container's steps, read from Containerfile and compose.yaml and run where no container engine is."""

import asyncio
import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import yaml

from tests.conftest import named, run_on

PROJECT = Path(__file__).parents[1]
OF_THE_SYSTEM = ("apt-get update", "useradd")
"""How the steps begin that are run by a container alone."""
SECRET = "${GOZAREH_DATABASE_PASSWORD:?"  # noqa: S105 - where the password comes from


def steps() -> list[tuple[str, str]]:
    """The instructions of the Containerfile, each with what follows it."""
    lines = (PROJECT / "Containerfile").read_text(encoding="utf-8").splitlines()
    told = [line.split(" ", 1) for line in lines if line and not line.startswith("#")]
    return [(name, rest) for name, rest in told]


def rest_of(name: str) -> list[str]:
    """What follows each instruction of a name."""
    return [rest for step, rest in steps() if step == name]


def compose() -> dict[str, Any]:
    """What compose.yaml declares."""
    found: dict[str, Any] = yaml.safe_load((PROJECT / "compose.yaml").read_text(encoding="utf-8"))
    return found


def test_images_are_pinned() -> None:
    """A tag tells the patch release and the system's."""
    images = [one.split()[0] for one in rest_of("FROM")] + [compose()["services"]["database"]["image"]]
    assert [one for one in images if not re.search(r":\d+\.\d+(\.\d+)?-.*trixie$", one)] == []


def test_the_service_runs_as_nobody_in_particular() -> None:
    """By its number, so that an engine can see that it is not root."""
    name, *_ = [step for step, _ in reversed(steps()) if step in {"USER", "FROM"}]
    assert (name, rest_of("USER")) == ("USER", ["10001:10001"])


def test_every_service_is_confined() -> None:
    """It writes to its volumes alone, gains no rights, and takes no more than its share."""
    for service in compose()["services"].values():
        limits = service["deploy"]["resources"]["limits"]
        assert service["read_only"] is True
        assert "no-new-privileges:true" in service["security_opt"]
        assert limits.keys() == {"cpus", "memory", "pids"}


def test_no_secret_is_baked_in() -> None:
    """The password comes from the environment wherever it is used, and nothing starts without."""
    told = (PROJECT / "compose.yaml").read_text(encoding="utf-8")
    lines = [line for line in told.splitlines() if re.search(r"PASSWORD:|DATABASE_URL:", line)]
    assert len(lines) == 2
    assert all(SECRET in line for line in lines)
    assert not any("PASSWORD" in rest or "DATABASE_URL" in rest for _, rest in steps())


def test_servers_wait_for_the_migrations() -> None:
    """Which run once."""
    services = compose()["services"]
    assert services["server"]["depends_on"]["migrations"] == {"condition": "service_completed_successfully"}
    assert services["migrations"]["restart"] == "no"


def test_the_image_gets_what_the_wheel_is_made_of_and_nothing_else() -> None:
    """No database, no `.env` and no history: .dockerignore names what goes in."""
    ignored = (PROJECT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    wheel = re.search(r"only-include = \[(.*)\]", (PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    assert wheel is not None
    packages = {f"!{name}" for name in re.findall(r'"([^"]+)"', wheel[1])}
    assert ignored[0] == "*"
    assert {one for one in ignored if one.startswith("!")} == packages | {
        "!LICENSE", "!README.md", "!pyproject.toml", "!requirements.run.lock"
    }  # fmt: skip


def test_the_lock_of_the_container_is_of_the_versions_that_are_tested() -> None:
    """`make lock` writes both."""
    pinned = [
        set(re.findall(r"^([\w.-]+==[^\s\\;]+)", (PROJECT / name).read_text(encoding="utf-8"), re.MULTILINE))
        for name in ("requirements.run.lock", "requirements.lock")
    ]
    assert pinned[0]
    assert pinned[0] <= pinned[1]


class Container:
    """The folders of the container, elsewhere."""

    def __init__(self, folder: Path, database: str, port: int) -> None:
        """Let `/opt` and `/build` be in `folder`, and the server listen on `port`."""
        self.folder = folder
        self.port = port
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GOZAREH_", "PYTHON"))}
        self.environment = {**kept, "GOZAREH_DATABASE_URL": database, "PYTHONDONTWRITEBYTECODE": "1"}
        (folder / "build").mkdir()

    def here(self, words: str) -> str:
        """The words with the paths and the port that they have here."""
        moved = re.sub(r"(?<![\w.])/(opt|build)\b", lambda found: f"{self.folder}{found[0]}", words)
        return re.sub(r"\b8000\b", str(self.port), moved)

    def copy(self, names: str) -> None:
        """Copy what is committed or will be, as far as .dockerignore lets it in."""
        allowed = tuple(
            line[1:] for line in (PROJECT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line[0] == "!"
        )
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
            cwd=PROJECT, capture_output=True, check=True, text=True,
        )  # fmt: skip
        for name in listed.stdout.splitlines():
            is_asked = names.split(maxsplit=1)[0] == "." or name in names.split()
            if is_asked and name.split("/")[0] in allowed and (PROJECT / name).is_file():
                (self.folder / "build" / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(PROJECT / name, self.folder / "build" / name)

    def run(self, command: str) -> None:
        """Run a step's shell command; it must succeed."""
        python = re.sub(r"^python\b", shlex.quote(sys.executable), self.here(command))
        done = subprocess.run(
            ["sh", "-c", python],
            cwd=self.folder / "build", env=self.environment, capture_output=True, check=False, text=True,
        )  # fmt: skip
        assert done.returncode == 0, f"{command}\n{done.stdout[-1_000:]}{done.stderr[-2_000:]}"

    def is_healthy(self) -> bool:
        """Whether the container's own check says so."""
        [told] = rest_of("HEALTHCHECK")
        check = json.loads(self.here(told[told.index("[") :]))
        return subprocess.run(check, env=self.environment, capture_output=True, check=False).returncode == 0


@pytest.fixture
def empty_database(postgres_server: str) -> Iterator[str]:
    """The URL of a PostgreSQL database that holds nothing yet."""
    name = f"test_{uuid4().hex}"
    asyncio.run(run_on(postgres_server, f'CREATE DATABASE "{name}"'))
    yield named(postgres_server, name)
    asyncio.run(run_on(postgres_server, f'DROP DATABASE "{name}" WITH (FORCE)'))


@pytest.mark.slow
def test_what_the_steps_make_migrates_serves_and_is_healthy(empty_database: str, tmp_path: Path) -> None:
    """On a PostgreSQL whose tables are not there yet: the check fails until the server is ready."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    made = Container(tmp_path, empty_database, port)
    for name, rest in steps():
        if name == "COPY" and not rest.startswith("--from"):
            made.copy(rest)
        elif name == "RUN" and not rest.startswith(OF_THE_SYSTEM):
            made.run(rest)
    made.run(shlex.join(compose()["services"]["migrations"]["command"]))
    assert not made.is_healthy()
    [command] = rest_of("CMD")
    with subprocess.Popen(
        json.loads(made.here(command)), cwd=tmp_path, env=made.environment, stderr=subprocess.DEVNULL
    ) as server:
        try:
            until = time.monotonic() + 60
            while not made.is_healthy():
                assert server.poll() is None
                assert time.monotonic() < until
                time.sleep(0.5)
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10) as ready:
                assert json.load(ready) == {"database": "ok", "migrations": "ok", "writing": "ok"}
        finally:
            server.terminate()
    assert server.returncode == 0
