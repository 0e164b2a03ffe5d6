"""Both databases start a period on the day on which its calendar does."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import batched
from random import Random

import pytest
from sqlalchemy import Date, Subquery, literal, select, union_all

from db.reading.period_starts import period_start
from db.sessions import Database
from domain.calendars import FIRST_COUNTED, LAST_COUNTED, Calendar, Interval, start_of_period

_ANY = Random(1399)  # noqa: S311 - days, not secrets
DAYS = [
    FIRST_COUNTED,
    LAST_COUNTED,
    *(date(2019, 1, 1) + timedelta(days=number) for number in range(0, 1_500, 3)),
    *(date.fromordinal(_ANY.randint(FIRST_COUNTED.toordinal(), LAST_COUNTED.toordinal())) for _ in range(400)),
]


def rows_of(days: Iterable[date | None]) -> Subquery:
    """The days as rows of a column `day`."""
    return union_all(*(select(literal(day, Date()).label("day")) for day in days)).subquery()


async def test_a_period_starts_where_its_calendar_says(database: Database) -> None:
    """Any day from the first that is counted to the last, by every interval of every calendar."""
    cases = [(interval, calendar) for interval in Interval for calendar in Calendar]
    async with database.reading() as session:
        for some in batched(DAYS, 100):
            given = rows_of(some)
            starts = [period_start(given.c.day, *case, is_sqlite=database.is_sqlite) for case in cases]
            for day, *found in await session.execute(select(given.c.day, *starts)):
                assert [str(start) for start in found] == [str(start_of_period(day, *case)) for case in cases]


@pytest.mark.parametrize("interval", Interval)
async def test_no_day_has_no_period(database: Database, interval: Interval) -> None:
    """As undated claims have none."""
    given = rows_of([None])
    starts = [period_start(given.c.day, interval, calendar, is_sqlite=database.is_sqlite) for calendar in Calendar]
    async with database.reading() as session:
        assert (await session.execute(select(*starts))).one() == (None, None)
