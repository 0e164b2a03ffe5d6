"""Corrections: what people put right in a claim that the machine found, and what they protect by it."""

from enum import StrEnum


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
