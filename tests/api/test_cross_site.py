"""Pages of other sites ask only where the newsroom lets them, and never with what a browser keeps for this site."""

from collections.abc import AsyncIterator

import httpx
import pytest

from config import Settings
from tests.api.client import serving

ALLOWED = "https://www.example.org"
OTHER = "https://other.example.net"
ASKED = "/graphql?query={__typename}"
ANSWERED = {"data": {"__typename": "Query"}, "extensions": {"cost": {"requested": 1, "limit": 25_000}}}


@pytest.fixture
async def open_http(sqlite_url: str) -> AsyncIterator[httpx.AsyncClient]:
    """What asks an application that lets one other site in."""
    async with serving(Settings(database_url=sqlite_url, cors_origins=f"{ALLOWED}, https://two.example.org")) as client:
        yield client.http


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"sec-fetch-site": "none"}, 200),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "same-site"}, 200),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "cross-site", "origin": ALLOWED}, 403),
        ({"sec-fetch-site": "cross-site", "origin": "null"}, 403),
    ],
)
async def test_a_page_of_another_site_cannot_ask_by_get(
    http: httpx.AsyncClient, headers: dict[str, str], status: int
) -> None:
    """Where nobody is let in; programs that are no browsers tell no site."""
    response = await http.get(ASKED, headers=headers)
    assert response.status_code == status
    if status == 403:
        assert response.json()["errors"][0]["extensions"] == {"code": "CROSS_SITE"}


@pytest.mark.parametrize(("origin", "status"), [(ALLOWED, 200), (OTHER, 403), (None, 403)])
async def test_a_page_of_a_site_that_is_let_in_can(
    open_http: httpx.AsyncClient, origin: str | None, status: int
) -> None:
    """And no other."""
    headers = {"sec-fetch-site": "cross-site"} | ({"origin": origin} if origin else {})
    response = await open_http.get(ASKED, headers=headers)
    assert response.status_code == status


@pytest.mark.parametrize(("origin", "told"), [(ALLOWED, ALLOWED), (OTHER, None)])
async def test_a_browser_is_told_who_may_read_the_answer(
    open_http: httpx.AsyncClient, origin: str, told: str | None
) -> None:
    """The answer varies with the origin, which caches are told; cookies are nobody's business."""
    response = await open_http.post("/graphql", json={"query": "{ __typename }"}, headers={"origin": origin})
    assert response.headers.get("access-control-allow-origin") == told
    assert "Origin" in response.headers["vary"]
    assert "access-control-allow-credentials" not in response.headers


@pytest.mark.parametrize(("origin", "status"), [(ALLOWED, 200), (OTHER, 400)])
async def test_a_browser_asks_before_it_posts(open_http: httpx.AsyncClient, origin: str, status: int) -> None:
    """And remembers what it was told."""
    headers = {
        "origin": origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization, content-type, x-client-name",
    }
    response = await open_http.options("/graphql", headers=headers)
    assert response.status_code == status
    if status == 200:
        assert response.headers["access-control-allow-origin"] == origin
        assert response.headers["access-control-allow-methods"] == "GET, HEAD, POST"
        assert "authorization" in response.headers["access-control-allow-headers"].lower()
        assert response.headers["access-control-max-age"] == "3600"


async def test_where_nobody_is_let_in_a_browser_is_told_nothing(http: httpx.AsyncClient) -> None:
    """So that it sends no body that it would have to ask about."""
    headers = {"origin": ALLOWED, "access-control-request-method": "POST"}
    response = await http.options("/graphql", headers=headers)
    assert not [name for name in response.headers if name.startswith("access-control")]


async def test_all_sites_may_be_let_in(sqlite_url: str) -> None:
    """As those of a public archive are."""
    async with serving(Settings(database_url=sqlite_url, cors_origins="*")) as client:
        response = await client.http.get(ASKED, headers={"sec-fetch-site": "cross-site", "origin": OTHER})
    assert (response.json(), response.headers["access-control-allow-origin"]) == (ANSWERED, "*")


@pytest.mark.parametrize(
    "body", ["query={__typename}", '{"query": "mutation { __typename }"}', '--x\r\n\r\n{"query": "{ __typename }"}']
)
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"])
async def test_a_form_of_another_site_is_refused(http: httpx.AsyncClient, body: str, kind: str) -> None:
    """A browser sends these types without asking before."""
    headers = {"content-type": kind, "origin": OTHER, "sec-fetch-site": "cross-site"}
    response = await http.post("/graphql", content=body, headers=headers)
    assert response.status_code == 415
