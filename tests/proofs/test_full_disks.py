"""The disk of the database is full: what cannot be stored is told, reading goes on, and room is all that it needs.

On PostgreSQL it is the disk of the tables; where its log has no room, the server itself goes down and is unreachable.
"""

import asyncio
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from config import Settings
from db.engines import parse_url
from db.migrating import upgrade
from db.sessions import Database
from domain.roles import Role
from tests.api.client import Client, serving
from tests.conftest import named, run_on
from tests.keys import create_key
from tests.proofs.accounts import CleanCopy, stored_in, wrongs_of
from tests.proofs.postgres import OwnPostgres, own_postgres
from tests.proofs.printed import article
from tests.proofs.processes import PROJECT
from tests.proofs.unwritable import SmallDisk, small_disk
from tests.proofs.writing import Fate, Write

MEGABYTES = {"sqlite": 4, "postgresql": 32}
_LEAVING_BYTES = 100_000
_MOST_ARTICLES = 400
_TEMPLATE = "proofs_template"
_TOLD = "the disk of the database is full"
_PLAIN = "CREATE TABLE room_taker AS SELECT {} AS words"
_READING = "{ claims(first: 100) { totalCount nodes { content article { title } } } }"
_INGEST = """mutation ($input: IngestArticleInput!) { ingestArticle(input: $input) {
  errors { message } change article { claims { totalCount } } } }"""


@dataclass(frozen=True, slots=True)
class Small:
    """A database on a small disk."""

    url: str
    disk: SmallDisk
    engine: str

    async def write_plainly(self) -> None:
        """Write more than the disk has room for, past the service. Raises the driver's own error."""
        if self.engine == "sqlite":
            connection = sqlite3.connect(parse_url(self.url).database or "", timeout=30, isolation_level=None)
            try:
                connection.execute(_PLAIN.format("zeroblob(8000000)"))
            finally:
                connection.close()
            return
        noise = "string_agg(md5(n::text), '')"
        await run_on(self.url, f"{_PLAIN.format(noise)} FROM generate_series(1, 2000000) AS n")


@pytest.fixture(scope="module")
def postgres() -> Iterator[OwnPostgres]:
    """A server whose tables may stand on another disk."""
    with own_postgres() as server:
        yield server


@pytest.fixture(scope="module")
def template(postgres: OwnPostgres) -> str:
    """The name of a migrated database to copy."""
    asyncio.run(_make_template(postgres))
    return _TEMPLATE


async def _make_template(postgres: OwnPostgres) -> None:
    await run_on(postgres.uri, f'CREATE DATABASE "{_TEMPLATE}"')
    database = Database(named(postgres.uri, _TEMPLATE))
    await upgrade(database)
    await database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def small(request: pytest.FixtureRequest, sqlite_template: Path) -> Iterator[Small]:
    """A migrated database on a small disk, on each of the two engines in turn."""
    with TemporaryDirectory(prefix="gozareh-") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL runs as somebody else
        with small_disk(Path(folder), megabytes=MEGABYTES[request.param]) as disk:
            if request.param == "sqlite":
                path = disk.folder / "small.db"
                shutil.copy(sqlite_template, path)
                yield Small(f"sqlite+aiosqlite:///{path}", disk, "sqlite")
                return
            server: OwnPostgres = request.getfixturevalue("postgres")
            template = request.getfixturevalue("template")
            place, name = disk.folder / "tables", f"small_{uuid4().hex}"
            place.mkdir()
            if server.user is not None:
                shutil.chown(place, server.user)
            _run_on(server, f"CREATE TABLESPACE {name} LOCATION '{place}'")
            _run_on(server, f"CREATE DATABASE {name} TEMPLATE {template} TABLESPACE {name}")
            yield Small(named(server.uri, name), disk, "postgresql")
            _run_on(server, f"DROP DATABASE {name} WITH (FORCE)", "CHECKPOINT", f"DROP TABLESPACE {name}")


def _run_on(server: OwnPostgres, *statements: str) -> None:
    for statement in statements:
        asyncio.run(run_on(server.uri, statement))


@dataclass(slots=True)
class Filling:
    """Gives a service articles until its disk takes no more."""

    client: Client
    key: str
    writes: list[Write]
    refused: Any = None
    """The answer to the last of them."""

    async def fill(self) -> None:
        """Give one article after the other; the last is refused."""
        for number in count(1):
            assert number < _MOST_ARTICLES
            self.writes.append(_write(number))
            self.refused = await self.give(self.writes[-1])
            if "errors" in self.refused:
                return

    async def give(self, write: Write) -> dict[str, Any]:
        """What the service answers to an article."""
        answer = await self.client.ask(_INGEST, key=self.key, input=write.input)
        if "errors" not in answer:
            assert answer["data"]["ingestArticle"]["errors"] == []
            write.fate = Fate.ACKNOWLEDGED
        return answer


def _write(number: int) -> Write:
    token = f"token-{number}."
    return Write("ingestArticle", token, {**article(number, is_longer=False), "idempotencyKey": token}, article=number)


@pytest.fixture
async def filling(small: Small) -> AsyncIterator[Filling]:
    """A service whose disk has just taken its last article."""
    database = Database(small.url)
    key = await create_key(database, name="گردآور", role=Role.CONTRIBUTOR)
    await database.close()
    async with serving(Settings(database_url=small.url, key_points_a_minute=0)) as client:
        found = Filling(client, key, [])
        await found.give(_write(1))
        small.disk.fill(leaving_bytes=_LEAVING_BYTES)
        with pytest.raises((sqlite3.OperationalError, asyncpg.DiskFullError), match=r"disk is full|No space left"):
            await small.write_plainly()
        await found.fill()
        yield found


@pytest.fixture
async def clean(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[CleanCopy]:
    """What a clean reading of the same articles leaves."""
    shutil.copy(sqlite_template, tmp_path / "clean.db")
    database = Database(f"sqlite:///{tmp_path / 'clean.db'}")
    yield CleanCopy(database)
    await database.close()


async def test_what_a_full_disk_does_not_take_is_told(filling: Filling) -> None:
    """With a code to try again by, and when; it names no file."""
    [error] = filling.refused["errors"]
    assert (error["message"].startswith(_TOLD), filling.refused["data"]) == (True, None)
    assert error["extensions"] == {"code": "SERVICE_UNAVAILABLE", "retryAfter": 30}


async def test_a_full_disk_is_read_as_ever(filling: Filling) -> None:
    """Also between writes of one batch that are refused."""
    write = {"query": _INGEST, "variables": {"input": filling.writes[-1].input}}
    batch = [{"query": _READING}, write, {"query": _READING}]
    response = await filling.client.http.post(
        "/graphql", json=batch, headers={"authorization": f"Bearer {filling.key}"}
    )
    first, refused, last = response.json()
    assert [one["extensions"]["code"] for one in refused["errors"]] == ["SERVICE_UNAVAILABLE"]
    assert (first["data"]["claims"]["totalCount"] >= 3, last["data"]) == (True, first["data"])


async def test_what_was_refused_left_nothing(filling: Filling, clean: CleanCopy) -> None:
    """And what was acknowledged is whole."""
    stored = await stored_in(filling.client.database)
    assert list(wrongs_of(filling.writes, stored)) == []
    assert len(stored.texts) == len(filling.writes) - 1
    numbers = {one.article for one in filling.writes}
    assert await clean.differences(filling.client.database, stored, numbers) == []


async def test_room_is_all_that_it_needs(filling: Filling, small: Small, clean: CleanCopy) -> None:
    """The same service takes what it refused, and goes on."""
    small.disk.free()
    filling.writes += [_write(len(filling.writes) + further) for further in range(1, 4)]
    answers = [await filling.give(one) for one in filling.writes[-4:]]
    stored = await stored_in(filling.client.database)
    assert ["errors" in one for one in answers] == [False] * 4
    assert list(wrongs_of(filling.writes, stored)) == []
    numbers = {one.article for one in filling.writes}
    assert await clean.differences(filling.client.database, stored, numbers) == []


async def test_a_command_tells_of_a_full_disk(filling: Filling, small: Small, tmp_path: Path) -> None:
    """In one line, with an exit code for scripts, and stores nothing of the articles."""
    given = [article(number, is_longer=True) for number in range(1_000, 1_060)]
    lines = [{**one, "published_at": one.pop("publishedAt")} for one in given]
    news = tmp_path / "news.jsonl"
    news.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in lines), encoding="utf-8")
    before = await filling.client.data(_READING)
    done = await asyncio.to_thread(_gozareh, "ingest", str(news), url=small.url)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (
        1,
        f"gozareh: {_TOLD}, and nothing was stored; try again later",
    )
    assert await filling.client.data(_READING) == before


async def test_a_service_that_starts_on_a_full_disk_reads(filling: Filling, small: Small) -> None:
    """What was acknowledged last is there, though no room was left to tidy up in."""
    before = await filling.client.data(_READING)
    await filling.client.database.close()
    async with serving(Settings(database_url=small.url)) as client:
        assert await client.data(_READING) == before


def _gozareh(*arguments: str, url: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "GOZAREH_DATABASE_URL": url, "PYTHONPATH": str(PROJECT)}
    command = [sys.executable, "-m", "cli.main", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=PROJECT)
