"""The subscriptions: each says what is followed, and leaves the rest to api/following.py."""

from collections.abc import AsyncGenerator
from typing import Annotated, cast

import strawberry

from api.asking import claims_for
from api.context import Info
from api.filtering import ClaimWhere, Where, claim_filter
from api.following import follow
from api.live_types import ClaimAdded, LiveCursors, NoteChanged
from db.reading.live import CLAIM_ADDED, NOTE_CHANGED, arrivals_of, changes_of
from db.reading.rows import Rows

Since = Annotated[
    str | None,
    strawberry.argument(
        description="The `cursor` that was told last: what came since then comes first, each once. Null begins now."
    ),
]


@strawberry.input(description="Notes for which all of this holds; a field that is left out or null filters nothing.")
class NoteChangeWhere:
    """A filter of changes of notes."""

    claims: ClaimWhere | None = strawberry.field(
        default=None, description="They are on claims for which this holds; {} on any claim."
    )
    has_verdict: bool | None = strawberry.field(default=None, description="Whether they give a verdict.")


@strawberry.type(
    description="What is told as it comes, over a WebSocket (graphql-transport-ws) or as `text/event-stream`. Each"
    " event costs what its selection does."
)
class Subscription:
    """Every subscription."""

    @strawberry.subscription(
        description="Claims as they are stored, in the order of their transactions; one that is changed, or restored,"
        " is not new. What is withdrawn before it is told is left out."
    )
    async def claim_added(
        self, info: Info, where: Where = None, since: Since = None
    ) -> AsyncGenerator[ClaimAdded, None]:
        """New claims."""
        claims = arrivals_of(await _claims(info, where))
        async for event in follow(info, CLAIM_ADDED, claims, since):
            yield cast("ClaimAdded", event)

    @strawberry.subscription(
        description="What happens to notes that whoever asks may read: they are written, amended, published, retracted"
        " and so on."
    )
    async def note_changed(
        self,
        info: Info,
        where: Annotated[
            NoteChangeWhere | None, strawberry.argument(description="Which notes; null means all.")
        ] = None,
        since: Since = None,
    ) -> AsyncGenerator[NoteChanged, None]:
        """Changes of notes."""
        wanted = where or NoteChangeWhere()
        claims = await _claims(info, wanted.claims) if wanted.claims is not None else None
        async for event in follow(info, NOTE_CHANGED, changes_of(claims, has_verdict=wanted.has_verdict), since):
            yield cast("NoteChanged", event)


async def _claims(info: Info, where: ClaimWhere | None) -> Rows:
    """The claims that a filter means to who asks. Raises BadFilter and NotAllowed."""
    wanted, is_sqlite = claim_filter(where, info.context.rules), info.context.database.is_sqlite
    return claims_for(wanted, is_sqlite=is_sqlite, viewer=await info.context.viewer(), is_listed=False)


@strawberry.type
class LiveQuery:
    """The field of Query by which subscribers begin."""

    @strawberry.field(
        description="Where subscriptions begin now: ask for it before the data that a page shows, and subscribe with it"
        " as `since`; then nothing is missed between the two."
    )
    async def live_cursors(self, info: Info) -> LiveCursors:
        """The cursors."""
        context = info.context
        viewer = await context.viewer()
        async with context.database.reading() as session:
            claim, note = [await feed.newest(session, viewer) for feed in (CLAIM_ADDED, NOTE_CHANGED)]
        return LiveCursors(claim_added=claim, note_changed=note)
