"""Offices over GraphQL: who held them when, and the claims that their holders made."""

import pytest

from db.sessions import Database
from domain.calendars import jalali_day
from tests import factories as make
from tests.api.client import Client
from tests.api.test_reading import counted_statements

FOUND = "query ($where: OfficeWhere) { offices(where: $where) { totalCount nodes { title country } } }"
CLAIMS = """query ($where: ClaimWhere) { claims(where: $where) { totalCount nodes { content } }
  timeline(where: $where) { totalCount } }"""


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ({}, ["رئیس سازمان نمونه", "وزیر امور خارجه IR", "وزیر امور خارجه RU"]),
        ({"title": "وزير خارجه"}, ["وزیر امور خارجه IR", "وزیر امور خارجه RU"]),
        ({"title": "وزیر امور خارجهٔ روسیه"}, ["وزیر امور خارجه RU"]),
        ({"title": "وزیر امور خارجه کشورمان"}, ["وزیر امور خارجه IR"]),
        ({"title": "وزیر امور خارجه", "country": "ru"}, ["وزیر امور خارجه RU"]),
        ({"organisation": "سازمان نمونه"}, ["رئیس سازمان نمونه"]),
        ({"title": "وزیر نیرو"}, []),
    ],
)
async def test_a_filter_of_offices_finds_what_it_says(
    client: Client, database: Database, where: dict[str, object], found: list[str]
) -> None:
    """By any words for the office."""
    offices = [
        make.office("وزیر امور خارجه", titles=("وزیر خارجه",)),
        make.office("وزیر امور خارجه", titles=("وزیر خارجه",), country="RU"),
        make.office("رئیس سازمان نمونه", country=None, organisation="سازمان نمونه"),
    ]
    await make.store(database, [row for office in offices for row in office])
    answer = (await client.data(FOUND, where=where))["offices"]
    assert sorted(" ".join(filter(None, (one["title"], one["country"]))) for one in answer["nodes"]) == found
    assert answer["totalCount"] == len(found)


async def test_an_office_tells_who_held_it_newest_first(client: Client, database: Database) -> None:
    """By pages, and none that people rejected."""
    office, judgement = make.office(titles=("وزیر آزمایش",)), make.judgement(decision="different", author="سارا")
    people = [make.speaker("سارا کاویان"), make.speaker("بهرام آذرنگ")]
    tenures = [
        make.tenure(people[0][0].id, office=office[0].id, start="2010", end="2014-02"),
        make.tenure(people[1][0].id, office=office[0].id, start="2014-03-02"),
        make.tenure(people[1][0].id, office=office[0].id, start="2020", rejected_by=judgement),
    ]
    await make.store(database, [*office, judgement, *(row for one in people for row in one), *tenures])
    query = """query ($id: ID!, $after: String) { office(id: $id) { aliases
      tenures(first: 1, after: $after) { totalCount nodes { from to speaker { name } } pageInfo { endCursor } } } }"""
    first = (await client.data(query, id=f"office_{office[0].id.hex}"))["office"]
    after = first["tenures"]["pageInfo"]["endCursor"]
    second = (await client.data(query, id=f"office_{office[0].id.hex}", after=after))["office"]
    assert set(first["aliases"]) == {"وزیر آزمون", "وزیر آزمایش"}
    assert first["tenures"]["totalCount"] == 2
    assert [*first["tenures"]["nodes"], *second["tenures"]["nodes"]] == [
        {"from": "2014-03-02", "to": None, "speaker": {"name": "بهرام آذرنگ"}},
        {"from": "2010", "to": "2014-02", "speaker": {"name": "سارا کاویان"}},
    ]


@pytest.mark.parametrize("holders", [1, 30])
async def test_offices_with_their_holders_are_one_statement(client: Client, database: Database, holders: int) -> None:
    """However many."""
    office = make.office()
    people = [make.speaker(f"مریم {'ا' * one}") for one in range(holders)]
    tenures = [make.tenure(one[0].id, office=office[0].id) for one in people]
    await make.store(database, [*office, *(row for one in people for row in one), *tenures])
    query = "{ offices { nodes { aliases tenures(first: 50) { nodes { role speaker { name aliases { text } } } } } } }"
    with counted_statements(client) as statements:
        answer = await client.data(query)
    assert len(answer["offices"]["nodes"][0]["tenures"]["nodes"]) == holders
    assert len(statements) == 1


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ({"role": "وزیر امور خارجه ایران"}, {"پیش از تحویل", "به نام ادغام‌شده", "از خود خبر"}),
        ({"role": "وزیر خارجهٔ کشورمان"}, {"پیش از تحویل", "به نام ادغام‌شده", "از خود خبر"}),
        ({"role": "وزیر خارجه روسیه"}, {"از مسکو"}),
        ({"role": "وزیر خارجه"}, {"پیش از تحویل", "به نام ادغام‌شده", "از خود خبر", "از مسکو"}),
        ({"role": "وزیر خارجه", "country": "IR"}, {"پیش از تحویل", "به نام ادغام‌شده", "از خود خبر"}),
        ({"country": "RU"}, {"از مسکو"}),
        ({"organisation": "سازمان نمونه"}, {"روز تحویل", "سال تحویل"}),
        ({"role": "وزیر امور خارجه ایران", "saidOn": {"gte": "2019-03-21", "lt": "2020-03-20"}}, {"به نام ادغام‌شده"}),
        ({"role": "وزیر نیرو"}, set()),
    ],
)
async def test_claims_are_found_by_what_their_speaker_was_on_that_day(
    client: Client, database: Database, where: dict[str, object], found: set[str]
) -> None:
    """Before a hand-over and not after it, in one statement; a month or year must be wholly within the tenure."""
    article, own, foreign = make.article(), make.speaker(), make.speaker("بهرام آذرنگ")
    merged, revision = make.merged_speaker(own[0].id), make.revision(article)
    offices = [
        make.office("وزیر امور خارجه", titles=("وزیر خارجه",)),
        make.office("وزیر امور خارجه", titles=("وزیر خارجه",), country="RU"),
        make.office("رئیس سازمان نمونه", country=None, organisation="سازمان نمونه"),
    ]
    home, body = offices[0][0].id, offices[2][0].id
    by, days = own[0].id, [jalali_day(1400, 5, one) for one in (9, 10)]
    claims = [
        make.claim(revision, by=by, content="پیش از تحویل", said_on=days[0]),
        make.claim(revision, by=by, content="روز تحویل", said_on=days[1]),
        make.claim(revision, by=by, content="ماه تحویل", said_on=jalali_day(1400, 5, 1), precision="month"),
        make.claim(revision, by=by, content="سال تحویل", said_on=jalali_day(1401, 1, 1), precision="year"),
        make.claim(revision, by=by, content="به نام ادغام‌شده", said_on=jalali_day(1398, 1, 1), precision="year"),
        make.claim(revision, by=by, content="بی‌تاریخ", said_on=None),
        make.claim(revision, content="از خود خبر", said_on=days[1], role="وزیر امور خارجه ایران"),
        make.claim(revision, by=foreign[0].id, content="از مسکو", said_on=days[1], office_id=offices[1][0].id),
    ]
    await make.store(
        database,
        [
            *(article, revision, *own, *foreign, *merged, *(row for office in offices for row in office)),
            make.tenure(merged[0].id, office=home, start="2013-08-15", end=days[1].isoformat()),
            make.tenure(by, office=body, start=days[1].isoformat()),
            *claims,
        ],
    )
    with counted_statements(client) as statements:
        answer = await client.data(CLAIMS, where=where)
    assert {node["content"] for node in answer["claims"]["nodes"]} == found
    assert answer["claims"]["totalCount"] == answer["timeline"]["totalCount"] == len(found)
    assert len(statements) == 2


async def test_claims_are_found_by_the_id_of_an_office_and_of_who_was_merged(
    client: Client, database: Database
) -> None:
    """Together; an office of another id finds nothing, whatever words the article has for it."""
    article, own, [office, name] = make.article(), make.speaker(), make.office()
    merged, revision = make.merged_speaker(own[0].id), make.revision(article)
    claim = make.claim(revision, by=own[0].id, office_id=office.id, role="وزیر آزمون")
    await make.store(database, [article, revision, *own, *merged, office, name, claim])
    query = "query ($where: ClaimWhere) { claims(where: $where) { totalCount nodes { role office { title } } } }"
    where = {"office": f"office_{office.id.hex}", "speakerIds": [f"speaker_{merged[0].id.hex}"]}
    answer = await client.data(query, where=where)
    other = await client.data(query, where={"office": f"office_{merged[0].id.hex}", "role": "وزیر آزمون"})
    assert answer["claims"] == {"totalCount": 1, "nodes": [{"role": "وزیر آزمون", "office": {"title": "وزیر آزمون"}}]}
    assert other["claims"]["totalCount"] == 0
