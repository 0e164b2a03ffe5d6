"""PostgreSQL is stopped and started while the service is asked: clients are told to ask again, and soon all is well."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from config import Settings
from db.chain import verify_chain
from db.migrating import upgrade
from db.sessions import Database
from db.tables import NoteRow
from domain.roles import Role
from tests.api.client import Client, serving
from tests.conftest import named, run_on
from tests.keys import create_key
from tests.proofs.accounts import CleanCopy
from tests.proofs.postgres import OwnPostgres, own_postgres

WELL_AFTER_SECONDS = 5.0
"""After PostgreSQL takes connections again, every answer that is asked for is whole."""
AWAY_SECONDS, LONGEST_SECONDS = 1.0, 5.0
"""How long it is away, and how long any answer may take meanwhile."""
_NAME = "restarted"
_READING = (
    "{ claims(first: 20) { totalCount nodes { content speaker { name } article { title } } } }",
    "{ timeline(interval: MONTH) { totalCount } speakers(first: 5) { nodes { name claims { totalCount } } } }",
    "{ viewer { name } }",
)
_ADD_NOTE = "mutation ($input: AddNoteInput!) { addNote(input: $input) { errors { message } note { id } } }"


@dataclass(frozen=True, slots=True)
class Told:
    """What one request was answered, and when it was asked, by the clock of the process, in seconds."""

    asked_at: float
    seconds: float
    status: int
    answer: dict[str, Any]
    retry_after: str | None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        return self.status == 200 and "errors" not in self.answer

    @property
    def is_clear(self) -> bool:
        """Whether it says that the same may be asked again, and when, and nothing of where the database is."""
        errors = self.answer["errors"]
        says_when = all(isinstance(one["extensions"].get("retryAfter"), int) for one in errors)
        has_status = self.status == 200 or (self.status == 503 and self.retry_after is not None)
        codes = {one["extensions"]["code"] for one in errors}
        is_open = any(words in str(errors).lower() for words in ("postgres", "socket", _NAME, "connection"))
        return codes == {"SERVICE_UNAVAILABLE"} and says_when and has_status and not is_open


@dataclass(slots=True)
class Asking:
    """Asks one service without a pause, until it is told to stop."""

    client: Client
    key: str
    told: list[Told] = field(default_factory=list)
    is_over: bool = False

    async def read(self, query: str) -> None:
        """Ask one query after the other."""
        while not self.is_over:
            await self._ask({"query": query})
            await asyncio.sleep(0.01)

    async def write(self, subject: str, number: int) -> int:
        """Add one note after the other; one that is not acknowledged again by its key. How many were written."""
        done = 0
        while not self.is_over:
            given = {"articleId": subject, "body": f"سند {number}/{done}", "idempotencyKey": f"{number}/{done}"}
            found = await self._ask({"query": _ADD_NOTE, "variables": {"input": given}})
            if found.is_whole:
                assert found.answer["data"]["addNote"]["errors"] == []
                done += 1
            await asyncio.sleep(0.01)
        return done

    async def _ask(self, body: dict[str, Any]) -> Told:
        began = monotonic()
        response = await self.client.http.post("/graphql", json=body, headers={"authorization": f"Bearer {self.key}"})
        retry_after = response.headers.get("retry-after")
        found = Told(began, monotonic() - began, response.status_code, response.json(), retry_after)
        self.told.append(found)
        return found


@pytest.fixture(scope="module")
def postgres() -> Iterator[OwnPostgres]:
    """A server that these tests stop."""
    with own_postgres() as server:
        yield server


@pytest.fixture
async def asking(postgres: OwnPostgres) -> AsyncIterator[Asking]:
    """Somebody with a key who asks a service with some articles."""
    await run_on(postgres.uri, f'DROP DATABASE IF EXISTS "{_NAME}" WITH (FORCE)')
    await run_on(postgres.uri, f'CREATE DATABASE "{_NAME}"')
    database = Database(named(postgres.uri, _NAME))
    await upgrade(database)
    await CleanCopy(database).read(dict.fromkeys(range(1, 20), 1))
    key = await create_key(database, name="نگار", role=Role.CONTRIBUTOR)
    await database.close()
    settings = Settings(database_url=named(postgres.uri, _NAME), key_points_a_minute=0)
    with capture_logs():  # to draw the tracebacks of hundreds of failures would take minutes
        async with serving(settings) as client:
            yield Asking(client, key)


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["fast", "immediate"])
async def test_a_postgresql_that_is_started_again_is_waited_for(
    postgres: OwnPostgres, asking: Asking, mode: str
) -> None:
    """Who asks meanwhile is told when to ask again; soon all is well, and each note is there once."""
    article = (await asking.client.data("{ claims(first: 1) { nodes { article { id } } } }"))["claims"]["nodes"][0]
    writing = [asyncio.create_task(asking.write(article["article"]["id"], number)) for number in range(2)]
    reading = [asyncio.create_task(asking.read(query)) for query in _READING]
    await asyncio.sleep(1)
    stopped_at = monotonic()
    await asyncio.to_thread(postgres.stop, mode)
    await asyncio.sleep(AWAY_SECONDS)
    await asyncio.to_thread(postgres.start)
    started_at = monotonic()
    await asyncio.sleep(WELL_AFTER_SECONDS + 2)
    asking.is_over = True
    written = await asyncio.gather(*writing)
    await asyncio.gather(*reading)

    broken = [one for one in asking.told if not one.is_whole]
    assert [one for one in broken if not one.is_clear] == []
    assert len([one for one in broken if stopped_at < one.asked_at < started_at]) > len(_READING)
    assert [one for one in asking.told if one.seconds > LONGEST_SECONDS] == []
    after = [one for one in asking.told if one.asked_at > started_at + WELL_AFTER_SECONDS]
    assert (len(after) > 20, [one for one in after if not one.is_whole]) == (True, [])
    async with asking.client.database.reading() as session:
        notes = list((await session.scalars(select(NoteRow))).all())
        await verify_chain(session)
    bodies = sorted(note.body for note in notes)
    assert len(bodies) == len(set(bodies))
    assert {f"سند {number}/{one}" for number, done in enumerate(written) for one in range(done)} <= set(bodies)
