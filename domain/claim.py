"""Claims: statements as they are stored, one for each article and cue."""

from dataclasses import dataclass

from domain.correction import CorrectedField, protects
from domain.dates import SaidOn
from domain.ids import ClaimId, MentionId, OfficeId, RevisionId, SpeakerId
from domain.searching import searched_text
from domain.statement import Kind, SpeechAct, Statement
from domain.text import Span
from domain.withdrawal import Withdrawal

_CHARACTERS_BESIDE_A_CUE = 1_000
"""Kept of a sentence without an end. The longest of 2,387 news articles has 918 characters."""
_MOST_SEARCHED_CHARACTERS = 100_000
"""PostgreSQL indexes no text whose words take more than 1 MB."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words as printed and their place in the text of a revision."""

    words: str
    span: Span


@dataclass(frozen=True, slots=True)
class Role:
    """The office that a speaker held on the day of a claim; `office_id` None where no table has it.

    `key` is the title as offices are compared, a bar and its country's two letters, which may be none.
    """

    words: str
    key: str
    office_id: OfficeId | None = None

    @property
    def country(self) -> str | None:
        """The country's two letters."""
        return self.key.rpartition("|")[2] or None


@dataclass(frozen=True, slots=True)
class Identity:
    """Who made a statement, as far as it is sure.

    `mention_id` is the article's source, None where extraction abstains; `resolved_id` is whom resolution named, and
    `speaker_id` the one whom that speaker was merged into since, or the same.
    """

    mention_id: MentionId | None = None
    resolved_id: SpeakerId | None = None
    speaker_id: SpeakerId | None = None
    role: Role | None = None


NOBODY = Identity()


@dataclass(frozen=True, slots=True)
class Claim:
    """Everything that extraction and resolution say of one statement.

    Where nobody is sure who spoke, `mention` keeps the words, if there are any.
    """

    kind: Kind
    content: Quoted
    context: Quoted
    cue: Quoted
    mention: Quoted | None
    said_by: Identity
    said_on: SaidOn | None
    confidence: float
    search_key: str
    speech_act: SpeechAct = SpeechAct.ASSERTED
    target: Quoted | None = None
    """What was judged, for «A را B دانست» and its like."""
    judgement: Quoted | None = None
    """What was said of the target."""


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """A claim as the database holds it.

    `touched` is whether readers see a note on it, or people corrected it: it is live for as long as they do not say
    otherwise. `noted` is whether anybody wrote a note on it, be it a draft, for the team alone or retracted.
    """

    id: ClaimId
    revision_id: RevisionId
    claim: Claim
    touched: bool
    withdrawn: bool
    withdrawn_by: Withdrawal | None = None
    corrected: frozenset[CorrectedField] = frozenset()
    noted: bool = False

    @property
    def added(self) -> bool:
        """Whether people added it, as extraction had missed it."""
        return CorrectedField.MISSED in self.corrected

    def keeps(self, field: CorrectedField) -> bool:
        """Whether the field stays as people said, whatever a reading finds."""
        return protects(self.corrected, field)


def claim_of(statement: Statement, text: str, said_by: Identity) -> Claim:
    """The claim that a statement found in `text` makes, once its speaker is resolved."""
    content, context = statement.content, _readable(statement.context, statement.cue)
    return Claim(
        kind=statement.kind,
        content=Quoted(content.of(text), content),
        context=Quoted(context.of(text), context),
        cue=Quoted(statement.cue.of(text), statement.cue),
        mention=_quoted(statement.mention, text),
        said_by=said_by,
        said_on=statement.said_on,
        confidence=round(statement.confidence, 4),
        search_key=searched(content, context, text, target=statement.target),
        speech_act=statement.speech_act,
        target=_quoted(statement.target, text),
        judgement=_quoted(statement.judgement, text),
    )


def searched(content: Span, context: Span, text: str, *, target: Span | None = None) -> str:
    """By what a claim is searched: its content and the sentence around it, with marks around content and target."""
    start = min(content.start, context.start)
    both = Span(start, min(max(content.end, context.end), start + _MOST_SEARCHED_CHARACTERS))
    parts = [part and _within(part, both) for part in (content, target)]
    return searched_text(both.of(text), content=parts[0] or Span(0, 0), target=parts[1])


def _within(part: Span, whole: Span) -> Span | None:
    """What of a part lies in `whole`, counted from the start of that."""
    start, end = max(part.start, whole.start), min(part.end, whole.end)
    return Span(start - whole.start, end - whole.start) if start < end else None


def _quoted(span: Span | None, text: str) -> Quoted | None:
    return Quoted(span.of(text), span) if span else None


def _readable(sentence: Span, cue: Span) -> Span:
    """The sentence; of one that runs on for pages, the part around the cue."""
    if len(sentence) <= 2 * _CHARACTERS_BESIDE_A_CUE:
        return sentence
    start, end = cue.start - _CHARACTERS_BESIDE_A_CUE, cue.end + _CHARACTERS_BESIDE_A_CUE
    return Span(max(sentence.start, start), min(sentence.end, end))
