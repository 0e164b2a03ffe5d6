"""Which notes and audit events a filter means, as SQL conditions; a field left out filters nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import FromClause

from db.reading.entities import Condition
from domain.errors import BadFilter
from domain.notes import Stage
from domain.text import is_storable

FIRST_INSTANT, LAST_INSTANT = datetime(1900, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
"""Wider than anything that happened here, and within what every database can compare."""


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Notes at any of these stages for which all of this holds; None filters nothing. Names are exact."""

    stages: tuple[Stage, ...]
    assigned_to: str | None = None
    is_assigned: bool | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Audit events for which all of this holds; None filters nothing. `at_from` is included, `at_before` is not."""

    actor: str | None = None
    action: str | None = None
    subject_id: UUID | None = None
    claim_id: UUID | None = None
    at_from: datetime | None = None
    at_before: datetime | None = None


def queue_conditions(where: QueueFilter, note: FromClause) -> Sequence[Condition]:
    """The conditions on the rows of `note`. Raises BadFilter."""
    conditions: list[Condition] = [note.c.stage.in_([stage.value for stage in where.stages])]
    _check_words(assignedTo=where.assigned_to, author=where.author)
    if where.assigned_to is not None:
        conditions.append(note.c.assigned_to == where.assigned_to)
    if where.is_assigned is not None:
        conditions.append(note.c.assigned_to.is_not(None) if where.is_assigned else note.c.assigned_to.is_(None))
    if where.author is not None:
        conditions.append(note.c.author == where.author)
    return conditions


def event_conditions(where: EventFilter, event: FromClause) -> Sequence[Condition]:
    """The conditions on the rows of `event`. Raises BadFilter."""
    _check_words(actor=where.actor, action=where.action)
    for field, given in (("atFrom", where.at_from), ("atBefore", where.at_before)):
        if given is not None and not FIRST_INSTANT <= given <= LAST_INSTANT:
            raise BadFilter(field, f"is not between {FIRST_INSTANT.year} and {LAST_INSTANT.year}; ask for less")
    exact = {
        "actor": where.actor,
        "action": where.action,
        "subject_id": where.subject_id,
        "claim_id": where.claim_id,
    }
    conditions: list[Condition] = [event.c[name] == value for name, value in exact.items() if value is not None]
    if where.at_from is not None:
        conditions.append(event.c.at >= where.at_from)
    if where.at_before is not None:
        conditions.append(event.c.at < where.at_before)
    return conditions


def _check_words(**given: str | None) -> None:
    for field, words in given.items():
        if words is not None and not is_storable(words):
            raise BadFilter(field, "holds characters that are no text; remove them")
