"""What is asked: every sort of query about what the database holds, one that takes too long, and what is written."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from benchmarks.api.load import ask_once

_LETTERS = 4
"""Of the shortest word that is searched."""
type Question = tuple[str, Mapping[str, object]]

_FACETS = "speakers(first: 50) { count } years { count } kinds { count } outlets { count } topics { count }"
_COUNTED = 'a{}: claims(where: {{not: [{{text: "x{}"}}]}}) {{ totalCount facets {{ {} }} }}'
TOO_SLOW = f"{{ {' '.join(_COUNTED.format(number, number, _FACETS) for number in range(15))} }}"
"""All claims counted in six ways, fifteen times over: within the limit of the price, and seconds on 20,000 claims."""
FOLLOW = "subscription ($since: String) { claimAdded(since: $since) { cursor claim { content context } } }"
INGEST = "mutation ($input: IngestArticleInput!) { ingestArticle(input: $input) { errors { message } change } }"
ADD_NOTE = "mutation ($input: AddNoteInput!) { addNote(input: $input) { errors { message } note { id } } }"
_KNOWN = "{ claims(first: 100) { nodes { id content article { id } speaker { id name } } } }"
_CLAIM = """query ($id: ID!) { claim(id: $id) { content kind saidOn speaker { name } history { nodes { at action } }
  article { title outlet { name } provenance { name } } notes { nodes { body } } } }"""
_SPEAKER = """query ($id: ID!) { speaker(id: $id) { name aliases { text } tenures { role }
  claims(first: 20) { totalCount nodes { content } } events(first: 10) { nodes { __typename } } } }"""
_PAGE = """query ($id: ID!) { claims(where: {speakerIds: [$id]}, first: 20) { totalCount pageInfo { hasNextPage }
  facets { kinds { kind count } years { year count } } nodes { id content } } }"""
_SEARCH = """query ($text: String!) {
  claims(where: {text: $text}, first: 20, orderBy: {field: RELEVANCE, direction: DESC}) {
    totalCount nodes { content highlights(text: $text) { start end } } } }"""
_TIMELINE = """query ($id: ID!) { timeline(where: {speakerIds: [$id]}, interval: YEAR, calendar: JALALI)
  { totalCount buckets { label count } } }"""
_SUGGESTIONS = "query ($text: String!) { suggestions(text: $text) { kind label } }"
_LISTS = """{ speakers(first: 20) { nodes { name } } topics(first: 20) { nodes { name } } viewer { name role }
  rateLimit { remaining } verdicts { key } reviewQueue(first: 5) { nodes { id } } }"""


@dataclass(frozen=True, slots=True)
class Known:
    """What a database holds, to ask about: ids of claims and speakers, names, and words."""

    claims: Sequence[str]
    speakers: Sequence[str]
    names: Sequence[str]
    words: Sequence[str]


async def known_of(port: int) -> Known:
    """What the server's newest claims tell."""
    answer = orjson.loads(await ask_once(port, orjson.dumps({"query": _KNOWN})))
    claims = answer["data"]["claims"]["nodes"]
    speakers = [one["speaker"] for one in claims if one["speaker"]]
    words = [word for one in claims for word in one["content"].split() if len(word) >= _LETTERS]
    ids, speaker_ids = ([one["id"] for one in some] for some in (claims, speakers))
    return Known(ids, speaker_ids, [one["name"] for one in speakers], words)


def questions(known: Known, chance: random.Random) -> list[Question]:
    """One of each sort."""
    claim, speaker = chance.choice(known.claims), chance.choice(known.speakers)
    return [
        (_CLAIM, {"id": claim}),
        (_SPEAKER, {"id": speaker}),
        (_PAGE, {"id": speaker}),
        (_SEARCH, {"text": chance.choice(known.words)}),
        (_TIMELINE, {"id": speaker}),
        (_SUGGESTIONS, {"text": chance.choice(known.names)[:3]}),
        (_LISTS, {}),
    ]


def article(number: int) -> dict[str, Any]:
    """The input of `ingestArticle` for the article of this number."""
    return {
        "url": f"https://example.org/soak/{number}",
        "outlet": "دریچه شمال",
        "title": f"پل شماره {number}",
        "publishedAt": "2024-04-30",
        "text": f"به گزارش ایسنا، مریم نیک‌فر، شهردار سپیدان گفت: پل شماره {number} تا پایان سال باز می‌شود.\n"
        f"بهرام آذرپی تأکید کرد که راه شماره {number} باز می‌ماند.",
    }
