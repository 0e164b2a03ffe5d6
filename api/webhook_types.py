"""Webhooks and their deliveries, as editors see them. Types only declare."""

from datetime import datetime

import strawberry
from strawberry.scalars import JSON

from api.loading import BINDINGS
from db.reading.catalogue import WEBHOOK, WEBHOOK_DELIVERY
from domain.webhooks import DeliveryState, WebhookState

strawberry.enum(WebhookState, description="Whether a webhook tells what comes: ACTIVE, or DISABLED.")
strawberry.enum(
    DeliveryState,
    name="WebhookDeliveryState",
    description="What came of a delivery: it is WAITING to be tried, DELIVERED, has FAILED after its last try, or is"
    " GONE: withdrawn or not to be seen by the webhook's owner by the time it was sent, or skipped.",
)


@strawberry.type(
    description="A subscription that is told to an address, without its secret: that is shown once, when the webhook is"
    " registered or the secret rotated."
)
class Webhook:
    """A webhook."""

    id: strawberry.ID = strawberry.field(description="Opaque and stable; mutations take it, `node` does not.")
    name: str = strawberry.field(description="What editors call it.")
    url: str = strawberry.field(description="Where its deliveries are sent.")
    document: str = strawberry.field(description="The subscription: what it tells, of which, and what of it.")
    operation_name: str | None = strawberry.field(
        description="The operation of the document; null where that has one alone."
    )
    variables: JSON | None = strawberry.field(description="The variables of the subscription; null for none.")
    owner: str = strawberry.field(
        description="The name of the key by whose rights it is followed: of who registered or last changed it."
    )
    state: WebhookState = strawberry.field(description="Whether it tells what comes.")
    disabled_at: datetime | None = strawberry.field(description="When it was disabled, in UTC; null where it is not.")
    disabled_reason: str | None = strawberry.field(description="Why; null with it.")
    failures: int = strawberry.field(description="How many tries in a row have failed; 0 after one that did not.")
    created_at: datetime = strawberry.field(description="When it was registered, in UTC.")
    rotated_at: datetime | None = strawberry.field(
        description="When its secret was last made anew, in UTC; null where it never was."
    )


@strawberry.type(description="One event of a webhook, and what came of it. What it told is read again when it is sent.")
class WebhookDelivery:
    """A delivery."""

    id: strawberry.ID = strawberry.field(
        description="Opaque and stable: the header `webhook-id`, by which receivers know what they have already."
    )
    webhook: Webhook = strawberry.field(description="Whose it is.")
    number: int = strawberry.field(description="Which event of the webhook it is, from 1, in the order they came.")
    cursor: str = strawberry.field(description="The event's cursor, as the subscription tells it.")
    state: DeliveryState = strawberry.field(description="What came of it.")
    attempts: int = strawberry.field(description="How often it was tried since it was made, replayed or enabled.")
    made_at: datetime = strawberry.field(description="When it was made, in UTC.")
    next_attempt_at: datetime | None = strawberry.field(
        description="From when on it is tried, in UTC, once those before it are done; null where it does not wait."
    )
    attempted_at: datetime | None = strawberry.field(description="When it was last tried, in UTC; null where never.")
    delivered_at: datetime | None = strawberry.field(
        description="When a receiver last took it, in UTC; null where none has."
    )
    last_status: int | None = strawberry.field(
        description="The HTTP status of the last try; null where there was no answer."
    )
    last_error: str | None = strawberry.field(description="What was wrong with the last try; null where nothing was.")


BINDINGS.bind(Webhook, WEBHOOK)
BINDINGS.bind(WebhookDelivery, WEBHOOK_DELIVERY)
