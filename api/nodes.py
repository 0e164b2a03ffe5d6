"""The interface of everything that can be asked for by id."""

import strawberry


@strawberry.interface(description="Something with an id that stays the same for ever.")
class Node:
    """What every type that `node(id:)` answers with has."""

    id: strawberry.ID = strawberry.field(description="Opaque and stable; pass it to `node` or to the type's own field.")
