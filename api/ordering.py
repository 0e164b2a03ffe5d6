"""The orders that clients ask for."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated

import strawberry

from db.reading.catalogue import CLAIM, CLAIMS_BY
from db.reading.entities import Entity, Order
from db.reading.relevance import BY_RELEVANCE, RELEVANT_ON_POSTGRES, RELEVANT_ON_SQLITE, relevance_values
from db.reading.rows import Rows
from domain.errors import BadFilter


@strawberry.enum(
    description="What claims are ordered by: the day on which they were said (SAID_ON, undated ones as the oldest),"
    " when their article was published (PUBLISHED_AT, likewise), when they were found, or last found differently"
    " (EXTRACTED_AT), how sure the extractor is of them (CONFIDENCE), or how well they fit the `text` of `where`"
    " (RELEVANCE, refused without it): two points for each term that the content holds, and one for each that stands"
    " whole in it or its sentence; several terms in sequence count as one more. Of equal ones the newest said first."
)
class ClaimOrderField(StrEnum):
    """An order's field."""

    SAID_ON = "said_on"
    PUBLISHED_AT = "reported_at"
    EXTRACTED_AT = "extracted_at"
    CONFIDENCE = "confidence"
    RELEVANCE = "relevance"


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


@dataclass(frozen=True, slots=True)
class InOrder:
    """Claims as an entity that has the columns of their order."""

    entity: Entity
    rows: Rows
    order: Order


OrderBy = Annotated[
    ClaimOrder | None, strawberry.argument(description="In which order; null means the newest said first.")
]


def ordered_claims(wanted: ClaimOrder | None, rows: Rows, *, text: str | None, is_sqlite: bool) -> InOrder:
    """The claims in the order that a client asks for; `text` is what is searched. Raises BadFilter."""
    wanted = wanted or ClaimOrder()
    if wanted.field is not ClaimOrderField.RELEVANCE:
        return InOrder(CLAIM, rows, _directed(CLAIMS_BY[wanted.field.value], wanted))
    if text is None:
        raise BadFilter("orderBy", "asks for relevance, but `where` has no `text` itself; give one")
    entity = RELEVANT_ON_SQLITE if is_sqlite else RELEVANT_ON_POSTGRES
    scored = replace(rows, values={**rows.values, **relevance_values(text)})
    return InOrder(entity, scored, _directed(BY_RELEVANCE, wanted))


def _directed(order: Order, wanted: ClaimOrder) -> Order:
    return order if wanted.direction is OrderDirection.DESC else order.reversed
