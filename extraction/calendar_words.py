"""Reads a day, month or year of the Jalali, Gregorian and Hijri calendars as words and figures print it.

Knows nothing of weekdays or of «دیروز», and nothing of what is said on the day.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from domain.calendars import hijri_day, jalali_day, jalali_parts
from domain.dates import Precision
from domain.text import Span
from extraction.lexicon import Phrases, read_table
from extraction.reading import Reading


@dataclass(frozen=True, slots=True)
class Month:
    """A month's name in one of three calendars; where it `needs_year` it is a common word as well."""

    calendar: str
    month: int
    needs_year: bool


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """Words that name a day, month or year: the days it may be, the best first, none later than can be.

    Without a printed year the first is the nearest one not after the publication, the second the next one after it.
    """

    tokens: range
    choices: tuple[date, ...]
    precision: Precision
    year_printed: bool
    lunar: bool = False


MONTHS = [
    (words, Month(row["calendar"], int(row["month"]), row["use"] == "needs year"))
    for row in read_table("months")
    for words in (row["words"], f"{row['words']} ماه")
]
_DAY_NUMBERS = Phrases((row["words"], int(row["day"])) for row in read_table("day_numbers"))
_LONGEST_NUMBER = 3
"""«بیست و سوم» is three words."""
_LAST_DAY = 31
_THIS_YEAR = Phrases((words, 0) for words in ("امسال", "سال جاری", "جاری", "سال"))
_LAST_YEAR = Phrases((words, -1) for words in ("سال گذشته", "سال قبل", "سال پیش", "پارسال"))
_ERAS = frozenset({"میلادی", "شمسی", "خورشیدی", "هجری", "قمری"})
_MOST_YEARS_BACK = 8
"""29 February is at most eight years from the one before it."""

_FIRST_OF_HIJRI = date(622, 7, 19)
_DAYS_OF_HIJRI_YEAR = 354.3671

_FIGURES = re.compile(r"(\d{1,4})([/-])(\d{1,2})\2(\d{1,4})")
_FIRST_GREGORIAN_YEAR = 1700
_YEARS_OF = {"jalali": range(1200, 1500), "gregorian": range(1700, 2100), "hijri": range(1200, 1500)}
_CENTURY = 1300
"""«۹۹» is 1399; a number that could be a day, «۰۲», is of the century that follows."""
_FIGURES_OF_A_YEAR = {len("99"), len("1399")}
_MAKE: dict[str, Callable[[int, int, int], date]] = {"jalali": jalali_day, "gregorian": date, "hijri": hijri_day}


def month_words(reading: Reading, name: range, month: Month, published_on: date | None) -> CalendarDay | None:
    """What a month's name and the words around it tell: «۲۳ آبان», «۲۳ آبان ماه ۱۳۹۹», «آبان ۱۳۹۹», «ماه ژوئن».

    None where there is nothing of this, or no such day.
    """
    number = number_before(reading, name.start)
    year, after = _year_after(reading, name.stop, month.calendar, published_on)
    if number is None:
        return _whole_month(reading, range(name.start, after), month, year, published_on)
    days = _days(month, number[1], year, published_on)
    if not days or (year is None and month.needs_year):
        return None
    tokens = range(number[0], after)
    lunar = month.calendar == "hijri"
    return CalendarDay(tokens, days, Precision.DAY, year_printed=year is not None, lunar=lunar)


def _whole_month(
    reading: Reading, tokens: range, month: Month, year: int | None, published_on: date | None
) -> CalendarDay | None:
    """A month without a day, where its year or the word «ماه» before it shows that a month is meant."""
    called_month = tokens.start > 0 and reading.keys[tokens.start - 1] == "ماه"
    if month.calendar == "hijri" or (year is None and (month.needs_year or not called_month)):
        return None  # «ماه رمضان» is a season of the year rather than the time of a saying
    days = _days(month, 1, year, published_on)
    first = tokens.start - called_month
    return (
        CalendarDay(range(first, tokens.stop), days, Precision.MONTH, year_printed=year is not None) if days else None
    )


def year_words(reading: Reading, token: int) -> CalendarDay | None:
    """The year that «سال ۱۳۹۹» at `token` names, None where no year follows."""
    keys = reading.keys
    figures = keys[token + 1] if token + 1 < len(keys) else ""
    if not (figures.isdecimal() and len(figures) == len("1399")):
        return None
    calendar = "gregorian" if int(figures) >= _FIRST_GREGORIAN_YEAR else "jalali"
    if int(figures) not in _YEARS_OF[calendar]:
        return None
    after = _past_era(reading, token + 2)
    return CalendarDay(range(token, after), (_MAKE[calendar](int(figures), 1, 1),), Precision.YEAR, year_printed=True)


def figure_days(reading: Reading) -> list[CalendarDay]:
    """Every day printed in figures: «۱۳۹۹/۸/۲۳», «99/8/23», «23-08-1399», those with a stroke first.

    A number of two figures that cannot be a day is a year; where both could be, the first one is.
    """
    found = []
    for figures in (figures for mark in "/-" for figures in _figures(reading.text, mark)):
        first, last = reading.token_at(figures.start()), reading.token_at(figures.end() - 1)
        whole = reading.span(first, last) == Span(figures.start(), figures.end())
        day = _day_of_figures(figures[1], int(figures[3]), figures[4]) if whole else None
        if day:
            found.append(CalendarDay(range(first, last + 1), (day,), Precision.DAY, year_printed=True))
    return found


def _figures(text: str, mark: str) -> Iterator[re.Match[str]]:
    """Three numbers parted by the mark, looked for from mark to mark: most texts have few of them."""
    at = text.find(mark)
    while at >= 0:
        start = at
        while start > 0 and at - start < len("1399") and text[start - 1].isdecimal():
            start -= 1
        figures = _FIGURES.match(text, start)
        if figures:
            yield figures
        at = text.find(mark, figures.end() if figures else at + 1)


def number_before(reading: Reading, token: int) -> tuple[int, int] | None:
    """The first token and the value of the day's number that ends right before `token`, None where none ends there."""
    keys = reading.keys
    for first in range(max(0, token - _LONGEST_NUMBER), token):
        number = _DAY_NUMBERS.longest_at(reading, first)
        if number and number[0] == token:
            return first, number[1]
    figures = keys[token - 1] if token else ""
    figures = figures.removesuffix("م")
    if figures.isdecimal() and 1 <= int(figures[:4]) <= _LAST_DAY and len(figures) <= len("31"):
        return token - 1, int(figures)
    return None


def _day_of_figures(first: str, month: int, last: str) -> date | None:
    year, day = (first, last) if int(first) > _LAST_DAY or int(last) <= _LAST_DAY else (last, first)
    if len(year) not in _FIGURES_OF_A_YEAR:
        return None
    number = int(year) if len(year) > len("99") else _CENTURY + int(year) + 100 * (int(year) <= _LAST_DAY)
    calendar = "gregorian" if number >= _FIRST_GREGORIAN_YEAR else "jalali"
    return _day(calendar, number, month, int(day)) if number in _YEARS_OF[calendar] else None


def _year_after(reading: Reading, after: int, calendar: str, published_on: date | None) -> tuple[int | None, int]:
    """The year that follows a month's name, None where none does, and the index after what was read."""
    keys = reading.keys
    if after < len(keys) and keys[after] == "ماه":
        after += 1
    at = after
    if at >= len(keys):
        return None, after
    if calendar == "hijri":
        published_on = None  # «سال گذشته» beside a lunar month may be the solar year
    last_year, this_year = _LAST_YEAR.longest_at(reading, at), _THIS_YEAR.longest_at(reading, at)
    if last_year and published_on:
        return _year_of(published_on, calendar) - 1, last_year[0]
    if this_year and keys[at] != "سال" and published_on:
        return _year_of(published_on, calendar), this_year[0]
    if keys[at] == "سال" and at + 1 < len(keys):
        if keys[at + 1] == "جاری" and published_on:
            return _year_of(published_on, calendar), at + 2
        at += 1
    year = _printed_year(keys[at], calendar)
    return (None, after) if year is None else (year, _past_era(reading, at + 1))


def _printed_year(figures: str, calendar: str) -> int | None:
    if not figures.isdecimal():
        return None
    if len(figures) == len("99") and calendar == "jalali" and int(figures) > _LAST_DAY:
        return _CENTURY + int(figures)
    return int(figures) if len(figures) == len("1399") and int(figures) in _YEARS_OF[calendar] else None


def _past_era(reading: Reading, after: int) -> int:
    while after < len(reading.keys) and reading.keys[after] in _ERAS:
        after += 1
    return after


def _year_of(day: date, calendar: str) -> int:
    """The year that holds `day`; of a Hijri year only an estimate that may be one off."""
    if calendar == "jalali":
        return jalali_parts(day)[0]
    if calendar == "gregorian":
        return day.year
    return int((day - _FIRST_OF_HIJRI).days / _DAYS_OF_HIJRI_YEAR) + 1


@lru_cache(maxsize=4096)
def _days(month: Month, day: int, year: int | None, published_on: date | None) -> tuple[date, ...]:
    if year is not None:
        found = _day(month.calendar, year, month.month, day)
        return (found,) if found else ()
    if published_on is None:
        return ()
    newest = _year_of(published_on, month.calendar) + 1
    near = [
        one
        for back in range(_MOST_YEARS_BACK + 1)
        if (one := _day(month.calendar, newest - back, month.month, day)) is not None
    ]
    past = [one for one in near if one <= published_on][:1]
    return (*past, *[one for one in near if one > published_on][-1:])


def _day(calendar: str, year: int, month: int, day: int) -> date | None:
    try:
        return _MAKE[calendar](year, month, day)
    except (ValueError, OverflowError):
        return None
