"""Which notes and audit events a filter means, as SQL conditions; a field left out filters nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import FromClause

from db.reading.entities import Condition
from domain.notes import Stage


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
    """The conditions on the rows of `note`."""
    conditions: list[Condition] = [note.c.stage.in_([stage.value for stage in where.stages])]
    if where.assigned_to is not None:
        conditions.append(note.c.assigned_to == where.assigned_to)
    if where.is_assigned is not None:
        conditions.append(note.c.assigned_to.is_not(None) if where.is_assigned else note.c.assigned_to.is_(None))
    if where.author is not None:
        conditions.append(note.c.author == where.author)
    return conditions


def event_conditions(where: EventFilter, event: FromClause) -> Sequence[Condition]:
    """The conditions on the rows of `event`."""
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
