"""What the steps of extraction hand to each other: a cue and its content before anybody knows whose or when."""

from dataclasses import dataclass
from enum import StrEnum

from domain.statement import Kind, SpeechAct


class Place(StrEnum):
    """Where the words that name the source of a cue may stand."""

    SUBJECT = "subject"
    """Among the tokens of `zone`, as the subject of the cue's verb; none there means a dropped subject."""
    AFTER_CUE = "after cue"
    """At the start of `zone`, right after the cue, as in «به گفته X»."""
    BEFORE_COLON = "before colon"
    """All of `zone`, as in a headline «X: ...»."""
    NOWHERE = "nowhere"
    """The cue hides its source, as the passive «گفته شد» does."""


@dataclass(frozen=True, slots=True)
class Report:
    """One cue and its content; every range is of token indexes in the article's reading.

    `zone` is the clause in which the source's words stand, without the content and without other reports' contents.
    `plural` is the number of the cue's verb, None where it shows none (a noun, a participle).
    `inside` is the index, among the article's reports in order of cue, of the report whose content holds this cue.
    """

    cue: range
    content: range
    kind: Kind
    rule: str
    place: Place
    zone: range
    plural: bool | None = None
    inside: int | None = None
    confidence: float = 1.0
    speech_act: SpeechAct = SpeechAct.ASSERTED
