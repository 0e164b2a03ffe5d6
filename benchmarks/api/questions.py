"""The questions that both servers are asked, each in its own words, and one form for both answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from domain.node_ids import node_id, split_node_id

type Json = dict[str, Any]
"""An object of an answer; what it holds is known by the document that asked for it."""
type Values = Mapping[str, str]
"""What one asking is about, the same for both servers."""


@dataclass(frozen=True, slots=True)
class Side:
    """A question as one server takes it: its document, its variables, and what its answer says."""

    document: str
    variables: Callable[[Values], Json]
    said: Callable[[Json], object]

    def body(self, values: Values) -> bytes:
        """The request's body."""
        return orjson.dumps({"query": self.document, "variables": self.variables(values)})

    def answer(self, body: bytes) -> object:
        """What the answer's body says."""
        return self.said(orjson.loads(body)["data"])


@dataclass(frozen=True, slots=True)
class Question:
    """A question that both servers answer, and how much less CPU ours has to spend than the peer."""

    name: str
    ours: Side
    peer: Side
    server_asked: float
    whole_asked: float


_OUR_CLAIM = """
fragment ClaimParts on Claim {
  id content kind speechAct saidOn saidOnPrecision confidence
  speaker { id name }
  article { id title url publishedOn outlet { id name } }
  notes(first: 10) { nodes { id author body publishedAt verdict { key labelFa } } }
}"""
_PEER_CLAIM = """
fragment ClaimParts on Claim {
  rowId content kind speechAct saidOn saidOnPrecision confidence
  speakerBySpeakerId { rowId name }
  articleByArticleId { rowId title url publishedOn outletByOutletId { rowId name } }
  notesByClaimId(
    first: 10
    condition: { stage: "published", visibility: "public", supersededAt: null, retractedAt: null }
    orderBy: [CREATED_AT_DESC, ROW_ID_DESC]
  ) { nodes { rowId author body publishedAt verdictByVerdictId { key labelFa } } }
}"""


def _our_claim(claim: Json) -> object:
    article = claim["article"]
    return _claim(
        claim,
        key=_key(claim),
        speaker=_ours_named(claim["speaker"]),
        article=(_key(article), article["title"], article["url"], article["publishedOn"]),
        outlet=_ours_named(article["outlet"]),
        notes=[_note(note, _key(note), note["verdict"]) for note in claim["notes"]["nodes"]],
    )


def _peer_claim(claim: Json) -> object:
    article = claim["articleByArticleId"]
    return _claim(
        claim,
        key=claim["rowId"],
        speaker=_peers_named(claim["speakerBySpeakerId"]),
        article=(article["rowId"], article["title"], article["url"], article["publishedOn"]),
        outlet=_peers_named(article["outletByOutletId"]),
        notes=[_note(note, note["rowId"], note["verdictByVerdictId"]) for note in claim["notesByClaimId"]["nodes"]],
    )


def _claim(claim: Json, **others: object) -> object:
    plain = {name: claim[name] for name in ("content", "saidOn", "confidence")}
    closed = {name: claim[name] and claim[name].lower() for name in ("kind", "speechAct", "saidOnPrecision")}
    return plain | closed | others


def _note(note: Json, key: str, verdict: Json) -> object:
    published = datetime.fromisoformat(note["publishedAt"])
    return (key, note["author"], note["body"], published, verdict and (verdict["key"], verdict["labelFa"]))


def _key(row: Json) -> str:
    return str(split_node_id(row["id"])[1])


def _ours_named(row: Json) -> object:
    return row and (_key(row), row["name"])


def _peers_named(row: Json) -> object:
    return row and (row["rowId"], row["name"])


def _page(claims: Json, one: Callable[[Json], object]) -> object:
    """The claims of a page, whether there are more, and whether there is a cursor: what it is, is each server's own."""
    info = claims["pageInfo"]
    return [one(claim) for claim in claims["nodes"]], info["hasNextPage"], info["endCursor"] is not None


def _our_months(timeline: Json) -> object:
    """How many claims each month and topic have, where they have any, and the topics' names."""
    months = [bucket["start"] for bucket in timeline["buckets"]]
    topics = [(_ours_named(one["topic"]), one["counts"]) for one in timeline["series"]]
    return {
        (topic, month): count for topic, counts in topics for month, count in zip(months, counts, strict=True) if count
    }


def _peer_months(answer: Json) -> object:
    names = {topic["rowId"]: _peers_named(topic) for topic in answer["allTopics"]["nodes"]}
    return {(names[row["topicId"]], row["month"]): row["claims"] for row in answer["peerTimelineByTopicList"]}


ONE_CLAIM = Question(
    "one claim with speaker, article, outlet, notes",
    Side(
        "query Claim($id: ID!) { claim(id: $id) { ...ClaimParts } }" + _OUR_CLAIM,
        lambda asked: {"id": node_id("claim", asked["claim"])},
        lambda answer: _our_claim(answer["claim"]),
    ),
    Side(
        "query Claim($id: UUID!) { claimByRowId(rowId: $id) { ...ClaimParts } }" + _PEER_CLAIM,
        lambda asked: {"id": asked["claim"]},
        lambda answer: _peer_claim(answer["claimByRowId"]),
    ),
    1.5,
    1.3,
)
PAGE = Question(
    "50 claims of a speaker between dates, each with speaker, article, outlet, notes",
    Side(
        """query Claims($speaker: ID!, $from: Date!, $before: Date!) {
  claims(where: { speakerIds: [$speaker], saidOn: { gte: $from, lt: $before } }, first: 50) {
    nodes { ...ClaimParts } pageInfo { hasNextPage endCursor }
  }
}"""
        + _OUR_CLAIM,
        lambda asked: {
            "speaker": node_id("speaker", asked["speaker"]),
            "from": asked["from"],
            "before": asked["before"],
        },
        lambda answer: _page(answer["claims"], _our_claim),
    ),
    Side(
        """query Claims($speaker: UUID!, $from: Date!, $before: Date!) {
  allClaims(
    condition: { speakerId: $speaker, withdrawnAt: null }
    filter: { saidOn: { greaterThanOrEqualTo: $from, lessThan: $before } }
    orderBy: [ORDERED_ON_DESC, ROW_ID_DESC]
    first: 50
  ) { nodes { ...ClaimParts } pageInfo { hasNextPage endCursor } }
}"""
        + _PEER_CLAIM,
        lambda asked: {"speaker": asked["speaker"], "from": asked["from"], "before": asked["before"]},
        lambda answer: _page(answer["allClaims"], _peer_claim),
    ),
    2.0,
    1.5,
)
TIMELINE = Question(
    "ten years by month and topic of one speaker",
    Side(
        """query Timeline($speaker: ID!, $from: Date!, $before: Date!) {
  timeline(
    where: { speakerIds: [$speaker], saidOn: { gte: $from, lt: $before } }
    interval: MONTH
    groupBy: TOPIC
  ) { buckets { start } series(first: 100) { topic { id name } counts } }
}""",
        lambda asked: {
            "speaker": node_id("speaker", asked["speaker"]),
            "from": asked["from"],
            "before": asked["before"],
        },
        lambda answer: _our_months(answer["timeline"]),
    ),
    Side(
        """query Timeline($speaker: UUID!, $from: Date!, $before: Date!) {
  peerTimelineByTopicList(ofSpeaker: $speaker, since: $from, until: $before) { month topicId claims }
  allTopics { nodes { rowId name } }
}""",
        lambda asked: {"speaker": asked["speaker"], "from": asked["from"], "before": asked["before"]},
        _peer_months,
    ),
    3.0,
    1.6,
)
SEARCH = Question(
    "search, newest 20",
    Side(
        """query Search($text: String!) {
  claims(where: { text: $text }, first: 20) { nodes { ...ClaimParts } pageInfo { hasNextPage endCursor } }
}"""
        + _OUR_CLAIM,
        lambda asked: {"text": asked["word"]},
        lambda answer: _page(answer["claims"], _our_claim),
    ),
    Side(
        """query Search($words: String!) {
  peerSearchClaims(words: $words, orderBy: [ORDERED_ON_DESC, ROW_ID_DESC], first: 20) {
    nodes { ...ClaimParts } pageInfo { hasNextPage endCursor }
  }
}"""
        + _PEER_CLAIM,
        lambda asked: {"words": f"'{asked['word']}':*"},
        lambda answer: _page(answer["peerSearchClaims"], _peer_claim),
    ),
    1.7,
    1.3,
)
QUESTIONS = (ONE_CLAIM, PAGE, TIMELINE, SEARCH)
