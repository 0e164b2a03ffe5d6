"""The periods that a timeline counts by, and their names in Persian and in English."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from domain.calendars import JALALI_MONTHS, Calendar, Interval, next_start, parts_of, start_of_period

_GREGORIAN_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_GREGORIAN_MONTHS_IN_PERSIAN = (
    "ژانویه", "فوریه", "مارس", "آوریل", "مه", "ژوئن",
    "ژوئیه", "اوت", "سپتامبر", "اکتبر", "نوامبر", "دسامبر",
)  # fmt: skip
"""Source: the months of the Gregorian calendar in the Unicode CLDR's locale `fa`."""
_JALALI_MONTHS_IN_ENGLISH = (
    "Farvardin", "Ordibehesht", "Khordad", "Tir", "Mordad", "Shahrivar",
    "Mehr", "Aban", "Azar", "Dey", "Bahman", "Esfand",
)  # fmt: skip
"""Source: the months of the Persian calendar in the Unicode CLDR's locale `en`."""
_SEASONS = ("بهار", "تابستان", "پاییز", "زمستان")
"""A Jalali quarter is a season: the year begins with spring."""
_SEASONS_IN_ENGLISH = ("Spring", "Summer", "Autumn", "Winter")
_ORDINALS = ("اول", "دوم", "سوم", "چهارم")
_PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_MOST_KEPT = 16_384
"""Periods that are kept once they are made: a calendar's arithmetic costs more than all the rest of a bucket."""

_MOST_TIMELINES_KEPT = 64
"""Of which the same days are asked again and again: a page's timelines all have them."""


class Language(StrEnum):
    """The language of a period's name."""

    FA = "fa"
    EN = "en"


class GroupBy(StrEnum):
    """What the claims of a timeline's series have in common."""

    SPEAKER = "speaker"
    TOPIC = "topic"
    OUTLET = "outlet"
    KIND = "kind"
    VERDICT = "verdict"


@dataclass(frozen=True, slots=True)
class Period:
    """A half-open range of days with its name: `start` included, `end` not."""

    start: date
    end: date
    label: str


def language_of(calendar: Calendar) -> Language:
    """The language in which a calendar's periods are named where nobody asks for another."""
    return Language.FA if calendar is Calendar.JALALI else Language.EN


@lru_cache(maxsize=_MOST_TIMELINES_KEPT)
def periods(
    first: date, last: date, *, interval: Interval, calendar: Calendar, language: Language | None = None
) -> tuple[Period, ...]:
    """The periods, in order and without a gap, that cover the days from `first` to `last`, both included."""
    start, named, found = start_of_period(first, interval, calendar), language or language_of(calendar), list[Period]()
    while start <= last:
        found.append(_period(start, interval, calendar, named))
        start = found[-1].end
    return tuple(found) if first <= last else ()


@lru_cache(maxsize=_MOST_KEPT)
def _period(start: date, interval: Interval, calendar: Calendar, language: Language) -> Period:
    """The period that starts on this day."""
    label = _label(start, interval, calendar, language)
    shown = label.translate(_PERSIAN_DIGITS) if language is Language.FA else label
    return Period(start, next_start(start, interval, calendar), shown)


def _label(start: date, interval: Interval, calendar: Calendar, language: Language) -> str:
    year, month, day = parts_of(start, calendar)
    month_name = _MONTHS[calendar, language][month - 1]
    match interval:
        case Interval.DAY:
            return f"{day} {month_name} {year}"
        case Interval.WEEK:
            of_week = "هفتهٔ" if language is Language.FA else "Week of"
            return f"{of_week} {day} {month_name} {year}"
        case Interval.MONTH:
            return f"{month_name} {year}"
        case Interval.QUARTER:
            return f"{_quarter((month - 1) // 3, calendar, language)} {year}"
        case Interval.YEAR:
            return str(year)


def _quarter(place: int, calendar: Calendar, language: Language) -> str:
    """The name of a year's quarter, counted from 0."""
    if calendar is Calendar.JALALI:
        return (_SEASONS if language is Language.FA else _SEASONS_IN_ENGLISH)[place]
    return f"سه\u200cماههٔ {_ORDINALS[place]}" if language is Language.FA else f"Q{place + 1}"


_MONTHS = {
    (Calendar.GREGORIAN, Language.EN): _GREGORIAN_MONTHS,
    (Calendar.GREGORIAN, Language.FA): _GREGORIAN_MONTHS_IN_PERSIAN,
    (Calendar.JALALI, Language.EN): _JALALI_MONTHS_IN_ENGLISH,
    (Calendar.JALALI, Language.FA): JALALI_MONTHS,
}
