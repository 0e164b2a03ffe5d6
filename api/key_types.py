"""API keys and who asks, as clients see them. Types only declare."""

from datetime import datetime

import strawberry

from api.loading import BINDINGS
from db.reading.catalogue import KEY
from domain.roles import Role, Scope

strawberry.enum(
    Role,
    description="What somebody may do; each role may do all that those before it may: a READER reads articles' texts, a"
    " CONTRIBUTOR gives articles and writes notes, a VERIFIER checks and corrects, an EDITOR publishes, withdraws and"
    " merges, an ADMIN makes keys.",
)
strawberry.enum(
    Scope,
    name="KeyScope",
    description="A field of work to which a key can be limited, whatever its role: READ what needs a key, INGEST"
    " articles, NOTES, CORRECTIONS, IDENTITY (who is who), WITHDRAWAL, KEYS,"
    " WEBHOOKS.",
)


@strawberry.type(description="An API key, without its secret: that is shown once, when it is made or rotated.")
class ApiKey:
    """A key."""

    id: strawberry.ID = strawberry.field(description="Opaque and stable; mutations take it, `node` does not.")
    name: str = strawberry.field(description="Who uses it; shown beside what they do.")
    prefix: str = strawberry.field(description="Its first characters, by which people tell keys apart.")
    role: Role = strawberry.field(description="What it may do.")
    scopes: list[Scope] | None = strawberry.field(
        description="The work to which it is limited; null where nothing but the role limits it."
    )
    created_at: datetime = strawberry.field(description="When it was made, in UTC.")
    expires_at: datetime | None = strawberry.field(
        description="The first instant at which it is no longer valid, in UTC; null where there is none."
    )
    last_used_at: datetime | None = strawberry.field(
        description="The minute in which it was last used, in UTC, nearly: what a busy database cannot take is left"
        " out. Null where it never was."
    )
    rotated_at: datetime | None = strawberry.field(
        description="When its secret was last made anew, in UTC; null where it never was."
    )
    revoked_at: datetime | None = strawberry.field(
        description="When it was taken back for ever, in UTC; null where it was not."
    )


@strawberry.type(description="Who asks.")
class Viewer:
    """The holder of the key, or the bearer of the token, that came with the request."""

    name: str = strawberry.field(
        description="The name of the key, or of the person with the issuer's host in brackets; shown beside what they"
        " do."
    )
    role: Role = strawberry.field(description="What they may do.")
    scopes: list[Scope] | None = strawberry.field(
        description="The work to which they are limited; null where nothing but the role limits them."
    )
    issuer: str | None = strawberry.field(
        description="Who vouches for them, by the issuer's address; null for the holder of a key."
    )


BINDINGS.bind(ApiKey, KEY)
