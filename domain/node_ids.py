"""The opaque ids by which clients and people at a terminal name a claim, a speaker or anything else that is stored."""

import re
from uuid import UUID

from domain.errors import BadFilter

_NODE_ID = re.compile(r"([a-z]+)_([0-9a-f]{32})")


def node_id(kind: str, key: object) -> str:
    """The id of a thing of this kind; `key` is its UUID, or a UUID's text with or without dashes.

    >>> node_id("claim", "6f1b1d0e-5f0c-5a55-9e0b-6a1f0e7c9a11")
    'claim_6f1b1d0e5f0c5a559e0b6a1f0e7c9a11'
    """
    return f"{kind}_{str(key).replace('-', '')}"


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
