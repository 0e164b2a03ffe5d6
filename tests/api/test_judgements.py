"""Judgements over GraphQL: what waits for people, most frequent first, and what people decided."""

from datetime import timedelta

import pytest
from sqlmodel import SQLModel

from db.sessions import Database
from tests import factories as make
from tests.api.client import Client
from tests.api.test_reading import counted_statements

FOUND = """query ($where: JudgementWhere, $first: Int! = 20, $after: String) {
  judgements(where: $where, first: $first, after: $after) {
    totalCount nodes { name times isOpen } pageInfo { endCursor hasNextPage } } }"""


@pytest.fixture
async def judged(database: Database) -> str:
    """Questions for which two, one and no mentions wait, and decisions; the id of a merged speaker whom some name."""
    article, own, other = make.article(), make.speaker(), make.speaker("بهرام آذرنگ")
    merged = make.merged_speaker(own[0].id)
    twice, once, never = make.judgement("نیک‌فر"), make.judgement("وزیر آزمون"), make.judgement("آذرنگ")
    newer = make.judgement("کاویان", made_at=make.NOW + timedelta(hours=1))
    mentions = [make.mention(article, waits_for=one) for one in (twice, twice, once, newer)]
    same = make.judgement(
        "م. نیک‌فر", about="speakers", decision="same", speaker_id=own[0].id, other_id=merged[0].id, author="سارا"
    )
    undone = make.judgement("نام دیگر", about="alias", decision="different", author="سارا", superseded_by=same.id)
    back = make.judgement("نام پس‌گرفته", about="alias", decision="unsure", author="سارا")
    rows: list[SQLModel] = [
        *(article, *own, *other, *merged, twice, once, never, newer, same, undone, back, *mentions),
        *(make.candidate(mentions[0], merged[0].id), make.candidate(mentions[1], own[0].id)),
        *(make.candidate(mentions[1], other[0].id), make.candidate(mentions[2], other[0].id)),
    ]
    await make.store(database, rows)
    return f"speaker_{merged[0].id.hex}"


@pytest.mark.usefixtures("judged")
async def test_what_waits_is_told_most_frequent_first(client: Client) -> None:
    """Of as many, the newest first; what nobody waits for and what is decided is not open."""
    answer = await client.data(FOUND, where={"isOpen": True})
    assert answer["judgements"]["nodes"] == [
        {"name": "نیک‌فر", "times": 2, "isOpen": True},
        {"name": "کاویان", "times": 1, "isOpen": True},
        {"name": "وزیر آزمون", "times": 1, "isOpen": True},
    ]


@pytest.mark.usefixtures("judged")
async def test_judgements_page_by_their_counts(client: Client) -> None:
    """Across equal ones, by the cursors alone."""
    seen: list[str] = []
    after, more = None, True
    while more:
        page = (await client.data(FOUND, first=2, after=after))["judgements"]
        seen += [node["name"] for node in page["nodes"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    assert seen[:3] == ["نیک‌فر", "کاویان", "وزیر آزمون"]
    assert len(set(seen)) == len(seen) == 7


@pytest.mark.parametrize(
    ("where", "names"),
    [
        ({"isOpen": False}, {"آذرنگ", "م. نیک‌فر", "نام دیگر", "نام پس‌گرفته"}),
        ({"about": "SPEAKERS"}, {"م. نیک‌فر"}),
        ({"about": "TENURE"}, set()),
        ({"name": "نيك فر"}, {"نیک‌فر", "م. نیک‌فر"}),
        ({"name": "نیک", "isOpen": True}, {"نیک‌فر"}),
    ],
)
@pytest.mark.usefixtures("judged")
async def test_a_filter_of_judgements_finds_what_it_says(
    client: Client, where: dict[str, object], names: set[str]
) -> None:
    """The same on both databases."""
    answer = (await client.data(FOUND, where=where))["judgements"]
    assert {node["name"] for node in answer["nodes"]} == names
    assert answer["totalCount"] == len(names)


async def test_judgements_are_found_by_whom_they_may_mean(client: Client, judged: str) -> None:
    """By the id of one who was merged too; decisions that name the speaker are among them."""
    answer = await client.data(FOUND, where={"speakerId": judged})
    assert {node["name"] for node in answer["judgements"]["nodes"]} == {"نیک‌فر", "م. نیک‌فر"}


@pytest.mark.usefixtures("judged")
async def test_a_judgement_tells_each_speaker_once_whom_it_may_mean(client: Client) -> None:
    """Those who were merged as the one they are; the mentions tell why."""
    query = """{ judgements(where: {isOpen: true}, first: 1) { nodes { candidates { name }
      mentions { totalCount nodes { candidates { why speaker { name } } judgement { isOpen } } } } } }"""
    [judgement] = (await client.data(query))["judgements"]["nodes"]
    assert [one["name"] for one in judgement["candidates"]] == ["بهرام آذرنگ", "مریم نیک‌فر"]
    assert judgement["mentions"]["totalCount"] == 2
    assert all(one["judgement"] == {"isOpen": True} for one in judgement["mentions"]["nodes"])
    told = [one for each in judgement["mentions"]["nodes"] for one in each["candidates"]]
    assert sorted(one["speaker"]["name"] for one in told) == ["بهرام آذرنگ", "مریم نیک‌فر", "مریم نیک‌فر"]


@pytest.mark.usefixtures("judged")
async def test_a_decision_names_whom_it_was_about_then(client: Client) -> None:
    """The one who was merged by it as the one who was, with all that the other has."""
    query = """{ judgements(where: {about: SPEAKERS}) { nodes { decision author speaker { name }
      other { name canonicalId aliases { text } } } } }"""
    [judgement] = (await client.data(query))["judgements"]["nodes"]
    assert (judgement["decision"], judgement["author"]) == ("SAME", "سارا")
    assert (judgement["speaker"]["name"], judgement["other"]["name"]) == ("مریم نیک‌فر", "م. نیک‌فر")
    assert len(judgement["other"]["aliases"]) == 2


@pytest.mark.parametrize("mentions", [1, 30])
async def test_judgements_with_all_about_them_are_one_statement(
    client: Client, database: Database, mentions: int
) -> None:
    """However many mentions wait."""
    article, own, asked = make.article(), make.speaker(), make.judgement()
    revision = make.revision(article)
    waiting = [make.mention(article, waits_for=asked) for _ in range(mentions)]
    claims = [make.claim(revision, source=one) for one in waiting]
    candidates = [make.candidate(one, own[0].id) for one in waiting]
    await make.store(database, [article, revision, *own, asked, *waiting, *claims, *candidates])
    query = """{ judgements(where: {isOpen: true}, first: 10) { totalCount nodes { times candidates { name }
      mentions(first: 50) { nodes {
        name article { title } candidates { speaker { name } } claims { nodes { content } } } } } } }"""
    with counted_statements(client) as statements:
        answer = await client.data(query)
    assert len(answer["judgements"]["nodes"][0]["mentions"]["nodes"]) == mentions
    assert len(statements) == 1


async def test_a_mention_tells_whether_people_decided(client: Client, database: Database) -> None:
    """And which claims are its own."""
    article, decided = make.article(), make.judgement(decision="same", author="سارا")
    revision, told = make.revision(article), make.mention(article, decided_by=decided, offices=("وزیر آزمون",))
    await make.store(database, [article, revision, decided, told, make.claim(revision, source=told)])
    query = """query ($id: ID!) { mention(id: $id) { kind offices isDecidedByPeople judgement { id } candidates { why }
      claims { totalCount } } }"""
    answer = await client.data(query, id=f"mention_{told.id.hex}")
    assert answer["mention"] == {
        "kind": "PERSON",
        "offices": ["وزیر آزمون"],
        "isDecidedByPeople": True,
        "judgement": None,
        "candidates": [],
        "claims": {"totalCount": 1},
    }
