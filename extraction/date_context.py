"""Tells whether a clause's day words are about the saying itself, or about something else that the clause mentions.

Reads only the words near the day words; knows neither calendars nor who speaks.
"""

from collections.abc import Callable
from itertools import islice

from domain.dates import Precision
from extraction.day_parts import first_words
from extraction.day_words import DayWords
from extraction.lexicon import Phrases, read_table
from extraction.reading import Reading

_ROWS = read_table("date_context")


def _phrases(role: str) -> Phrases[bool]:
    return Phrases((row["words"], True) for row in _ROWS if row["role"] == role)


def _words(role: str) -> frozenset[str]:
    return frozenset(row["words"] for row in _ROWS if row["role"] == role)


_NUMBERS = Phrases((row["words"], True) for row in read_table("day_numbers"))
_TOPIC = _phrases("topic")
_SUBORDINATE = _phrases("subordinate")
_SPAN = _phrases("span")
_SAID_AT = _phrases("said at")
_OWNER = _phrases("owner")
_VAGUE_PAST = _phrases("vague past")
_MEETING = _phrases("meeting")
_CONTINUES = _phrases("continues")
_THIS = _words("this")
_TOO = _words("too")
_AT = _words("at")
_DAY_LEADS = _words("leads to a day")
_PREPOSITIONS = _words("preposition")
_LISTS = _words("lists")
_COPULAS = _words("copula")
_TO_COME = _words("to come")
_HELD = _words("held")
_SPEAKS = _words("speaks")
_LISTED = _words("listed")
_REFLEXIVE = _words("reflexive")
_UNITS = _words("unit")
_BACK = _words("back")
_PAST_STARTS = _BACK | first_words(_words("vague past"))
_PLUPERFECT = _words("pluperfect")
_FIRST_PERSON = _words("first person")
_OWN_PAST = tuple(_words("own past"))
_BREAKS = frozenset('،,؛:;()«»"-–')
_OCCASION_REACH = 6
"""«در حاشیه نخستین نشست خبری» and the «که» that follows lie within so many tokens."""
_VERB_REACH = 20
_PAST_WORDS = 8


def tells_when_said(reading: Reading, words: DayWords, clause: range) -> bool:
    """Whether day words tell when their clause was said; `clause` is the unbroken tokens in which they stand.

    Not where they belong to a topic («در واکنش به حمله دیروز»), to something else («قطعنامه‌ای که دیروز تصویب شد»),
    to a span of time («از دیروز») or to days to come, unless they date the occasion of the saying («در نشست دیروز»).
    """
    before = range(clause.start, words.tokens.start)
    after = range(words.tokens.stop, clause.stop)
    if _names_a_day(reading, words) or _finds(_TO_COME, reading, after):
        return False
    if not before:
        return True
    last = before[-1]
    of_the_saying = _is_occasion(reading, before, last) or (after and reading.keys[after[0]] in _REFLEXIVE)
    if of_the_saying and words.precision is Precision.DAY:
        return True
    if _is(_SPAN, reading, last) or _is(_OWNER, reading, last) or _is_counted(reading, before, after):
        return False
    if _finds(_SPEAKS, reading, after):
        return True
    loose = words.dated or words.precision is not Precision.DAY
    held = _finds(_HELD, reading, after)
    return _leads_on(reading, before, held=held) and (not loose or held or _stands_free(reading, before))


def says_it_was_earlier(reading: Reading, clause: range, cue: range, is_own: Callable[[int], bool]) -> bool:
    """Whether a clause's own tokens tell that it was said before, without telling when: «پیش از این گفته بود».

    >>> from extraction.reading import read
    >>> says_it_was_earlier(read("وی دو هفته پیش گفت"), range(4), range(4, 5), lambda token: True)
    True
    """
    keys = reading.keys
    if keys[cue[-1]] in _PLUPERFECT:
        return True
    if _PAST_STARTS.isdisjoint(keys[clause.start : clause.stop]):
        return False
    past = (token for token in clause if keys[token] in _PAST_STARTS and is_own(token))
    return any(
        _tells_vague_past(reading, token) and _is_of_the_saying(reading, _unbroken(clause, token, is_own))
        for token in islice(past, _PAST_WORDS)
    )


def speaks_of_oneself(reading: Reading, cue: range) -> bool:
    """Whether a cue is the speaker's own and present: «معتقدم», «به نظر ما», but not «گفتم»."""
    last = reading.keys[cue[-1]]
    return last in _FIRST_PERSON or (last.endswith("م") and not last.endswith(_OWN_PAST))


def goes_on(reading: Reading, cue: range) -> bool:
    """Whether a cue goes on with what was being said: «افزود», «ادامه داد»."""
    return _is(_CONTINUES, reading, cue.start)


def takes_part(reading: Reading, clause: range) -> bool:
    """Whether a clause tells that its speaker was at the meeting just told: «رادان نیز», «در این دیدار»."""
    words = reading.keys[clause.start : clause.stop]
    if not _TOO.isdisjoint(words):
        return True
    return not _THIS.isdisjoint(words) and any(
        reading.keys[token] in _THIS and _is(_MEETING, reading, token + 1) for token in clause
    )


def names_a_meeting(reading: Reading, tokens: range) -> bool:
    """Whether the words name an occasion at which several people speak."""
    return any(_is(_MEETING, reading, token) for token in tokens)


def _leads_on(reading: Reading, before: range, *, held: bool = False) -> bool:
    """Whether the words before a day lead to it without a topic or a subordinate clause that would own the day.

    `held` is whether «برگزار شد» follows: the clause is then of an occasion, however it is called.
    """
    occasion = False
    for token in reversed(before):
        if reading.keys[token] in _BREAKS:
            return True
        if _is_occasion(reading, before, token):
            occasion = True
        elif not occasion and _is(_SUBORDINATE, reading, token):
            head = range(before.start, token)
            return _completes_a_sentence(reading, before, token) or _has_occasion(reading, head, held=held)
        elif not occasion and _is(_TOPIC, reading, token):
            return False
    return True


def _is_occasion(reading: Reading, clause: range, token: int) -> bool:
    """Whether the token is where something was said: «در نخستین نشست», but not «درباره نشست» nor «در پی نشست»."""
    if not _is(_SAID_AT, reading, token):
        return False
    for before in range(token - 1, max(clause.start, token - _OCCASION_REACH) - 1, -1):
        if _is(_TOPIC, reading, before) or reading.keys[before] in _BREAKS:
            return False
        if reading.keys[before] in _AT:
            return True
    return False


def _has_occasion(reading: Reading, before: range, *, held: bool) -> bool:
    """Whether a relative clause that follows is about the occasion: «در نشست خبری شورا که دیروز برگزار شد»."""
    for token in reversed(before if held else before[-_OCCASION_REACH:]):
        if _is_occasion(reading, before, token) or (held and reading.keys[token] in _AT):
            return not _is(_TOPIC, reading, token)
        if reading.keys[token] in _BREAKS or (not held and reading.keys[token] in _PREPOSITIONS):
            return False
    return False


def _completes_a_sentence(reading: Reading, before: range, token: int) -> bool:
    """Whether a «که» brings the main statement itself: «گفتنی است که دیروز ...»."""
    return token > before.start and reading.keys[token - 1] in _COPULAS


def _tells_vague_past(reading: Reading, token: int) -> bool:
    keys = reading.keys
    counted = token > 0 and keys[token] in _BACK and keys[token - 1] in _UNITS
    return counted or _is(_VAGUE_PAST, reading, token)


def _unbroken(clause: range, token: int, is_own: Callable[[int], bool]) -> range:
    """The clause's own tokens that lead to `token` without a gap."""
    first = token
    while first > clause.start and is_own(first - 1):
        first -= 1
    return range(first, token)


def _finds(words: frozenset[str], reading: Reading, after: range) -> bool:
    """Whether one of the words follows before the next break: «۲ دسامبر برگزار می‌شود»."""
    for token in after[:_VERB_REACH]:
        if reading.keys[token] in _BREAKS:
            return False
        if reading.keys[token] in words:
            return True
    return False


def _is_counted(reading: Reading, before: range, after: range) -> bool:
    """Whether a number leads to the words, or a list or span of days does: «دو روز گذشته», «۲۷ و ۲۸ مرداد»."""
    last = before[-1]
    keys = reading.keys
    listed = len(before) > 1 and keys[last] in _LISTS and (keys[last - 1].isdecimal() or keys[last - 1] in _LISTED)
    lists = len(after) > 1 and keys[after[0]] in _LISTS and keys[after[1]] in _LISTED
    return keys[last].isdecimal() or listed or lists or _is(_NUMBERS, reading, last)


def _is_of_the_saying(reading: Reading, before: range) -> bool:
    return _leads_on(reading, before) and _stands_free(reading, before)


def _stands_free(reading: Reading, before: range) -> bool:
    """Whether no preposition but a leading «در» takes the words that follow, as in «کشتار اهالی در سال ۱۳۶۱»."""
    for token in reversed(before):
        if reading.keys[token] in _BREAKS or _is_occasion(reading, before, token):
            return True
        leads = token == before[-1] and reading.keys[token] in _DAY_LEADS
        if reading.keys[token] in _PREPOSITIONS and not leads:
            return False
    return True


def _names_a_day(reading: Reading, words: DayWords) -> bool:
    """Whether a calendar day is followed by what it is the day of: «۱۶ آذر روز دانشجو»."""
    after = words.tokens.stop
    return words.dated and after < len(reading.keys) and reading.keys[after] == "روز"


def _is(phrases: Phrases[bool], reading: Reading, token: int) -> bool:
    return phrases.longest_at(reading, token) is not None
