"""A fact-check that somebody published elsewhere, as a reader of a file yields it before anything is stored."""

from dataclasses import dataclass
from datetime import date

from domain.statement import SourceKind
from domain.terms import PartialDay


@dataclass(frozen=True, slots=True)
class GivenVerdict:
    """A verdict in the words of who gave it, None for none, and by schema.org's rating, 5 to 1, None where unknown."""

    words: str | None
    rating: int | None = None


@dataclass(frozen=True, slots=True)
class ListedCheck:
    """One fact-check of a file: who said what when, what was found of it, and where that can be read.

    `place` says where it was read, for error messages. `kind` None is for the speaker's name to tell. `role` is the
    speaker's office as the check words it. `link` is the fact-check itself, `appearances` are the articles in which the
    claim appeared. `text` is what the check says beside its verdict, `language` its language.
    """

    place: str
    speaker: str
    claim: str
    verdict: GivenVerdict
    link: str
    kind: SourceKind | None = None
    role: str | None = None
    said_on: PartialDay | None = None
    title: str | None = None
    publisher: str | None = None
    reviewed_on: date | None = None
    appearances: tuple[str, ...] = ()
    text: str | None = None
    language: str | None = None
