"""What every answer has, whose word about a request is believed, and what a line of the log tells of it."""

import json
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
import structlog
from asgi_lifespan import LifespanManager
from sqlalchemy import text
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send
from structlog.testing import capture_logs

from api.app import create_app
from api.exchanging import Exchanges
from api.logs import configure_logs
from config import Settings
from db.sessions import Database
from tests.api.client import Client, serving

PROXY, STRANGER, READER = "10.0.0.7", "203.0.113.9", "198.51.100.4"
ASK = {"query": "query Names { verdicts { key } }"}


def settings(url: str, **others: object) -> Settings:
    """Settings with a proxy that is trusted."""
    return Settings.model_validate({"database_url": url, "trusted_proxies": f"{PROXY}, 10.1.0.0/16", **others})


@pytest.fixture
async def app(sqlite_url: str) -> AsyncIterator[LifespanManager]:
    """An application behind a proxy, of which an address may ask for one request's points a minute."""
    async with LifespanManager(create_app(settings(sqlite_url, price_limit=100, address_points_a_minute=100))) as app:
        yield app


def from_address(app: LifespanManager, address: str) -> httpx.AsyncClient:
    """A client that connects from an address."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app.app, client=(address, 1)), base_url="http://gozareh")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/graphql", 200),
        ("GET", "/graphql?query={__typename}", 200),
        ("PUT", "/graphql", 405),
        ("GET", "/graphql?query={", 200),
        ("GET", "/healthz", 200),
        ("GET", "/readyz", 200),
        ("GET", "/nowhere", 404),
        ("GET", "/graphql/static/query.js", 200),
        ("GET", "/graphql/static/nothing", 404),
    ],
)
async def test_every_answer_protects_its_reader(http: httpx.AsyncClient, method: str, path: str, status: int) -> None:
    """Each header once; none tells of TLS where nobody has told this service of it."""
    answer = await http.request(method, path, json=ASK if method == "POST" else None)
    names = [name for name, _ in answer.headers.multi_items()]
    assert answer.status_code == status
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert len(names) == len(set(names))
    assert "strict-transport-security" not in names


async def test_the_page_for_asking_keeps_its_own_policy(http: httpx.AsyncClient) -> None:
    """It may load its script; another policy beside it would forbid that."""
    page = await http.get("/graphql", headers={"accept": "text/html"})
    [policy] = page.headers.get_list("content-security-policy")
    assert "script-src 'self'" in policy


async def test_a_page_that_fails_tells_a_reference_alone(
    http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the headers that every answer has; the log tells the cause by the same reference."""

    async def broken(_: Database) -> None:
        raise LookupError("hidden")

    monkeypatch.setattr("api.health.check_migrated", broken)
    with capture_logs() as logs:
        answer = await http.get("/readyz")
    assert answer.status_code == 500
    assert "hidden" not in answer.text
    assert answer.headers["x-request-id"] in answer.text
    assert [one["reference"] for one in logs if one["event"] == "request failed"] == [answer.headers["x-request-id"]]


async def test_each_request_has_an_id_of_its_own(http: httpx.AsyncClient) -> None:
    """That of a client nobody knows is not taken: it would write what it likes into the log."""
    answers = [await http.post("/graphql", json=ASK, headers={"x-request-id": "mine"}) for _ in range(2)]
    assert len({"mine", *(one.headers["x-request-id"] for one in answers)}) == 3


@pytest.mark.parametrize(
    ("address", "given", "is_taken"),
    [
        (PROXY, "a-1.b_2", True),
        ("10.1.200.3", "a-1", True),
        (STRANGER, "a-1", False),
        (PROXY, "a 1", False),
        (PROXY, "a" * 65, False),
        (PROXY, '"},{', False),
    ],
)
async def test_an_id_is_taken_from_a_trusted_proxy(
    app: LifespanManager, address: str, given: str, *, is_taken: bool
) -> None:
    """Where it is short and of plain letters."""
    async with from_address(app, address) as http:
        answer = await http.get("/healthz", headers={"x-request-id": given})
    assert (answer.headers["x-request-id"] == given) == is_taken


async def test_an_audit_event_tells_the_requests_id(client: Client, contributor: str) -> None:
    """So that a line of the log and a change are found by each other."""
    asked = {
        "query": "mutation($input: IngestArticleInput!) { ingestArticle(input: $input) { change } }",
        "variables": {"input": {"text": "مهرزاد گفت: «هزینه‌ها کم می‌شود.»"}},
    }
    answer = await client.http.post("/graphql", json=asked, headers={"authorization": f"Bearer {contributor}"})
    async with client.database.reading() as session:
        found = await session.scalar(text("SELECT request_id FROM audit_event"))
    assert found == answer.headers["x-request-id"]


async def spend(app: LifespanManager, address: str, forwarded: str | None) -> str:
    """The code of an answer to a request for nearly all points, "ok" for none."""
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    async with from_address(app, address) as http:
        answer = (
            await http.post("/graphql", json={"query": "{ claims(first: 30) { nodes { id } } }"}, headers=headers)
        ).json()
    return str(answer["errors"][0]["extensions"]["code"]) if "errors" in answer else "ok"


async def until_refused(app: LifespanManager, address: str, forwarded: str | None) -> int:
    """How many requests are answered before one is refused."""
    for number in range(10):
        if await spend(app, address, forwarded) == "RATE_LIMITED":
            return number
    return 10


async def test_a_limit_is_that_of_the_address_which_the_proxy_tells(app: LifespanManager) -> None:
    """Another reader behind the same proxy has a limit of its own."""
    assert 0 < await until_refused(app, PROXY, READER) < 10
    assert await spend(app, PROXY, READER) == "RATE_LIMITED"
    assert await spend(app, PROXY, "198.51.100.5") == "ok"


async def test_a_limit_cannot_be_got_round_by_telling_addresses(app: LifespanManager) -> None:
    """Neither by a stranger that connects, nor by what a reader tells a proxy, which adds the true address."""
    assert 0 < await until_refused(app, STRANGER, None) < 10
    assert [await spend(app, STRANGER, f"192.0.2.{number}") for number in range(3)] == ["RATE_LIMITED"] * 3
    assert [await spend(app, PROXY, f"192.0.2.{number}, {STRANGER}") for number in range(3)] == ["RATE_LIMITED"] * 3


async def test_a_stranger_cannot_spend_anothers_limit(app: LifespanManager) -> None:
    """By telling its address."""
    await until_refused(app, STRANGER, READER)
    assert await spend(app, READER, None) == "ok"


@pytest.mark.parametrize(("address", "is_told"), [(PROXY, True), (STRANGER, False)])
async def test_browsers_keep_to_tls_where_a_trusted_proxy_ends_it(
    app: LifespanManager, address: str, *, is_told: bool
) -> None:
    """Whoever else says so is not believed."""
    async with from_address(app, address) as http:
        answer = await http.get("/healthz", headers={"x-forwarded-proto": "https"})
    assert ("strict-transport-security" in answer.headers) == is_told


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Iterator[pytest.CaptureFixture[str]]:
    """Logs as JSON, on standard error."""
    configure_logs("INFO", "json")
    yield capsys
    structlog.reset_defaults()


async def test_a_line_tells_what_was_asked_and_never_the_words(
    sqlite_url: str, lines: pytest.CaptureFixture[str]
) -> None:
    """The operation's name, outcome, price, time and status."""
    async with serving(settings(sqlite_url, access_log=True)) as client:
        answer = await client.ask("query Find($text: String!) { suggestions(text: $text) { label } }", text="رازی")
    [line] = [json.loads(one) for one in lines.readouterr().err.splitlines()]
    assert line.pop("ms") > 0
    assert len(line.pop("request_id")) == 32
    del line["timestamp"]
    assert line == {
        "event": "request answered",
        "level": "info",
        "method": "POST",
        "path": "/graphql",
        "status": 200,
        "operation": "Find",
        "outcome": "ok",
        "price": answer["extensions"]["cost"]["requested"],
    }


async def test_a_line_of_a_failure_tells_the_requests_id(sqlite_url: str, lines: pytest.CaptureFixture[str]) -> None:
    """Whatever writes it, below the request."""
    async with serving(settings(sqlite_url)) as client:
        client.database.url = client.database.url.set(database="/nowhere/at.db")
        answer = await client.http.get("/readyz")
    logged = [json.loads(one) for one in lines.readouterr().err.splitlines()]
    assert [(one["event"], one["request_id"]) for one in logged] == [("not ready", answer.headers["x-request-id"])]


async def test_what_is_made_to_be_embedded_says_so_itself() -> None:
    """Its own headers stand alone, and the others come beside them."""

    async def embeddable(scope: Scope, receive: Receive, send: Send) -> None:
        headers = {"cross-origin-resource-policy": "cross-origin"}
        await PlainTextResponse("x", headers=headers)(scope, receive, send)

    transport = httpx.ASGITransport(app=Exchanges(embeddable, (), is_logged=False))
    async with httpx.AsyncClient(transport=transport, base_url="http://gozareh") as http:
        answer = await http.get("/")
    assert answer.headers.get_list("cross-origin-resource-policy") == ["cross-origin"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
