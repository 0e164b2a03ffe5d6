"""Says when each reported statement was made: by words beside its cue, by the event it belongs to, or by publication.

What a report's own clause tells stands in `stated_days`; here days carry over from one sentence to another.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.dates import Basis, Precision, SaidOn
from domain.statement import Source, SourceKind
from domain.text import search_key
from extraction.date_context import goes_on, names_a_meeting, speaks_of_oneself, takes_part
from extraction.day_words import DayWords
from extraction.reading import Reading
from extraction.report import Report
from extraction.stated_days import LONGEST_CLAUSE, TOP, Calendar, Saying, calendar_of, said_on, sayings

_NEAR_THE_DAY = 8
"""So many tokens after its day, an event's sentence still names who acted: «دیروز در تهران، احمدی میزبان ... بود»."""
_LINES_OF_A_LEAD = 3
"""The line that dates a lead is at most the fourth: title and lead may stand before it, and a sub-headline."""
_EVENTS_IN_MIND = 3
_DAYS_OF_A_SENTENCE = 3
_OTHERS_IN_BETWEEN = 3
"""After more statements of others than this a speaker's next one may be of another day."""
_REPORTS_OF_A_SENTENCE = 10
_RECENT = timedelta(days=7)
"""What an article reports happened within a week; a day further back is of something it only mentions."""
_LINE_BREAK = re.compile(r"\n\s*")


@dataclass(frozen=True, slots=True)
class _Event:
    """A sentence that tells its day; `actors` are the words in which it may name who acts."""

    start: int
    line: int
    actors: frozenset[str]
    day: SaidOn
    is_meeting: bool


def date_reports(
    reading: Reading,
    reports: Sequence[Report],
    *,
    published_on: date | None,
    sources: Sequence[Source | None] | None = None,
) -> list[SaidOn | None]:
    """When each report was said, in the reports' order (that of their cues).

    `sources` are who made them, one name for one source, None where it is not known; without them nothing carries over.
    The day of a speech carries over to what the same speaker goes on to say, and back to the article's lead.
    None where neither words nor the publication tell, and where words tell only that it was earlier
    («پیش از این گفته بود»): it was not the day of publication then.
    """
    calendar = calendar_of(reading, reports, published_on=published_on)
    speakers = sources if sources is not None else [None] * len(reports)
    said = list(sayings(calendar, reports, speakers))
    days = _carried(calendar, said) if calendar.words else [None] * len(said)
    published = SaidOn(published_on, Precision.DAY, Basis.PUBLISHED) if published_on else None
    return [day or (None if one.earlier else published) for one, day in zip(said, days, strict=True)]


def _carried(calendar: Calendar, said: Sequence[Saying]) -> list[SaidOn | None]:
    lines = _Lines(calendar.reading)
    events = _events(calendar, said, lines)
    return _carried_back(lines, said, _carried_on(calendar, lines, said, events))


class _Lines:
    """The printed lines of a text, blank ones not counted."""

    def __init__(self, reading: Reading) -> None:
        """`reading` is of the whole text."""
        self._starts = reading.starts
        self._breaks = [line.end() for line in _LINE_BREAK.finditer(reading.text)]

    def of(self, token: int) -> int:
        """The number of the line in which a token stands, from 0."""
        return bisect_right(self._breaks, self._starts[token])


def _events(calendar: Calendar, said: Sequence[Saying], lines: _Lines) -> list[_Event]:
    """The sentences that tell, outside all contents, the recent day of what they are about, in order."""
    reading = calendar.reading
    speaking = {reading.sentence_at(one.cue.start).start for one in said if one.level == TOP}
    looked_at: Counter[int] = Counter()
    events: list[_Event] = []
    for words in calendar.words if said else ():
        sentence = reading.sentence_at(words.tokens.start)
        looked_at[sentence.start] += 1
        if looked_at[sentence.start] <= _DAYS_OF_A_SENTENCE and _may_be_an_event(calendar, words):
            event = _event(calendar, words, sentence, lines, speaks=sentence.start in speaking)
            events.extend([event] if event else [])
    return events


def _may_be_an_event(calendar: Calendar, words: DayWords) -> bool:
    return words.precision is Precision.DAY and _is_recent(words.day, calendar.published_on)


def _event(calendar: Calendar, words: DayWords, sentence: range, lines: _Lines, *, speaks: bool) -> _Event | None:
    """The event that a sentence dates; it names who acts before the day, or shortly after it where nobody `speaks`."""
    first, after = words.tokens.start, words.tokens.stop
    place = range(max(sentence.start, first - LONGEST_CLAUSE), min(sentence.stop, after + LONGEST_CLAUSE))
    if not calendar.tells(words, place, TOP):
        return None
    near = range(place.start, first if speaks else min(place.stop, after + _NEAR_THE_DAY))
    actors = frozenset(calendar.reading.keys[token] for token in near if calendar.levels[token] == TOP)
    day = said_on(calendar.reading, words, Basis.CARRIED)
    return _Event(place.start, lines.of(first), actors, day, names_a_meeting(calendar.reading, place))


class _Told:
    """The days told so far: of each speaker, and of whoever spoke last.

    A day that lies far back is of one remark: it carries over within its printed line only.
    """

    def __init__(self, published_on: date | None) -> None:
        """Nothing is told at first."""
        self._published_on = published_on
        self._spoken = 0
        self._of: dict[Source, tuple[int, int, SaidOn]] = {}
        self._last: tuple[int, SaidOn] | None = None

    def keep(self, speaker: Source | None, day: SaidOn | None, line: int) -> None:
        """Note the day of the next statement, None for one without."""
        self._spoken += 1
        known = day is not None and day.precision is Precision.DAY
        self._last = (line, replace(day, basis=Basis.CARRIED)) if day and known else None
        if speaker and self._last:
            self._of[speaker] = self._spoken, *self._last

    def keep_quoted(self, speaker: Source | None, day: SaidOn | None, line: int) -> None:
        """Note the day of a statement inside another: it is its speaker's, who may go on, but does not interrupt."""
        if speaker and day and day.precision is Precision.DAY:
            self._of[speaker] = self._spoken, line, replace(day, basis=Basis.CARRIED)

    def before(self, line: int) -> SaidOn | None:
        """The day of the statement just before."""
        return self._near(self._last, line)

    def of(self, speaker: Source | None, line: int) -> SaidOn | None:
        """The day of the speaker's statements, if not too many others have spoken since."""
        if speaker not in self._of or self._spoken - self._of[speaker][0] > _OTHERS_IN_BETWEEN:
            return None
        return self._near(self._of[speaker][1:], line)

    def _near(self, told: tuple[int, SaidOn] | None, line: int) -> SaidOn | None:
        if told is None:
            return None
        return told[1] if told[0] == line or _is_recent(told[1].day, self._published_on) else None


def _carried_on(
    calendar: Calendar, lines: _Lines, said: Sequence[Saying], events: Sequence[_Event]
) -> list[SaidOn | None]:
    """The days with what earlier sentences tell: the same speaker's day, else that of the event it was said at."""
    reading = calendar.reading
    days: list[SaidOn | None] = []
    told = _Told(calendar.published_on)
    for index, one in enumerate(said):
        day = one.day
        line = lines.of(one.cue.start)
        if one.level != TOP:
            told.keep_quoted(one.speaker, day, line)
            days.append(day or _of_the_same_speaker(reading, one, said, days))
            continue
        if day is None and not one.earlier:
            day = (
                _in_the_same_sentence(reading, index, said, days)
                or told.of(one.speaker, line)
                or (told.before(line) if goes_on(reading, one.cue) else None)
                or _of_an_event(reading, line, one, events)
            )
        told.keep(one.speaker, day, line)
        days.append(day)
    return days


def _is_recent(day: date, published_on: date | None) -> bool:
    return published_on is None or published_on - day <= _RECENT


def _of_the_same_speaker(
    reading: Reading, one: Saying, said: Sequence[Saying], days: Sequence[SaidOn | None]
) -> SaidOn | None:
    """The day of the statement whose content holds this one, where its speaker speaks of himself: «معتقدم»."""
    outer = days[one.level] if one.level < len(days) else None
    same = one.speaker is not None and said[one.level].speaker == one.speaker
    if not (outer and same) or one.earlier or not speaks_of_oneself(reading, one.cue):
        return None
    return replace(outer, basis=Basis.CARRIED)


def _in_the_same_sentence(
    reading: Reading, index: int, said: Sequence[Saying], days: Sequence[SaidOn | None]
) -> SaidOn | None:
    """The day of the same speaker's statement just before in the sentence: «روز دوشنبه ضمن تأکید بر ...، گفت ...»."""
    one = said[index]
    sentence = reading.sentence_at(one.cue.start)
    for before in range(index - 1, max(-1, index - _REPORTS_OF_A_SENTENCE), -1):
        if said[before].cue.start < sentence.start:
            return None
        if said[before].level == one.level:
            return days[before] if said[before].speaker == one.speaker else None
    return None


def _of_an_event(reading: Reading, line: int, one: Saying, events: Sequence[_Event]) -> SaidOn | None:
    """The day of the last event before it that its speaker acts in, or of a meeting: «نیز», «در این دیدار»."""
    after = bisect_left(events, one.clause.start, key=lambda event: event.start)
    before = events[max(0, after - _EVENTS_IN_MIND) : after]
    for event in reversed(before):
        if _acts(one.speaker, event) and line - event.line <= _LINES_OF_A_LEAD:
            return event.day
    last = before[-1] if before else None
    return last.day if last and last.is_meeting and takes_part(reading, one.clause) else None


def _acts(speaker: Source | None, event: _Event) -> bool:
    """Whether an event's sentence names the speaker: a person by surname, others by all their words."""
    if speaker is None:
        return False
    words = search_key(speaker.name).split()
    if speaker.kind is SourceKind.PERSON:
        words = words[-1:]
    return bool(words) and all(word in event.actors for word in words)


def _carried_back(lines: _Lines, said: Sequence[Saying], days: Sequence[SaidOn | None]) -> list[SaidOn | None]:
    """The days with those of the article's lead: the first day of the same speaker, told in the lines that follow."""
    carried = list(days)
    told: dict[Source, tuple[int, SaidOn]] = {}
    for index in range(len(said) - 1, -1, -1):
        one, day = said[index], days[index]
        if one.speaker is None or one.level != TOP:
            continue
        if day and day.precision is Precision.DAY:
            told[one.speaker] = one.cue.start, replace(day, basis=Basis.CARRIED)
        elif day is None and not one.earlier and one.speaker in told:
            later, day = told[one.speaker]
            if lines.of(later) <= _LINES_OF_A_LEAD:
                carried[index] = day
    return carried
