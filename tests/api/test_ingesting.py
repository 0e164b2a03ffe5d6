"""Giving the service an article over GraphQL."""

import asyncio
from typing import Any

import pytest

from tests.api.client import Client

INGEST = """mutation ($input: IngestArticleInput!) { ingestArticle(input: $input) {
  errors { code field message } change claimsNew claimsChanged claimsUnchanged claimsWithdrawn
  article { url title section tags publishedOn publishedAt outlet { name }
    claims { nodes { content saidOn saidOnBasis speaker { name kind } } } } } }"""
ARTICLE: dict[str, Any] = {
    "text": "مریم نیک‌فر، شهردار سپیدان گفت: پل تازه فردا باز می‌شود.",
    "url": "https://example.org/bridge",
    "outlet": "سپیدان‌نامه",
    "title": "پل تازه",
    "section": "شهر",
    "tags": ["پل"],
    "publishedAt": "۱۴۰۲-۱۲-۱۵",
}


async def test_an_article_is_read_and_its_claims_come_back(client: Client, contributor: str) -> None:
    """One request gives the article and gets what was found in it."""
    payload = (await client.data(INGEST, key=contributor, input=ARTICLE))["ingestArticle"]
    assert payload == {
        "errors": [],
        "change": "NEW",
        "claimsNew": 1,
        "claimsChanged": 0,
        "claimsUnchanged": 0,
        "claimsWithdrawn": 0,
        "article": {
            "url": "https://example.org/bridge",
            "title": "پل تازه",
            "section": "شهر",
            "tags": ["پل"],
            "publishedOn": "2024-03-05",
            "publishedAt": None,
            "outlet": {"name": "سپیدان‌نامه"},
            "claims": {
                "nodes": [
                    {
                        "content": "پل تازه فردا باز می‌شود",
                        "saidOn": "2024-03-05",
                        "saidOnBasis": "PUBLISHED",
                        "speaker": {"name": "مریم نیک‌فر", "kind": "PERSON"},
                    }
                ]
            },
        },
    }


async def test_an_article_tells_where_its_text_came_from(client: Client, contributor: str) -> None:
    """From who printed it to where it first stood, with the words as printed and the outlet where it is known."""
    text = "به گزارش ایسنا، مریم نیک‌فر گفت: پل باز می‌شود."
    query = INGEST.replace("outlet { name }", "provenance { name words wordsSpan { start end } outlet { name } }")
    payload = (await client.data(query, key=contributor, input={**ARTICLE, "text": text}))["ingestArticle"]
    assert payload["article"]["provenance"] == [
        {"name": "سپیدان‌نامه", "words": None, "wordsSpan": None, "outlet": {"name": "سپیدان‌نامه"}},
        {"name": "ایسنا", "words": "ایسنا", "wordsSpan": {"start": 9, "end": 14}, "outlet": None},
    ]


async def test_a_judged_target_is_told_apart_from_the_judgement(client: Client, contributor: str) -> None:
    """«این اقدام» stands for the words before it."""
    text = "مریم نیک‌فر با اشاره به بستن پل سپیدان، این اقدام را زیان بازاریان دانست."
    query = INGEST.replace("content saidOn", "speechAct content target judgement judgementSpan { start end } saidOn")
    payload = (await client.data(query, key=contributor, input={**ARTICLE, "text": text}))["ingestArticle"]
    [claim] = payload["article"]["claims"]["nodes"]
    assert (claim["speechAct"], claim["target"], claim["judgement"]) == ("ASSERTED", "بستن پل سپیدان", "زیان بازاریان")


async def test_the_same_article_again_changes_nothing(client: Client, contributor: str) -> None:
    """And says so."""
    await client.data(INGEST, key=contributor, input=ARTICLE)
    payload = (await client.data(INGEST, key=contributor, input=ARTICLE))["ingestArticle"]
    assert (payload["change"], payload["claimsNew"]) == ("UNCHANGED", 0)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": " "}, ["input", "text"]),
        ({"text": "The minister said: the bridge opens tomorrow."}, ["input", "text"]),
        ({"text": "گفت" + "\x00"}, ["input", "text"]),
        ({"publishedAt": "1402-13-01"}, ["input", "publishedAt"]),
        ({"publishedAt": "yesterday"}, ["input", "publishedAt"]),
        ({"title": "a\x00b"}, ["input", "title"]),
        ({"tags": ["خوب", "\x00"]}, ["input", "tags"]),
        ({"url": "javascript:alert(1)"}, ["input", "url"]),
    ],
)
async def test_what_is_wrong_with_an_article_is_told_by_field(
    client: Client, contributor: str, change: dict[str, Any], field: list[str]
) -> None:
    """A person can mend it."""
    payload = (await client.data(INGEST, key=contributor, input={**ARTICLE, **change}))["ingestArticle"]
    assert payload["article"] is None
    assert [error["field"] for error in payload["errors"]] == [field]


async def test_without_a_key_no_article_is_read(client: Client) -> None:
    """Reading is open, writing is not."""
    code, message = await client.error(INGEST, input=ARTICLE)
    assert code == "UNAUTHENTICATED"
    assert "Authorization" in message


async def test_one_article_given_four_times_at_once_is_new_once(client: Client, contributor: str) -> None:
    """The others find it as it is."""
    given = [client.data(INGEST, key=contributor, input=ARTICLE) for _ in range(4)]
    payloads = [answer["ingestArticle"] for answer in await asyncio.gather(*given)]
    assert sorted(payload["change"] for payload in payloads) == ["NEW", "UNCHANGED", "UNCHANGED", "UNCHANGED"]
    assert sum(payload["claimsNew"] for payload in payloads) == 1
