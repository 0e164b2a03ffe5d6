"""Exports in the middle: memory stays flat, points are waited for, and what breaks off does not look whole."""

import tracemalloc
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial

import httpx
import pytest
from graphql import GraphQLSchema

from api.addresses import Absolute
from api.answering import Answering
from api.app import create_app
from api.exports.forms import Form
from api.exports.reading import Asking
from api.exports.writing import exported
from api.forms import Plans
from api.inquiring import Inquirer, Unanswered
from api.metrics import Metrics
from api.rates import Rates
from api.recognising import Recogniser
from api.surroundings import contexts_of
from config import Settings
from db.sessions import Database
from tests.api.client import serving
from tests.api.exporting import Reader, address, store_claims
from tests.serving import serving_process

ABSOLUTE = Absolute("https://gozareh.example.org")
PAGES = 8


@dataclass
class Minutes:
    """A clock that goes on while somebody sleeps, and alone then."""

    now: datetime = datetime(2026, 11, 26, 12, 0, 30, tzinfo=UTC)
    slept: list[float] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        """Let the time pass."""
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)


def asking_of(database: Database, schema: GraphQLSchema, rates: Rates | None = None, **columns: object) -> Asking:
    """Asks as somebody from an address does."""
    settings = Settings(database_url=database.url.render_as_string(hide_password=False))
    recogniser = Recogniser(database, None)
    contexts = contexts_of(settings, database, recogniser, Plans(), None, None, metrics=Metrics(), rates=rates)
    return Asking(Inquirer(Answering(schema)), partial(contexts, None, "192.0.2.7", None), **columns)  # type: ignore[arg-type]  # a test names columns


async def test_an_export_waits_for_points_in_the_middle(database: Database, schema: GraphQLSchema) -> None:
    """And goes on where it was: the next minute has points again."""
    await store_claims(database, 100 * PAGES)
    minutes = Minutes()
    rates = Rates(database, key_points=0, address_points=5_000)
    asking = asking_of(database, schema, rates, sleep=minutes.sleep)
    contexts = asking.contexts
    asking.contexts = lambda: replace(contexts(), clock=lambda: minutes.now)
    lines = b"".join([part async for part in exported(Form.CSV, {}, asking, ABSOLUTE)])
    assert lines.count(b"\r\n") == 100 * PAGES + 1
    assert len(minutes.slept) >= 2
    assert all(0 < seconds <= 60 for seconds in minutes.slept)


async def test_an_export_without_points_for_its_beginning_is_refused(sqlite_url: str) -> None:
    """With when to ask again, and nothing is waited for."""
    settings = Settings(database_url=sqlite_url, price_limit=2_000, address_points_a_minute=2_000, webhooks=False)
    async with serving(settings) as client:
        answers = [await client.http.get(address(Form.CSV)) for _ in range(3)]
    refused = answers[-1]
    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= 60
    assert "points of this minute are spent" in refused.text


async def test_memory_stays_flat_however_many_claims_there_are(database: Database, schema: GraphQLSchema) -> None:
    """What the last pages take at most is what the first ones took."""
    await store_claims(database, 3_000)
    peaks, read = list[int](), 0
    tracemalloc.start()
    try:
        async for part in exported(Form.JSON_LINES, {}, asking_of(database, schema), ABSOLUTE):
            read += len(part)
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.reset_peak()
    finally:
        tracemalloc.stop()
    early, late = max(peaks[5:15]), max(peaks[-11:])
    assert read > 3_000_000
    assert late < early * 1.1 + 100_000


async def broken(database: Database) -> None:
    """Take the claims away while somebody reads them."""
    async with database.writing() as session:
        connection = await session.connection()
        await connection.exec_driver_sql("ALTER TABLE claim RENAME TO gone")


@pytest.mark.parametrize("form", Form)
async def test_what_breaks_in_the_middle_does_not_look_whole(
    database: Database, schema: GraphQLSchema, form: Form
) -> None:
    """The bytes end with an error, and without what ends the form."""
    await store_claims(database, 300)
    parts = exported(form, {}, asking_of(database, schema), ABSOLUTE)
    if form is Form.CLAIM_REVIEW:
        await broken(database)
    else:
        assert await anext(parts)
        await broken(database)
    with pytest.raises(Unanswered):
        async for _ in parts:
            pass


async def test_an_answer_that_breaks_is_not_ended(database_url: str, database: Database) -> None:
    """So that the server cuts the connection off instead."""
    await store_claims(database, 500)
    app = create_app(Settings(database_url=database_url, webhooks=False))
    reader = Reader(app, after_two=partial(broken, database))
    with pytest.raises(Unanswered):
        await reader.get(address(Form.CSV))
    assert len(reader.parts) >= 2
    assert not reader.is_whole
    await app.state.database.close()


async def test_nothing_is_read_for_a_client_that_has_gone(database_url: str, database: Database) -> None:
    """A page or two are on their way when it leaves."""
    await store_claims(database, 100 * PAGES)
    app = create_app(Settings(database_url=database_url, webhooks=False))
    reader = Reader(app, leaves_after=1)
    await reader.get(address(Form.CSV))
    assert len(reader.parts) <= 3
    assert not reader.is_whole
    await app.state.database.close()


async def read_while_it_breaks(http: httpx.AsyncClient, database: Database) -> None:
    """Read an export to its end, while what it reads is taken away after the first bytes."""
    async with http.stream("GET", address(Form.JSON_LINES), headers={"accept-encoding": "identity"}) as told:
        parts = told.aiter_raw()
        assert await anext(parts)
        await broken(database)
        async for _ in parts:
            pass


@pytest.mark.slow
async def test_a_client_sees_that_a_transfer_broke(sqlite_url: str) -> None:
    """Over a real connection: the body ends before its end."""
    database = Database(sqlite_url)
    await store_claims(database, 500, content="پل تازه " * 3_000)
    with serving_process({"GOZAREH_DATABASE_URL": sqlite_url, "GOZAREH_WEBHOOKS": "false"}) as (base, _):
        async with httpx.AsyncClient(base_url=base, timeout=60) as http:
            with pytest.raises(httpx.RemoteProtocolError):
                await read_while_it_breaks(http, database)
    await database.close()
