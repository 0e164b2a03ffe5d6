"""Days that are known only in part: a day, its month or its year, and how it came to be known."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Precision(StrEnum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Basis(StrEnum):
    """How the day of a statement is known."""

    STATED = "stated"
    """Words in the statement's own sentence say it."""
    CARRIED = "carried"
    """It is the day of the event that the report is about."""
    PUBLISHED = "published"
    """Nothing says it, so it is the day of publication."""


@dataclass(frozen=True, slots=True)
class SaidOn:
    """When a statement was made.

    `day` is the first day of the period that `precision` names, in the Gregorian calendar;
    `printed` is the words that told it, None where the day is the day of publication.
    """

    day: date
    precision: Precision
    basis: Basis
    printed: str | None = None
