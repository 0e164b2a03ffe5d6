"""The queries for claims and single nodes: each says which rows and leaves the rest to one statement."""

import strawberry

from api.asking import Id, claims_for, claims_then, has_id, rows_of
from api.connections import After, Before, First, Last
from api.context import Info
from api.filtering import Where, claim_filter
from api.loading import load_connection, load_node
from api.nodes import Node
from api.ordering import OrderBy, ordered_claims
from api.past import AsOf, instant_asked
from api.types import NODE_TYPES, Claim, ClaimConnection
from db.paging import Page
from db.reading.catalogue import CLAIM, NODES
from db.reading.past import rows_then
from domain.errors import BadFilter
from domain.node_ids import split_node_id


@strawberry.type
class ReadingQuery:
    """The fields of Query that read claims and single nodes."""

    @strawberry.field(description="One claim by its id, withdrawn or not; null where there is none.")
    async def claim(self, info: Info, id: Id, as_of: AsOf = None) -> Claim | None:
        """The claim."""
        row, at = has_id("claim", id), instant_asked(as_of, now=info.context.clock())
        return await load_node(info, CLAIM, row if at is None else rows_then(row, at), as_type=Claim)

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
        as_of: AsOf = None,
    ) -> ClaimConnection:
        """A page of claims."""
        wanted, is_sqlite = claim_filter(where, info.context.rules), info.context.database.is_sqlite
        viewer, at = await info.context.viewer(), instant_asked(as_of, now=info.context.clock())
        rows = (
            claims_for(wanted, is_sqlite=is_sqlite, viewer=viewer)
            if at is None
            else claims_then(wanted, at, is_sqlite=is_sqlite, viewer=viewer)
        )
        claims = ordered_claims(order_by, rows, text=wanted.text, is_sqlite=is_sqlite)
        page = Page(first, after, last, before)
        return await load_connection(
            info, claims.entity, claims.rows, page=page, as_type=ClaimConnection, order=claims.order
        )

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
