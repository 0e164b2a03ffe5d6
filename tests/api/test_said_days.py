"""Days stand in words in both calendars, of which none is taken for the other."""

from datetime import date

import pytest

from api.said_days import worded
from domain.calendars import jalali_day
from domain.dates import Precision
from domain.periods import Language

WORDED = {
    "a day": (date(2020, 11, 17), Precision.DAY, "۲۷ آبان ۱۳۹۹ (۱۷ نوامبر ۲۰۲۰)", "17 November 2020 (27 Aban 1399)"),
    "a Jalali month": (jalali_day(1400, 8, 1), Precision.MONTH, "آبان ۱۴۰۰", "Aban 1400 (Jalali)"),
    "a Jalali year": (jalali_day(1400, 1, 1), Precision.YEAR, "۱۴۰۰", "1400 (Jalali)"),
    "a Gregorian month": (date(2020, 11, 1), Precision.MONTH, "نوامبر ۲۰۲۰ میلادی", "November 2020"),
    "a Gregorian year": (date(2020, 1, 1), Precision.YEAR, "۲۰۲۰ میلادی", "2020"),
    "a Hijri month": (date(2020, 4, 24), Precision.MONTH, "حدود اردیبهشت ۱۳۹۹", "about April 2020"),
}


@pytest.mark.parametrize(("day", "precision", "persian", "english"), WORDED.values(), ids=WORDED)
def test_a_calendar_is_named_where_it_is_not_the_readers_own(
    day: date, precision: Precision, persian: str, english: str
) -> None:
    """And stands alone: a Jalali year reads as one of the Middle Ages else."""
    assert [worded(day, precision, one) for one in (Language.FA, Language.EN)] == [persian, english]
