"""Corrections of claims, as clients read them. Types only declare."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from api.claim_enums import CorrectedField, Kind, Precision
from api.loading import BINDINGS
from api.nodes import Node
from db.reading.catalogue import CORRECTION

if TYPE_CHECKING:
    from api.types import Claim


@strawberry.type(
    description="What a correction tells of its field, before or after it: the fields that it is not about are null."
    " Offsets are code points in the text that the claim was of when it was corrected."
)
class CorrectedValue:
    """A corrected field's value, without words."""

    start: int | None = strawberry.field(description="Where the content starts: its first code point.")
    end: int | None = strawberry.field(description="Where the content ends: the code point after its last one.")
    cue_start: int | None = strawberry.field(description="Where the cue of a missed statement starts.")
    cue_end: int | None = strawberry.field(description="Where it ends.")
    mention_start: int | None = strawberry.field(description="Where the mention of a missed statement starts.")
    mention_end: int | None = strawberry.field(description="Where it ends.")
    speaker_id: strawberry.ID | None = strawberry.field(
        description="The speaker; null for nobody, too. Whom that one was merged into since, `node` tells."
    )
    said_on: date | None = strawberry.field(description="The day, Gregorian; null where nobody knows it, too.")
    said_on_precision: Precision | None = strawberry.field(description="How much of the day is known; null with it.")
    kind: Kind | None = strawberry.field(description="How the words are reported.")
    is_statement: bool | None = strawberry.field(description="Whether it is a statement.")


@strawberry.type(
    description="What somebody put right in one field of a claim. It is never changed; the newest of a field stands."
)
class Correction(Node):
    """A correction."""

    field: CorrectedField = strawberry.field(description="What was corrected.")
    before: CorrectedValue | None = strawberry.field(
        description="What the claim told before; null for a statement that was missed."
    )
    after: CorrectedValue = strawberry.field(description="What it tells since.")
    reason: str = strawberry.field(description="Why, in the words of who corrected it.")
    author: str = strawberry.field(description="The name of who corrected it.")
    made_at: datetime = strawberry.field(description="When, in UTC.")
    claim: Annotated["Claim", strawberry.lazy("api.types")] = strawberry.field(description="The claim.")


BINDINGS.bind(Correction, CORRECTION)
