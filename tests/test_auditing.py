"""Tests of tests/auditing.py: pip-audit itself asks a server of the test's own."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.auditing import main

VULNERABLE = "markdown-it-py"
KNOWN = {
    "vulns": [
        {
            "id": "GHSA-xxxx-test",
            "summary": "a test",
            "details": "a test",
            "aliases": [],
            "modified": "2026-01-01T00:00:00Z",
            "published": "2026-01-01T00:00:00Z",
            "affected": [
                {
                    "package": {"name": VULNERABLE, "ecosystem": "PyPI"},
                    "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "9.0.0"}]}],
                }
            ],
        }
    ]
}


class _Osv(BaseHTTPRequestHandler):
    """Knows of one vulnerable package."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        answer = json.dumps(KNOWN if asked["package"]["name"] == VULNERABLE else {}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def database() -> Iterator[str]:
    """The address of a database of vulnerabilities."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Osv) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield f"http://127.0.0.1:{server.server_port}/v1/query"
        server.shutdown()
        serving.join()


def lock(folder: Path, *names: str) -> str:
    """The path of a lock of these dependencies."""
    path = folder / "requirements.lock"
    path.write_text("".join(f"{name}==4.0.0 \\\n    --hash=sha256:{'0' * 64}\n" for name in names), encoding="utf-8")
    return str(path)


def test_a_known_vulnerability_fails_the_check(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is told with the version that mends it."""
    code = main(["--database", database, "--lock", lock(tmp_path, VULNERABLE, "orjson")])
    told = capsys.readouterr()
    assert told.err == f"{VULNERABLE} 4.0.0: GHSA-xxxx-test, mended in 9.0.0\n"
    assert told.out == "2 of 2 dependencies are audited, 1 with a known vulnerability\n"
    assert code == 1


def test_dependencies_of_which_nothing_is_known_pass(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And it says how many were asked about."""
    code = main(["--database", database, "--lock", lock(tmp_path, "orjson")])
    assert (code, capsys.readouterr().out) == (0, "1 of 1 dependencies are audited, 0 with a known vulnerability\n")


def test_a_database_that_does_not_answer_is_told_and_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`make check` needs no network."""
    code = main(["--database", "http://127.0.0.1:1/v1/query", "--lock", lock(tmp_path, VULNERABLE)])
    assert code == 0
    assert "dependencies are not audited: http://127.0.0.1:1/v1/query does not answer" in capsys.readouterr().out
