"""Opaque ids of things that can be asked for by id."""

import re
from uuid import UUID

import strawberry

from domain.errors import BadFilter

_NODE_ID = re.compile(r"([a-z]+)_([0-9a-f]{32})")


@strawberry.interface(description="Something with an id that stays the same for ever.")
class Node:
    """What every type that `node(id:)` answers with has."""

    id: strawberry.ID = strawberry.field(description="Opaque and stable; pass it to `node` or to the type's own field.")


def split_node_id(given: str, *, field: str = "id") -> tuple[str, UUID]:
    """The kind of thing and its key. Raises BadFilter, naming `field`, for what this service never gave."""
    found = _NODE_ID.fullmatch(given)
    if found is None:
        raise BadFilter(field, f"“{given[:80]}” is not an id; pass one that this service gave")
    return found[1], UUID(found[2])


def key_of(given: str, kind: str, *, field: str = "id") -> UUID:
    """The key of a thing of this kind. Raises BadFilter, naming `field`, for an id of another kind."""
    found, key = split_node_id(given, field=field)
    if found != kind:
        raise BadFilter(field, f"“{given}” is the id of another kind of thing; a {kind}'s begins with {kind}_")
    return key
