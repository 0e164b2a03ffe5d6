"""What a report judges and how: A and B of «A را B دانست»; knows nothing of who judges."""

from extraction.cue_words import phrases, words
from extraction.reading import Reading
from extraction.report import Report

_RULES = frozenset({"judged", "object"})
_REMEMBERED = frozenset({"یاد", "تعبیر"})
_AS = (["به", "عنوان"], ["بعنوان"])
_WORDS_IN_A_POINTER = 3
_TOPIC_REACH = 200
"""So many words back a topic may stand: a bound on the work in a text of one endless sentence."""


def what_was_judged(reading: Reading, report: Report) -> tuple[range | None, range | None]:
    """The tokens of the target and of the judgement; None for what the report does not say.

    A target that only points («این اقدامات») is the words that it stands for, where the sentence has one candidate.

    >>> from extraction.reading import read
    >>> from extraction.statements import find_reports
    >>> reading = read("وی با اشاره به بستن پل، این کار را خطا دانست.")
    >>> target, judgement = what_was_judged(reading, find_reports(reading)[0])
    >>> reading.words(target), reading.words(judgement)
    ('بستن پل', 'خطا')
    """
    target, judgement = _parts(reading.keys, report)
    if target is None or not _points(reading.keys, target):
        return target, judgement
    candidates = _candidates(reading, target.start)
    return (candidates[0] if len(candidates) == 1 else target), judgement


def _parts(keys: list[str], report: Report) -> tuple[range | None, range | None]:
    """Target and judgement as the sentence prints them."""
    content = report.content
    if report.rule == "object":
        return content, None
    if report.rule == "judged":
        marks = [token for token in content if keys[token] == "را"]
        relative = bool(marks) and marks[-1] + 1 < content.stop and keys[marks[-1] + 1] == "که"
        if not marks or relative:
            return content, None
        return _filled(content.start, marks[-1]), _filled(marks[-1] + 1, content.stop)
    if report.rule == "preposition" and keys[report.cue.start] in _REMEMBERED:
        for token in content:
            for form in _AS:
                if keys[token : token + len(form)] == form:
                    return _filled(content.start, token), _filled(token + len(form), content.stop)
    return None, None


def _filled(start: int, stop: int) -> range | None:
    return range(start, stop) if start < stop else None


def _points(keys: list[str], target: range) -> bool:
    """Whether the target is a pronoun or «این» with a noun or two, which say nothing without the sentence."""
    return len(target) <= _WORDS_IN_A_POINTER and keys[target.start] in words("pointers")


def _candidates(reading: Reading, end: int) -> list[range]:
    """What the sentence says before `end` that it is about: «با اشاره به X، ...», each up to the next comma."""
    keys = reading.keys
    found: list[range] = []
    for token in range(max(reading.sentence_at(end).start, end - _TOPIC_REACH), end):
        about = phrases("about").longest_in(keys, token)
        if about is not None and about[0] < end and keys[about[0]] not in {"اینکه", "این", "آن", "آنکه"}:
            stop = next((at for at in range(about[0], end) if keys[at] == "،"), end)
            if (topic := _filled(about[0], stop)) is not None:
                found.append(topic)
    return found
