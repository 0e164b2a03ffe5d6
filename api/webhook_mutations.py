"""The mutations by which editors register webhooks and look after them."""

from collections.abc import Awaitable, Callable
from typing import Annotated

import strawberry

from api.context import Info
from api.issuing import run_issuing
from api.mutating import MutationInput, MutationPayload, Outcome, run_mutation, user_error
from api.webhook_inputs import (
    ChangeWebhookInput,
    ChangeWebhookPayload,
    DeleteWebhookInput,
    DeleteWebhookPayload,
    RegisterWebhookInput,
    RegisterWebhookPayload,
    ReplayWebhookDeliveriesInput,
    ReplayWebhookDeliveriesPayload,
    RotateWebhookSecretInput,
    RotateWebhookSecretPayload,
    WebhookSecretPayload,
    subscribed_of,
)
from api.webhooks import (
    Issued,
    Wanted,
    change_registered,
    check_wanted,
    delete_webhook,
    register_webhook,
    replay_deliveries,
    rotate_secret,
    stored_webhook,
)
from domain.errors import BadDecision, BadFilter
from domain.node_ids import key_of
from domain.roles import Operation
from ingest.acting import Acting

_FIELD = "webhookId"


@strawberry.type
class WebhookMutation:
    """The mutations of webhooks."""

    @strawberry.mutation(
        description="Registers an address that a subscription is told to, from now on, and shows the secret that its"
        " deliveries are signed with, this once. Needs a key with the role `editor`, by whose rights it is followed."
    )
    async def register_webhook(
        self, info: Info, input: Annotated[RegisterWebhookInput, strawberry.argument(description="The webhook.")]
    ) -> RegisterWebhookPayload:
        """Register a webhook, or say what to mend."""
        operation, payload = Operation.REGISTER_WEBHOOK, RegisterWebhookPayload

        async def check() -> Wanted:
            subscribed = subscribed_of(input.document, input.operation_name, input.variables)
            return await check_wanted(info.context, input.url, subscribed)

        async def run(wanted: Wanted) -> RegisterWebhookPayload:
            webhooks = info.context.webhooks
            assert webhooks is not None  # noqa: S101 - an application has it
            return await _issued(
                info,
                operation,
                input,
                issue=lambda acting: register_webhook(acting, input.name, wanted, most=webhooks.most),
                payload=payload,
            )

        return await _checked(info, operation, input, payload=payload, check=check, run=run)

    @strawberry.mutation(
        description="Changes a webhook, disables it or enables it again. It is followed by the rights of who enables it"
        " or last changed what it tells or where. Needs a key with the role `editor`."
    )
    async def change_webhook(
        self, info: Info, input: Annotated[ChangeWebhookInput, strawberry.argument(description="What to change.")]
    ) -> ChangeWebhookPayload:
        """Change a webhook, or say what to mend."""
        operation, payload = Operation.CHANGE_WEBHOOK, ChangeWebhookPayload

        async def check() -> Wanted | None:
            if not input.needs_a_check:
                return None
            stored = await stored_webhook(info.context, key_of(input.webhook_id, "webhook", field=_FIELD))
            if input.document is None:
                variables = input.variables if input.variables is not None else stored.variables
                subscribed = subscribed_of(stored.document, input.operation_name or stored.operation_name, variables)
            else:
                subscribed = subscribed_of(input.document, input.operation_name, input.variables)
            return await check_wanted(info.context, input.url or stored.url, subscribed)

        async def run(wanted: Wanted | None) -> ChangeWebhookPayload:
            async def act(acting: Acting) -> Outcome:
                webhook = key_of(input.webhook_id, "webhook", field=_FIELD)
                await change_registered(
                    acting,
                    webhook,
                    wanted=wanted,
                    name=input.name,
                    enabled=input.enabled,
                    skip_the_failed=input.skip_failed,
                )
                return {"webhook_id": webhook}

            return await run_mutation(info, operation, input, payload=payload, act=act)

        return await _checked(info, operation, input, payload=payload, check=check, run=run)

    @strawberry.mutation(
        description="Makes a webhook's secret anew and shows it, this once; for a day deliveries are signed with the"
        " old one, too. Needs a key with the role `editor`."
    )
    async def rotate_webhook_secret(
        self, info: Info, input: Annotated[RotateWebhookSecretInput, strawberry.argument(description="Which webhook.")]
    ) -> RotateWebhookSecretPayload:
        """Rotate a secret, or say what to mend."""

        async def issue(acting: Acting) -> Issued:
            return await rotate_secret(acting, key_of(input.webhook_id, "webhook", field=_FIELD))

        operation, payload = Operation.ROTATE_WEBHOOK_SECRET, RotateWebhookSecretPayload
        return await _issued(info, operation, input, issue=issue, payload=payload)

    @strawberry.mutation(description="Deletes a webhook and its deliveries. Needs a key with the role `editor`.")
    async def delete_webhook(
        self, info: Info, input: Annotated[DeleteWebhookInput, strawberry.argument(description="Which webhook.")]
    ) -> DeleteWebhookPayload:
        """Delete a webhook, or say what to mend."""

        async def act(acting: Acting) -> Outcome:
            await delete_webhook(acting, key_of(input.webhook_id, "webhook", field=_FIELD))
            return {}

        return await run_mutation(info, Operation.DELETE_WEBHOOK, input, payload=DeleteWebhookPayload, act=act)

    @strawberry.mutation(
        description="Sends deliveries of a webhook again, before those that wait, each with the id that it had. Needs a"
        " key with the role `editor`."
    )
    async def replay_webhook_deliveries(
        self, info: Info, input: Annotated[ReplayWebhookDeliveriesInput, strawberry.argument(description="Which.")]
    ) -> ReplayWebhookDeliveriesPayload:
        """Replay deliveries, or say what to mend."""

        async def act(acting: Acting) -> Outcome:
            webhook = key_of(input.webhook_id, "webhook", field=_FIELD)
            given = input.delivery_ids
            ids = [key_of(one, "delivery", field="deliveryIds") for one in given] if given is not None else None
            count = await replay_deliveries(acting, webhook, ids=ids, since=input.since, only_failed=input.only_failed)
            return {"webhook_id": webhook, "count": count}

        operation, payload = Operation.REPLAY_WEBHOOK_DELIVERIES, ReplayWebhookDeliveriesPayload
        return await run_mutation(info, operation, input, payload=payload, act=act)


async def _checked[Payload: MutationPayload, Checked: Wanted | None](
    info: Info,
    operation: Operation,
    input: MutationInput,
    *,
    payload: type[Payload],
    check: Callable[[], Awaitable[Checked]],
    run: Callable[[Checked], Awaitable[Payload]],
) -> Payload:
    """The payload of what runs with a webhook that was checked: names are looked up outside the transaction."""
    await info.context.allowed(operation)
    try:
        wanted = await check()
    except (BadDecision, BadFilter) as refused:
        return payload.refusing(user_error(refused), input)
    answer = await run(wanted)
    if info.context.webhooks is not None:
        info.context.webhooks.wake()
    return answer


async def _issued[Payload: WebhookSecretPayload](
    info: Info,
    operation: Operation,
    input: MutationInput,
    *,
    issue: Callable[[Acting], Awaitable[Issued]],
    payload: type[Payload],
) -> Payload:
    """The payload with the secret."""

    async def issued(acting: Acting) -> tuple[Outcome, str]:
        made = await issue(acting)
        return {"webhook_id": made.id}, made.secret

    answer, secret = await run_issuing(info, operation, input, issue=issued, payload=payload)
    answer.secret = secret
    return answer
