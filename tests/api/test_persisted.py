"""Clients name documents by their hash instead of sending them; where a manifest is trusted, only its documents."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.persisted import NoDocument, RememberedDocuments, read_trusted_documents
from config import Settings
from domain.errors import BadSetting, MissingFile
from tests.api.client import Client, serving

TYPENAME = "{ __typename }"
COUNT = "query Count { claims { totalCount } }"
ANSWERED = {"data": {"__typename": "Query"}, "extensions": {"cost": {"requested": 1, "limit": 25_000}}}
NEWER = "application/graphql-response+json"
NO_CLAIMS = {
    "data": {"claims": {"totalCount": 0}},
    "extensions": {"cost": {"requested": 52, "limit": 25_000}},
}


def digest(text: str) -> str:
    """The hash that clients send."""
    return sha256(text.encode()).hexdigest()


def hashed(text: str) -> dict[str, object]:
    """The extensions of a request that names this document."""
    return {"persistedQuery": {"version": 1, "sha256Hash": digest(text)}}


async def test_an_unknown_hash_is_told_in_the_words_that_clients_wait_for(http: httpx.AsyncClient) -> None:
    """The answer is this service's, so plain JSON has 200; the newer type says that nothing ran."""
    plain = await http.post("/graphql", json={"extensions": hashed(TYPENAME)})
    newer = await http.post("/graphql", json={"extensions": hashed(TYPENAME)}, headers={"accept": NEWER})
    told = {"message": "PersistedQueryNotFound", "extensions": {"code": "PERSISTED_QUERY_NOT_FOUND"}}
    assert (plain.status_code, plain.json()) == (200, {"errors": [told]})
    assert (newer.status_code, newer.json()) == (400, {"errors": [told]})


async def test_a_document_that_came_with_its_hash_is_known(http: httpx.AsyncClient) -> None:
    """By POST and by GET, where caches can keep the answer under a short address."""
    extensions = hashed(TYPENAME)
    sent = await http.post("/graphql", json={"query": TYPENAME, "extensions": extensions})
    again = await http.post("/graphql", json={"extensions": extensions})
    got = await http.get("/graphql", params={"extensions": json.dumps(extensions)})
    assert [one.json() for one in (sent, again, got)] == [ANSWERED] * 3


@pytest.mark.parametrize("name", ["documentId", "id"])
@pytest.mark.parametrize("mark", ["sha256:", ""])
async def test_a_known_document_has_an_id(http: httpx.AsyncClient, name: str, mark: str) -> None:
    """The specification's, its hash after `sha256:`, or the hash alone."""
    await http.post("/graphql", json={"query": TYPENAME, "documentId": f"sha256:{digest(TYPENAME)}"})
    posted = await http.post("/graphql", json={name: mark + digest(TYPENAME)})
    got = await http.get("/graphql", params={name: mark + digest(TYPENAME)})
    assert [posted.json(), got.json()] == [ANSWERED] * 2


@pytest.mark.parametrize(
    "request_body",
    [
        {"query": TYPENAME, "extensions": hashed(COUNT)},
        {"query": TYPENAME, "documentId": f"sha256:{digest(COUNT)}"},
        {"query": TYPENAME, "extensions": {"persistedQuery": {"version": 2, "sha256Hash": digest(TYPENAME)}}},
        {"query": TYPENAME, "extensions": {"persistedQuery": {"sha256Hash": digest(TYPENAME)}}},
        {"query": TYPENAME, "extensions": {"persistedQuery": {"version": 1, "sha256Hash": 5}}},
        {"query": TYPENAME, "extensions": {"persistedQuery": "x"}},
        {"documentId": 5},
    ],
)
async def test_a_hash_that_is_not_the_documents_is_refused(
    http: httpx.AsyncClient, request_body: dict[str, object]
) -> None:
    """And nothing is remembered under it."""
    refused = await http.post("/graphql", json=request_body)
    later = await http.post("/graphql", json={"extensions": hashed(COUNT)})
    assert (refused.status_code, refused.json()["errors"][0]["extensions"]["code"]) == (400, "BAD_USER_INPUT")
    assert later.json()["errors"][0]["extensions"]["code"] == "PERSISTED_QUERY_NOT_FOUND"


async def test_a_mutation_that_is_known_still_needs_post(http: httpx.AsyncClient) -> None:
    """By its hash, an address would change something as well."""
    mutation = "mutation { __typename }"
    await http.post("/graphql", json={"query": mutation, "extensions": hashed(mutation)})
    response = await http.get("/graphql", params={"documentId": digest(mutation)})
    assert response.status_code == 405


def test_the_least_used_document_is_forgotten_first() -> None:
    """So that nobody fills the memory."""
    documents = RememberedDocuments(most_characters=10)
    for text in ("aaaa", "bbbb"):
        documents.sent_as(text, digest(text))
    documents.named(digest("aaaa"))
    documents.sent_as("cccc", digest("cccc"))
    assert documents.named(digest("aaaa")) == "aaaa"
    with pytest.raises(NoDocument):
        documents.named(digest("bbbb"))


def test_a_document_larger_than_the_memory_is_answered_and_forgotten() -> None:
    """With all that was there before it."""
    documents = RememberedDocuments(most_characters=3)
    assert documents.sent_as("aaaa", digest("aaaa")) == "aaaa"
    with pytest.raises(NoDocument):
        documents.named(digest("aaaa"))


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    """The documents of a frontend by ids of its own."""
    path = tmp_path / "documents.json"
    path.write_text(json.dumps({"b1946ac92492d2347c6235b4d2611184": COUNT}), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "request_body",
    [
        {"documentId": "b1946ac92492d2347c6235b4d2611184"},
        {"id": "b1946ac92492d2347c6235b4d2611184"},
        {"documentId": f"sha256:{digest(COUNT)}"},
        {"extensions": hashed(COUNT)},
        {"query": COUNT},
        {"query": COUNT, "extensions": hashed(COUNT)},
    ],
)
async def test_a_trusted_document_is_answered(sqlite_url: str, manifest: Path, request_body: dict[str, object]) -> None:
    """By the id that its build gave it, by its hash, or by its text."""
    async with serving(Settings(database_url=sqlite_url, trusted_documents=str(manifest))) as client:
        response = await client.http.post("/graphql", json=request_body)
    assert response.json() == NO_CLAIMS


@pytest.mark.parametrize(
    "request_body",
    [
        {"query": TYPENAME},
        {"query": TYPENAME, "extensions": hashed(TYPENAME)},
        {"extensions": hashed(TYPENAME)},
        {"documentId": "other"},
        {"query": f"{COUNT} "},
    ],
)
async def test_no_other_document_is_answered_beside_trusted_ones(
    sqlite_url: str, manifest: Path, request_body: dict[str, object]
) -> None:
    """Nor can a client add one; the code differs from that of a document which may be sent."""
    async with serving(Settings(database_url=sqlite_url, trusted_documents=str(manifest))) as client:
        response = await client.http.post("/graphql", json=request_body, headers={"accept": NEWER})
    assert response.status_code == 403
    assert response.json()["errors"][0]["extensions"] == {"code": "DOCUMENT_NOT_TRUSTED"}


async def test_a_batch_answers_for_each_document(client: Client) -> None:
    """One that is not known does not hinder the others."""
    asked: list[dict[str, Any]] = [{"extensions": hashed(COUNT)}, {"query": TYPENAME}]
    first, second = (await client.http.post("/graphql", json=asked)).json()
    assert first["errors"][0]["extensions"] == {"code": "PERSISTED_QUERY_NOT_FOUND"}
    assert second == ANSWERED


def test_a_folder_of_manifests_is_read_whole(tmp_path: Path) -> None:
    """One for each frontend, say; the same document may stand in several."""
    (tmp_path / "one.json").write_text(json.dumps({"a": COUNT}), encoding="utf-8")
    (tmp_path / "two.json").write_text(json.dumps({"a": COUNT, "b": TYPENAME}), encoding="utf-8")
    documents = read_trusted_documents(tmp_path)
    assert (documents.named("a"), documents.named("b")) == (COUNT, TYPENAME)


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"one.json": "{"}, r"one\.json: cannot be read as JSON"),
        ({"one.json": "[]"}, r"one\.json: is not a JSON object"),
        ({"one.json": '{"a": 5}'}, r"one\.json: a: is not the text of a document"),
        ({"one.json": '{"a": "{"}'}, r"one\.json: a: Syntax Error"),
        ({"one.json": '{"a": "{ x }"}', "two.json": '{"a": "{ y }"}'}, r"two\.json: a: is another document"),
        ({"one.json": "{}"}, "has no documents"),
        ({}, "has no documents"),
    ],
)
def test_a_manifest_that_cannot_be_used_is_told_by_file_and_entry(
    tmp_path: Path, files: dict[str, str], told: str
) -> None:
    """Before anything is served."""
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(BadSetting, match=f"^GOZAREH_TRUSTED_DOCUMENTS: .*{told}"):
        read_trusted_documents(tmp_path)


def test_a_manifest_that_is_not_there_is_told(tmp_path: Path) -> None:
    """By its path."""
    with pytest.raises(MissingFile):
        read_trusted_documents(tmp_path / "none.json")
