"""Tests of the wheel: it runs outside the checkout, in an environment that holds nothing else."""

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import ask, served

PROJECT = Path(__file__).parents[1]
UV = Path(sys.executable).with_name("uv")
QUESTION = '{ speakers(where: {name: "مریم نیک‌فر"}, first: 1) { nodes { name claims { totalCount } } } }'

pytestmark = pytest.mark.slow


class Installed:
    """The installed command, run in a folder and with a database of its own."""

    def __init__(self, folder: Path) -> None:
        """The environment is in `folder`."""
        self.folder = folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GOZAREH_", "PYTHON"))}
        self.environment = kept | {"GOZAREH_DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'news.db'}"}
        self.command = str(folder / "venv" / "bin" / "gozareh")

    def run(self, *words: str) -> str:
        """What the command printed; it must have succeeded."""
        command = [self.command, *words]
        done = subprocess.run(command, cwd=self.folder, env=self.environment, capture_output=True, text=True)  # noqa: PLW1510
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without the network from a copy of what git would commit."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT, capture_output=True, check=True, text=True,
    )  # fmt: skip
    for name in listed.stdout.splitlines():
        if (PROJECT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(PROJECT / name, source / name)
    build = [str(UV), "build", "--wheel", "--no-build-isolation", "--python", sys.executable, "--out-dir", str(out)]
    subprocess.run([*build, str(source)], check=True, capture_output=True)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel in an empty environment outside the checkout, with the locked versions of what it needs."""
    folder = tmp_path_factory.mktemp("outside")
    venv, constraints = folder / "venv", folder / "constraints.txt"
    pinned = re.findall(r"^[\w.-]+==[^\s\\]+(?: ;[^\\\n]+)?", (PROJECT / "requirements.lock").read_text(), re.MULTILINE)
    constraints.write_text("\n".join(pinned))
    subprocess.run([str(UV), "venv", "--quiet", "--python", sys.executable, str(venv)], check=True)
    python = str(venv / "bin" / "python")
    install = [str(UV), "pip", "install", "--quiet", "--python", python, "--constraint", str(constraints), str(wheel)]
    subprocess.run(install, check=True, cwd=folder)
    made = Installed(folder)
    made.run("db", "upgrade")
    return made


@pytest.fixture
def address(installed: Installed) -> Iterator[str]:
    """The address of the installed server."""
    with served([installed.command], folder=installed.folder, environment=installed.environment) as found:
        yield found


def test_the_command_is_that_of_the_wheel(installed: Installed) -> None:
    """Nothing of the checkout is imported."""
    program = "import cli.main, migrations, extraction; print(cli.main.__file__, migrations.__file__)"
    python = str(installed.folder / "venv" / "bin" / "python")
    done = subprocess.run(
        [python, "-c", program], cwd=installed.folder, env=installed.environment, capture_output=True, check=True
    )
    assert str(PROJECT) not in done.stdout.decode()


def test_it_migrates_ingests_and_finds(installed: Installed) -> None:
    """Migrations and lexicons are in the wheel."""
    told = json.loads(installed.run("ingest", str(PROJECT / "samples" / "articles.jsonl"), "--json"))
    found = installed.run("claims", "--speaker", "مریم نیک‌فر", "--json").splitlines()
    assert (told["articles"], told["refused"]) == ({"new": 15}, [])
    assert found


def test_it_reads_pages(installed: Installed) -> None:
    """What trafilatura needs is installed with it."""
    told = json.loads(installed.run("ingest", str(PROJECT / "samples" / "ketabkhane.html"), "--json"))
    assert told["refused"] == []


def test_it_has_the_page_for_asking(address: str) -> None:
    """With its script."""
    page = urllib.request.Request(f"{address}/graphql", headers={"accept": "text/html"})  # noqa: S310 - our own server
    for found in (page, f"{address}/graphql/static/query.js"):
        with urllib.request.urlopen(found, timeout=20) as response:  # noqa: S310 - as above
            assert response.read()


def test_it_has_the_pages_for_readers(address: str) -> None:
    """With their templates, texts, documents and styles, and what other sites load."""
    for path in ("/fa/", "/files/site.css", "/embed.js", "/exports/csv", "/fa/feeds/search.atom?q=a"):
        with urllib.request.urlopen(f"{address}{path}", timeout=20) as response:  # noqa: S310 - our own server
            assert response.read()


def test_it_serves(installed: Installed, address: str) -> None:
    """The installed server answers GraphQL."""
    installed.run("ingest", str(PROJECT / "samples" / "articles.jsonl"))
    (speaker,) = ask(address, json.dumps({"query": QUESTION}))["speakers"]["nodes"]
    assert speaker["claims"]["totalCount"] > 0
