"""The endpoint as a whole: batches, faults of ours, and what it does not speak."""

import re

import httpx
import pytest
from structlog.testing import capture_logs

from api.answering import Answering
from api.context import Context
from api.endpoint import Endpoint, Rules
from api.metrics import Metrics
from api.operations import Operations
from api.persisted import RememberedDocuments
from api.schema import make_schema
from api.watching import Watch
from config import Settings
from tests.api.client import Client, serving

TYPENAME = {"query": "{ __typename }"}
ANSWERED = {"data": {"__typename": "Query"}, "extensions": {"cost": {"requested": 1, "limit": 25_000}}}
ADD = """mutation ($title: String!) {
  ingestArticle(input: {text: "وزیر گفت: «کار تمام شد.»", title: $title, outlet: "نمای شهر"}) { errors { message } }
}"""


async def test_a_batch_is_answered_in_its_order(http: httpx.AsyncClient) -> None:
    """Each with its own errors; the status is the batch's."""
    asked = [TYPENAME, {"query": "{ nothing }"}, {"query": "query Q { a: __typename }", "operationName": "Q"}]
    response = await http.post("/graphql", json=asked)
    first, second, third = response.json()
    assert (response.status_code, first, third["data"]) == (200, ANSWERED, {"a": "Query"})
    assert second["errors"][0]["extensions"] == {"code": "GRAPHQL_VALIDATION_FAILED"}


@pytest.mark.parametrize(("size", "status"), [(1, 200), (3, 200), (4, 400)])
async def test_a_batch_has_a_limit(sqlite_url: str, size: int, status: int) -> None:
    """It is one request to whoever counts requests."""
    async with serving(Settings(database_url=sqlite_url, batch_limit=3)) as client:
        response = await client.http.post("/graphql", json=[TYPENAME] * size)
    assert response.status_code == status


async def test_a_batch_with_a_malformed_request_does_nothing(client: Client, contributor: str) -> None:
    """The requests before it are not run either."""
    asked = [{"query": ADD, "variables": {"title": "نخست"}}, {"query": 5}]
    refused = await client.http.post("/graphql", json=asked, headers={"authorization": f"Bearer {contributor}"})
    counted = await client.data("{ claims { totalCount } }")
    assert (refused.status_code, counted) == (400, {"claims": {"totalCount": 0}})


async def test_a_request_of_a_batch_sees_what_those_before_it_changed(client: Client, contributor: str) -> None:
    """They run one after another."""
    asked = [{"query": ADD, "variables": {"title": "نخست"}}, {"query": "{ claims { totalCount } }"}]
    response = await client.http.post("/graphql", json=asked, headers={"authorization": f"Bearer {contributor}"})
    added, counted = response.json()
    assert added["data"] == {"ingestArticle": {"errors": []}}
    assert counted["data"]["claims"]["totalCount"] > 0


def broken_contexts(_authorization: str | None, _address: str | None, _since: str | None) -> Context:
    """No surroundings at all."""
    message = "secret"
    raise RuntimeError(message)


async def test_a_fault_of_ours_is_masked_and_logged_with_its_reference() -> None:
    """The client gets a reference, the log the cause."""
    rules = Rules(1_000, 1_000, 1, 0, frozenset())
    watch = Watch(Metrics())
    operations = Operations(Answering(make_schema().core), RememberedDocuments(), watch)
    endpoint = Endpoint(operations, rules, contexts=broken_contexts, page=None, watch=watch)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=endpoint), base_url="http://gozareh") as http:
        with capture_logs() as logs:
            response = await http.post("/graphql", json=TYPENAME)
    [error], [logged] = response.json()["errors"], logs
    assert (response.status_code, error["extensions"]) == (500, {"code": "INTERNAL_SERVER_ERROR"})
    assert "secret" not in error["message"]
    assert re.findall("[0-9a-f]{32}", error["message"]) == [logged["reference"]]
