"""Tests of cli/export.py: its bytes are those of HTTP, and a file that is not whole has no name."""

import asyncio
import os
import resource
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from api.exports.forms import Form
from config import Settings
from db.sessions import Database
from tests import factories as make
from tests.api.client import serving
from tests.api.exporting import address, store_claims, store_hostile
from tests.api.test_every_field import small_world
from tests.cli.conftest import Gozareh

PROJECT = Path(__file__).parents[2]


async def over_http(database_url: str, form: Form, where: dict[str, object] | None) -> bytes:
    """The bytes that the service sends."""
    async with serving(Settings(database_url=database_url, address_points_a_minute=0, webhooks=False)) as client:
        response = await client.http.get(address(form, where), headers={"accept-encoding": "identity"})
    assert response.status_code == 200, response.text
    return response.content


async def fill(database_url: str) -> None:
    """Store claims of every kind, hostile ones among them, on more than a page."""
    database = Database(database_url)
    await make.store(database, await small_world(database, store=False))
    await store_hostile(database)
    await store_claims(database, 150)
    await database.close()


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("where", [None, '{"text": "پل", "minConfidence": 0.5}'])
def test_a_command_and_http_give_the_same_bytes(
    migrated: Gozareh, database_url: str, tmp_path: Path, form: Form, where: str | None
) -> None:
    """Printed and into a file, with a filter and without."""
    asyncio.run(fill(database_url))
    options = () if where is None else ("--where", where)
    printed = migrated("export", "--format", form, *options)
    written = migrated("export", "--format", form, *options, "-o", tmp_path / "claims")
    parsed: dict[str, object] | None = None if where is None else {"text": "پل", "minConfidence": 0.5}
    expected = asyncio.run(over_http(database_url, form, parsed))
    assert (printed.code, written.code, written.out) == (0, 0, "")
    assert printed.out.encode() == (tmp_path / "claims").read_bytes() == expected
    assert len(expected) > 1_000 or form is Form.CLAIM_REVIEW


def test_options_choose_as_they_do_for_claims(filled: Gozareh, tmp_path: Path) -> None:
    """And `--where`, given or from a file, beside them."""
    (tmp_path / "where.json").write_text('{"minConfidence": 0.9}', encoding="utf-8")
    options = ("--speaker", "مریم نیک\u200cفر", "--from", "1401-09-10", "--to", "2023-12-29")
    listed = {
        str(row["id"]): row["confidence"] for row in filled("claims", "--first", "1000", *options, "--json").rows()
    }
    exported = [row["id"] for row in filled("export", "--format", "jsonl", *options).rows()]
    where = f"@{tmp_path / 'where.json'}"
    surer = [row["id"] for row in filled("export", "--format", "jsonl", *options, "--where", where).rows()]
    assert set(exported) == set(listed)
    assert 0 < len(surer) < len(exported)
    assert set(surer) == {key for key, confidence in listed.items() if float(str(confidence)) >= 0.9}


BAD = {
    "no JSON": (("--where", "{"), "--where: is not JSON"),
    "no object": (("--where", "[]"), "--where: is not an object"),
    "an unknown field": (("--where", '{"tex": "آب"}'), "Did you mean 'text'?"),
    "no such file": (("--where", "@nowhere.json"), "nowhere.json: there is no such file"),
    "no such folder": (("-o", "nowhere/claims.csv"), "nowhere"),
    "an impossible day": (("--from", "1399-13-01"), "is not in the calendar"),
    "no such form": (("--format", "xlsx"), "xlsx"),
}


@pytest.mark.parametrize(("options", "words"), BAD.values(), ids=BAD)
def test_a_bad_option_is_misuse(migrated: Gozareh, options: tuple[str, ...], words: str) -> None:
    """The message names it and says why; nothing is printed."""
    told = migrated("export", "--format", "csv", *options)
    assert (told.code, told.out) == (2, "")
    assert words in told.err


def limit_files() -> None:
    """Let no file of this process grow over some pages of claims, as on a disk without room."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))


@pytest.mark.parametrize("broken_by", ["the disk", "the database"])
def test_an_export_that_breaks_leaves_an_older_file_as_it_was(sqlite_url: str, tmp_path: Path, broken_by: str) -> None:
    """The exit code tells it; nothing is left of what was written until then."""
    asyncio.run(store_and_close(Database(sqlite_url), content="پل تازه " * 500))
    path = tmp_path / "out" / "claims.csv"
    path.parent.mkdir()
    path.write_bytes(b"older")
    if broken_by == "the database":
        with closing(sqlite3.connect(sqlite_url.partition("///")[2])) as connection:
            connection.execute("ALTER TABLE claim RENAME TO gone")
    command = [sys.executable, "-m", "cli.main", "export", "--format", "csv", "-o", str(path)]
    ran = subprocess.run(
        command,
        cwd=PROJECT,
        env={**os.environ, "GOZAREH_DATABASE_URL": sqlite_url},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit_files if broken_by == "the disk" else None,
    )
    assert ran.returncode in {1, 2}
    assert (ran.stdout, "Traceback" in ran.stderr) == ("", False)
    assert "gozareh: " in ran.stderr
    assert [one.read_bytes() for one in path.parent.iterdir()] == [b"older"]


async def store_and_close(database: Database, *, content: str = "پل") -> None:
    """Store claims of some pages."""
    await store_claims(database, 250, content=content)
    await database.close()


def test_a_reader_that_has_enough_ends_the_command(sqlite_url: str) -> None:
    """Without a word, as other commands of pipes end."""
    asyncio.run(store_and_close(Database(sqlite_url)))
    command = f"set -o pipefail; {sys.executable} -m cli.main export --format jsonl | head -c 10"
    environment = {**os.environ, "GOZAREH_DATABASE_URL": sqlite_url}
    ran = subprocess.run(
        ["bash", "-c", command], cwd=PROJECT, env=environment, capture_output=True, text=True, check=False
    )
    assert (len(ran.stdout), ran.stderr) == (10, "")
    assert ran.returncode != 0
