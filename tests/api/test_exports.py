"""Exports over HTTP: every claim of a filter, once, in each form, and what is told where there is none."""

import csv
import gzip
from collections.abc import AsyncIterator, Callable
from io import StringIO

import brotli
import httpx
import orjson
import pytest
import zstandard

from api.exports.forms import Form
from config import Settings
from db.sessions import Database
from tests import factories as make
from tests.api.client import Client, serving
from tests.api.exporting import address, export, store_claims
from tests.api.test_every_field import small_world

TYPES = {
    Form.CSV: ("text/csv; charset=utf-8", "gozareh-claims.csv"),
    Form.JSON_LINES: ("application/x-ndjson", "gozareh-claims.jsonl"),
    Form.CLAIM_REVIEW: ("application/ld+json", "gozareh-claimreview.jsonld"),
    Form.TIMELINE: ("application/json", "gozareh-timeline.json"),
}
READ: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda body: zstandard.ZstdDecompressor().decompressobj().decompress(body),
}
LISTED = (
    "query ($where: ClaimWhere) { claims(where: $where, first: 100) { totalCount nodes { id saidOn verdict { id } } } }"
)


def ids(form: Form, body: bytes) -> list[str]:
    """The ids of an export's claims, in its order."""
    match form:
        case Form.CSV:
            return [row["id"] for row in csv.DictReader(StringIO(body.decode("utf-8-sig"), newline=""))]
        case Form.JSON_LINES:
            return [orjson.loads(line)["id"] for line in body.split(b"\n")[:-1]]
        case Form.CLAIM_REVIEW:
            return [review["url"].rpartition("/")[2] for review in orjson.loads(body)]
        case Form.TIMELINE:
            return [event["unique_id"] for event in orjson.loads(body)["events"]]


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize(
    "where",
    [
        {},
        {"text": "پل"},
        {"hasVerdict": False},
        {"or": [{"hasVerdict": True}, {"kinds": ["INDIRECT"]}], "not": [{"outlets": ["هیچ"]}]},
    ],
)
async def test_an_export_has_the_claims_of_its_filter_newest_first(
    client: Client, database: Database, form: Form, where: dict[str, object]
) -> None:
    """Those that GraphQL lists, but for those that have no place in the form."""
    await make.store(database, await small_world(database, store=False))
    listed = (await client.data(LISTED, where=where))["claims"]
    has_place = {Form.CLAIM_REVIEW: lambda one: one["verdict"], Form.TIMELINE: lambda one: one["saidOn"]}
    expected = [one["id"] for one in listed["nodes"] if has_place.get(form, bool)(one)]
    assert listed["totalCount"] > 0
    assert ids(form, await export(client, form, where)) == expected


@pytest.mark.parametrize("form", [Form.CSV, Form.TIMELINE])
@pytest.mark.parametrize("count", [0, 1, 99, 100, 101, 205])
async def test_every_claim_is_there_once_wherever_pages_end(
    client: Client, database: Database, form: Form, count: int
) -> None:
    """A page has 100."""
    await store_claims(database, count)
    found = ids(form, await export(client, form))
    assert len(found) == len(set(found)) == count


@pytest.mark.parametrize("form", Form)
async def test_a_browser_saves_an_export_under_its_name(http: httpx.AsyncClient, form: Form) -> None:
    """Nobody keeps it on the way."""
    response = await http.get(address(form))
    media_type, name = TYPES[form]
    assert response.headers["content-type"] == media_type
    assert response.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("coding", READ)
async def test_an_export_is_compressed_as_the_client_likes(client: Client, database: Database, coding: str) -> None:
    """Part by part; the bytes are the same once they are read."""
    await store_claims(database, 205)
    async with client.http.stream("GET", address(Form.CSV), headers={"accept-encoding": coding}) as response:
        sent = b"".join([part async for part in response.aiter_raw()])
    plain = await export(client, Form.CSV)
    assert response.headers["content-encoding"] == coding
    assert "Accept-Encoding" in response.headers["vary"]
    assert READ[coding](sent) == plain
    assert len(sent) < len(plain) / 4


async def test_head_tells_what_get_would(http: httpx.AsyncClient) -> None:
    """Without a body; of what is refused, too."""
    for asked in (address(Form.CSV), address(Form.CSV, {"speakerIds": ["x"]}), "/exports/xlsx"):
        told, got = await http.head(asked), await http.get(asked)
        assert (told.status_code, told.headers["content-type"]) == (got.status_code, got.headers["content-type"])
        assert told.content == b""
        assert told.headers.get("content-length") == got.headers.get("content-length")
        assert told.headers.get("content-encoding") == got.headers.get("content-encoding")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
async def test_nothing_is_exported_by_another_method(http: httpx.AsyncClient, method: str) -> None:
    """The answer names those that there are."""
    response = await http.request(method, address(Form.CSV))
    assert response.status_code == 405
    assert {"GET", "HEAD"} <= {one.strip() for one in response.headers["allow"].split(",")}


REFUSED = {
    "no form": ("/exports/xlsx", 404, "there is no export called xlsx; there are csv, jsonl, claimreview, timelinejs"),
    "no JSON": ("/exports/csv?where={", 400, "where: is not JSON"),
    "no object": ("/exports/csv?where=[]", 400, "where: is not an object"),
    "an unknown field": (address(Form.CSV, {"tex": "آب"}), 400, "Did you mean 'text'?"),
    "a value of another type": (address(Form.CSV, {"minConfidence": "much"}), 400, "minConfidence"),
    "no id": (address(Form.CSV, {"speakerIds": ["x"]}), 400, "speakerIds"),
    "no words": (address(Form.CSV, {"text": "«»"}), 400, "text"),
    "two filters": ("/exports/csv?where={}&where={}", 400, "where: stands twice"),
    "another parameter": ("/exports/csv?were={}", 400, "were: is no parameter of an export; there is where"),
    "no UTF-8": ("/exports/csv?where=%ff", 400, "address: is not in UTF-8"),
    "half a character": ('/exports/csv?where={"text":"\\ud800"}', 400, "where: is not JSON"),
}


@pytest.mark.parametrize(("asked", "status", "words"), REFUSED.values(), ids=REFUSED)
async def test_what_cannot_be_exported_is_told_in_words(
    http: httpx.AsyncClient, asked: str, status: int, words: str
) -> None:
    """As plain text that nobody keeps."""
    response = await http.get(asked)
    assert (response.status_code, response.headers["content-type"]) == (status, "text/plain; charset=utf-8")
    assert response.headers["cache-control"] == "no-store"
    assert words in response.text


async def test_a_key_that_is_none_is_told(http: httpx.AsyncClient) -> None:
    """As GraphQL tells it, before anything is sent."""
    response = await http.get(address(Form.CSV, {"hasNotes": True}), headers={"authorization": "Bearer wrong"})
    assert (response.status_code, response.headers["www-authenticate"]) == (401, "Bearer")


async def test_an_export_that_costs_more_than_a_request_may_is_told(sqlite_url: str) -> None:
    """And its price."""
    async with serving(Settings(database_url=sqlite_url, price_limit=100)) as client:
        response = await client.http.get(address(Form.CSV))
    assert response.status_code == 400
    assert "100" in response.text


async def test_a_database_that_is_away_is_told_before_anything_is_sent(sqlite_url: str) -> None:
    """With when to come again."""
    async with serving(Settings(database_url=sqlite_url, webhooks=False)) as client:
        async with client.database.writing() as session:
            connection = await session.connection()
            await connection.exec_driver_sql("ALTER TABLE claim RENAME TO gone")
        response = await client.http.get(address(Form.CSV))
    assert response.status_code == 503
    assert response.headers["content-type"] == "text/plain; charset=utf-8"


ALLOWED = "https://www.example.org"


@pytest.fixture
async def open_http(sqlite_url: str) -> AsyncIterator[httpx.AsyncClient]:
    """What asks an application that lets one other site in."""
    async with serving(Settings(database_url=sqlite_url, cors_origins=ALLOWED)) as client:
        yield client.http


@pytest.mark.parametrize(("origin", "status"), [(ALLOWED, 200), ("https://other.example.net", 403), (None, 403)])
async def test_pages_of_sites_that_are_let_in_can_ask(
    open_http: httpx.AsyncClient, origin: str | None, status: int
) -> None:
    """As they can ask GraphQL, and no others."""
    headers = {"sec-fetch-site": "cross-site"} | ({"origin": origin} if origin else {})
    response = await open_http.get(address(Form.TIMELINE), headers=headers)
    assert response.status_code == status
    assert response.headers.get("access-control-allow-origin") == (ALLOWED if status == 200 else None)


async def test_notes_of_the_team_alone_are_in_no_export(client: Client, database: Database, verifier: str) -> None:
    """Whatever key asks: a file goes further than who made it; evidence goes with the notes that are told."""
    article = make.article()
    revision = make.revision(article)
    claim, key = make.claim(revision), make.api_key()
    hidden = [make.note(claim, key=key, body=f"پنهان {one}", visibility="team") for one in range(30)]
    shown = [make.note(claim, key=key, body=f"پیدا {one}") for one in range(30)]
    draft = make.note(claim, key=key, body="پنهان هم", stage="draft")
    rows = [row for note in (*hidden, *shown, draft) for row in note]
    await make.store(database, [key, article, revision, claim, *rows])
    asked = await client.http.get(address(Form.JSON_LINES), headers={"authorization": f"Bearer {verifier}"})
    [line] = asked.content.split(b"\n")[:-1]
    told = orjson.loads(line)["notes"]
    assert {note["body"] for note in told} == {f"پیدا {one}" for one in range(30)}
    assert {evidence["url"] for note in told for evidence in note["evidence"]} == {"https://example.org/proof"}
    assert asked.content == await export(client, Form.JSON_LINES)
