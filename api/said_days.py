"""The days of claims in words, in both calendars."""

from datetime import date

from domain.calendars import Calendar, Interval, start_of_period
from domain.dates import Precision
from domain.periods import Language, periods

_INTERVALS = {Precision.DAY: Interval.DAY, Precision.MONTH: Interval.MONTH, Precision.YEAR: Interval.YEAR}
_ABOUT = {Language.FA: "حدود", Language.EN: "about"}


def worded(day: date, precision: Precision, language: Language) -> str:
    """A day in the language's own calendar and then in the other one; a month or year in the calendar that it is of.

    >>> worded(date(2020, 11, 17), Precision.DAY, Language.EN), worded(date(2020, 11, 1), Precision.MONTH, Language.EN)
    ('17 November 2020 (27 Aban 1399)', 'November 2020')
    """
    interval = _INTERVALS[precision]
    calendars = [one for one in _OWN_FIRST[language] if start_of_period(day, interval, one) == day]
    told = [_label(day, interval, one, language) for one in calendars]
    if not told:  # of another calendar, such as Hijri: as near as one of these two tells it
        return f"{_ABOUT[language]} {_label(day, interval, _OWN_FIRST[language][0], language)}"
    return told[0] if len(told) == 1 else f"{told[0]} ({told[1]})"


def _label(day: date, interval: Interval, calendar: Calendar, language: Language) -> str:
    return periods(day, day, interval=interval, calendar=calendar, language=language)[0].label


_OWN_FIRST = {
    Language.FA: (Calendar.JALALI, Calendar.GREGORIAN),
    Language.EN: (Calendar.GREGORIAN, Calendar.JALALI),
}
