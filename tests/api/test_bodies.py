"""Requests that hold no question are refused with 400 and in JSON, whatever they hold instead."""

from collections.abc import AsyncIterator

import httpx
import pytest

from api.bodies import decode_body
from api.refusing import BadRequest
from config import Settings
from db.sessions import Database
from tests.api.client import Client, serving

BAD_REQUEST = 400
CLAIM = '{"query": "query ($id: ID!) { claim(id: $id) { id } }", "variables": {"id": "%s"}}'
HEADERS = {"content-type": "application/json"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"[1]",
        b"[null]",
        b"[[]]",
        b"1",
        b'"x"',
        b"true",
        b"{}",
        b'{"query": null}',
        b'{"query": ""}',
        b'{"query": 5}',
        b'{"query": "{ __typename }", "variables": []}',
        b'{"query": "{ __typename }", "variables": {"x": NaN}}',
        b"\xff\xfe{}",
        b"\xef\xbb\xbf{}",
        b"\x1f\x8b\x08",
        b"[" * 90_000,
        b'{"query": "{ __typename }", "variables": {"x": ' + b"[" * 90_000 + b"]" * 5,
        b'{"query": "{ __typename }", "variables": {"x": ' + b"9" * 5_000 + b"}}",
        (CLAIM % r"\ud800").encode(),
        (CLAIM % r"\udc00\ud800").encode(),
        (CLAIM % "\ud800").encode("utf-8", "surrogatepass"),
    ],
    ids=lambda body: repr(body[:60]),
)
async def test_a_body_that_asks_nothing_is_refused(http: httpx.AsyncClient, body: bytes) -> None:
    """Half a character, too, which no database and no answer can hold."""
    response = await http.post("/graphql", content=body, headers=HEADERS)
    assert response.status_code == BAD_REQUEST
    [error] = response.json()["errors"]
    assert error["message"]
    assert error["extensions"] == {"code": "BAD_USER_INPUT"}


@pytest.mark.parametrize(
    "body",
    [
        '{"query": "{ __typename }", "query": "{ claims { totalCount } }"}',
        r'{"query": "{ __typename }", "qu\u0065ry": "{ claims { totalCount } }"}',
        r'{"\u0071uery": "{ __typename }", "query": "{ claims { totalCount } }"}',
        '{"query": "{ __typename }", "variables": {"a": 1}, "variables": {}}',
    ],
)
async def test_a_name_that_stands_twice_is_refused(http: httpx.AsyncClient, body: str) -> None:
    """A proxy that checks one of the two may have checked the other."""
    response = await http.post("/graphql", content=body, headers=HEADERS)
    assert response.status_code == BAD_REQUEST
    assert "stands twice" in response.json()["errors"][0]["message"]


def test_the_same_name_may_stand_in_several_objects() -> None:
    """Which the closer look tells apart."""
    body = b'[{"query": "{ a }", "variables": {"query": "\\u0061"}}, {"query": "{ b }"}]'
    assert decode_body(body) == [{"query": "{ a }", "variables": {"query": "a"}}, {"query": "{ b }"}]


def test_many_names_are_looked_at_in_one_go() -> None:
    """A large object of different names, and one of them twice, takes no longer than reading it."""
    names = ", ".join(f'"n{place}": 1' for place in range(50_000))
    with pytest.raises(BadRequest, match=r"^n7: stands twice"):
        decode_body(f'{{"query": "\\u0061", {names}, "n7": 2}}'.encode())


@pytest.mark.parametrize("variables", ["null", "{}", '{"id": "x"}'])
async def test_a_query_may_stand_in_the_address(client: Client, variables: str) -> None:
    """Its variables are JSON."""
    response = await client.http.get("/graphql", params={"query": "{ claims { totalCount } }", "variables": variables})
    assert response.json()["data"] == {"claims": {"totalCount": 0}}


@pytest.mark.parametrize(
    "address",
    [
        "",
        "query=",
        "query={__typename}&variables={",
        "query={__typename}&variables=[]",
        "query={__typename}&extensions=1",
        r'query={__typename}&variables={"x":"\ud800"}',
        "query={__typename}%ED%A0%80",
        "query={__typename}&operationName=%FF",
        "query={__typename}&query={__typename}",
        "query={__typename}&variables={}&variables={}",
    ],
)
async def test_an_address_that_asks_nothing_is_refused(http: httpx.AsyncClient, address: str) -> None:
    """Half a character, too, however it is written."""
    response = await http.get(f"/graphql?{address}")
    assert response.status_code == BAD_REQUEST
    assert response.json()["errors"][0]["extensions"] == {"code": "BAD_USER_INPUT"}


@pytest.mark.parametrize("literal", [r"\\ud800", r"\\u{D800}", r"\\udc00\\ud800"])
@pytest.mark.parametrize("field", ['claim(id: \\"%s\\") { id }', 'claims(where: {text: \\"%s\\"}) { totalCount }'])
async def test_half_a_character_in_a_document_is_refused(client: Client, field: str, literal: str) -> None:
    """Before a database sees it."""
    body = '{"query": "{ %s }"}' % (field % literal)
    headers = HEADERS | {"accept": "application/graphql-response+json"}
    response = await client.http.post("/graphql", content=body, headers=headers)
    assert response.status_code == BAD_REQUEST
    assert response.json()["errors"][0]["extensions"] == {"code": "GRAPHQL_PARSE_FAILED"}


LIMIT = 1_000


@pytest.fixture
async def narrow(database_url: str) -> AsyncIterator[Client]:
    """A client of an application that takes little without a key, and twice as much with one."""
    settings = Settings(database_url=database_url, body_limit_bytes=LIMIT, known_body_limit_bytes=2 * LIMIT)
    async with serving(settings) as client:
        yield client


def body_of(size: int) -> bytes:
    """A question of so many bytes."""
    question = b'{"query": "{ __typename }"}'
    return question + b" " * (size - len(question))


async def in_parts(body: bytes) -> AsyncIterator[bytes]:
    """The body as a client sends it that does not know its length."""
    for start in range(0, len(body), 100):
        yield body[start : start + 100]


@pytest.mark.parametrize(("size", "status"), [(LIMIT, 200), (LIMIT + 1, 413)])
@pytest.mark.parametrize("parted", [False, True])
async def test_a_body_has_a_limit(narrow: Client, size: int, status: int, *, parted: bool) -> None:
    """Whether or not its length is told beforehand."""
    body = body_of(size)
    response = await narrow.http.post("/graphql", content=in_parts(body) if parted else body, headers=HEADERS)
    assert response.status_code == status


@pytest.mark.parametrize(("size", "status"), [(2 * LIMIT, 200), (2 * LIMIT + 1, 413)])
@pytest.mark.parametrize("parted", [False, True])
async def test_who_may_write_sends_more(
    narrow: Client, contributor: str, size: int, status: int, *, parted: bool
) -> None:
    """An article is longer than a question."""
    body, headers = body_of(size), HEADERS | {"authorization": f"Bearer {contributor}"}
    response = await narrow.http.post("/graphql", content=in_parts(body) if parted else body, headers=headers)
    assert response.status_code == status


async def test_a_wrong_key_sends_no_more(narrow: Client) -> None:
    """The header alone opens nothing."""
    headers = HEADERS | {"authorization": "Bearer gzr_made_up"}
    response = await narrow.http.post("/graphql", content=body_of(LIMIT + 1), headers=headers)
    assert response.status_code == 413
    assert response.json()["errors"][0]["extensions"] == {"code": "BODY_TOO_LARGE"}


async def test_a_body_is_refused_while_it_comes(narrow: Client, database: Database) -> None:  # noqa: ARG001 - it closes it
    """No more of it is read than shows that it is too large."""
    read = 0

    async def without_end() -> AsyncIterator[bytes]:
        nonlocal read
        for _ in range(1_000_000):
            read += 100
            yield b" " * 100

    response = await narrow.http.post("/graphql", content=without_end(), headers=HEADERS)
    assert (response.status_code, read) == (413, LIMIT + 100)
