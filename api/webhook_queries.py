"""The queries for webhooks and their deliveries."""

from collections.abc import Iterator
from typing import Annotated
from uuid import UUID

import strawberry
from sqlalchemy import FromClause, Uuid, bindparam

from api.connections import After, Before, Connection, First, Last
from api.context import Info
from api.loading import load_connection
from api.webhook_types import Webhook, WebhookDelivery
from db.paging import Page
from db.reading.catalogue import WEBHOOK, WEBHOOK_DELIVERY
from db.reading.entities import Condition
from db.reading.rows import ALL, Rows
from domain.node_ids import key_of
from domain.roles import Operation
from domain.webhooks import DeliveryState


@strawberry.type
class WebhookQuery:
    """The fields of Query that read webhooks."""

    @strawberry.field(
        description="Webhooks in the order in which they were registered. Needs a key with the role `editor`."
    )
    async def webhooks(
        self, info: Info, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Webhook]:
        """A page of webhooks."""
        await info.context.allowed(Operation.READ_WEBHOOKS)
        page = Page(first, after, last, before)
        return await load_connection(info, WEBHOOK, ALL, page=page, as_type=Connection[Webhook])

    @strawberry.field(
        description="The log of what webhooks told, the newest first; deliveries that are done with go after a time."
        " Needs a key with the role `editor`."
    )
    async def webhook_deliveries(
        self,
        info: Info,
        webhook_id: Annotated[
            strawberry.ID | None, strawberry.argument(description="Whose, as `webhooks` gives it; null means all.")
        ] = None,
        state: Annotated[
            DeliveryState | None, strawberry.argument(description="What came of them; null means anything.")
        ] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[WebhookDelivery]:
        """A page of deliveries."""
        await info.context.allowed(Operation.READ_WEBHOOKS)
        page = Page(first, after, last, before)
        webhook = key_of(webhook_id, "webhook", field="webhookId") if webhook_id is not None else None
        rows = _deliveries(webhook, state)
        return await load_connection(info, WEBHOOK_DELIVERY, rows, page=page, as_type=Connection[WebhookDelivery])


def _deliveries(webhook: UUID | None, state: DeliveryState | None) -> Rows:
    """The deliveries of a webhook, None: of all, in a state, None: in any."""
    values: dict[str, object] = {}
    if webhook is not None:
        values["webhook"] = webhook
    if state is not None:
        values["state"] = state.value

    def where(row: FromClause) -> Iterator[Condition]:
        if webhook is not None:
            yield row.c.webhook_id == bindparam("webhook", webhook, Uuid())
        if state is not None:
            yield row.c.state == bindparam("state", state.value)

    return Rows(lambda row: list(where(row)), ("deliveries", *values), values)
