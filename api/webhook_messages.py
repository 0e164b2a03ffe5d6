"""What a receiver is sent: the body and the headers of one delivery, by the Standard Webhooks specification."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import orjson

from api.webhook_sending import USER_AGENT
from db.tables import WebhookDeliveryRow, WebhookRow
from domain.node_ids import node_id
from domain.webhooks import OLD_SECRET_LASTS, signature

MOST_BYTES = 1_000_000
"""Of a body. What is longer is told without its `data`: a receiver asks for it by the cursor, or selects less."""
_TOO_LONG = f"this event is longer than {MOST_BYTES:,} bytes; select less of it in the webhook's document"


@dataclass(frozen=True, slots=True)
class Message:
    """One delivery as it is sent."""

    headers: Mapping[str, str]
    body: bytes


def message_of(webhook: WebhookRow, delivery: WebhookDeliveryRow, data: object, *, now: datetime) -> Message:
    """The message that tells `data`, signed with the secrets that are valid now."""
    name = node_id("delivery", delivery.id)
    body = _body(webhook, delivery, data)
    headers = {
        "content-type": "application/json; charset=utf-8",
        "user-agent": USER_AGENT,
        "webhook-id": name,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": signature(_secrets(webhook, now), name, now, body),
    }
    return Message(headers, body)


def _body(webhook: WebhookRow, delivery: WebhookDeliveryRow, data: object) -> bytes:
    told = {"webhook": node_id("webhook", webhook.id), "number": delivery.number, "cursor": delivery.cursor}
    body = orjson.dumps({"data": data, "extensions": told})
    if len(body) <= MOST_BYTES:
        return body
    error = {"message": _TOO_LONG, "extensions": {"code": "LIMIT_EXCEEDED"}}
    return orjson.dumps({"data": None, "errors": [error], "extensions": told})


def _secrets(webhook: WebhookRow, now: datetime) -> Iterator[str]:
    yield webhook.secret
    rotated_at = webhook.rotated_at
    if webhook.previous_secret is not None and rotated_at is not None and now < rotated_at + OLD_SECRET_LASTS:
        yield webhook.previous_secret
