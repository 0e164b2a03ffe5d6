"""The orders that clients ask for."""

from enum import StrEnum
from typing import Annotated

import strawberry

from db.reading.catalogue import CLAIMS_BY
from db.reading.entities import Order


@strawberry.enum(
    description="What claims are ordered by: the day on which they were said (SAID_ON, undated ones as the oldest),"
    " when their article was published (PUBLISHED_AT, likewise), when they were found, or last found differently"
    " (EXTRACTED_AT), or how sure the extractor is of them (CONFIDENCE)."
)
class ClaimOrderField(StrEnum):
    """An order's field."""

    SAID_ON = "said_on"
    PUBLISHED_AT = "reported_at"
    EXTRACTED_AT = "extracted_at"
    CONFIDENCE = "confidence"


@strawberry.enum(description="Which way a list goes: DESC, the newest or highest first, or ASC, the oldest or lowest.")
class OrderDirection(StrEnum):
    """A direction."""

    DESC = "desc"
    ASC = "asc"


@strawberry.input(description="An order of claims; of equal ones the order is arbitrary, and always the same.")
class ClaimOrder:
    """An order."""

    field: ClaimOrderField = strawberry.field(default=ClaimOrderField.SAID_ON, description="What to order by.")
    direction: OrderDirection = strawberry.field(default=OrderDirection.DESC, description="Which way.")


OrderBy = Annotated[
    ClaimOrder | None, strawberry.argument(description="In which order; null means the newest said first.")
]


def claim_order(wanted: ClaimOrder | None) -> Order:
    """The order that a client asks for."""
    wanted = wanted or ClaimOrder()
    order = CLAIMS_BY[wanted.field.value]
    return order if wanted.direction is OrderDirection.DESC else order.reversed
