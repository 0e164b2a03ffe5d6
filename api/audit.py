"""The query for audit events."""

from datetime import datetime
from typing import Annotated

import strawberry

from api.connections import After, Before, Connection, First, Last
from api.context import Info
from api.loading import load_connection
from api.verification import AuditEvent
from db.paging import Page
from db.reading.catalogue import AUDIT_EVENT
from db.reading.rows import Rows
from db.verification_filters import EventFilter, event_conditions
from domain.errors import BadFilter
from domain.node_ids import key_of, split_node_id
from domain.roles import Operation


@strawberry.input(description="Events for which all of this holds. A field that is left out or null filters nothing.")
class AuditEventWhere:
    """A filter of events."""

    actor: str | None = strawberry.field(default=None, description="By the one of exactly this name.")
    action: str | None = strawberry.field(default=None, description="Of exactly this action, such as `retractNote`.")
    subject_id: strawberry.ID | None = strawberry.field(default=None, description="Of what has this id.")
    claim_id: strawberry.ID | None = strawberry.field(default=None, description="Of this claim and of its notes.")
    at_from: datetime | None = strawberry.field(default=None, description="At this instant or later, with its zone.")
    at_before: datetime | None = strawberry.field(default=None, description="Before this instant, with its zone.")


WhichEvents = Annotated[AuditEventWhere | None, strawberry.argument(description="Which events; null means all.")]


@strawberry.type
class AuditQuery:
    """The fields of Query that read the audit chain."""

    @strawberry.field(description="What was changed by whom, newest first. Needs a key with the role `editor`.")
    async def audit_events(
        self,
        info: Info,
        where: WhichEvents = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[AuditEvent]:
        """A page of events."""
        await info.context.allowed(Operation.READ_AUDIT_EVENTS)
        wanted = _filter(where or AuditEventWhere())
        page = Page(first, after, last, before)
        which = Rows(lambda event: event_conditions(wanted, event))
        return await load_connection(info, AUDIT_EVENT, which, page=page, as_type=Connection[AuditEvent])


def _filter(where: AuditEventWhere) -> EventFilter:
    subject = split_node_id(where.subject_id, field="subjectId")[1] if where.subject_id is not None else None
    claim = key_of(where.claim_id, "claim", field="claimId") if where.claim_id is not None else None
    for field, given in (("atFrom", where.at_from), ("atBefore", where.at_before)):
        if given is not None and given.tzinfo is None:
            raise BadFilter(field, "has no zone; write an instant such as 2020-11-17T07:00:00Z")
    return EventFilter(where.actor, where.action, subject, claim, where.at_from, where.at_before)
