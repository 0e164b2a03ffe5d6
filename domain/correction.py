"""Corrections: what people put right in a claim that the machine found, and what they protect by it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from domain.audit import Facts
from domain.dates import SaidOn
from domain.statement import Kind
from domain.text import Span


class CorrectedField(StrEnum):
    """What a correction is of; what people corrected stays when the article is extracted again."""

    CONTENT = "content"
    SPEAKER = "speaker"
    SAID_ON = "said_on"
    KIND = "kind"
    IS_STATEMENT = "is_statement"
    """Whether it is a statement at all."""
    MISSED = "missed"
    """A statement that extraction missed and a person added: all of it is protected."""


class FoundBy(StrEnum):
    """Who found a claim."""

    EXTRACTOR = "extractor"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Corrected:
    """One field as it was and as somebody says that it is; neither holds words. `before` None: it was not there."""

    field: CorrectedField
    before: Facts | None
    after: Facts


def in_order(fields: Iterable[CorrectedField]) -> list[CorrectedField]:
    """Fields, each once, in the order in which they are told."""
    given = set(fields)
    return [one for one in CorrectedField if one in given]


def protects(fields: Collection[CorrectedField], field: CorrectedField) -> bool:
    """Whether a field stays as people said when these are corrected; of a statement that they added, every one does."""
    return field in fields or CorrectedField.MISSED in fields


def content_facts(span: Span) -> Facts:
    """Where the content stands."""
    return {"start": span.start, "end": span.end}


def speaker_facts(speaker: UUID | None) -> Facts:
    """Who said it; None: nobody who can be named."""
    return {"speaker": speaker.hex if speaker else None}


def said_on_facts(said_on: SaidOn | None) -> Facts:
    """When it was said; None: nobody knows."""
    day, precision = (said_on.day.isoformat(), said_on.precision.value) if said_on else (None, None)
    return {"day": day, "precision": precision}


def kind_facts(kind: Kind) -> Facts:
    """How the words are reported."""
    return {"kind": kind.value}


def statement_facts(*, is_statement: bool) -> Facts:
    """Whether it is a statement."""
    return {"is_statement": is_statement}
