"""Whatever the claims, the filter, the periods and the groups: each claim is counted once, and found where it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlmodel import SQLModel

from db.sessions import Database
from db.tables import ClaimRow, VerdictRow
from domain.calendars import hijri_day, jalali_day
from tests import factories as make
from tests.api.client import Client
from tests.api.reference import World
from tests.api.reference_rows import Row
from tests.api.reference_timelines import timeline

ASKED = """query ($where: ClaimWhere, $interval: TimelineInterval!, $calendar: Calendar!, $by: TimelineGroupBy,
  $language: LabelLanguage) {
  timeline(where: $where, interval: $interval, calendar: $calendar, groupBy: $by, language: $language) {
    buckets { start end label count claims(first: 100) { totalCount nodes { id } } }
    series(first: 100) { speaker { id } topic { id } outlet { id } kind verdict { id }
      isRest counts coarserCount undatedCount totalCount }
    few: series(first: 1) { isRest counts totalCount }
    coarserCount undatedCount totalCount }
  claims(where: $where) { totalCount } }"""
_FIRST_DAYS = {
    "day": st.dates(date(2019, 3, 1), date(2021, 4, 30)),
    "month": st.one_of(
        st.builds(date, st.integers(2019, 2021), st.integers(1, 12), st.just(1)),
        st.builds(jalali_day, st.integers(1398, 1400), st.integers(1, 12), st.just(1)),
        st.builds(hijri_day, st.integers(1441, 1442), st.integers(1, 12), st.just(1)),
    ),
    "year": st.sampled_from([date(2019, 1, 1), date(2020, 1, 1), jalali_day(1399, 1, 1), hijri_day(1442, 1, 1)]),
}
SAID = st.one_of(
    st.just((None, "day")), *(st.tuples(days, st.just(precision)) for precision, days in _FIRST_DAYS.items())
)
_MARKS = count(1)
DAYS = st.one_of(st.none(), _FIRST_DAYS["day"])


@dataclass(frozen=True)
class Claimed:
    """What a claim is to be: its day, and which of three speakers, articles, kinds and verdicts it has."""

    said: tuple[date | None, str]
    speaker: int
    article: int
    kind: int
    verdict: int
    withdrawn: bool


CLAIMS = st.lists(
    st.builds(Claimed, SAID, *[st.integers(0, 2)] * 4, st.sampled_from([False] * 9 + [True])),
    max_size=25,
)


WHERE = st.fixed_dictionaries(
    {},
    optional={
        "saidOn": st.fixed_dictionaries({}, optional={"gte": DAYS, "lt": DAYS}),
        "kinds": st.lists(st.sampled_from(("DIRECT", "MIXED")), max_size=2),
    },
)


async def stored(database: Database, claims: list[Claimed], mark: str) -> World:
    """The world with just these claims, whose words are `mark`.

    They are of two speakers and of nobody, of two outlets and none, about two topics, one and none, with and without
    a verdict.
    """
    async with database.reading() as session:
        verdicts = list((await session.scalars(select(VerdictRow))).all())
    key, outlets = make.api_key(), [make.outlet(f"روزنامه {mark} {place}") for place in range(2)]
    speakers = [make.speaker(f"گوینده {mark} {place}") for place in range(2)]
    topics = [make.topic(f"{mark} {place}") for place in range(2)]
    articles = [make.article(of=outlets[0]), make.article(of=outlets[1]), make.article()]
    about = [*make.about(articles[0], *topics), *make.about(articles[1], topics[0])]
    revisions = [make.revision(article) for article in articles]
    rows: list[SQLModel] = [*outlets, *(row for some in speakers for row in some), *topics, *articles, *about]
    rows += [*revisions, key]
    for one in claims:
        claim = make.claim(
            revisions[one.article],
            by=speakers[one.speaker][0].id if one.speaker < len(speakers) else None,
            content=mark,
            said_on=one.said[0],
            precision=one.said[1],
            kind=("direct", "indirect", "mixed")[one.kind],
            withdrawn_at=make.NOW if one.withdrawn else None,
        )
        rows.append(claim)
        if one.verdict:
            rows += make.note(claim, key=key, verdict_id=verdicts[one.verdict].id)
    await make.store(database, rows)
    return World([*rows, *verdicts])


def meant(world: World, where: Mapping[str, Any]) -> list[ClaimRow]:
    """The claims that a filter means."""
    days, kinds = where.get("saidOn", {}), where.get("kinds")
    found = world.of(ClaimRow, withdrawn_at=None)
    if kinds:
        found = [one for one in found if one.kind.upper() in kinds]
    if days.get("gte"):
        found = [one for one in found if one.said_on and one.said_on >= days["gte"]]
    if days.get("lt"):
        found = [one for one in found if one.said_on and one.said_on < days["lt"]]
    return found


def plain(value: Any) -> Any:
    """What the second way answers, as an answer tells it."""
    match value:
        case Row(kind, row):
            return {"id": f"{kind.lower()}_{row.id.hex}"}
        case dict():
            return {key: plain(one) for key, one in value.items() if key not in {"__typename", "claims"}}
        case list():
            return [plain(one) for one in value]
    return value


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    claims=CLAIMS,
    where=WHERE,
    interval=st.sampled_from(["WEEK", "MONTH", "QUARTER", "YEAR"]),
    calendar=st.sampled_from(["GREGORIAN", "JALALI"]),
    by=st.sampled_from([None, "SPEAKER", "TOPIC", "OUTLET", "KIND", "VERDICT"]),
    language=st.sampled_from([None, "FA", "EN"]),
)
async def test_each_claim_is_counted_once_and_found_where_it_is(  # noqa: PLR0913, PLR0917 - all that a timeline is asked by
    client: Client,
    database: Database,
    claims: list[Claimed],
    where: dict[str, Any],
    interval: str,
    calendar: str,
    by: str | None,
    language: str | None,
) -> None:
    """Buckets, coarser and undated are the total; so are the series, but for those of topics, which may be more."""
    mark = f"نشان{next(_MARKS)}"
    world = await stored(database, claims, mark)
    days = {name: day.isoformat() if day else None for name, day in where.get("saidOn", {}).items()}
    asked = {"interval": interval, "calendar": calendar, "language": language}
    answer = await client.data(ASKED, **asked, by=by, where={**where, "saidOn": days, "text": mark})
    found, those = answer["timeline"], meant(world, where)
    bounds = {"first": where.get("saidOn", {}).get("gte"), "before": where.get("saidOn", {}).get("lt")}
    expected = plain(timeline(world, those, {**asked, "groupBy": by}, **bounds))
    pages = [bucket.pop("claims") for bucket in found["buckets"]]
    few = found.pop("few")
    assert [plain(one) for one in found["series"]] == [{**one, "isRest": False} for one in expected["series"]]
    counted = sum(bucket["count"] for bucket in found["buckets"]) + found["coarserCount"] + found["undatedCount"]
    assert counted == found["totalCount"] == answer["claims"]["totalCount"] == len(those)
    assert found["buckets"] == expected["buckets"]
    assert [page["totalCount"] for page in pages] == [len(page["nodes"]) for page in pages]
    assert [page["totalCount"] for page in pages] == [bucket["count"] for bucket in found["buckets"]]
    of_series = sum(one["totalCount"] for one in found["series"])
    assert of_series == sum(one["totalCount"] for one in few)
    assert of_series >= len(those) if by == "TOPIC" else of_series == (len(those) if by else 0)
