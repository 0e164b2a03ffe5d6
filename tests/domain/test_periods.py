"""Periods are named in Persian and in English, in the words of their calendar."""

from datetime import date

import pytest

from domain.calendars import Calendar, Interval
from domain.periods import Language, periods

DAY = date(2020, 11, 17)
GREGORIAN, JALALI = Calendar.GREGORIAN, Calendar.JALALI
FA, EN = Language.FA, Language.EN


@pytest.mark.parametrize(
    ("interval", "calendar", "language", "label"),
    [
        (Interval.DAY, GREGORIAN, EN, "17 November 2020"),
        (Interval.DAY, GREGORIAN, FA, "۱۷ نوامبر ۲۰۲۰"),
        (Interval.DAY, JALALI, EN, "27 Aban 1399"),
        (Interval.DAY, JALALI, FA, "۲۷ آبان ۱۳۹۹"),
        (Interval.WEEK, GREGORIAN, EN, "Week of 16 November 2020"),
        (Interval.WEEK, GREGORIAN, FA, "هفتهٔ ۱۶ نوامبر ۲۰۲۰"),
        (Interval.WEEK, JALALI, EN, "Week of 24 Aban 1399"),
        (Interval.WEEK, JALALI, FA, "هفتهٔ ۲۴ آبان ۱۳۹۹"),
        (Interval.MONTH, GREGORIAN, EN, "November 2020"),
        (Interval.MONTH, GREGORIAN, FA, "نوامبر ۲۰۲۰"),
        (Interval.MONTH, JALALI, EN, "Aban 1399"),
        (Interval.MONTH, JALALI, FA, "آبان ۱۳۹۹"),
        (Interval.QUARTER, GREGORIAN, EN, "Q4 2020"),
        (Interval.QUARTER, GREGORIAN, FA, "سه\u200cماههٔ چهارم ۲۰۲۰"),
        (Interval.QUARTER, JALALI, EN, "Autumn 1399"),
        (Interval.QUARTER, JALALI, FA, "پاییز ۱۳۹۹"),
        (Interval.YEAR, GREGORIAN, EN, "2020"),
        (Interval.YEAR, GREGORIAN, FA, "۲۰۲۰"),
        (Interval.YEAR, JALALI, EN, "1399"),
        (Interval.YEAR, JALALI, FA, "۱۳۹۹"),
    ],
)
def test_a_period_is_named_in_either_language(
    interval: Interval, calendar: Calendar, language: Language, label: str
) -> None:
    """With the digits of the language, whatever the calendar."""
    [found] = periods(DAY, DAY, interval=interval, calendar=calendar, language=language)
    assert found.label == label


@pytest.mark.parametrize("interval", Interval)
@pytest.mark.parametrize(("calendar", "language"), [(GREGORIAN, EN), (JALALI, FA)])
def test_a_calendar_has_a_language_of_its_own(interval: Interval, calendar: Calendar, language: Language) -> None:
    """English for the Gregorian one, Persian for the Jalali one."""
    own = periods(DAY, DAY, interval=interval, calendar=calendar)
    assert own == periods(DAY, DAY, interval=interval, calendar=calendar, language=language)


@pytest.mark.parametrize("calendar", Calendar)
@pytest.mark.parametrize("language", Language)
def test_the_months_of_a_year_have_twelve_names(calendar: Calendar, language: Language) -> None:
    """No two are called alike, nor two quarters."""
    days = {"first": date(2020, 3, 20), "last": date(2021, 3, 20)}
    for interval in (Interval.MONTH, Interval.QUARTER):
        found = periods(**days, interval=interval, calendar=calendar, language=language)
        assert len({one.label for one in found}) == len(found)
