"""The text of a fact-check that is stored as an article: a line for each claim that it checks.

Its words are the check's and no outlet's, so the line says no more than who said what: `SPEAKER: «CLAIM»`.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from domain.check import ListedCheck
from domain.dates import Basis, SaidOn
from domain.statement import Kind, Source, SourceKind, Statement
from domain.text import Span, search_key
from extraction.reading import read
from extraction.words import Word, sort_words
from ingest.asking import without_honorifics

IMPORTED = "imported"
"""What stands for the extractor of texts that are made of fact-checks."""
_CUE = ":"


@dataclass(frozen=True, slots=True)
class Line:
    """A line and where it starts in its article's text."""

    check: ListedCheck
    start: int = 0

    @property
    def text(self) -> str:
        """Who said what."""
        return f"{self.check.speaker}{_CUE} «{self.check.claim}»"

    def statement(self) -> Statement:
        """What the line says, with its places in the article's text."""
        start, named = self.start, self.start + len(self.check.speaker)
        content = named + len(f"{_CUE} «")
        return Statement(
            content=Span(content, content + len(self.check.claim)),
            cue=Span(named, named + len(_CUE)),
            context=Span(start, start + len(self.text)),
            kind=Kind.DIRECT,
            confidence=1.0,
            mention=Span(start, named),
            source=source_of(self.check),
            said_on=said_on_of(self.check),
            rule=IMPORTED,
        )


def said_on_of(check: ListedCheck) -> SaidOn | None:
    """When the claim was made, as the check says it."""
    day = check.said_on
    return SaidOn(day.first, day.precision, Basis.STATED) if day is not None else None


def source_of(check: ListedCheck) -> Source:
    """Who made the claim, as resolution is asked: by name without honorifics, and office.

    A name that begins as the names of bodies do is an organisation's where the check does not say.
    """
    is_body = sort_words(read(search_key(check.speaker))).is_any(0, Word.ORGANISATION)
    kind = check.kind or (SourceKind.ORGANISATION if is_body else SourceKind.PERSON)
    return Source(without_honorifics(check.speaker), kind, offices=(check.role,) if check.role else ())


def publisher_of(check: ListedCheck) -> str:
    """Who published the check: as it says, else the host of its link."""
    return check.publisher or urlsplit(check.link).hostname or check.link
