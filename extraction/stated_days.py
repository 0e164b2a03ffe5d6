"""What the words beside a report's own cue tell about its day; carries nothing from one report to another."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from domain.dates import Basis, Precision, SaidOn
from domain.statement import Source
from extraction.date_context import says_it_was_earlier, tells_when_said
from extraction.day_words import DayWords, find_day_words
from extraction.reading import Reading
from extraction.report import Report

LONGEST_CLAUSE = 150
"""Tokens around a cue among which its day is looked for: a bound on the work in a text of one endless sentence."""
_NEAREST = 6
"""So many of a clause's day words are looked at, those nearest to the cue."""
TOP = -1
"""The level of tokens that stand in no content."""
_COARSENESS = {Precision.DAY: 0, Precision.MONTH: 1, Precision.YEAR: 2}


@dataclass(frozen=True, slots=True)
class Saying:
    """A report as its day is decided: `clause` is the tokens before its cue, `day` what is told among them.

    `level` is the index of the report in whose content it stands, TOP for none. `earlier` is whether the clause tells
    only that it was said before, not when.
    """

    cue: range
    clause: range
    level: int
    speaker: Source | None
    day: SaidOn | None
    earlier: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """An article's day words with their first tokens, and which report's content each token stands in."""

    reading: Reading
    words: Sequence[DayWords]
    starts: Sequence[int]
    levels: Sequence[int]
    published_on: date | None

    def is_at(self, level: int, token: int) -> bool:
        """Whether a token stands at a level."""
        return self.levels[token] == level

    def has_words(self, place: range) -> bool:
        """Whether any day words start among the tokens of a place."""
        first = bisect_left(self.starts, place.start)
        return first < len(self.starts) and self.starts[first] < place.stop

    def told(self, place: range, level: int) -> list[DayWords]:
        """The day words among the tokens of a place, at this level, that tell when they were said."""
        first = bisect_left(self.starts, place.start)
        after = bisect_left(self.starts, place.stop, first)
        near = self.words[max(first, after - _NEAREST) : after]
        return [one for one in near if self.tells(one, place, level)]

    def tells(self, words: DayWords, place: range, level: int) -> bool:
        """Whether day words of a place stand at this level and tell when its words were said."""
        at_level = self.levels[words.tokens.start] == level
        return at_level and tells_when_said(self.reading, words, self._around(words, place, level))

    def _around(self, words: DayWords, place: range, level: int) -> range:
        """The unbroken tokens of the place, all at this level, in which the day's words stand."""
        first, after = words.tokens.start, words.tokens.stop
        while first > place.start and self.levels[first - 1] == level:
            first -= 1
        while after < place.stop and self.levels[after] == level:
            after += 1
        return range(first, after)


def calendar_of(reading: Reading, reports: Sequence[Report], *, published_on: date | None) -> Calendar:
    """The article's day words outside contents or before a cue, beside the levels of its tokens."""
    levels = _levels(reports, len(reading.keys))
    words = find_day_words(reading, published_on=published_on, places=_places(reading, reports))
    return Calendar(reading, words, [one.tokens.start for one in words], levels, published_on)


def _places(reading: Reading, reports: Sequence[Report]) -> list[range]:
    """The tokens that can tell a day, in order and apart: those in no content, and the clauses of inner cues."""
    outer = sorted((report.content for report in reports), key=lambda content: content.start)
    clauses = [_clause(reading, report.cue, 0) for report in reports if report.inside is not None]
    return _union([*_gaps(outer, len(reading.keys)), *clauses])


def _gaps(contents: Sequence[range], count: int) -> Iterator[range]:
    at = 0
    for content in contents:
        if content.start > at:
            yield range(at, content.start)
        at = max(at, content.stop)
    if count > at:
        yield range(at, count)


def _union(places: Sequence[range]) -> list[range]:
    merged: list[range] = []
    for place in sorted(places, key=lambda one: one.start):
        if merged and place.start <= merged[-1].stop:
            merged[-1] = range(merged[-1].start, max(merged[-1].stop, place.stop))
        else:
            merged.append(place)
    return merged


def _clause(reading: Reading, cue: range, after: int) -> range:
    """The tokens of a cue's sentence before it, those from `after` on."""
    first = max(reading.sentence_at(cue.start).start, after, cue.start - LONGEST_CLAUSE)
    return range(min(first, cue.start), cue.start)


def sayings(calendar: Calendar, reports: Sequence[Report], speakers: Sequence[Source | None]) -> Iterator[Saying]:
    """The reports in their order, each with what its own clause tells.

    A clause starts after the cue before it in the sentence.
    """
    last_cue: dict[int, int] = {}
    for report, speaker in zip(reports, speakers, strict=True):
        level = TOP if report.inside is None else report.inside
        clause = _clause(calendar.reading, report.cue, last_cue.get(level, 0))
        earlier = says_it_was_earlier(calendar.reading, clause, report.cue, partial(calendar.is_at, level))
        day = _stated(calendar, report, clause, level, earlier=earlier)
        yield Saying(report.cue, clause, level, speaker, day, earlier and day is None)
        last_cue[level] = report.cue.stop


def said_on(reading: Reading, words: DayWords, basis: Basis) -> SaidOn:
    """The day that the words tell, with the words as printed."""
    return SaidOn(words.day, words.precision, basis, reading.words(words.tokens))


def _stated(calendar: Calendar, report: Report, clause: range, level: int, *, earlier: bool) -> SaidOn | None:
    """The finest day told before the cue or right after it, the nearest to the cue of several."""
    after = range(report.cue.stop, min(report.content.start, report.cue.stop + LONGEST_CLAUSE))
    if not calendar.has_words(range(clause.start, max(clause.stop, after.stop))):
        return None
    told = [one for place in (clause, after) for one in calendar.told(place, level)]
    best = min(reversed(told), key=lambda one: (_COARSENESS[one.precision], one.dated), default=None)
    if best is None or (earlier and best.day == calendar.published_on):
        return None  # «صبح امروز ... گفته بود»: that day is of what came after the saying
    return said_on(calendar.reading, best, Basis.STATED)


def _levels(reports: Sequence[Report], count: int) -> list[int]:
    """For each token the index of the report in whose content it stands, the innermost one; TOP for none."""
    levels = [TOP] * count
    opened: list[int] = []
    at = 0
    order = sorted(range(len(reports)), key=lambda one: (reports[one].content.start, -reports[one].content.stop))
    for index in [*order, None]:
        start = count if index is None else reports[index].content.start
        while opened and reports[opened[-1]].content.stop <= start:
            at = _fill(levels, at, reports[opened[-1]].content.stop, opened.pop())
        if opened:
            at = _fill(levels, at, start, opened[-1])
        at = max(at, start)
        if index is not None:
            opened.append(index)
    return levels


def _fill(levels: list[int], first: int, after: int, level: int) -> int:
    """Give the tokens from `first` up to `after` a level; the index after the last one."""
    after = max(first, after)
    levels[first:after] = [level] * (after - first)
    return after
