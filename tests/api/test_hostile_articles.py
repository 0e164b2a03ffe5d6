"""Articles in requests that somebody made to harm: each is told by its field, and nothing of it is stored."""

import pytest

from tests.api.client import Client
from tests.api.test_ingesting import ARTICLE, INGEST

IN_A_REQUEST: dict[str, tuple[dict[str, object], str]] = {
    "NUL": ({"text": "گفت\0"}, "text"),
    "half a character": ({"text": "گفت \ud800"}, "text"),
    "half a character in a tag": ({"tags": ["\udfff"]}, "tags"),
    "too large": ({"text": "پل تازه باز شد " * 200_000}, "text"),
    "too many tags": ({"tags": ["پل"] * 1_001}, "tags"),
    "a long title": ({"title": "پل" * 10_000}, "title"),
    "a long section": ({"section": "پل" * 10_000}, "section"),
    "a long tag": ({"tags": ["پل" * 10_000]}, "tags"),
    "a long address": ({"url": "https://example.org/" + "a" * 10_000}, "url"),
    "nothing but spaces": ({"text": " \n" * 100_000}, "text"),
}


@pytest.mark.parametrize("case", IN_A_REQUEST)
async def test_a_hostile_article_in_a_request_is_told_by_field(client: Client, contributor: str, case: str) -> None:
    """And nothing of it is stored."""
    change, field = IN_A_REQUEST[case]
    answer = await client.ask(INGEST, key=contributor, input={**ARTICLE, **change})
    count = await client.data("{ claims { totalCount } }")
    if "errors" in answer:  # what is no text in JSON is no request either, nor is one of too many values
        assert {one["extensions"]["code"] for one in answer["errors"]} <= {"BAD_USER_INPUT", "LIMIT_EXCEEDED"}
    else:
        [error] = answer["data"]["ingestArticle"]["errors"]
        assert error["field"] == ["input", field]
    assert count["claims"]["totalCount"] == 0
