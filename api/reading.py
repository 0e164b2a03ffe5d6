"""The queries for claims and single nodes: each says which rows and leaves the rest to one statement."""

import strawberry

from api.asking import Id, claims_for, has_id, rows_of
from api.connections import After, Before, First, Last
from api.context import Info
from api.filtering import Where, claim_filter
from api.loading import load_connection, load_node
from api.nodes import Node
from api.ordering import OrderBy, claim_order
from api.types import NODE_TYPES, Claim, ClaimConnection
from db.paging import Page
from db.reading.catalogue import CLAIM, NODES
from domain.errors import BadFilter
from domain.node_ids import split_node_id


@strawberry.type
class ReadingQuery:
    """The fields of Query that read claims and single nodes."""

    @strawberry.field(description="One claim by its id, withdrawn or not; null where there is none.")
    async def claim(self, info: Info, id: Id) -> Claim | None:
        """The claim."""
        return await load_node(info, CLAIM, has_id("claim", id), as_type=Claim)

    @strawberry.field(description="Claims, newest said first and undated ones last where no other order is asked for.")
    async def claims(
        self,
        info: Info,
        where: Where = None,
        order_by: OrderBy = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> ClaimConnection:
        """A page of claims."""
        rows = claims_for(claim_filter(where, info.context.rules), is_sqlite=info.context.database.is_sqlite)
        page = Page(first, after, last, before)
        return await load_connection(info, CLAIM, rows, page=page, as_type=ClaimConnection, order=claim_order(order_by))

    @strawberry.field(
        description="Anything that has an id; of a speaker or topic that was merged, the one that it was merged into."
        " Null where there is nothing of that id."
    )
    async def node(self, info: Info, id: Id) -> Node | None:
        """The thing of that id."""
        kind, key = split_node_id(id)
        if kind not in NODES:
            raise BadFilter("id", f"no kind of thing has ids that begin with {kind}_; pass one that this service gave")
        return await load_node(info, NODES[kind], rows_of(kind, key), as_type=NODE_TYPES[kind])
