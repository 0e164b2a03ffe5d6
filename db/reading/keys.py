"""The entity of API keys, for administrators; what a key is known by does not compile."""

from db.reading.entities import Entity, Leaf, Order
from db.reading.leaves import closed, identity, instants, plain
from db.reading.values import enum_name
from db.tables import ApiKeyRow


def _enum_names(values: list[str]) -> list[str]:
    return [enum_name(one) for one in values]


KEY: Entity = Entity(
    "key",
    ApiKeyRow,
    Order("keys", ("name", "id"), descending=False),
    {
        "id": identity("key"),
        **plain("name", "prefix"),
        **closed("role"),
        "scopes": Leaf("scopes", _enum_names, is_json=True),
        **instants("created_at", "expires_at", "last_used_at", "rotated_at", "revoked_at"),
    },
)
