"""The queries for claims and single nodes: each says which rows and leaves the rest to one statement."""

from collections.abc import Sequence

import strawberry
from sqlalchemy import FromClause

from api.asking import Id, has_id, rows_of
from api.connections import After, Connection, First
from api.context import Info
from api.filtering import Where, claim_filter
from api.loading import load_connection, load_node
from api.nodes import Node
from api.past import AsOf, instant_asked
from api.types import NODE_TYPES, Claim
from db.claim_filters import claim_conditions, claim_conditions_then
from db.paging import DEFAULT_ROWS, Page
from db.reading.catalogue import CLAIM, NODES
from db.reading.entities import Condition
from domain.errors import BadFilter
from domain.node_ids import split_node_id


@strawberry.type
class ReadingQuery:
    """The fields of Query that read claims and single nodes."""

    @strawberry.field(description="One claim by its id, withdrawn or not; null where there is none.")
    async def claim(self, info: Info, id: Id, as_of: AsOf = None) -> Claim | None:
        """The claim."""
        at = instant_asked(as_of, now=info.context.clock())
        return await load_node(info, CLAIM, has_id("claim", id), as_type=Claim, as_of=at)

    @strawberry.field(description="Claims, newest said first, undated ones last.")
    async def claims(
        self, info: Info, where: Where = None, first: First = DEFAULT_ROWS, after: After = None, as_of: AsOf = None
    ) -> Connection[Claim]:
        """A page of claims."""
        wanted, is_sqlite = claim_filter(where, info.context.rules), info.context.database.is_sqlite
        at = instant_asked(as_of, now=info.context.clock())

        def conditions(claim: FromClause) -> Sequence[Condition]:
            of = claim_conditions if at is None else claim_conditions_then
            return of(wanted, claim, is_sqlite=is_sqlite)

        page = Page(first, after)
        return await load_connection(info, CLAIM, conditions, page=page, as_type=Connection[Claim], as_of=at)

    @strawberry.field(
        description="Anything that has an id; of a speaker who was merged, whom that one was merged into. Null where"
        " there is nothing of that id."
    )
    async def node(self, info: Info, id: Id) -> Node | None:
        """The thing of that id."""
        kind, key = split_node_id(id)
        if kind not in NODES:
            raise BadFilter("id", f"no kind of thing has ids that begin with {kind}_; pass one that this service gave")
        return await load_node(info, NODES[kind], rows_of(kind, key), as_type=NODE_TYPES[kind])
