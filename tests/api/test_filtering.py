"""What a client's `where` means over HTTP: what is left out, null and empty, ranges of days, and what is refused."""

from datetime import date

import pytest
from sqlmodel import SQLModel

from db.sessions import Database
from tests import factories as make
from tests.api.client import Client

CLAIMS = "query ($where: ClaimWhere) { claims(where: $where) { totalCount nodes { content } } }"
HIGHLIGHTS = """query ($text: String!, $in: HighlightedIn! = CONTENT) {
  claims(where: {text: $text}) { nodes { content context highlights(text: $text, in: $in) { start end } } }
}"""
SAID = ("پل تازه باز شد", "سد تازه پر نشد", "جاده بسته ماند")


@pytest.fixture
async def claims(database: Database) -> list[SQLModel]:
    """Three claims: of two days and of none, the first with a public note and the second with a draft."""
    outlet = make.outlet()
    article, other = make.article(of=outlet), make.article()
    other.published_on = date(2021, 3, 21)
    revisions = [make.revision(article), make.revision(other)]
    rows = [
        make.claim(revisions[0], content=SAID[0], said_on=date(2020, 11, 17)),
        make.claim(revisions[0], content=SAID[1], said_on=date(2020, 10, 22), precision="month"),
        make.claim(revisions[1], content=SAID[2], said_on=None),
    ]
    key = make.api_key()
    notes = [*make.note(rows[0], key=key), *make.note(rows[1], key=key, stage="draft")]
    stored: list[SQLModel] = [outlet, article, other, *revisions, *rows, key, *notes]
    await make.store(database, stored)
    return stored


async def found(client: Client, where: object, key: str | None = None) -> set[int]:
    """The numbers of the claims that are meant; the count is theirs."""
    answer = (await client.data(CLAIMS, key=key, where=where))["claims"]
    numbers = {SAID.index(one["content"]) for one in answer["nodes"]}
    assert answer["totalCount"] == len(numbers)
    return numbers


LISTS = (
    "speakerIds", "outlets", "outletIds", "topics", "topicIds", "kinds", "speechActs", "saidOnBasis", "verdicts",
    "verdictIds", "correctedFields", "and", "or", "not",
)  # fmt: skip
ONES = (
    "speakerName", "role", "office", "organisation", "country", "saidOn", "saidWithin", "published", "target",
    "hasVerdict", "hasNotes", "minConfidence", "text",
)  # fmt: skip


@pytest.mark.usefixtures("claims")
async def test_what_is_left_out_null_or_empty_filters_nothing(client: Client) -> None:
    """Each field alone and all of them together."""
    empty: list[object] = [None, {}, *({name: None} for name in (*LISTS, *ONES)), *({name: []} for name in LISTS)]
    empty += [{name: {}} for name in ("saidOn", "saidWithin", "published")]
    empty += [{name: {"gte": None, "lt": None, "year": None}} for name in ("saidOn", "saidWithin", "published")]
    empty.append({**dict.fromkeys(ONES), **{name: [] for name in LISTS}})
    assert [where for where in empty if await found(client, where) != {0, 1, 2}] == []


@pytest.mark.usefixtures("claims")
async def test_every_field_of_the_filter_is_tried_here(client: Client) -> None:
    """A new one has to say what null and [] mean."""
    told = await client.data('{ __type(name: "ClaimWhere") { inputFields { name } } }')
    assert {one["name"] for one in told["__type"]["inputFields"]} == {*LISTS, *ONES}


@pytest.mark.usefixtures("claims")
@pytest.mark.parametrize(
    ("where", "meant"),
    [
        ({"text": "تازه"}, {0, 1}),
        ({"text": "تازه -سد"}, {0}),
        ({"text": "«پل تازه»"}, {0}),
        ({"outlets": ["خبرگزاري آزمون"]}, {0, 1}),
        ({"saidOn": {"year": 1399, "month": 8}}, {0, 1}),
        ({"saidOn": {"year": 1399, "month": 8, "calendar": "JALALI"}}, {0, 1}),
        ({"saidOn": {"year": 1399, "calendar": "GREGORIAN"}}, set()),
        ({"saidOn": {"year": 2020, "month": 11}}, {0}),
        ({"saidOn": {"year": 2020}}, {0, 1}),
        ({"saidOn": {"gte": "2020-11-17", "lt": "2020-11-18"}}, {0}),
        ({"saidOn": {"gte": "2020-11-18", "lt": "2020-11-17"}}, set()),
        ({"saidWithin": {"year": 1399, "month": 8}}, {0, 1}),
        ({"saidWithin": {"gte": "2020-10-22", "lt": "2020-11-20"}}, {0}),
        ({"published": {"year": 1400, "month": 1}}, {2}),
        ({"published": {"year": 2024}}, {0, 1}),
        ({"hasNotes": True}, {0}),
        ({"hasNotes": False}, {1, 2}),
        ({"minConfidence": 1}, set()),
        ({"saidOnBasis": ["PUBLISHED"]}, {0, 1}),
        ({"or": [{"text": "سد"}, {"text": "جاده"}]}, {1, 2}),
        ({"or": [{"text": "سد"}, {}]}, {0, 1, 2}),
        ({"or": [{"text": "سد"}, {"kinds": []}]}, {0, 1, 2}),
        ({"or": [{}]}, {0, 1, 2}),
        ({"and": [{"text": "تازه"}, {"hasNotes": False}]}, {1}),
        ({"and": {"text": "تازه"}}, {0, 1}),
        ({"and": [{}]}, {0, 1, 2}),
        ({"not": [{"text": "سد"}]}, {0, 2}),
        ({"not": {"text": "سد"}}, {0, 2}),
        ({"not": [{"text": "سد"}, {"text": "پل"}]}, {2}),
        ({"not": [{}]}, set()),
        ({"not": {}}, set()),
        ({"not": {"saidOn": {"year": 2020}}}, {2}),
        ({"not": {"not": {"text": "سد"}}}, {1}),
        ({"text": "تازه", "or": [{"text": "سد"}, {"text": "جاده"}], "not": {"hasNotes": True}}, {1}),
    ],
)
async def test_a_filter_means_these_claims(client: Client, where: object, meant: set[int]) -> None:
    """As the descriptions say."""
    assert await found(client, where) == meant


@pytest.mark.usefixtures("claims")
async def test_the_team_finds_claims_by_its_own_notes(client: Client, editor: str, reader: str) -> None:
    """A reader's key tells no more than none."""
    sought = {"hasNotes": True}
    assert [await found(client, sought, key) for key in (None, reader, editor)] == [{0}, {0}, {0, 1}]


@pytest.mark.usefixtures("claims")
async def test_a_timeline_counts_what_the_claims_of_the_same_filter_are(client: Client, editor: str) -> None:
    """To the team, too."""
    query = "query ($where: ClaimWhere) { timeline(where: $where) { totalCount } claims(where: $where) { totalCount } }"
    sought = {"hasNotes": True, "not": {"text": "جاده"}}
    counts = [await client.data(query, key=key, where=sought) for key in (None, editor)]
    assert [(one["timeline"]["totalCount"], one["claims"]["totalCount"]) for one in counts] == [(1, 1), (2, 2)]


DEEP: dict[str, object] = {"not": {"not": {"not": {"not": {"not": {"not": {"text": "پل"}}}}}}}


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ({"saidOn": {"month": 8}}, "saidOn: names a month or a calendar without its year"),
        ({"saidOn": {"calendar": "JALALI"}}, "saidOn: names a month or a calendar without its year"),
        ({"published": {"year": 2020, "gte": "2020-01-01"}}, "published: names a year and bounds"),
        ({"saidWithin": {"year": 2020, "month": 13}}, "saidWithin: names 2020-13"),
        ({"saidOn": {"year": 2020, "month": 0}}, "saidOn: names 2020-0"),
        ({"saidOn": {"year": 0}}, "saidOn: names 0"),
        ({"saidOn": {"year": -5}}, "saidOn: names -5"),
        ({"saidOn": {"year": 2_000_000_000}}, "saidOn: names 2000000000"),
        ({"saidOn": {"year": 9_999}}, "too far from today"),
        ({"minConfidence": 1.5}, "minConfidence: is not between 0 and 1"),
        ({"text": "-پل"}, "text: only excludes"),
        ({"target": "؟"}, "target: holds no word"),
        ({"outletIds": ["speaker_" + "0" * 32]}, "outletIds: "),
        ({"verdictIds": ["x"]}, "verdictIds: "),
        ({"or": [{"not": {"role": "؟"}}]}, "role: holds no word"),
        (DEEP, "where: has filters inside one another more than 5 deep"),
        ({"or": [{"text": "پل"}] * 50}, "where: holds more than 50 filters"),
    ],
)
async def test_what_cannot_be_looked_for_is_refused(client: Client, where: object, message: str) -> None:
    """With the field and what to do; a timeline refuses the same."""
    code, told = await client.error(CLAIMS, where=where)
    assert (code, message in told) == ("BAD_USER_INPUT", True)
    timeline = "query ($where: ClaimWhere) { timeline(where: $where) { totalCount } }"
    assert await client.error(timeline, where=where) == (code, told)


@pytest.mark.parametrize("in_", ["CONTENT", "CONTEXT"])
@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("تحریم", ["تحریم\u200cهای"]),
        ("تحريمهاي", ["تحریم\u200cهای"]),
        ("«نقض حقوق» تازه -برق", ["تازه", "نقضِ حُقوق"]),
    ],
)
async def test_what_was_searched_is_shown_where_it_is_printed(
    client: Client, database: Database, typed: str, shown: list[str], in_: str
) -> None:
    """In code points of the text that is asked for, with half-spaces and marks."""
    article = make.article()
    revision = make.revision(article)
    claim = make.claim(revision, content="تحریم\u200cهای تازه «نقضِ حُقوق» است 👍")
    claim.context = f"او گفت: {claim.content}"
    claim.context_end = claim.context_start + len(claim.context)
    await make.store(database, [article, revision, claim])
    [node] = (await client.data(HIGHLIGHTS, text=typed, **{"in": in_}))["claims"]["nodes"]
    text = node[in_.lower()]
    assert [text[one["start"] : one["end"]] for one in node["highlights"]] == shown


@pytest.mark.usefixtures("claims")
@pytest.mark.parametrize("words", ["", "-پل"])
async def test_highlights_refuse_what_a_search_refuses(client: Client, words: str) -> None:
    """With what to do."""
    query = "query ($text: String!) { claims { nodes { highlights(text: $text) { start } } } }"
    code, message = await client.error(query, text=words)
    assert (code, message.startswith("text: ")) == ("BAD_USER_INPUT", True)
