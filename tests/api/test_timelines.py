"""The timeline over GraphQL: counts that add up, in one statement."""

from datetime import date, timedelta

import pytest

from db.reading.openings import MOST_OPENED
from db.sessions import Database
from tests import factories as make
from tests.api.client import Client
from tests.api.test_reading import counted_statements

TIMELINE = """query ($where: ClaimWhere, $interval: TimelineInterval!, $calendar: Calendar!) {
  timeline(where: $where, interval: $interval, calendar: $calendar) {
    buckets { start end label count } coarserCount undatedCount totalCount }
  claims(where: $where) { totalCount } }"""


@pytest.fixture
async def dated_claims(database: Database) -> None:
    """Claims on days, in a Jalali month, in a year, and on no day."""
    article = make.article()
    revision = make.revision(article)
    claims = [
        make.claim(revision, said_on=date(2020, 10, 20)),
        make.claim(revision, said_on=date(2020, 11, 17)),
        make.claim(revision, said_on=date(2020, 11, 17)),
        make.claim(revision, said_on=date(2020, 10, 22), precision="month"),
        make.claim(revision, said_on=date(2020, 1, 1), precision="year"),
        make.claim(revision, said_on=None),
    ]
    await make.store(database, [article, revision, *claims])


@pytest.mark.usefixtures("dated_claims")
async def test_jalali_months_hold_jalali_months(client: Client) -> None:
    """A claim of Aban is in Aban's bucket; one of a whole year is coarser than a month."""
    answer = await client.data(TIMELINE, where={"saidOn": {"gte": "2020-09-22"}}, interval="MONTH", calendar="JALALI")
    assert answer["timeline"] == {
        "buckets": [
            {"start": "2020-09-22", "end": "2020-10-22", "label": "مهر ۱۳۹۹", "count": 1},
            {"start": "2020-10-22", "end": "2020-11-21", "label": "آبان ۱۳۹۹", "count": 3},
        ],
        "coarserCount": 0,
        "undatedCount": 0,
        "totalCount": 4,
    }


@pytest.mark.usefixtures("dated_claims")
@pytest.mark.parametrize("calendar", ["GREGORIAN", "JALALI"])
@pytest.mark.parametrize("interval", ["DAY", "WEEK", "MONTH", "QUARTER", "YEAR"])
@pytest.mark.parametrize("where", [None, {"saidOn": {"lt": "2020-11-01"}}, {"text": "هیچ"}])
async def test_every_claim_is_counted_once(client: Client, where: object, interval: str, calendar: str) -> None:
    """Buckets, coarser and undated ones add up to the same count that claims gives."""
    answer = await client.data(TIMELINE, where=where, interval=interval, calendar=calendar)
    timeline = answer["timeline"]
    counted = sum(bucket["count"] for bucket in timeline["buckets"])
    assert counted + timeline["coarserCount"] + timeline["undatedCount"] == timeline["totalCount"]
    assert timeline["totalCount"] == answer["claims"]["totalCount"]


@pytest.mark.usefixtures("dated_claims")
async def test_a_timeline_is_one_statement(client: Client) -> None:
    """However many buckets."""
    with counted_statements(client) as statements:
        await client.data("{ timeline(interval: DAY) { totalCount buckets { count } } }")
    assert len(statements) == 1


async def test_too_many_buckets_are_refused_with_what_to_do(client: Client) -> None:
    """Instead of an answer that nobody can draw."""
    code, message = await client.error(
        '{ timeline(where: {saidOn: {gte: "1900-01-01", lt: "2020-01-01"}}, interval: DAY) { totalCount } }'
    )
    assert code == "BAD_USER_INPUT"
    assert "choose a longer one" in message


async def test_opened_buckets_cost_one_statement_more(client: Client, database: Database) -> None:
    """However many they are, and those that count nothing are empty lists."""
    article = make.article()
    revision = make.revision(article)
    days = [date(2020, 1, 5), date(2020, 3, 1), date(2020, 3, 31), date(2020, 3, 2)]
    claims = [make.claim(revision, said_on=day) for day in days]
    await make.store(database, [article, revision, *claims])
    with counted_statements(client) as statements:
        shown = "totalCount nodes { saidOn } pageInfo { hasNextPage }"
        answer = await client.data(f"{{ timeline {{ buckets {{ count claims(first: 2) {{ {shown} }} }} }} }}")
    assert len(statements) == 2
    pages = [bucket["claims"] for bucket in answer["timeline"]["buckets"]]
    assert [page["totalCount"] for page in pages] == [1, 0, 3]
    assert [[one["saidOn"] for one in page["nodes"]] for page in pages] == [
        ["2020-01-05"],
        [],
        ["2020-03-31", "2020-03-02"],
    ]
    assert [page["pageInfo"]["hasNextPage"] for page in pages] == [False, False, True]


async def test_more_opened_buckets_than_one_statement_reads_are_refused(client: Client, database: Database) -> None:
    """As many as it reads are not."""
    article = make.article()
    revision = make.revision(article)
    claims = [make.claim(revision, said_on=date(2020, 1, 1) + timedelta(days=2 * k)) for k in range(MOST_OPENED + 1)]
    await make.store(database, [article, revision, *claims])
    asked = """query ($from: Date!) { timeline(interval: DAY, where: {saidOn: {gte: $from}}) {
      buckets { claims { totalCount } } } }"""
    answer = await client.data(asked, **{"from": "2020-01-02"})
    assert sum(bucket["claims"]["totalCount"] for bucket in answer["timeline"]["buckets"]) == MOST_OPENED
    code, message = await client.error(asked, **{"from": "2020-01-01"})
    assert (code, f"{MOST_OPENED} at most" in message) == ("BAD_USER_INPUT", True)


SERIES = """query ($by: TimelineGroupBy!, $first: Int! = 10) { timeline(groupBy: $by, interval: YEAR) {
  totalCount series(first: $first) {
    speaker { name } topic { name } outlet { name } kind verdict { key }
    isRest counts coarserCount undatedCount totalCount } } }"""


async def test_the_largest_groups_come_first_and_the_rest_together(client: Client, database: Database) -> None:
    """Those in no group have a series of their own."""
    article = make.article()
    revision, speakers = make.revision(article), [make.speaker(name) for name in ("الف الف", "ب ب", "پ پ")]
    said = [(0, 2020), (1, 2020), (1, 2021), (2, 2021), (2, 2021), (2, 2022), (None, 2022)]
    claims = [
        make.claim(revision, by=speakers[who][0].id if who is not None else None, said_on=date(year, 5, 1))
        for who, year in said
    ]
    await make.store(database, [article, revision, *(row for rows in speakers for row in rows), *claims])
    answer = await client.data(SERIES, by="SPEAKER", first=1)
    told = [(one["speaker"], one["isRest"], one["counts"]) for one in answer["timeline"]["series"]]
    assert told == [({"name": "پ پ"}, False, [0, 2, 1]), (None, False, [0, 0, 1]), (None, True, [2, 1, 0])]


@pytest.mark.usefixtures("dated_claims")
@pytest.mark.parametrize("first", [0, 101, -1])
async def test_too_many_series_are_refused(client: Client, first: int) -> None:
    """And none at all."""
    code, _ = await client.error(SERIES, by="KIND", first=first)
    assert code == "BAD_USER_INPUT"


@pytest.mark.usefixtures("dated_claims")
async def test_without_a_group_there_are_no_series(client: Client) -> None:
    """Not even one of all claims."""
    answer = await client.data("{ timeline { series { counts } } }")
    assert answer["timeline"]["series"] == []


@pytest.mark.usefixtures("dated_claims")
@pytest.mark.parametrize(
    ("calendar", "language", "label"),
    [
        ("JALALI", "FA", "آبان ۱۳۹۹"),
        ("JALALI", "EN", "Aban 1399"),
        ("GREGORIAN", "FA", "نوامبر ۲۰۲۰"),
        ("GREGORIAN", "EN", "November 2020"),
    ],
)
async def test_labels_are_in_the_language_that_is_asked_for(
    client: Client, calendar: str, language: str, label: str
) -> None:
    """Whatever the calendar."""
    answer = await client.data(
        "query ($in: Calendar!, $language: LabelLanguage) {"
        " timeline(calendar: $in, language: $language) { buckets { label } } }",
        **{"in": calendar, "language": language},
    )
    assert label in {bucket["label"] for bucket in answer["timeline"]["buckets"]}


async def test_series_are_read_by_the_statement_of_their_timeline(client: Client, database: Database) -> None:
    """With what their groups are."""
    article = make.article(of=(outlet := make.outlet()))
    revision, speaker = make.revision(article), make.speaker()
    claims = [make.claim(revision, by=speaker[0].id) for _ in range(3)]
    await make.store(database, [outlet, article, revision, *speaker, *claims])
    for by in ("SPEAKER", "TOPIC", "OUTLET", "KIND", "VERDICT"):
        with counted_statements(client) as statements:
            await client.data(SERIES, by=by)
        assert len(statements) == 1


@pytest.mark.usefixtures("dated_claims")
async def test_whatever_is_selected_of_an_opened_buckets_claims_is_answered(client: Client) -> None:
    """Their history and their speakers' own timelines, too."""
    answer = await client.data("""{ timeline(interval: YEAR) { buckets { count claims(first: 1) { totalCount nodes {
      history(first: 1) { nodes { id } } speaker { events(first: 1) { nodes { __typename } } } } } } } }""")
    buckets = answer["timeline"]["buckets"]
    assert any(bucket["count"] for bucket in buckets)
    assert all(bucket["claims"]["totalCount"] == bucket["count"] for bucket in buckets)
