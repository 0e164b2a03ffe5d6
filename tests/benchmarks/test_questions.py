"""The two servers' answers in one form, as the benchmark of the API compares them."""

from typing import Any

import orjson
import pytest

from benchmarks.api.questions import ONE_CLAIM, PAGE, TIMELINE, Question
from domain.node_ids import node_id

CLAIM, SPEAKER, ARTICLE, OUTLET, NOTE, TOPIC = (f"6f1b1d0e-5f0c-5a55-9e0b-6a1f0e7c9a1{digit}" for digit in range(6))


def ours(**changes: Any) -> dict[str, Any]:
    """A claim as our server tells it."""
    return {
        "id": node_id("claim", CLAIM), "content": "پل باز است", "kind": "DIRECT", "speechAct": "ASSERTED",
        "saidOn": "2024-04-30", "saidOnPrecision": "DAY", "confidence": 0.9,
        "speaker": {"id": node_id("speaker", SPEAKER), "name": "مریم نیک‌فر"},
        "article": {
            "id": node_id("article", ARTICLE), "title": "پل",
            "url": "https://example.org/1", "publishedOn": "2024-05-01",
            "outlet": {"id": node_id("outlet", OUTLET), "name": "خبرگزاری آزمون"},
        },
        "notes": {"nodes": [{
            "id": node_id("note", NOTE), "author": "سارا", "body": "بررسی شد.", "publishedAt": "2024-05-02T09:30:00Z",
            "verdict": {"key": "true", "labelFa": "درست"},
        }]},
    } | changes  # fmt: skip


def theirs(**changes: Any) -> dict[str, Any]:
    """The same claim as PostGraphile tells it."""
    return {
        "rowId": CLAIM, "content": "پل باز است", "kind": "direct", "speechAct": "asserted",
        "saidOn": "2024-04-30", "saidOnPrecision": "day", "confidence": 0.9,
        "speakerBySpeakerId": {"rowId": SPEAKER, "name": "مریم نیک‌فر"},
        "articleByArticleId": {
            "rowId": ARTICLE, "title": "پل",
            "url": "https://example.org/1", "publishedOn": "2024-05-01",
            "outletByOutletId": {"rowId": OUTLET, "name": "خبرگزاری آزمون"},
        },
        "notesByClaimId": {"nodes": [{
            "rowId": NOTE, "author": "سارا", "body": "بررسی شد.", "publishedAt": "2024-05-02T13:00:00+03:30",
            "verdictByVerdictId": {"key": "true", "labelFa": "درست"},
        }]},
    } | changes  # fmt: skip


def said(question: Question, our: object, their: object) -> tuple[object, object]:
    """What the two answers say."""
    bodies = [orjson.dumps({"data": answer}) for answer in (our, their)]
    return question.ours.answer(bodies[0]), question.peer.answer(bodies[1])


def test_the_same_claim_is_the_same_however_each_server_tells_it() -> None:
    """Ids, closed sets, instants and names of fields differ in form only."""
    our, their = said(ONE_CLAIM, {"claim": ours()}, {"claimByRowId": theirs()})
    assert our == their


@pytest.mark.parametrize(
    "changes",
    [
        {"content": "پل بسته است"},
        {"saidOn": None},
        {"speakerBySpeakerId": None},
        {"notesByClaimId": {"nodes": []}},
        {"kind": "indirect"},
        {"confidence": 0.8},
        {"rowId": SPEAKER},
    ],
)
def test_a_difference_is_seen(changes: dict[str, Any]) -> None:
    """One field told otherwise makes the answers unequal."""
    our, their = said(ONE_CLAIM, {"claim": ours()}, {"claimByRowId": theirs(**changes)})
    assert our != their


def test_a_page_in_another_order_is_another_page() -> None:
    """Claims are compared in their order."""
    other = {"id": node_id("claim", NOTE)}, {"rowId": NOTE}
    page = {"hasNextPage": True, "endCursor": "x"}
    our, their = said(
        PAGE,
        {"claims": {"nodes": [ours(), ours(**other[0])], "pageInfo": page}},
        {"allClaims": {"nodes": [theirs(**other[1]), theirs()], "pageInfo": page}},
    )
    assert our != their


def test_months_without_claims_are_left_out_of_the_comparison() -> None:
    """Ours tells of every month, the peer's of those with claims."""
    topic = {"id": node_id("topic", TOPIC), "name": "آب"}
    our, their = said(
        TIMELINE,
        {
            "timeline": {
                "buckets": [{"start": "2024-01-01"}, {"start": "2024-02-01"}],
                "series": [{"topic": topic, "counts": [0, 3]}],
            }
        },
        {
            "peerTimelineByTopicList": [{"month": "2024-02-01", "topicId": TOPIC, "claims": 3}],
            "allTopics": {"nodes": [{"rowId": TOPIC, "name": "آب"}]},
        },
    )
    assert our == their
