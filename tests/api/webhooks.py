"""How tests register webhooks and look at what came of them."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from config import Settings
from tests.api.client import Client
from tests.api.receiving import SECONDS

ADDED = "subscription { new: claimAdded { cursor claim { content } } }"
REGISTER = """mutation ($input: RegisterWebhookInput!) { registerWebhook(input: $input) {
  errors { code field message } secret webhook { id name url document variables state owner } } }"""
CHANGE = """mutation ($input: ChangeWebhookInput!) { changeWebhook(input: $input) {
  errors { code field message } webhook { id name url state owner disabledReason failures } } }"""
ROTATE = """mutation ($input: RotateWebhookSecretInput!) { rotateWebhookSecret(input: $input) {
  errors { code field message } secret webhook { rotatedAt } } }"""
DELETE = """mutation ($input: DeleteWebhookInput!) { deleteWebhook(input: $input) {
  errors { code field message } } }"""
REPLAY = """mutation ($input: ReplayWebhookDeliveriesInput!) { replayWebhookDeliveries(input: $input) {
  errors { code field message } count webhook { id } } }"""
WEBHOOKS = "{ webhooks { nodes { id name url state owner disabledReason failures } } }"
LOG = """query ($webhookId: ID, $state: WebhookDeliveryState) {
 webhookDeliveries(webhookId: $webhookId, state: $state) { totalCount nodes {
  id number cursor state attempts lastStatus lastError nextAttemptAt deliveredAt webhook { id } } } }"""


def settings_of(database_url: str, **given: Any) -> Settings:
    """Settings by which tests send to loopback, and try again at once."""
    quick: dict[str, Any] = {"webhook_private_addresses": True, "webhook_retry_seconds": 0.02, "webhook_tries": 4}
    points = {"key_points_a_minute": 0, "address_points_a_minute": 0}
    return Settings(database_url=database_url, **{**points, **quick, **given})


async def registered(client: Client, key: str, url: str, **given: object) -> tuple[str, str]:
    """The id and the secret of a new webhook."""
    wanted = {"name": "دریافت", "url": url, "document": ADDED, **given}
    payload = (await client.data(REGISTER, key=key, input=wanted))["registerWebhook"]
    assert payload["errors"] == [], payload
    return payload["webhook"]["id"], payload["secret"]


async def refused(client: Client, key: str, **given: object) -> tuple[list[str], str]:
    """The field and the message of what is to mend of a webhook that is not registered."""
    wanted = {"name": "دریافت", "url": "https://93.184.216.34/hook", "document": ADDED, **given}
    payload = (await client.data(REGISTER, key=key, input=wanted))["registerWebhook"]
    assert (payload["webhook"], payload["secret"]) == (None, None)
    [error] = payload["errors"]
    return error["field"], error["message"]


async def changed(client: Client, key: str, identity: str, **given: object) -> dict[str, Any]:
    """The webhook as it is after a change."""
    payload = (await client.data(CHANGE, key=key, input={"webhookId": identity, **given}))["changeWebhook"]
    assert payload["errors"] == [], payload
    found: dict[str, Any] = payload["webhook"]
    return found


async def log_of(client: Client, key: str, **given: object) -> list[dict[str, Any]]:
    """The deliveries, the first one first."""
    found: list[dict[str, Any]] = (await client.data(LOG, key=key, **given))["webhookDeliveries"]["nodes"]
    return sorted(found, key=lambda one: one["number"])


async def only(client: Client, key: str) -> Mapping[str, Any]:
    """The one webhook."""
    [found] = (await client.data(WEBHOOKS, key=key))["webhooks"]["nodes"]
    assert isinstance(found, Mapping)
    return found


async def eventually[T](look: Callable[[], Awaitable[T]], is_so: Callable[[T], bool]) -> T:
    """What is seen as soon as it is so."""
    async with asyncio.timeout(SECONDS):
        while not is_so(seen := await look()):  # noqa: ASYNC110 - the server tells nobody
            await asyncio.sleep(0.05)
    return seen


async def states_of(client: Client, key: str) -> list[str]:
    """The states of all deliveries."""
    return [one["state"] for one in await log_of(client, key)]
