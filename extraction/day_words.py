"""Finds the words of a text that name a day, a month or a year, and the day they mean; not what was said on it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, IntEnum, auto

from domain.calendars import jalali_day, jalali_parts
from domain.dates import Precision
from domain.text import ZWNJ, name_key
from extraction.calendar_words import MONTHS, CalendarDay, Month, figure_days, month_words, year_words
from extraction.lexicon import Phrases, read_table
from extraction.reading import Reading


@dataclass(frozen=True, slots=True)
class DayWords:
    """Words that name a day, month or year; `day` is the first day of that period.

    `dated` is whether a calendar day was printed: «۲۲ بهمن» may be the name of something, «دیروز» is not.
    """

    tokens: range
    day: date
    precision: Precision
    dated: bool


class _Rank(IntEnum):
    """Which of several adjoining words is believed where they disagree; the smallest first.

    A weekday before «دیروز»: an article may be printed a day after it was written, and its «دیروز» then means
    another day, its «دوشنبه» the same. A lunar day last: countries see the new moon a day apart.
    """

    YEAR_PRINTED = auto()
    CALENDAR = auto()
    WEEKDAY = auto()
    RELATIVE = auto()
    LUNAR = auto()


_CALENDARS = frozenset({_Rank.YEAR_PRINTED, _Rank.CALENDAR, _Rank.LUNAR})


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of an expression; no choices where it lies in the future or cannot be known."""

    tokens: range
    choices: tuple[date, ...]
    precision: Precision
    rank: _Rank


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


def _words_of(role: str) -> list[str]:
    return [row["words"] for row in _WORDS if row["role"] == role]


_PARTS_OF_DAY = _words_of("part of day")
# «ظهرجمعه» and «عصرامروز» are printed together as well.
_GLUED = [(f"{part} {words}", meaning) for part in _PARTS_OF_DAY for words, meaning in _RELATIVE]
_MEANINGS: list[tuple[str, _Weekday | _Relative | Month | _Word]] = [*_RELATIVE, *_GLUED, *MONTHS, ("سال", _Word.YEAR)]
_PHRASES = Phrases(_MEANINGS)
_STARTS = frozenset(
    name_key(" ".join(words[:count]))
    for phrase, _ in _MEANINGS
    for words in (phrase.split(), phrase.replace(ZWNJ, " ").split())
    for count in range(1, len(words) + 1)
)
"""Every word, or words printed together, with which a phrase may start."""

_SUFFIXES = Phrases(
    (words, role) for role in ("future", "previous week", "this week", "past") for words in _words_of(role)
)
_PART_OF_DAY = Phrases((words, True) for words in _PARTS_OF_DAY)
_LEADS = frozenset((*_PARTS_OF_DAY, *_words_of("leads")))
_JOINS = Phrases((words, True) for words in _words_of("joins"))
_MARKS = frozenset("(،,-–ـ/[")
_CLOSERS = frozenset(")]")
_SATURDAY = 5
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)


def find_day_words(reading: Reading, *, published_on: date | None) -> list[DayWords]:
    """The expressions that name a day up to `published_on`, in order; those of days to come are left out.

    Adjoining words make one expression: «دیروز (دوشنبه) ۲۶ آبان».

    >>> from extraction.reading import read
    >>> [found] = find_day_words(read("وی صبح دوشنبه گفت"), published_on=date(2020, 11, 18))
    >>> found.day.isoformat()
    '2020-11-16'
    """
    parts = sorted(_parts(reading, published_on), key=lambda part: part.tokens.start)
    found: list[DayWords] = []
    for group in _adjoining(reading, parts):
        words = _resolved(reading, group, published_on, after=found[-1].tokens.stop if found else 0)
        if words:
            found.append(words)
    return found


def _parts(reading: Reading, published_on: date | None) -> Iterator[_Part]:
    taken = 0
    figures = figure_days(reading)
    for day in figures:
        yield _calendar_part(day)
    for token in [index for index, key in enumerate(reading.keys) if key in _STARTS]:
        if token < taken:
            continue
        part = _part_at(reading, token, published_on)
        if part:
            taken = part.tokens.stop
            yield part


def _part_at(reading: Reading, token: int, published_on: date | None) -> _Part | None:
    phrase = _PHRASES.longest_at(reading, token)
    if not phrase:
        return None
    words = range(token, phrase[0])
    match phrase[1]:
        case _Weekday(weekday):
            return _weekday(reading, words, weekday, published_on)
        case _Relative(count, unit):
            return _relative(words, count, unit, published_on)
        case Month() as month:
            day = month_words(reading, words, month, published_on)
        case _Word.YEAR:
            day = year_words(reading, token)
    return _calendar_part(day) if day else None


def _calendar_part(day: CalendarDay) -> _Part:
    rank = _Rank.LUNAR if day.lunar else _Rank.YEAR_PRINTED if day.year_printed else _Rank.CALENDAR
    return _Part(day.tokens, day.choices, day.precision, rank)


def _weekday(reading: Reading, words: range, weekday: int, published_on: date | None) -> _Part:
    """The newest such weekday up to the publication, or the one that «گذشته», «هفته پیش» or «این هفته» tells."""
    part_of_day = _at(_PART_OF_DAY, reading, words.stop)
    after = part_of_day[0] if part_of_day else words.stop
    suffix = _at(_SUFFIXES, reading, after)
    tokens = range(words.start, suffix[0] if suffix else after)
    role = suffix[1] if suffix else ""
    if published_on is None or role == "future":
        return _Part(tokens, (), Precision.DAY, _Rank.WEEKDAY)
    day = _weekday_before(published_on, weekday, role)
    return _Part(tokens, (day,) if day <= published_on else (), Precision.DAY, _Rank.WEEKDAY)


def _weekday_before(published_on: date, weekday: int, role: str) -> date:
    newest = published_on - timedelta(days=(published_on.weekday() - weekday) % 7)
    if role in {"previous week", "this week"}:
        return _saturday(published_on) - _WEEK * (role == "previous week") + timedelta(days=(weekday - _SATURDAY) % 7)
    return newest - _WEEK if role == "past" and newest == published_on else newest


def _saturday(day: date) -> date:
    """The first day of the week, which starts on Saturday in Iran, that holds `day`."""
    return day - timedelta(days=(day.weekday() - _SATURDAY) % 7)


def _relative(words: range, count: int, unit: str, published_on: date | None) -> _Part | None:
    if published_on is None:
        return _Part(words, (), Precision.DAY, _Rank.RELATIVE)
    if unit == "day":
        return _Part(words, (published_on + timedelta(days=count),), Precision.DAY, _Rank.RELATIVE)
    day, precision = _period(published_on, count, unit)
    return _Part(words, (day,), precision, _Rank.RELATIVE)


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


def _adjoining(reading: Reading, parts: Iterable[_Part]) -> Iterator[list[_Part]]:
    """The parts grouped into expressions: those that may name the same day, with joining words at most between them."""
    group: list[_Part] = []
    for part in parts:
        if group and part.tokens.start < group[-1].tokens.stop:
            continue
        if group and not (
            _joined(reading, range(group[-1].tokens.stop, part.tokens.start))
            and all(_may_agree(one, part) for one in group)
        ):
            yield group
            group = []
        group.append(part)
    if group:
        yield group


def _may_agree(one: _Part, other: _Part) -> bool:
    """Whether two parts can stand for one day: of different sorts, or of two calendars a day apart at most."""
    if one.rank is not other.rank:
        return True
    return any(abs(day - same) <= _DAY for day in one.choices for same in other.choices if one.rank <= _Rank.CALENDAR)


def _joined(reading: Reading, between: range) -> bool:
    at = between.start
    while at < between.stop:
        join = _JOINS.longest_at(reading, at)
        if join:
            at = join[0]
        elif reading.keys[at] in _MARKS or reading.keys[at] in _CLOSERS:
            at += 1
        else:
            return False
    return True


def _resolved(reading: Reading, group: list[_Part], published_on: date | None, *, after: int) -> DayWords | None:
    """The expression's day: its best ranked part's, in the year in which a printed weekday fits.

    Its words start at the token `after` or later.
    """
    known = [part for part in group if part.choices]
    if not known or any(not part.choices for part in group if published_on):
        return None
    best = _agreed(known) or min(known, key=lambda part: part.rank)
    weekdays = {part.choices[0].weekday() for part in known if part.rank is _Rank.WEEKDAY}
    fitting = [day for day in best.choices if not weekdays or day.weekday() in weekdays]
    day = (fitting or best.choices)[0]
    if published_on is not None and day > published_on:
        return None
    tokens = range(_with_leads(reading, group[0].tokens.start, after), _with_closer(reading, group))
    dated = all(part.rank in _CALENDARS for part in group)
    return DayWords(tokens, day, best.precision, dated)


def _agreed(known: list[_Part]) -> _Part | None:
    """The weekday where «امروز» names the same day: then a calendar day beside them that differs is misprinted."""
    said = {part.rank: part for part in known if part.rank in {_Rank.WEEKDAY, _Rank.RELATIVE}}
    days = {part.choices[0] for part in said.values()}
    return said[_Rank.WEEKDAY] if len(said) > 1 and len(days) == 1 else None


def _with_leads(reading: Reading, first: int, after: int) -> int:
    """The first token of «صبح روز» and the like before an expression."""
    while first > after and reading.keys[first - 1] in _LEADS:
        first -= 1
    return first


def _with_closer(reading: Reading, group: list[_Part]) -> int:
    after = group[-1].tokens.stop
    opened = any(key in "([" for key in reading.keys[group[0].tokens.start : after])
    closes = opened and after < len(reading.keys) and reading.keys[after] in _CLOSERS
    return after + 1 if closes else after


def _at[Meaning](phrases: Phrases[Meaning], reading: Reading, token: int) -> tuple[int, Meaning] | None:
    return phrases.longest_at(reading, token) if token < len(reading.keys) else None
