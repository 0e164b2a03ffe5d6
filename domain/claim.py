"""Claims: statements as they are stored, one for each article and cue."""

from dataclasses import dataclass

from domain.dates import SaidOn
from domain.ids import ClaimId, RevisionId, SpeakerId
from domain.statement import Kind, Statement
from domain.text import Span, search_key


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words as printed and their place in the text of a revision."""

    words: str
    span: Span


@dataclass(frozen=True, slots=True)
class Claim:
    """Everything that extraction and resolution say of one statement.

    `speaker_id` None: nobody is sure who spoke, and `mention` keeps the words, if there are any.
    """

    kind: Kind
    content: Quoted
    context: Quoted
    cue: Quoted
    mention: Quoted | None
    speaker_id: SpeakerId | None
    said_on: SaidOn | None
    confidence: float
    search_key: str


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """A claim as the database holds it; `touched` when people have added something to it."""

    id: ClaimId
    revision_id: RevisionId
    claim: Claim
    touched: bool
    withdrawn: bool


def claim_of(statement: Statement, text: str, speaker: SpeakerId | None) -> Claim:
    """The claim that a statement found in `text` makes, once its speaker is resolved."""
    content, context = statement.content, statement.context
    searched = Span(min(content.start, context.start), max(content.end, context.end))
    return Claim(
        kind=statement.kind,
        content=Quoted(content.of(text), content),
        context=Quoted(context.of(text), context),
        cue=Quoted(statement.cue.of(text), statement.cue),
        mention=Quoted(statement.mention.of(text), statement.mention) if statement.mention else None,
        speaker_id=speaker,
        said_on=statement.said_on,
        confidence=round(statement.confidence, 4),
        search_key=search_key(searched.of(text)),
    )
