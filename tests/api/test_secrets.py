"""Keys, tokens and passwords stand in no line of the log, no answer and no metric, however a request fails."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from urllib.parse import quote

import httpx
import pytest
import structlog
from asgi_lifespan import LifespanManager

from api.app import create_app
from api.logs import configure_logs, without_secrets
from config import Settings
from db.sessions import Database
from domain.roles import Role
from tests import factories as make
from tests.keys import create_key

METRICS_TOKEN = "metrics-token-of-the-tests"  # noqa: S105 - it opens nothing but a page of these tests
PASSWORD = "hunter2hunter2"  # noqa: S105 - it opens nothing
JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzYXJhIn0.c2lnbmF0dXJl"
WRITE = 'mutation { ingestArticle(input: {text: "الف"}) { change } }'


@pytest.fixture(params=["json", "console"])
def printed(request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]) -> Iterator[pytest.CaptureFixture[str]]:
    """What is printed while everything is logged, in each of the two forms."""
    configure_logs("DEBUG", request.param)
    yield capsys
    structlog.reset_defaults()


def settings(url: str) -> Settings:
    """Settings by which everything is logged."""
    return Settings.model_validate({"database_url": url, "metrics_token": METRICS_TOKEN, "access_log": True})


@pytest.fixture
async def keys(database: Database) -> list[str]:
    """A key that works, one that has expired, one that was revoked, and one that is nobody's."""
    then = make.NOW - timedelta(days=1)
    return [
        await create_key(database, name="reader", role=Role.READER),
        await create_key(database, name="expired", role=Role.EDITOR, expires_at=then),
        await create_key(database, name="revoked", role=Role.EDITOR, revoked_at=then),
        "gzr_" + "n0b0dys" * 6,
    ]


@pytest.fixture
async def http(database_url: str) -> AsyncIterator[httpx.AsyncClient]:
    """Asks an application that logs everything, on each of the two databases."""
    app = create_app(settings(database_url))
    transport = httpx.ASGITransport(app)
    async with LifespanManager(app), httpx.AsyncClient(transport=transport, base_url="http://gozareh") as http:
        yield http


async def fail_in_every_way(http: httpx.AsyncClient, secret: str) -> str:
    """What answers tell, with their headers, to requests that hold a secret where none belongs, or the right place."""
    told = ""
    for scheme in ("Bearer ", "bearer ", "Basic ", "", "Token "):
        headers = {"authorization": f"{scheme}{secret}"}
        for document in ("{ viewer { name } }", "{ apiKeys { id } }", WRITE, "{ nothing }", "{"):
            told += shown(await http.post("/graphql", json={"query": document}, headers=headers))
        told += shown(await http.get("/metrics", headers=headers))
        told += shown(await http.post("/graphql", content=b"{", headers=headers))
        told += shown(await http.put("/graphql", headers=headers))
    named = {"x-request-id": secret[:60], "x-api-key": secret, "cookie": f"key={secret}"}
    told += shown(await http.post("/graphql", json={"query": "{ __typename }"}, headers=named))
    told += shown(await http.get(f"/{quote(secret)}?key={quote(secret)}"))
    told += shown(await http.get(f"/graphql?query={{__typename}}&key={quote(secret)}"))
    variables = {"query": "query($id: ID!) { claim(id: $id) { id } }", "variables": {"id": f"claim_{secret}"}}
    await http.post("/graphql", json=variables)  # whose answer tells who sent it what is wrong with it
    return told


def shown(answer: httpx.Response) -> str:
    """Everything of an answer."""
    return f"{answer.status_code} {answer.headers} {answer.text}\n"


async def test_no_secret_leaves_the_service(
    http: httpx.AsyncClient, keys: list[str], printed: pytest.CaptureFixture[str]
) -> None:
    """Of keys that work and that do not, tokens of an issuer, and the token for metrics."""
    secrets = [*keys, JWT, METRICS_TOKEN]
    told = "".join([await fail_in_every_way(http, one) for one in [*keys, JWT]])
    metrics = (await http.get("/metrics", headers={"authorization": f"Bearer {METRICS_TOKEN}"})).text
    captured = printed.readouterr()
    logged = captured.out + captured.err
    assert logged.count("request answered") > 100
    assert "gozareh_request_errors_total" in metrics
    leaks = {name: [one for one in secrets if one in text] for name, text in (("log", logged), ("answers", told))}
    assert leaks == {"log": [], "answers": []}
    assert [one for one in secrets if one in metrics] == []


async def test_no_password_leaves_the_service(printed: pytest.CaptureFixture[str]) -> None:
    """Of a database that does not answer, whose address errors and tracebacks tell."""
    app = create_app(settings(f"postgresql+asyncpg://desk:{PASSWORD}@127.0.0.1:9/news?ssl=disable"))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gozareh") as http:
        told = await fail_in_every_way(http, "gzr_" + "n0b0dys" * 6)
        told += shown(await http.get("/readyz"))
        told += shown(await http.post("/graphql", json={"query": "{ claims(first: 1) { nodes { id } } }"}))
    captured = printed.readouterr()
    assert "SERVICE_UNAVAILABLE" in told
    assert "request failed" in captured.err
    assert "127.0.0.1" in captured.err
    assert PASSWORD not in told + captured.out + captured.err


@pytest.mark.parametrize(
    ("line", "hidden"),
    [
        ('{"error":"bad key gzr_abc-D_1"}', '{"error":"bad key gzr_***"}'),
        ("signed with whsec_MfKQ9r8G/Yqr+wjUPD8ILPZIo2LaLaSw==.", "signed with whsec_***."),
        ("Authorization: Bearer abc.def", "Authorization: Bearer ***"),
        ("authorization: basic ZGVzazpwYXNz", "authorization: basic ***"),
        (f"token {JWT}!", "token eyJ***!"),
        ("postgresql://desk:s3:cr@t@db/news", "postgresql://desk:***@db/news"),
        ("postgresql://db/news?user=desk&password=s3cret&ssl=on", "postgresql://db/news?user=desk&password=***&ssl=on"),
        ("http://example.org/a:b@c and nothing to hide", "http://example.org/a:b@c and nothing to hide"),
    ],
)
def test_a_secret_that_a_library_words_is_hidden(line: str, hidden: str) -> None:
    """The last door, for what nobody thought of."""
    assert without_secrets(line) == hidden
