"""What extraction finds in a text: one attribution of some content to a source by a cue."""

from dataclasses import dataclass, field
from enum import StrEnum

from domain.dates import SaidOn
from domain.text import Span


class Kind(StrEnum):
    """How the words are reported."""

    DIRECT = "direct"
    """In quotation marks, or after the cue and a colon."""
    INDIRECT = "indirect"
    MIXED = "mixed"
    """Partly in quotation marks: a phrase, not a single term."""


class SpeechAct(StrEnum):
    """What the report says that the source did by speaking; the cue's row in the lexicon tells."""

    ASSERTED = "asserted"
    DENIED = "denied"
    DEMANDED = "demanded"
    WARNED = "warned"
    PROMISED = "promised"
    ASKED = "asked"
    """A question was put."""
    THANKED = "thanked"
    """Thanks, praise, congratulations and other courtesy."""


class SourceKind(StrEnum):
    """What sort of source made a statement."""

    PERSON = "person"
    OFFICE = "office"
    """An office whose holder the article does not name."""
    ORGANISATION = "organisation"
    UNNAMED = "unnamed"
    """A source the article hides or does not name, such as «یک مقام آگاه», or a group without a name."""


@dataclass(frozen=True, slots=True)
class Source:
    """Who made a statement: the fullest name that the article gives, without honorifics.

    `printed` is what the article itself prints where `name` is one that everybody knows, "" where they are the same.
    `offices` are what the article says the source is, as offices are compared: «رییس جمهور روسیه».
    A source is known by its name and kind alone.
    """

    name: str
    kind: SourceKind
    printed: str = field(default="", compare=False)
    offices: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Statement:
    """One cue's attribution; every span is of the article's text as printed.

    `mention` is the words that name the source of this cue, None when the subject is dropped;
    `source` None means that extraction abstains: it is not sure who spoke.
    `context` is the whole sentence, which the content alone may not be understood without.
    `target` is what was judged and `judgement` what was said of it, for «A را B دانست» and its like; in «این
    اقدامات را ...» the target is the words of the sentence that «این اقدامات» stands for, where only one can be.
    `confidence` runs from 0 to 1. `rule` names the rule that found the statement and `reason` says why that source.
    """

    content: Span
    cue: Span
    context: Span
    kind: Kind
    confidence: float
    mention: Span | None = None
    source: Source | None = None
    said_on: SaidOn | None = None
    rule: str = ""
    reason: str = ""
    speech_act: SpeechAct = SpeechAct.ASSERTED
    target: Span | None = None
    judgement: Span | None = None
