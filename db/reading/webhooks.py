"""The entities of webhooks and their deliveries, for editors; their secrets do not compile."""

from db.reading.entities import Entity, Leaf, Order, ToOne
from db.reading.keys import KEY
from db.reading.leaves import closed, identity, instants, plain
from db.tables import WebhookDeliveryRow, WebhookRow

WEBHOOK: Entity = Entity(
    "webhook",
    WebhookRow,
    Order("webhooks", ("created_at", "id"), descending=False),
    {
        "id": identity("webhook"),
        **plain("name", "url", "document", "operation_name", "failures", "disabled_reason"),
        **closed("state"),
        "variables": Leaf("variables", is_json=True),
        "owner": Leaf("name", of="key"),
        **instants("created_at", "rotated_at", "disabled_at"),
    },
    ones={"key": ToOne(lambda: KEY, lambda webhook, key: key.c.id == webhook.c.owner_id)},
)

WEBHOOK_DELIVERY: Entity = Entity(
    "delivery",
    WebhookDeliveryRow,
    Order("deliveries", ("made_at", "id"), descending=True),
    {
        "id": identity("delivery"),
        **plain("number", "cursor", "attempts", "last_status", "last_error"),
        **closed("state"),
        **instants("made_at", "next_attempt_at", "attempted_at", "delivered_at"),
    },
    ones={"webhook": ToOne(lambda: WEBHOOK, lambda delivery, webhook: webhook.c.id == delivery.c.webhook_id)},
)
