"""The queries for offices."""

from typing import Annotated

import strawberry

from api.asking import Id, has_id
from api.connections import After, Before, Connection, First, Last
from api.context import Info
from api.identities import Office
from api.loading import load_connection, load_node
from api.people_filtering import OfficeWhere, office_filter
from db.bound import apart
from db.filters import office_conditions
from db.paging import Page
from db.reading.catalogue import OFFICE
from db.reading.rows import Rows

WhichOffices = Annotated[OfficeWhere | None, strawberry.argument(description="Which offices; null means all.")]


@strawberry.type
class OfficeQuery:
    """The fields of Query that read offices."""

    @strawberry.field(description="One office by its id; null where there is none.")
    async def office(self, info: Info, id: Id) -> Office | None:
        """The office."""
        return await load_node(info, OFFICE, has_id("office", id), as_type=Office)

    @strawberry.field(description="Offices, in the order of their titles.")
    async def offices(
        self,
        info: Info,
        where: WhichOffices = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Office]:
        """A page of offices."""
        wanted = office_filter(where, info.context.rules)
        form, values = apart("office", wanted)
        which = Rows(lambda office: office_conditions(wanted, office), form, values)
        return await load_connection(
            info,
            OFFICE,
            which,
            page=Page(first, after, last, before),
            as_type=Connection[Office],
        )
