"""The days of claims in words, in both calendars."""

from datetime import date

from domain.calendars import Calendar, Interval, start_of_period
from domain.dates import Precision
from domain.periods import Language, periods

_INTERVALS = {Precision.DAY: Interval.DAY, Precision.MONTH: Interval.MONTH, Precision.YEAR: Interval.YEAR}
_OF_THE_OTHER = {Language.FA: "{} میلادی", Language.EN: "{} (Jalali)"}
"""A month or year of the calendar that is not the language's own."""
_ABOUT = {Language.FA: "حدود", Language.EN: "about"}


def worded(day: date, precision: Precision, language: Language) -> str:
    """A day in the language's own calendar and then in the other one; a month or year in the calendar that it is of.

    A calendar that is not the language's own is named where it stands alone, for its years look like those of the own.

    >>> worded(date(2020, 11, 17), Precision.DAY, Language.EN), worded(date(2020, 3, 20), Precision.YEAR, Language.EN)
    ('17 November 2020 (27 Aban 1399)', '1399 (Jalali)')
    """
    interval, calendars = _INTERVALS[precision], _OWN_FIRST[language]
    own, other = (
        _label(day, interval, one, language) if start_of_period(day, interval, one) == day else None
        for one in calendars
    )
    if own is None and other is None:  # of another calendar, such as Hijri: as near as one of these two tells it
        return f"{_ABOUT[language]} {_label(day, interval, calendars[0], language)}"
    if own is None:
        return _OF_THE_OTHER[language].format(other)
    return own if other is None else f"{own} ({other})"


def _label(day: date, interval: Interval, calendar: Calendar, language: Language) -> str:
    return periods(day, day, interval=interval, calendar=calendar, language=language)[0].label


_OWN_FIRST = {
    Language.FA: (Calendar.JALALI, Calendar.GREGORIAN),
    Language.EN: (Calendar.GREGORIAN, Calendar.JALALI),
}
