"""What happened to a speaker, as clients read it. Types only declare."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from api.correction_types import Correction
from api.loading import BINDINGS
from db.reading.catalogue import SPEAKER_EVENT
from domain.events import EventKind

if TYPE_CHECKING:
    from api.identities import Tenure
    from api.types import Claim
    from api.verification import Note, Verdict

strawberry.enum(
    EventKind,
    name="SpeakerEventKind",
    description="What happened: a claim was made (CLAIM_MADE), a note on the speaker or on a claim was written"
    " (NOTE_ADDED), one that gives a verdict was published (VERDICT_GIVEN), a claim was corrected (CLAIM_CORRECTED), or"
    " the speaker's time in an office began (TENURE_BEGAN) or ended (TENURE_ENDED).",
)

_ON = "The day, Gregorian; of an instant the day in UTC."
_AT = "The instant, in UTC; null where only the day is known."
SomeClaim = Annotated["Claim", strawberry.lazy("api.types")]
SomeNote = Annotated["Note", strawberry.lazy("api.verification")]
SomeVerdict = Annotated["Verdict", strawberry.lazy("api.verification")]
SomeTenure = Annotated["Tenure", strawberry.lazy("api.identities")]


@strawberry.type(description="The speaker said something.")
class ClaimMade:
    """A claim."""

    on: date | None = strawberry.field(
        description="The day it was said, Gregorian; the first day of a month or year where no more is known"
        " (`claim.saidOnPrecision`); null where nothing is known."
    )
    at: datetime | None = strawberry.field(description="Always null: of claims the day is known.")
    claim: SomeClaim = strawberry.field(description="The claim.")


@strawberry.type(description="Somebody wrote a note on the speaker, or on one of the speaker's claims.")
class NoteAdded:
    """A note."""

    on: date | None = strawberry.field(description=_ON)
    at: datetime | None = strawberry.field(description="When this version was written, in UTC.")
    note: SomeNote = strawberry.field(description="The note: the version that stands or is on its way.")


@strawberry.type(description="A note that gives a verdict was published.")
class VerdictGiven:
    """A verdict."""

    on: date | None = strawberry.field(description=_ON)
    at: datetime | None = strawberry.field(description="When it was published, in UTC.")
    verdict: SomeVerdict = strawberry.field(description="The verdict.")
    note: SomeNote = strawberry.field(description="The note that gives it.")


@strawberry.type(description="Somebody corrected one of the speaker's claims.")
class ClaimCorrected:
    """A correction."""

    on: date | None = strawberry.field(description=_ON)
    at: datetime | None = strawberry.field(description="When it was corrected, in UTC.")
    correction: Correction = strawberry.field(description="What was put right.")
    claim: SomeClaim = strawberry.field(description="The claim.")


@strawberry.type(description="The speaker came into an office.")
class TenureBegan:
    """The beginning of a tenure."""

    on: date | None = strawberry.field(
        description="The first day of what is known of when, Gregorian: `tenure.from` says how much is."
    )
    at: datetime | None = strawberry.field(description="Always null: of tenures the day is known.")
    tenure: SomeTenure = strawberry.field(description="The tenure.")


@strawberry.type(description="The speaker left an office.")
class TenureEnded:
    """The end of a tenure."""

    on: date | None = strawberry.field(
        description="The first day of what is known of when, Gregorian: `tenure.to` says how much is."
    )
    at: datetime | None = strawberry.field(description="Always null: of tenures the day is known.")
    tenure: SomeTenure = strawberry.field(description="The tenure.")


SpeakerEvent = Annotated[
    ClaimMade | NoteAdded | VerdictGiven | ClaimCorrected | TenureBegan | TenureEnded,
    strawberry.union("SpeakerEvent", description="Something that happened to a speaker."),
]
EventKinds = Annotated[
    list[EventKind] | None, strawberry.argument(description="Which kinds of events; null and [] mean all.")
]

BINDINGS.bind_union(
    "SpeakerEvent",
    SPEAKER_EVENT,
    {
        EventKind.CLAIM_MADE: ClaimMade,
        EventKind.NOTE_ADDED: NoteAdded,
        EventKind.VERDICT_GIVEN: VerdictGiven,
        EventKind.CLAIM_CORRECTED: ClaimCorrected,
        EventKind.TENURE_BEGAN: TenureBegan,
        EventKind.TENURE_ENDED: TenureEnded,
    },
)
