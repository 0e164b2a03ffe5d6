"""The queries for API keys and for who asks."""

import strawberry

from api.connections import After, Before, Connection, First, Last
from api.context import Info
from api.key_types import ApiKey, Viewer
from api.loading import load_connection
from db.paging import Page
from db.reading.catalogue import KEY
from db.reading.rows import ALL
from domain.roles import Operation, Scope


@strawberry.type
class KeyQuery:
    """The fields of Query that read keys."""

    @strawberry.field(
        description="API keys in the order of their names, revoked and expired ones too. Needs a key with the role"
        " `admin`."
    )
    async def api_keys(
        self, info: Info, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[ApiKey]:
        """A page of keys."""
        await info.context.allowed(Operation.READ_KEYS)
        return await load_connection(info, KEY, ALL, page=Page(first, after, last, before), as_type=Connection[ApiKey])

    @strawberry.field(description="Who asks; null without a key.")
    async def viewer(self, info: Info) -> Viewer | None:
        """The holder of the key, or the bearer of the token."""
        viewer = await info.context.viewer()
        if viewer is None:
            return None
        scopes = viewer.scopes
        limits = [one for one in Scope if one in scopes] if scopes is not None else None
        return Viewer(name=viewer.name, role=viewer.role, scopes=limits, issuer=viewer.issuer)
