"""The timeline over GraphQL: counts that add up, in one statement."""

from datetime import date

import pytest

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
