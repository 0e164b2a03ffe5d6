"""The query that tells how much may still be asked for."""

from datetime import datetime

import strawberry

from api.context import Info


@strawberry.type(description="How much whoever asks may ask for in a minute, and how much of it is left.")
class RateLimit:
    """A limit as it stands."""

    limit: int = strawberry.field(
        description="Points a minute: of the key or the person who asks, else of the address that the request is from."
    )
    remaining: int = strawberry.field(
        description="Points that are left, this request counted; with several workers it is right to a twentieth of the"
        " limit for each."
    )
    reset_at: datetime = strawberry.field(description="When all points are there again.")
    cost: int = strawberry.field(description="What this request costs in points, as `extensions.cost` tells it, too.")


@strawberry.type
class RateQuery:
    """The field of Query that tells the limit."""

    @strawberry.field(description="How much may still be asked for; null where nothing limits it.")
    async def rate_limit(self, info: Info) -> RateLimit | None:
        """The limit of whoever asks."""
        context = info.context
        rate = await context.rates.rate(await context.holder(), now=context.clock()) if context.rates else None
        if rate is None:
            return None
        return RateLimit(limit=rate.limit, remaining=rate.remaining, reset_at=rate.reset_at, cost=sum(context.priced))
