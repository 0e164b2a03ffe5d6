"""What the mutations of webhooks take and answer."""

from datetime import datetime
from uuid import UUID

import strawberry
from strawberry.scalars import JSON

from api.asking import rows_of
from api.context import Info
from api.loading import load_node
from api.mutating import MutationInput, MutationPayload
from api.webhook_following import Subscribed
from api.webhook_types import Webhook
from api.webhooks import LONGEST_NAME
from db.reading.catalogue import WEBHOOK
from domain.errors import BadDecision

_ID = "The webhook, as `webhooks` gives it."


@strawberry.input(description="A webhook to register.")
class RegisterWebhookInput(MutationInput):
    """What to register."""

    name: str = strawberry.field(description=f"What editors call it, at most {LONGEST_NAME} characters.")
    url: str = strawberry.field(
        description="Where to send, an address of https without a name or password; never one that leads to a private"
        " network, unless the service is told to allow that."
    )
    document: str = strawberry.field(
        description="The text of a subscription: its field says what is told, its `where` of which, and its selection"
        " what of it. `since` is left out."
    )
    operation_name: str | None = strawberry.field(
        default=None, description="The operation of the document; null where that has one alone."
    )
    variables: JSON | None = strawberry.field(default=None, description="Its variables, an object; null for none.")


@strawberry.input(description="What to change of a webhook; what is left out or null stays.")
class ChangeWebhookInput(MutationInput):
    """What to change."""

    webhook_id: strawberry.ID = strawberry.field(description=_ID)
    name: str | None = strawberry.field(default=None, description="As for `registerWebhook`.")
    url: str | None = strawberry.field(default=None, description="As for `registerWebhook`.")
    document: str | None = strawberry.field(
        default=None,
        description="As for `registerWebhook`; `operationName` and `variables` are taken with it. One with another"
        " field begins now, and what waits is not sent.",
    )
    operation_name: str | None = strawberry.field(default=None, description="As for `registerWebhook`.")
    variables: JSON | None = strawberry.field(default=None, description="As for `registerWebhook`.")
    enabled: bool | None = strawberry.field(
        default=None, description="Whether it tells what comes; enabled again it goes on where it stood."
    )
    skip_failed: bool = strawberry.field(
        default=False, description="Whether the delivery that failed is left out when it is enabled."
    )

    @property
    def needs_a_check(self) -> bool:
        """Whether it says what is told or where, or enables it; what cannot be sent can be renamed and disabled."""
        given = (self.url, self.document, self.operation_name, self.variables)
        return self.enabled is True or any(one is not None for one in given)


@strawberry.input(description="A webhook whose secret is to be made anew.")
class RotateWebhookSecretInput(MutationInput):
    """Which."""

    webhook_id: strawberry.ID = strawberry.field(description=_ID)


@strawberry.input(description="A webhook to delete with its deliveries.")
class DeleteWebhookInput(MutationInput):
    """Which."""

    webhook_id: strawberry.ID = strawberry.field(description=_ID)


@strawberry.input(description="Deliveries of a webhook to send again: those of which all that is given holds.")
class ReplayWebhookDeliveriesInput(MutationInput):
    """Which."""

    webhook_id: strawberry.ID = strawberry.field(description=_ID)
    delivery_ids: list[strawberry.ID] | None = strawberry.field(
        default=None, description="These, as `webhookDeliveries` gives them; null means any."
    )
    since: datetime | None = strawberry.field(
        default=None, description="Made at this instant or later, with a timezone; null means at any time."
    )
    only_failed: bool = strawberry.field(default=False, description="Only those that failed.")


@strawberry.type
class WebhookPayload(MutationPayload):
    """What came of it."""

    webhook_id: strawberry.Private[UUID | None] = None

    @strawberry.field(description="The webhook; null when there are errors.")
    async def webhook(self, info: Info) -> Webhook | None:
        """The webhook as it is stored."""
        if self.webhook_id is None:
            return None
        return await load_node(info, WEBHOOK, rows_of("webhook", self.webhook_id), as_type=Webhook)


@strawberry.type
class WebhookSecretPayload(WebhookPayload):
    """What came of it, with what is shown once."""

    secret: str | None = strawberry.field(
        default=None,
        description="What deliveries are signed with, as libraries for Standard Webhooks take it. It is shown this"
        " once: null where a request is sent again under its idempotency key, and when there are errors. Who lost it"
        " rotates it.",
    )


@strawberry.type(description="The webhook that was registered, or what to mend.")
class RegisterWebhookPayload(WebhookSecretPayload):
    """What came of it."""


@strawberry.type(description="The webhook as it is now, or what to mend.")
class ChangeWebhookPayload(WebhookPayload):
    """What came of it."""


@strawberry.type(description="The webhook with its new secret, or what to mend.")
class RotateWebhookSecretPayload(WebhookSecretPayload):
    """What came of it."""


@strawberry.type(description="That the webhook is deleted, or what to mend.")
class DeleteWebhookPayload(MutationPayload):
    """What came of it."""


@strawberry.type(description="The webhook whose deliveries are sent again, or what to mend.")
class ReplayWebhookDeliveriesPayload(WebhookPayload):
    """What came of it."""

    count: int = strawberry.field(default=0, description="How many deliveries are sent again.")


def subscribed_of(document: str, operation_name: str | None, variables: object) -> Subscribed:
    """The subscription that is given. Raises BadDecision."""
    if variables is not None and not isinstance(variables, dict):
        raise BadDecision("variables", 'is no object; give the variables by their names, such as {"where": {}}')
    return Subscribed(document, operation_name, variables)
