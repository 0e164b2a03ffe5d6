"""What somebody says of a claim, and the columns that this changes; None where the claim tells it already."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.claims import said_on_of
from db.tables import ClaimRow, SpeakerRow
from domain.calendars import begins_period
from domain.claim import searched
from domain.correction import (
    Corrected,
    CorrectedField,
    content_facts,
    kind_facts,
    said_on_facts,
    speaker_facts,
    statement_facts,
)
from domain.dates import Basis, SaidOn
from domain.errors import BadDecision
from domain.statement import Kind
from domain.terms import FOREVER, LONG_AGO, PartialDay
from domain.text import Span
from domain.withdrawal import Withdrawal


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of a claim; a part that is None, or False, says nothing.

    `content` is a place in the text of the claim's revision. `nobody` says that nobody who can be named made it, and
    `said_on_unknown` that nobody knows when.
    """

    content: Span | None = None
    speaker: UUID | None = None
    nobody: bool = False
    said_on: PartialDay | None = None
    said_on_unknown: bool = False
    kind: Kind | None = None
    is_statement: bool | None = None

    @property
    def names_speaker(self) -> bool:
        """Whether it says who made the statement."""
        return self.speaker is not None or self.nobody

    @property
    def names_day(self) -> bool:
        """Whether it says when the statement was made."""
        return self.said_on is not None or self.said_on_unknown

    @property
    def fields(self) -> list[str]:
        """The fields of the input that say something."""
        given = {
            "content": self.content is not None,
            "speakerId": self.speaker is not None,
            "nobody": self.nobody,
            "saidOn": self.said_on is not None,
            "saidOnUnknown": self.said_on_unknown,
            "kind": self.kind is not None,
            "isStatement": self.is_statement is not None,
        }
        return [field for field, says_something in given.items() if says_something]


@dataclass(frozen=True, slots=True)
class Change:
    """A field as it is corrected, and the claim's columns that it changes."""

    corrected: Corrected
    values: Mapping[str, object]


def check_said(said: Said) -> None:
    """Raise BadDecision for what says nothing, contradicts itself or names a day that is none."""
    if not said.fields:
        raise BadDecision("content", "is empty, and all other fields are; say what is to be corrected")
    if said.speaker is not None and said.nobody:
        raise BadDecision("nobody", "contradicts speakerId; give one of them")
    if said.said_on is not None and said.said_on_unknown:
        raise BadDecision("saidOnUnknown", "contradicts saidOn; give one of them")
    if said.said_on is not None:
        check_day(said.said_on)


def check_day(day: PartialDay) -> None:
    """Raise BadDecision unless it is a day near today, or the first of a month or year of which no more is known."""
    if not LONG_AGO <= day.first <= FOREVER:
        raise BadDecision("saidOn.date", "is too far from today for any calendar; mend the year")
    if not begins_period(day.first, day.precision):
        problem = f"is not the first day of a Gregorian or Jalali {day.precision}; name that day"
        raise BadDecision("saidOn.date", problem)


def check_place(span: Span, text: str, field: str) -> None:
    """Raise BadDecision, naming the field, for a span that holds no words of the text."""
    if span.end > len(text):
        raise BadDecision(field, f"ends after the text, which has {len(text):,} characters; count again")
    if not any(map(str.isalnum, span.of(text))):
        raise BadDecision(field, "is empty: no word of the text stands there; count again")


def content_change(row: ClaimRow, content: Span, text: str) -> Change | None:
    """Another content, in the text of the claim's revision. Raises BadDecision."""
    check_place(content, text, "content")
    before = Span(row.content_start, row.content_end)
    if content == before:
        return None
    target = Span(row.target_start, row.target_end) if row.target_start is not None and row.target_end else None
    values: dict[str, object] = {
        "content": content.of(text),
        "content_start": content.start,
        "content_end": content.end,
        "search_key": searched(content, Span(row.context_start, row.context_end), text, target=target),
    }
    return Change(Corrected(CorrectedField.CONTENT, content_facts(before), content_facts(content)), values)


def speaker_change(row: ClaimRow, speaker: SpeakerRow | None) -> Change | None:
    """Another speaker; None: nobody. The columns are those of an identity, which depend on the day."""
    named = speaker.canonical_id if speaker is not None else None
    if named == row.speaker_id:
        return None
    return Change(Corrected(CorrectedField.SPEAKER, speaker_facts(row.speaker_id), speaker_facts(named)), {})


def day_change(row: ClaimRow, day: PartialDay | None) -> Change | None:
    """Another day; None: nobody knows."""
    before, after = said_on_of(row), stated_on(day)
    facts = said_on_facts(before), said_on_facts(after)
    if facts[0] == facts[1]:
        return None
    values = {
        "said_on": after.day if after else None,
        "said_on_precision": after.precision.value if after else None,
        "said_on_basis": after.basis.value if after else None,
        "said_on_printed": None,
    }
    return Change(Corrected(CorrectedField.SAID_ON, *facts), values)


def kind_change(row: ClaimRow, kind: Kind) -> Change | None:
    """Another kind."""
    if kind.value == row.kind:
        return None
    return Change(Corrected(CorrectedField.KIND, kind_facts(Kind(row.kind)), kind_facts(kind)), {"kind": kind.value})


def statement_change(row: ClaimRow, *, is_statement: bool, now: datetime) -> Change | None:
    """That it is no statement, or is one after all, also where extraction finds it no longer."""
    by = None if is_statement else Withdrawal.CORRECTION.value
    if by == row.withdrawn_by:
        return None
    was = row.withdrawn_at is None
    facts = statement_facts(is_statement=was), statement_facts(is_statement=is_statement)
    values = {"withdrawn_by": by, "withdrawn_at": None if is_statement else now}
    return Change(Corrected(CorrectedField.IS_STATEMENT, *facts), values)


def stated_on(day: PartialDay | None) -> SaidOn | None:
    """The day that somebody gives, as a claim tells it."""
    return SaidOn(day.first, day.precision, Basis.STATED) if day is not None else None
