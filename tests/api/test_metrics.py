"""What Prometheus is told: who is told it, what is counted, and that nobody can make it count without bounds."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from api.exchange import Answered, Outcome
from api.metrics import MOST_OPERATIONS, Delivery, Metrics, Transport
from config import Settings
from db.sessions import Database
from tests.api import live
from tests.api.client import Client, serving
from tests.api.test_subscriptions import ADDED, publish

PROJECT = Path(__file__).parents[2]
TOKEN = "a-token-of-the-tests"  # noqa: S105 - it opens nothing but the page of these tests
DEAR = "query Dear { claims(first: 100) { nodes { speaker { claims(first: 100) { nodes { id } } } } } }"
TELLS = {"authorization": f"Bearer {TOKEN}"}


@pytest.fixture
async def watched(database_url: str) -> AsyncIterator[Client]:
    """A client of an application that has a page of metrics, on each of the two databases."""
    settings = Settings(database_url=database_url, metrics_token=TOKEN, price_limit=1_000, address_points_a_minute=0)  # type: ignore[arg-type]  # pydantic makes a secret of it
    async with serving(settings) as client:
        yield client


def samples(page: str) -> dict[tuple[str, ...], float]:
    """Each number of a page by its name and the values of its labels."""
    return {
        (one.name, *(one.labels[label] for label in sorted(one.labels))): one.value
        for family in text_string_to_metric_families(page)
        for one in family.samples
    }


async def told(client: Client) -> dict[tuple[str, ...], float]:
    """The numbers that the application tells whoever has its token."""
    return samples((await client.http.get("/metrics", headers=TELLS)).text)


async def test_requests_are_counted_by_operation_and_outcome(watched: Client) -> None:
    """With their price, their time, and the code of what was refused."""
    await watched.ask("query Names { verdicts { key } }")
    await watched.ask("query Names { verdicts { key } }")
    await watched.ask('query Half { verdicts { key } claim(id: "wrong") { id } }')
    await watched.ask(DEAR)
    await watched.ask("query Wrong { nothing }")
    found = await told(watched)
    counts = {key[1:]: value for key, value in found.items() if key[0] == "gozareh_request_seconds_count"}
    assert counts == {("Names", "ok"): 2, ("Half", "partial"): 1, ("Dear", "refused"): 1, ("", "refused"): 1}
    assert found["gozareh_request_errors_total", "BAD_USER_INPUT", "Half"] == 1
    assert found["gozareh_request_errors_total", "TOO_EXPENSIVE", "Dear"] == 1
    assert found["gozareh_request_errors_total", "GRAPHQL_VALIDATION_FAILED", ""] == 1
    assert found["gozareh_request_points_total", "Names"] > 0
    assert found["gozareh_request_points_total", "Dear"] == 0


async def test_each_request_of_a_body_is_counted_with_its_own_price(watched: Client) -> None:
    """One that is refused costs nothing, whatever those before it cost."""
    alone = await watched.ask("query One { verdicts { key } }")
    price = alone["extensions"]["cost"]["requested"]
    bodies = [{"query": f"query {name} {{ verdicts {{ key }} }}"} for name in ("Two", "Three")]
    dear = {"query": DEAR}
    await watched.http.post("/graphql", json=[*bodies, dear])
    found = await told(watched)
    assert [found["gozareh_request_points_total", name] for name in ("One", "Two", "Three")] == [price] * 3


async def test_what_is_asked_over_sockets_and_streams_is_counted_too(database: Database, database_url: str) -> None:
    """With its outcome and price; a subscription when it ends, each of its events with the price."""
    settings = Settings(database_url=database_url, metrics_token=TOKEN, address_points_a_minute=0)  # type: ignore[arg-type]  # as above
    await publish(database, 1, 2)
    one = ADDED.replace("subscription", "subscription News", 1)
    async with live.running(settings) as server, httpx.AsyncClient(base_url=server.address) as http:
        async with live.socket(server) as socket:
            await socket.subscribe("query Socket { verdicts { key } }")
            cost = (await socket.next())["payload"]["extensions"]["cost"]["requested"]
            await socket.next()
            await socket.subscribe("query Wrong { nothing }", "2")
            await socket.next()
            await socket.subscribe(one, "3", since="0" * 32)
            price = (await socket.next())["payload"]["extensions"]["cost"]["requested"]
            await socket.data()
            await socket.subscribe(one.replace("News", "Nowhere"), "4", since="x")
            await socket.next()
        async with live.stream(server, "query Stream { verdicts { key } }") as lines:
            await live.told(lines)
        async with live.stream(server, one.replace("News", "Streamed"), since="0" * 32) as lines:
            await live.told(lines)
        await until_nobody_follows(server)
        found = samples((await http.get("/metrics", headers=TELLS)).text)
    counts = {key[1:]: value for key, value in found.items() if key[0] == "gozareh_request_seconds_count"}
    whole = dict.fromkeys([("Socket", "ok"), ("Stream", "ok"), ("News", "ok"), ("Streamed", "ok"), ("", "refused")], 1)
    assert counts == {**whole, ("Nowhere", "partial"): 1}
    assert found["gozareh_request_points_total", "Socket"] == found["gozareh_request_points_total", "Stream"] == cost
    assert found["gozareh_request_points_total", "News"] == 3 * price
    assert found["gozareh_request_errors_total", "BAD_USER_INPUT", "Nowhere"] == 1


async def until_nobody_follows(server: live.Server) -> None:
    """Wait until the server knows that its clients have gone."""
    async with asyncio.timeout(live.SECONDS):
        while server.live.subscribers:  # noqa: ASYNC110 - the server tells nobody
            await asyncio.sleep(0.05)


async def test_statements_are_counted_with_their_time(watched: Client) -> None:
    """Those of a field and those of a session, that write and that read."""
    before = await told(watched)
    await watched.ask("{ claims(first: 1) { nodes { id } } }")
    async with watched.database.writing() as session:
        await session.execute(text("UPDATE speaker SET name = name"))
    after = await told(watched)
    for access in ("read", "write"):
        key = ("gozareh_sql_seconds_count", access)
        assert after[key] > before[key]


async def test_articles_are_counted_by_what_became_of_them(watched: Client, contributor: str) -> None:
    """With their claims; one that nobody can read is refused."""
    article = {"text": "مهرزاد گفت: «هزینه‌های اداری کاهش می‌یابد.»", "url": "https://example.org/1"}
    ingest = "mutation Give($input: IngestArticleInput!) { ingestArticle(input: $input) { claimsNew } }"
    claims = (await watched.data(ingest, key=contributor, input=article))["ingestArticle"]["claimsNew"]
    await watched.data(ingest, key=contributor, input=article)
    await watched.data(ingest, key=contributor, input={"text": " "})
    found = await told(watched)
    counts = {key[1]: value for key, value in found.items() if key[0] == "gozareh_ingested_articles_total"}
    assert counts == {"new": 1, "unchanged": 1, "refused": 1}
    assert found["gozareh_ingested_claims_total", "new"] == claims > 0


@pytest.mark.parametrize("header", [None, "Bearer", f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer é"])
async def test_nobody_else_is_told(watched: Client, header: str | None) -> None:
    """Not even that there is such a page: it is answered as any address that is not there."""
    headers = {b"authorization": header.encode("latin-1")} if header else {}
    page = await watched.http.get("/metrics", headers=headers)
    nowhere = await watched.http.get("/nowhere", headers=headers)
    assert (page.status_code, page.text) == (nowhere.status_code, nowhere.text) == (404, "Not Found")


async def test_there_is_no_page_without_a_token(client: Client) -> None:
    """Whatever is sent."""
    assert (await client.http.get("/metrics", headers={"authorization": "Bearer None"})).status_code == 404


async def test_names_of_operations_are_bounded(watched: Client) -> None:
    """Whoever asks can invent names; the first ones are counted apart, the others together."""
    for number in range(MOST_OPERATIONS + 20):
        await watched.ask(f"query Name{number} {{ __typename }}")
    await watched.ask(f"query {'N' * 200} {{ __typename }}")
    names = {key[1] for key in await told(watched) if key[0] == "gozareh_request_seconds_count"}
    assert len(names) == MOST_OPERATIONS + 1
    assert "other" in names


def test_subscribers_and_deliveries_are_counted() -> None:
    """A subscriber as long as it is there, however it goes; a delivery each time."""
    metrics = Metrics()
    with suppress(ConnectionError), metrics.subscribed(Transport.WEBSOCKET), metrics.subscribed(Transport.WEBSOCKET):
        metrics.count_delivery(Delivery.DELIVERED)
        metrics.count_delivery(Delivery.FAILED)
        during = samples(metrics.page("")[0].decode())
        raise ConnectionError
    after = samples(metrics.page("")[0].decode())
    assert during["gozareh_subscribers", "websocket"] == 2
    assert after["gozareh_subscribers", "websocket"] == 0
    assert after["gozareh_deliveries_total", "delivered"] == after["gozareh_deliveries_total", "failed"] == 1


def test_applications_of_one_process_count_apart() -> None:
    """Each has its own registry."""
    one, other = Metrics(), Metrics()
    one.count_request(Answered("Names", Outcome.OK, "", 1, 0.1))
    one.write()
    other.write()
    found = samples(other.page("")[0].decode())
    assert not any(name == "gozareh_request_seconds_count" for name, *_ in found)


def test_a_page_leaves_alone_what_waits_to_be_written() -> None:
    """It is made in a thread of its own, while this one counts: what both took would be counted twice, or never."""
    metrics = Metrics()
    metrics.count_request(Answered("Names", Outcome.OK, "", 1, 0.1))
    key = ("gozareh_request_seconds_count", "Names", "ok")
    before = samples(metrics.page("")[0].decode())
    metrics.write()
    assert (key in before, samples(metrics.page("")[0].decode())[key]) == (False, 1)


DIES = """
import os, sys
from api.metrics import Delivery, Metrics, Transport
metrics = Metrics()
metrics.count_delivery(Delivery.DELIVERED)
with metrics.subscribed(Transport.WEBSOCKET):
    if sys.argv[1:] == ["dies"]:
        os._exit(1)
    print(metrics.page("")[0].decode())
"""


def test_a_worker_that_died_has_no_subscribers_and_has_counted(tmp_path: Path) -> None:
    """Nobody is connected to it any more; what it delivered is delivered."""
    environment = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    run = [sys.executable, "-c", DIES]
    died = subprocess.run([*run, "dies"], cwd=PROJECT, env=environment, check=False)
    lives = subprocess.run(run, cwd=PROJECT, env=environment, check=True, capture_output=True, text=True)
    found = samples(lives.stdout)
    assert died.returncode == 1
    assert found["gozareh_subscribers", "websocket"] == 1
    assert found["gozareh_deliveries_total", "delivered"] == 2
