"""A timeline counts each claim once, in periods without a gap."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from sqlmodel import SQLModel

from db.claim_filters import ClaimFilter
from db.sessions import Database
from db.tables import ClaimRow
from db.timeline import MOST_BUCKETS, Timeline, timeline_of
from domain.calendars import Calendar, Interval, jalali_day
from domain.errors import BadFilter
from tests import factories as make

ABAN = jalali_day(1399, 8, 1)
ALL = ClaimFilter()


async def store_claims(database: Database, said: list[tuple[date | None, str]]) -> None:
    """Store a claim for each day and precision."""
    article = make.article()
    revision = make.revision(article)
    claims = [make.claim(revision, said_on=day, precision=precision) for day, precision in said]
    rows: list[SQLModel] = [article, revision, *claims]
    await make.store(database, rows)


async def ask(
    database: Database,
    where: ClaimFilter = ALL,
    *,
    interval: Interval = Interval.MONTH,
    calendar: Calendar = Calendar.GREGORIAN,
) -> Timeline:
    """The timeline of a database's claims."""
    async with database.reading() as session:
        return await timeline_of(session, where, interval=interval, calendar=calendar)


def counted(timeline: Timeline) -> dict[str, int]:
    """The buckets' counts by their labels."""
    return {bucket.label: bucket.count for bucket in timeline.buckets}


@pytest.fixture
async def mixed(database: Database) -> Database:
    """A database of claims known to a day, a month, a year and not at all."""
    await store_claims(
        database,
        [
            (date(2020, 11, 17), "day"),
            (date(2020, 11, 17), "day"),
            (date(2020, 11, 1), "month"),
            (date(2021, 1, 31), "day"),
            (date(2020, 1, 1), "year"),
            (jalali_day(1399, 1, 1), "year"),
            (ABAN, "month"),
            (None, "day"),
        ],
    )
    return database


async def test_nothing_stored_is_a_timeline_of_nothing(database: Database) -> None:
    """No bucket and no count."""
    assert await ask(database) == Timeline([], 0, 0, 0)


async def test_only_undated_claims_have_no_buckets(database: Database) -> None:
    """They are counted all the same."""
    await store_claims(database, [(None, "day")] * 2)
    assert await ask(database) == Timeline([], 0, 2, 2)


@pytest.mark.parametrize("calendar", Calendar)
@pytest.mark.parametrize("interval", Interval)
async def test_the_counts_add_up_without_a_gap(mixed: Database, interval: Interval, calendar: Calendar) -> None:
    """In every interval of every calendar."""
    found = await ask(mixed, interval=interval, calendar=calendar)
    assert sum(counted(found).values()) + found.coarser_count + found.undated_count == found.total_count == 8
    assert all(one.end == two.start for one, two in pairwise(found.buckets))


@pytest.mark.parametrize(
    ("interval", "calendar", "coarser"),
    [
        (Interval.DAY, Calendar.GREGORIAN, 4),
        (Interval.MONTH, Calendar.GREGORIAN, 3),
        (Interval.MONTH, Calendar.JALALI, 3),
        (Interval.YEAR, Calendar.GREGORIAN, 1),
        (Interval.YEAR, Calendar.JALALI, 1),
    ],
)
async def test_what_no_bucket_holds_whole_is_coarser(
    mixed: Database, interval: Interval, calendar: Calendar, coarser: int
) -> None:
    """A Gregorian November is in two Jalali months, and Aban in two Gregorian ones."""
    assert (await ask(mixed, interval=interval, calendar=calendar)).coarser_count == coarser


async def test_months_without_claims_are_shown(database: Database) -> None:
    """With the count 0."""
    await store_claims(database, [(date(2020, 11, 17), "day"), (date(2021, 2, 1), "day")])
    assert counted(await ask(database)) == {
        "November 2020": 1,
        "December 2020": 0,
        "January 2021": 0,
        "February 2021": 1,
    }


async def test_jalali_months_are_named_in_persian(database: Database) -> None:
    """A claim of the last day of a month is in it, one of the first day of the next is not."""
    await store_claims(database, [(jalali_day(1399, 8, 30), "day"), (jalali_day(1399, 9, 1), "day")])
    assert counted(await ask(database, calendar=Calendar.JALALI)) == {"آبان ۱۳۹۹": 1, "آذر ۱۳۹۹": 1}


async def test_the_days_that_are_asked_for_are_shown(mixed: Database) -> None:
    """Before the first claim and after the last one too; the first day is included, the last is not."""
    where = ClaimFilter(said_on_from=date(2020, 9, 30), said_on_before=date(2021, 3, 1))
    found = await ask(mixed, where)
    assert counted(found) == {
        "September 2020": 0,
        "October 2020": 0,
        "November 2020": 3,
        "December 2020": 0,
        "January 2021": 1,
        "February 2021": 0,
    }
    assert (found.coarser_count, found.undated_count, found.total_count) == (1, 0, 5)


@pytest.mark.parametrize(
    ("where", "first", "last", "total"),
    [
        (ClaimFilter(said_on_from=date(2020, 11, 17)), date(2020, 11, 1), date(2021, 2, 1), 3),
        (ClaimFilter(said_on_from=date(2020, 10, 1)), date(2020, 10, 1), date(2021, 2, 1), 5),
        (ClaimFilter(said_on_before=date(2020, 11, 18)), date(2020, 1, 1), date(2020, 12, 1), 6),
        (ClaimFilter(said_on_before=date(2021, 4, 1)), date(2020, 1, 1), date(2021, 4, 1), 7),
    ],
)
async def test_a_bound_that_is_left_open_is_where_the_claims_end(
    mixed: Database, where: ClaimFilter, first: date, last: date, total: int
) -> None:
    """Whichever of the two is given."""
    found = await ask(mixed, where)
    assert (found.buckets[0].start, found.buckets[-1].end, found.total_count) == (first, last, total)


@pytest.mark.parametrize(
    "where",
    [
        ClaimFilter(said_on_from=date(2030, 1, 1)),
        ClaimFilter(said_on_before=date(1990, 1, 1)),
        ClaimFilter(said_on_from=date(2021, 1, 1), said_on_before=date(2021, 1, 1)),
        ClaimFilter(said_on_from=date(2021, 1, 1), said_on_before=date(2020, 1, 1)),
        ClaimFilter(said_on_before=date.min),
        ClaimFilter(said_on_from=date.max),
    ],
)
async def test_days_without_claims_that_are_open_or_none_have_no_buckets(mixed: Database, where: ClaimFilter) -> None:
    """Nothing is counted, and nothing goes wrong."""
    assert await ask(mixed, where) == Timeline([], 0, 0, 0)


@pytest.mark.parametrize("calendar", Calendar)
@pytest.mark.parametrize("interval", Interval)
@pytest.mark.parametrize(
    ("first", "before"),
    [
        (date.min, date(2021, 1, 1)),
        (date(2020, 1, 1), date.max),
        (date(9999, 12, 1), date.max),
        (date.min, date(2, 1, 1)),
    ],
)
async def test_days_beyond_the_calendars_are_refused(
    sqlite_url: str, first: date, before: date, interval: Interval, calendar: Calendar
) -> None:
    """With words that say what to ask for."""
    database = Database(sqlite_url)
    with pytest.raises(BadFilter, match=r"interval: (has no|makes more)"):
        await ask(
            database, ClaimFilter(said_on_from=first, said_on_before=before), interval=interval, calendar=calendar
        )
    await database.close()


@pytest.mark.parametrize("calendar", Calendar)
async def test_there_are_as_many_buckets_as_one_answer_holds(sqlite_url: str, calendar: Calendar) -> None:
    """One more is refused."""
    database = Database(sqlite_url)
    first = date(2000, 1, 1)
    most = ClaimFilter(said_on_from=first, said_on_before=first + timedelta(days=MOST_BUCKETS))
    more = ClaimFilter(said_on_from=first, said_on_before=first + timedelta(days=MOST_BUCKETS + 1))
    assert len((await ask(database, most, interval=Interval.DAY, calendar=calendar)).buckets) == MOST_BUCKETS
    with pytest.raises(BadFilter, match="choose a longer one"):
        await ask(database, more, interval=Interval.DAY, calendar=calendar)
    await database.close()


async def test_three_hundred_years_by_month_are_not_too_many(sqlite_url: str) -> None:
    """It is buckets that are counted, not days."""
    database = Database(sqlite_url)
    where = ClaimFilter(said_on_from=date(1700, 1, 1), said_on_before=date(2033, 1, 1))
    assert len((await ask(database, where)).buckets) == 333 * 12
    await database.close()


async def test_withdrawn_claims_are_not_counted(database: Database) -> None:
    """Nor do their days make buckets."""
    article = make.article()
    revision = make.revision(article)
    live: ClaimRow = make.claim(revision, said_on=date(2020, 11, 17))
    gone = make.claim(revision, said_on=date(2010, 1, 1), withdrawn_at=make.NOW)
    await make.store(database, [article, revision, live, gone])
    assert counted(await ask(database)) == {"November 2020": 1}


async def test_only_the_claims_that_are_meant_are_counted(database: Database) -> None:
    """By speaker, by words, by kind."""
    article, speaker, other = make.article(), make.speaker(), make.speaker("بهرام آذرنگ")
    revision = make.revision(article)
    claims = [
        make.claim(revision, by=speaker[0].id, content="پل تازه باز شد"),
        make.claim(revision, by=speaker[0].id, content="آب کم است", kind="indirect"),
        make.claim(revision, by=other[0].id, content="پل تازه بسته شد"),
    ]
    await make.store(database, [article, *speaker, *other, revision, *claims])
    found = await ask(database, ClaimFilter(speaker_name="مريم نيکفر", text="پل"))
    assert found.total_count == 1
