"""Finds single words that name a day («دوشنبه», «دیروز», «۲۵ آبان») and the days they may mean, part by part.

How adjoining parts make one expression is decided in `day_words`.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, IntEnum, auto
from itertools import compress

from domain.calendars import jalali_day, jalali_parts
from domain.dates import Precision
from domain.text import ZWNJ, name_key
from extraction.calendar_words import MONTHS, CalendarDay, Month, figure_days, month_words, number_before, year_words
from extraction.lexicon import Phrases, read_table
from extraction.reading import Reading


class Rank(IntEnum):
    """Which of several adjoining words is believed where they disagree; the smallest first.

    A weekday before «دیروز»: an article may be printed a day after it was written, and its «دیروز» then means
    another day, its «دوشنبه» the same. A lunar day last: countries see the new moon a day apart.
    """

    YEAR_PRINTED = auto()
    CALENDAR = auto()
    WEEKDAY = auto()
    RELATIVE = auto()
    LUNAR = auto()


CALENDARS = frozenset({Rank.YEAR_PRINTED, Rank.CALENDAR, Rank.LUNAR})


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an expression; no choices where it lies in the future or cannot be known."""

    tokens: range
    choices: tuple[date, ...]
    precision: Precision
    rank: Rank


@dataclass(frozen=True, slots=True)
class _Weekday:
    weekday: int


@dataclass(frozen=True, slots=True)
class _Relative:
    count: int
    unit: str


class _Word(Enum):
    YEAR = auto()


_WORDS = read_table("date_words")
_RELATIVE: list[tuple[str, _Weekday | _Relative]] = [
    *((row["words"], _Weekday(int(row["weekday"]))) for row in read_table("weekdays")),
    *((row["words"], _Relative(int(row["count"]), row["unit"])) for row in read_table("relative_days")),
]


def words_of(role: str) -> list[str]:
    """The words of `date_words.tsv` that have this role."""
    return [row["words"] for row in _WORDS if row["role"] == role]


def first_words(phrases: Iterable[str]) -> frozenset[str]:
    """Every key of a token with which one of the phrases may start, however its words are printed together.

    >>> sorted(first_words(["هفته پیش"]))
    ['هفته', 'هفتهپیش']
    """
    return frozenset(
        name_key(" ".join(words[:count]))
        for phrase in phrases
        for words in (phrase.split(), phrase.replace(ZWNJ, " ").split())
        for count in range(1, len(words) + 1)
    )


PARTS_OF_DAY = words_of("part of day")
# «ظهرجمعه» and «عصرامروز» are printed together as well.
_GLUED = [(f"{part} {words}", meaning) for part in PARTS_OF_DAY for words, meaning in _RELATIVE]
_MEANINGS: list[tuple[str, _Weekday | _Relative | Month | _Word]] = [*_RELATIVE, *_GLUED, *MONTHS, ("سال", _Word.YEAR)]
_PHRASES = Phrases(_MEANINGS)
_STARTS = first_words(phrase for phrase, _ in _MEANINGS)
_SUFFIXES = Phrases(
    (words, role) for role in ("future", "previous week", "this week", "past") for words in words_of(role)
)
_PART_OF_DAY = Phrases((words, True) for words in PARTS_OF_DAY)
_OF_FRIDAY = frozenset(words_of("of Friday"))
_SATURDAY = 5
_WEEK = timedelta(days=7)


def day_parts(reading: Reading, published_on: date | None, places: Sequence[range]) -> Iterator[Part]:
    """The parts that stand in the places: first the days in figures, then the others, each in order."""
    firsts = [place.start for place in places]
    for day in figure_days(reading):
        before = bisect_right(firsts, day.tokens.start) - 1
        if before >= 0 and day.tokens.start in places[before]:
            yield _calendar_part(day)
    taken = 0
    for place in places:
        keys = reading.keys[place.start : place.stop]
        for token in compress(place, map(_STARTS.__contains__, keys)):
            part = _part_at(reading, token, published_on) if token >= taken else None
            if part:
                taken = part.tokens.stop
                yield part


def _part_at(reading: Reading, token: int, published_on: date | None) -> Part | None:
    phrase = _PHRASES.longest_at(reading, token)
    if not phrase:
        return None
    words = range(token, phrase[0])
    match phrase[1]:
        case _Weekday(weekday):
            return _weekday(reading, words, weekday, published_on)
        case _Relative(count, unit):
            return _relative(reading, words, published_on, count, unit)
        case Month() as month:
            day = month_words(reading, words, month, published_on)
        case _Word.YEAR:
            day = year_words(reading, token)
    return _calendar_part(day) if day else None


def _calendar_part(day: CalendarDay) -> Part:
    rank = Rank.LUNAR if day.lunar else Rank.YEAR_PRINTED if day.year_printed else Rank.CALENDAR
    return Part(day.tokens, day.choices, day.precision, rank)


def _weekday(reading: Reading, words: range, weekday: int, published_on: date | None) -> Part | None:
    """The newest such weekday up to the publication, or the one that «گذشته», «هفته پیش» or «این هفته» tells.

    None for the name of an office or a prayer, «امام جمعه», «نماز جمعه», unless it is «نماز جمعه این هفته».
    """
    part_of_day = _at(_PART_OF_DAY, reading, words.stop)
    after = part_of_day[0] if part_of_day else words.stop
    suffix = _at(_SUFFIXES, reading, after)
    if words.start and not suffix and reading.keys[words.start - 1] in _OF_FRIDAY:
        return None
    tokens = range(words.start, suffix[0] if suffix else after)
    role = suffix[1] if suffix else ""
    if published_on is None or role == "future":
        return Part(tokens, (), Precision.DAY, Rank.WEEKDAY)
    day = _weekday_before(published_on, weekday, role)
    return Part(tokens, (day,) if day <= published_on else (), Precision.DAY, Rank.WEEKDAY)


def _weekday_before(published_on: date, weekday: int, role: str) -> date:
    newest = published_on - timedelta(days=(published_on.weekday() - weekday) % 7)
    if role in {"previous week", "this week"}:
        return _saturday(published_on) - _WEEK * (role == "previous week") + timedelta(days=(weekday - _SATURDAY) % 7)
    return newest - _WEEK if role == "past" and newest == published_on else newest


def _saturday(day: date) -> date:
    """The first day of the week, which starts on Saturday in Iran, that holds `day`."""
    return day - timedelta(days=(day.weekday() - _SATURDAY) % 7)


def _relative(reading: Reading, words: range, published_on: date | None, count: int, unit: str) -> Part | None:
    if unit == "counted day":  # «دو روز پیش»
        number = number_before(reading, words.start)
        if number is None:
            return None
        words, count, unit = range(number[0], words.stop), -number[1], "day"
    if published_on is None:
        return Part(words, (), Precision.DAY, Rank.RELATIVE)
    if unit == "day":
        return Part(words, (published_on + timedelta(days=count),), Precision.DAY, Rank.RELATIVE)
    day, precision = _period(published_on, count, unit)
    return Part(words, (day,), precision, Rank.RELATIVE)


def _period(published_on: date, count: int, unit: str) -> tuple[date, Precision]:
    """The Jalali month or year so many before the publication's.

    Of a week its month, or its year where it lies in two months: there is no precision of a week.
    """
    year, month, _ = jalali_parts(published_on)
    if unit == "week":
        saturday = _saturday(published_on) + count * _WEEK
        year, month, _ = jalali_parts(saturday)
        friday = jalali_parts(saturday + timedelta(days=6))
        if friday[:2] == (year, month):
            return jalali_day(year, month, 1), Precision.MONTH
        return jalali_day(year, 1, 1), Precision.YEAR
    if unit == "year":
        return jalali_day(year + count, 1, 1), Precision.YEAR
    months = year * 12 + month - 1 + count
    return jalali_day(months // 12, months % 12 + 1, 1), Precision.MONTH


def _at[Meaning](phrases: Phrases[Meaning], reading: Reading, token: int) -> tuple[int, Meaning] | None:
    return phrases.longest_at(reading, token) if token < len(reading.keys) else None
