"""Days, months and years of three calendars are read from words and figures."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendars import JALALI_MONTHS, hijri_day, jalali_day, jalali_parts
from extraction.calendar_words import figure_days
from extraction.day_words import find_day_words
from extraction.reading import read

PUBLISHED = date(2020, 11, 17)


@pytest.mark.parametrize(
    ("figures", "day"),
    [
        ("۱۳۹۹/۸/۲۳", date(2020, 11, 13)),
        ("1399/08/23", date(2020, 11, 13)),
        ("١٣٩٩/٨/٢٣", date(2020, 11, 13)),
        ("99/8/23", date(2020, 11, 13)),
        ("23/8/99", date(2020, 11, 13)),
        ("23/8/1399", date(2020, 11, 13)),
        ("1399-08-23", date(2020, 11, 13)),
        ("2020-11-13", date(2020, 11, 13)),
        ("13/11/2020", date(2020, 11, 13)),
        ("00/1/15", date(2021, 4, 4)),
    ],
)
def test_a_day_in_figures_is_read(figures: str, day: date) -> None:
    """Year first or last, of two figures or four, in digits of three kinds."""
    assert [found.choices for found in figure_days(read(f"در {figures} گفت"))] == [(day,)]


@pytest.mark.parametrize("figures", ["1399/13/45", "1399/8", "3.5.1", "021-88-99", "5/10/4000", "12/8/1399/4", "0/0/0"])
def test_other_figures_are_no_day(figures: str) -> None:
    """An impossible day, a fraction or a telephone number is left alone."""
    assert figure_days(read(f"رقم {figures} بود")) == []


@given(st.dates(date(1925, 1, 1), date(2060, 1, 1)))
def test_a_jalali_day_in_words_is_read_back(day: date) -> None:
    """Day, month name and year of any day name that day, with its year and without."""
    year, month, number = jalali_parts(day)
    reading = read(f"وی {number} {JALALI_MONTHS[month - 1]} {year} گفت")
    assert [found.day for found in find_day_words(reading, published_on=None)] == [day]
    reading = read(f"وی {number} {JALALI_MONTHS[month - 1]} گفت")
    assert [found.day for found in find_day_words(reading, published_on=day)] == [day]


@given(st.integers(1, 29), st.integers(1390, 1480))
def test_a_hijri_day_in_words_is_read_back(number: int, year: int) -> None:
    """Day, month name and year of a lunar day name the day that the Umm al-Qura calendar gives."""
    reading = read(f"وی {number} رمضان {year} گفت")
    assert [found.day for found in find_day_words(reading, published_on=None)] == [hijri_day(year, 9, number)]


@given(st.dates(date(1930, 1, 1), date(2060, 1, 1)), st.integers(1, 31), st.sampled_from(JALALI_MONTHS))
def test_a_day_without_a_year_is_the_nearest_not_after_publication(published: date, number: int, month: str) -> None:
    """There is no later such day up to the publication, and it lies at most one leap cycle back."""
    found = find_day_words(read(f"{number} {month}"), published_on=published)
    for words in found:
        year = jalali_parts(words.day)[0]
        later = [jalali_or_none(year + ahead, month, number) for ahead in range(1, 9)]
        assert words.day <= published
        assert not any(day and day <= published for day in later)


def jalali_or_none(year: int, month: str, number: int) -> date | None:
    """The day, None where the month of that year has no such day."""
    try:
        return jalali_day(year, JALALI_MONTHS.index(month) + 1, number)
    except ValueError:
        return None
