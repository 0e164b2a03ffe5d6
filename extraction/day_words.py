"""Finds the words of a text that name a day, a month or a year, and the day they mean; not what was said on it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.dates import Precision
from extraction.day_parts import CALENDARS, PARTS_OF_DAY, Part, Rank, day_parts, words_of
from extraction.lexicon import Phrases
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


_LEADS = frozenset((*PARTS_OF_DAY, *words_of("leads")))
_JOINS = Phrases((words, True) for words in words_of("joins"))
_MARKS = frozenset("(،,-–ـ/[")
_CLOSERS = frozenset(")]")
_DAY = timedelta(days=1)
_MOST_PARTS = 5
"""«امروز دوشنبه ۲۶ آبان (۱۶ نوامبر، ۳۰ ربیع الاول)» is the longest that was seen."""


def find_day_words(
    reading: Reading, *, published_on: date | None, places: Sequence[range] | None = None
) -> list[DayWords]:
    """The expressions that name a day up to `published_on`, in order; those of days to come are left out.

    Adjoining words make one expression: «دیروز (دوشنبه) ۲۶ آبان». `places` are the ranges of tokens to look at, in
    order and apart, None for all.

    >>> from extraction.reading import read
    >>> [found] = find_day_words(read("وی صبح دوشنبه گفت"), published_on=date(2020, 11, 18))
    >>> found.day.isoformat()
    '2020-11-16'
    """
    looked_at = [range(len(reading.keys))] if places is None else places
    parts = sorted(day_parts(reading, published_on, looked_at), key=lambda part: part.tokens.start)
    found: list[DayWords] = []
    for group in _adjoining(reading, parts):
        words = _resolved(reading, group, published_on, after=found[-1].tokens.stop if found else 0)
        if words:
            found.append(words)
    return found


def _adjoining(reading: Reading, parts: Iterable[Part]) -> Iterator[list[Part]]:
    """The parts grouped into expressions: those that may name the same day, with joining words at most between them."""
    group: list[Part] = []
    for part in parts:
        if group and part.tokens.start < group[-1].tokens.stop:
            continue
        if group and not (
            len(group) < _MOST_PARTS
            and _joined(reading, range(group[-1].tokens.stop, part.tokens.start))
            and all(_may_agree(one, part) for one in group)
        ):
            yield group
            group = []
        group.append(part)
    if group:
        yield group


def _may_agree(one: Part, other: Part) -> bool:
    """Whether two parts can stand for one day: of different sorts, or of two calendars a day apart at most."""
    if one.rank is not other.rank:
        return True
    return any(abs(day - same) <= _DAY for day in one.choices for same in other.choices if one.rank <= Rank.CALENDAR)


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


def _resolved(reading: Reading, group: list[Part], published_on: date | None, *, after: int) -> DayWords | None:
    """The expression's day: its best ranked part's, in the year in which a printed weekday fits.

    Its words start at the token `after` or later.
    """
    known = [part for part in group if part.choices]
    if not known or any(not part.choices for part in group if published_on):
        return None
    best = _agreed(known) or min(known, key=lambda part: part.rank)
    weekdays = {part.choices[0].weekday() for part in known if part.rank is Rank.WEEKDAY}
    fitting = [day for day in best.choices if not weekdays or day.weekday() in weekdays]
    day = (fitting or best.choices)[0]
    if published_on is not None and day > published_on:
        return None
    tokens = range(_with_leads(reading, group[0].tokens.start, after), _with_closer(reading, group))
    dated = all(part.rank in CALENDARS for part in group)
    return DayWords(tokens, day, best.precision, dated)


def _agreed(known: list[Part]) -> Part | None:
    """The weekday where «امروز» names the same day: then a calendar day beside them that differs is misprinted."""
    said = {part.rank: part for part in known if part.rank in {Rank.WEEKDAY, Rank.RELATIVE}}
    days = {part.choices[0] for part in said.values()}
    return said[Rank.WEEKDAY] if len(said) > 1 and len(days) == 1 else None


def _with_leads(reading: Reading, first: int, after: int) -> int:
    """The first token of «صبح روز» and the like before an expression."""
    while first > after and reading.keys[first - 1] in _LEADS:
        first -= 1
    return first


def _with_closer(reading: Reading, group: list[Part]) -> int:
    after = group[-1].tokens.stop
    opened = any(key in "([" for key in reading.keys[group[0].tokens.start : after])
    closes = opened and after < len(reading.keys) and reading.keys[after] in _CLOSERS
    return after + 1 if closes else after
