"""A database that can only be read: every write is refused in words, everything else goes on."""

import asyncio
import os
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import make_url

from config import Settings
from db.sessions import Database
from domain.roles import Role
from tests.api.client import Client, serving
from tests.conftest import run_on
from tests.keys import create_key
from tests.proofs.accounts import CleanCopy, stored_in
from tests.proofs.printed import article
from tests.proofs.processes import PROJECT

_TOLD = "the database can only be read at the moment, and nothing was stored; try again later"
_READING = "{ claims { totalCount nodes { id content } } viewer { name role } rateLimit { remaining } }"
_DEAR = "{ claims(first: 100) { nodes { article { claims(first: 100) { nodes { id } } } } } }"
_INGEST = "mutation ($input: IngestArticleInput!) { ingestArticle(input: $input) { change } }"
_ADD_NOTE = "mutation ($input: AddNoteInput!) { addNote(input: $input) { note { id } } }"
_CORRECT = "mutation ($input: CorrectClaimInput!) { correctClaim(input: $input) { claim { id } } }"


@dataclass(frozen=True, slots=True)
class ReadOnly:
    """A service whose database can only be read."""

    client: Client
    key: str
    url: str


@pytest.fixture
async def read_only(database: Database, database_url: str) -> AsyncIterator[ReadOnly]:
    """A service on a filled database that refuses a plain write."""
    await CleanCopy(database).read({1: 1, 2: 1})
    key = await create_key(database, name="سارا", role=Role.VERIFIER)
    url = database_url
    if database.is_sqlite:
        path = database.url.database
        url = f"sqlite:///file:{path}?mode=ro&uri=true"
        plain = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            plain.execute("UPDATE speaker SET name = name")
        plain.close()
    else:
        name = make_url(database_url).database
        await run_on(database_url, f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
        with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
            await run_on(database_url, "UPDATE speaker SET name = name")
    async with serving(Settings(database_url=url, key_points_a_minute=50_000)) as client:
        yield ReadOnly(client, key, url)


async def test_what_is_read_is_answered_as_ever(read_only: ReadOnly, database: Database) -> None:
    """Though neither the points of who asks nor the last use of a key can be kept."""
    answers = [await read_only.client.data(_READING, key=read_only.key) for _ in range(2)]
    await read_only.client.data(_DEAR, key=read_only.key)
    assert (answers[0]["claims"]["totalCount"] >= 6, answers[0]["viewer"]["name"]) == (True, "سارا")
    assert answers[0]["claims"] == answers[1]["claims"]
    assert len((await stored_in(database)).texts) == 2


@pytest.mark.parametrize("action", ["ingest", "note", "correction"])
@pytest.mark.parametrize("is_keyed", [False, True])
async def test_what_would_be_written_is_refused(read_only: ReadOnly, action: str, *, is_keyed: bool) -> None:
    """With a code to try again by, whether or not it has an idempotency key."""
    claim = (await read_only.client.data(_READING))["claims"]["nodes"][0]["id"]
    document, given = {
        "ingest": (_INGEST, article(3, is_longer=False)),
        "note": (_ADD_NOTE, {"claimId": claim, "body": "سند"}),
        "correction": (_CORRECT, {"claimId": claim, "version": 1, "saidOnUnknown": True, "reason": "سند"}),
    }[action]
    given = {**given, "idempotencyKey": "1"} if is_keyed else given
    answer = await read_only.client.ask(document, key=read_only.key, input=given)
    [error] = answer["errors"]
    assert (error["message"], answer["data"]) == (_TOLD, None)
    assert error["extensions"] == {"code": "SERVICE_UNAVAILABLE", "retryAfter": 30}


async def test_the_reads_of_a_batch_are_answered(read_only: ReadOnly) -> None:
    """Beside the write that is not."""
    write = {"query": _INGEST, "variables": {"input": article(3, is_longer=False)}}
    batch = [{"query": _READING}, write, {"query": _READING}]
    headers = {"authorization": f"Bearer {read_only.key}"}
    response = await read_only.client.http.post("/graphql", json=batch, headers=headers)
    assert ["errors" in one for one in response.json()] == [False, True, False]


async def test_a_command_tells_that_it_cannot_write(read_only: ReadOnly, tmp_path: Path) -> None:
    """In one line, with an exit code for scripts."""
    news = tmp_path / "news.txt"
    news.write_text(article(3, is_longer=False)["text"], encoding="utf-8")
    environment = {**os.environ, "GOZAREH_DATABASE_URL": read_only.url, "PYTHONPATH": str(PROJECT)}
    command = [sys.executable, "-m", "cli.main", "ingest", str(news), "--published-at", "2024-04-30"]
    done = await asyncio.to_thread(
        subprocess.run, command, env=environment, cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.splitlines()[-1:]) == (1, [f"gozareh: {_TOLD}"])
