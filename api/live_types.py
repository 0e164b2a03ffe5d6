"""What subscribers are told: new claims, and what happens to notes. Types only declare."""

from datetime import datetime

import strawberry

from api.loading import BINDINGS
from api.types import Claim
from api.verification import Note
from db.reading.live import CLAIM_ADDED, NOTE_CHANGED

_CURSOR = "Pass it as `since` to go on after this one."


@strawberry.type(description="A claim that is new in the database.")
class ClaimAdded:
    """A new claim."""

    cursor: str = strawberry.field(description=_CURSOR)
    claim: Claim = strawberry.field(description="The claim, as it is when this is told.")


@strawberry.type(description="Something that happened to a note.")
class NoteChanged:
    """A change of a note."""

    cursor: str = strawberry.field(description=_CURSOR)
    action: str = strawberry.field(
        description="What was done, as `AuditEvent.action` names it, such as `publishNote`: an amended note is another"
        " version, and a retracted one has `retractedAt`."
    )
    at: datetime = strawberry.field(description="When, in UTC.")
    note: Note = strawberry.field(description="The note, as it is when this is told.")


@strawberry.type(description="The cursors of this moment: what comes after it comes after them.")
class LiveCursors:
    """Cursors to begin with."""

    claim_added: str = strawberry.field(description="For `claimAdded`.")
    note_changed: str = strawberry.field(description="For `noteChanged`.")


BINDINGS.bind(ClaimAdded, CLAIM_ADDED.entity)
BINDINGS.bind(NoteChanged, NOTE_CHANGED.entity)
