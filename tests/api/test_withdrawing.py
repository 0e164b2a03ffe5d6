"""Withdrawing over GraphQL: a tombstone answers by its id, and no list, count, timeline or search tells the words."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from db.sessions import Database
from db.tables import ClaimRow
from domain.ids import article_id_by_url, speaker_id
from domain.node_ids import node_id
from tests.api.client import Client
from tests.ingest.registering import article, ingest, register

URL = "https://example.org/qanat"
ARTICLE = node_id("article", article_id_by_url(URL))
MAYOR = node_id("speaker", speaker_id("کاوه مهرزاد"))
REASON = "به خواست گوینده"
NO_ONE = "0" * 31 + "1"
ERRORS = "errors { code field message }"
TOMBSTONE = """id content context cue mention target judgement role saidOn saidOnPrinted withdrawalReason
  contentSpan { start end } mentionSpan { start } speaker { id } office { id } sourceMention { id }"""
OPENING = "به گزارش پیک سرمه، کاوه مهرزاد، رئیس جمهور روز گذشته گفت: قنات‌های زعفرانیه لایروبی می‌شود.\n"
TEXT = OPENING + "آذرنگ، نقاش شهر تأکید کرد که نگارخانه مینیاتور گشوده است."


@pytest.fixture
async def claims(database: Database) -> Mapping[str, str]:
    """The ids of the claims by a word of each: one of somebody known, one of somebody who waits, one elsewhere."""
    await register(database)
    await ingest(database, article(TEXT, "2019-05-01", url=URL), article("کاوه مهرزاد گفت: برف می‌بارد.", "2019-06-01"))
    async with database.reading() as session:
        rows = (await session.execute(select(col(ClaimRow.content), col(ClaimRow.id)))).all()
    return {
        word: node_id("claim", identity)
        for word in ("زعفرانیه", "مینیاتور", "برف")
        for content, identity in rows
        if word in content
    }


async def done(client: Client, key: str, name: str, selected: str = "", **given: object) -> Mapping[str, Any]:
    """What a mutation of this name answers."""
    type_name = name[0].upper() + name[1:]
    query = f"mutation M($input: {type_name}Input!) {{ {name}(input: $input) {{ {ERRORS} {selected} }} }}"
    answer: Mapping[str, Any] = (await client.data(query, key=key, input=given))[name]
    return answer


COUNTED = f"""{{
  claims {{ totalCount nodes {{ id }} }}
  found: claims(where: {{ text: "زعفرانیه" }}) {{ totalCount nodes {{ id }} }}
  waiting: claims(where: {{ text: "مینیاتور" }}) {{ totalCount }}
  asPresident: claims(where: {{ role: "رئیس جمهور" }}) {{ totalCount }}
  timeline(interval: YEAR) {{ totalCount undatedCount buckets {{ count }} }}
  speaker(id: "{MAYOR}") {{ mentionedAs {{ name times }} claims {{ totalCount }}
    timeline(interval: YEAR) {{ totalCount buckets {{ count }} }} }}
  judgements(where: {{ isOpen: true }}) {{ totalCount nodes {{ times mentions {{ totalCount }} }} }}
  node(id: "{ARTICLE}") {{ ... on Article {{ claims {{ totalCount nodes {{ id }} }} provenance {{ words }} }} }}
}}"""


async def test_a_withdrawn_claim_is_a_tombstone(client: Client, editor: str, claims: Mapping[str, str]) -> None:
    """By its id, through the interface, and beside what belongs to it."""
    claim = claims["زعفرانیه"]
    answer = await done(
        client, editor, "withdrawClaim", f"claim {{ {TOMBSTONE} }} heldBy", claimId=claim, reason=REASON
    )
    start = TEXT.index("قنات")
    tombstone = {
        "id": claim,
        **dict.fromkeys(("content", "context", "cue"), ""),
        **dict.fromkeys(("mention", "target", "judgement", "role", "saidOn", "saidOnPrinted", "mentionSpan")),
        **dict.fromkeys(("speaker", "office", "sourceMention")),
        "contentSpan": {"start": start, "end": TEXT.index(".\n")},
        "withdrawalReason": REASON,
    }
    assert answer == {"errors": [], "heldBy": [], "claim": tombstone}
    read = f'{{ claim(id: "{claim}") {{ {TOMBSTONE} withdrawnAt article {{ url withdrawnAt withdrawalReason }} }} }}'
    read_again = dict((await client.data(read))["claim"])
    assert read_again.pop("withdrawnAt") is not None
    assert read_again.pop("article") == {"url": URL, "withdrawnAt": None, "withdrawalReason": None}
    assert read_again == tombstone


async def test_no_count_tells_of_a_withdrawn_claim(client: Client, editor: str, claims: Mapping[str, str]) -> None:
    """Every list is as long as one counts by hand."""
    for word in ("زعفرانیه", "مینیاتور"):
        await done(client, editor, "withdrawClaim", claimId=claims[word], reason=REASON)
    assert await client.data(COUNTED) == {
        "claims": {"totalCount": 1, "nodes": [{"id": claims["برف"]}]},
        "found": {"totalCount": 0, "nodes": []},
        "waiting": {"totalCount": 0},
        "asPresident": {"totalCount": 1},
        "timeline": {"totalCount": 1, "undatedCount": 0, "buckets": [{"count": 1}]},
        "speaker": {
            "mentionedAs": [{"name": "کاوه مهرزاد", "times": 1}],
            "claims": {"totalCount": 1},
            "timeline": {"totalCount": 1, "buckets": [{"count": 1}]},
        },
        "judgements": {"totalCount": 0, "nodes": []},
        "node": {"claims": {"totalCount": 0, "nodes": []}, "provenance": [{"words": None}, {"words": "پیک سرمه"}]},
    }


async def test_a_restored_claim_is_counted_again(client: Client, editor: str, claims: Mapping[str, str]) -> None:
    """Everything is read as before."""
    before = await client.data(COUNTED)
    for word in ("زعفرانیه", "مینیاتور"):
        await done(client, editor, "withdrawClaim", claimId=claims[word], reason=REASON)
        answer = await done(
            client, editor, "restoreClaim", "claim { content withdrawalReason }", claimId=claims[word], reason=REASON
        )
        assert word in answer["claim"]["content"]
        assert answer["claim"]["withdrawalReason"] is None
    assert await client.data(COUNTED) == before


async def test_a_withdrawn_article_is_a_tombstone(client: Client, editor: str, claims: Mapping[str, str]) -> None:
    """With all its claims, and beside them."""
    assert claims
    selected = "claimsWithdrawn article { url title section tags text withdrawalReason publishedOn outlet { name } }"
    answer = await done(client, editor, "withdrawArticle", selected, articleId=ARTICLE, reason=REASON)
    assert answer == {
        "errors": [],
        "claimsWithdrawn": 2,
        "article": {
            "url": None,
            "title": None,
            "section": None,
            "tags": [],
            "text": None,
            "withdrawalReason": REASON,
            "publishedOn": "2019-05-01",
            "outlet": {"name": "خبرگزاری آزمون"},
        },
    }
    read = f'{{ claim(id: "{claims["مینیاتور"]}") {{ content withdrawalReason article {{ withdrawalReason }} }} }}'
    assert (await client.data(read))["claim"] == {
        "content": "",
        "withdrawalReason": REASON,
        "article": {"withdrawalReason": REASON},
    }


async def test_no_count_tells_of_a_withdrawn_article(client: Client, editor: str, claims: Mapping[str, str]) -> None:
    """And all is counted again once it is restored."""
    before = await client.data(COUNTED)
    await done(client, editor, "withdrawArticle", articleId=ARTICLE, reason=REASON)
    counted = await client.data(COUNTED)
    assert counted["claims"] == {"totalCount": 1, "nodes": [{"id": claims["برف"]}]}
    assert (counted["found"]["totalCount"], counted["waiting"]["totalCount"]) == (0, 0)
    assert counted["timeline"]["totalCount"] == 1
    assert counted["speaker"]["mentionedAs"] == [{"name": "کاوه مهرزاد", "times": 1}]
    assert counted["judgements"]["totalCount"] == 0
    assert counted["node"] == {"claims": {"totalCount": 0, "nodes": []}, "provenance": []}
    answer = await done(
        client, editor, "restoreArticle", "claimsRestored article { url }", articleId=ARTICLE, reason=REASON
    )
    assert answer == {"errors": [], "claimsRestored": 2, "article": {"url": URL}}
    assert await client.data(COUNTED) == before


async def test_a_source_of_a_withdrawn_article_is_told_without_its_name(
    client: Client, editor: str, claims: Mapping[str, str]
) -> None:
    """Its id goes on answering."""
    read = f'{{ claim(id: "{claims["مینیاتور"]}") {{ sourceMention {{ id }} }} }}'
    mention = (await client.data(read))["claim"]["sourceMention"]["id"]
    await done(client, editor, "withdrawArticle", articleId=ARTICLE, reason=REASON)
    read = (
        f'{{ node(id: "{mention}") {{ ... on Mention {{ name offices judgement {{ id }} candidates {{ why }} }} }} }}'
    )
    assert (await client.data(read))["node"] == {"name": "", "offices": [], "judgement": None, "candidates": []}


async def test_a_withdrawn_article_is_refused_when_it_is_given_again(
    client: Client, editor: str, claims: Mapping[str, str]
) -> None:
    """The answer says that it was withdrawn, and why."""
    assert claims
    await done(client, editor, "withdrawArticle", articleId=ARTICLE, reason=REASON, erase=True)
    query = f"""mutation ($input: IngestArticleInput!) {{ ingestArticle(input: $input) {{ {ERRORS} change claimsNew
      article {{ id url withdrawalReason claims {{ totalCount }} }} }} }}"""
    answer = await client.data(query, key=editor, input={"text": TEXT, "url": URL})
    tombstone = {"id": ARTICLE, "url": None, "withdrawalReason": REASON, "claims": {"totalCount": 0}}
    assert answer["ingestArticle"] == {"errors": [], "change": "WITHDRAWN", "claimsNew": 0, "article": tombstone}


@pytest.mark.parametrize(
    ("name", "given", "told"),
    [
        ("withdrawClaim", {"claimId": f"claim_{NO_ONE}"}, ("NOT_FOUND", "claimId")),
        ("withdrawClaim", {"claimId": ARTICLE}, ("INVALID", "claimId")),
        ("restoreClaim", {"claimId": f"claim_{NO_ONE}"}, ("NOT_FOUND", "claimId")),
        ("withdrawArticle", {"articleId": f"article_{NO_ONE}"}, ("NOT_FOUND", "articleId")),
        ("withdrawArticle", {"articleId": ARTICLE, "reason": "…"}, ("REQUIRED", "reason")),
        ("restoreArticle", {"articleId": ARTICLE}, ("CONFLICT", "articleId")),
        ("restoreArticle", {"articleId": "x"}, ("INVALID", "articleId")),
    ],
)
@pytest.mark.usefixtures("claims")
async def test_what_cannot_be_done_names_the_field_to_mend(
    client: Client, editor: str, name: str, given: dict[str, str], told: tuple[str, str]
) -> None:
    """Beside the payload."""
    [error] = (await done(client, editor, name, **{"reason": REASON, **given}))["errors"]
    assert (error["code"], error["field"]) == (told[0], ["input", told[1]])


@pytest.mark.parametrize("name", ["withdrawClaim", "restoreClaim", "withdrawArticle", "restoreArticle"])
async def test_a_verifier_withdraws_nothing(
    client: Client, verifier: str, claims: Mapping[str, str], name: str
) -> None:
    """It needs an editor; without a key, a key."""
    of, identity = ("claimId", claims["برف"]) if name.endswith("Claim") else ("articleId", ARTICLE)
    type_name = name[0].upper() + name[1:]
    query = f"mutation M($input: {type_name}Input!) {{ {name}(input: $input) {{ {ERRORS} }} }}"
    given = {of: identity, "reason": REASON}
    assert (await client.error(query, key=verifier, input=given))[0] == "FORBIDDEN"
    assert (await client.error(query, input=given))[0] == "UNAUTHENTICATED"


async def test_the_same_withdrawal_under_one_key_is_done_once(
    client: Client, editor: str, claims: Mapping[str, str]
) -> None:
    """And answered alike."""
    given = {"claimId": claims["برف"], "reason": REASON, "idempotencyKey": "یک"}
    first = await done(client, editor, "withdrawClaim", "heldBy claim { id content }", **given)
    again = await done(client, editor, "withdrawClaim", "heldBy claim { id content }", **given)
    assert first == again == {"errors": [], "heldBy": [], "claim": {"id": claims["برف"], "content": ""}}
