"""Answers to GET can be kept and asked for again; those with errors and to keys are not kept."""

import httpx
import pytest

from config import Settings
from tests.api.client import Client, serving

ASKED = "/graphql?query={claims{totalCount}}"


async def test_an_answer_that_has_not_changed_is_not_sent_again(http: httpx.AsyncClient) -> None:
    """The client names it by its tag."""
    first = await http.get(ASKED)
    again = await http.get(ASKED, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert again.headers["cache-control"] == first.headers["cache-control"]
    assert again.headers["vary"] == first.headers["vary"]


@pytest.mark.parametrize(
    ("named", "status"),
    [("*", 304), ('"x", {tag}', 304), ("{strong}", 304), ('"x"', 200), ("", 200), ("x", 200)],
)
async def test_a_client_may_name_several_answers(http: httpx.AsyncClient, named: str, status: int) -> None:
    """However they are compressed: tags are compared weakly."""
    tag = (await http.get(ASKED)).headers["etag"]
    asked_again = named.format(tag=tag, strong=tag.removeprefix("W/"))
    response = await http.get(ASKED, headers={"if-none-match": asked_again})
    assert response.status_code == status


async def test_another_answer_has_another_tag(http: httpx.AsyncClient) -> None:
    """So that nobody shows an old one."""
    one, other = await http.get(ASKED), await http.get("/graphql?query={speakers{totalCount}}")
    assert one.headers["etag"] != other.headers["etag"]


async def test_a_compressed_answer_is_the_same_answer(http: httpx.AsyncClient) -> None:
    """Its tag is weak."""
    asked = "/graphql?query={__schema{types{name description}}}"
    plain = await http.get(asked, headers={"accept-encoding": "identity"})
    short = await http.get(asked, headers={"accept-encoding": "gzip"})
    assert (plain.headers["etag"], short.headers["content-encoding"]) == (short.headers["etag"], "gzip")
    assert plain.headers["etag"].startswith('W/"')


@pytest.mark.parametrize(("seconds", "told"), [(0, "no-cache"), (60, "public, max-age=60")])
async def test_the_newsroom_decides_how_long_answers_are_kept(sqlite_url: str, seconds: int, told: str) -> None:
    """At first caches ask each time whether it is still so."""
    async with serving(Settings(database_url=sqlite_url, cache_seconds=seconds)) as client:
        response = await client.http.get(ASKED)
    assert response.headers["cache-control"] == told
    assert response.headers["vary"] == "Accept, Accept-Encoding, Authorization, Origin"


async def test_an_answer_to_a_key_is_nobody_elses(client: Client, reader: str) -> None:
    """It may hold what only its holder may read."""
    response = await client.http.get(ASKED, headers={"authorization": f"Bearer {reader}"})
    assert response.headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ('/graphql?query={claim(id:"x"){id}}', 200),
        ("/graphql?query={nothing}", 200),
        ("/graphql?query=mutation{__typename}", 405),
        ("/graphql", 400),
    ],
)
async def test_an_error_is_not_kept(sqlite_url: str, address: str, status: int) -> None:
    """It may be gone the next time."""
    async with serving(Settings(database_url=sqlite_url, cache_seconds=60)) as client:
        response = await client.http.get(address)
    assert (response.status_code, response.headers["cache-control"]) == (status, "no-store")
    assert "etag" not in response.headers


async def test_an_answer_to_post_has_no_tag(http: httpx.AsyncClient) -> None:
    """No cache keeps it."""
    response = await http.post("/graphql", json={"query": "{ claims { totalCount } }"})
    assert "etag" not in response.headers
