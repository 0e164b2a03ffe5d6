"""What can happen to a speaker."""

from enum import StrEnum


class EventKind(StrEnum):
    """A kind of event; of one day they come in this order."""

    TENURE_ENDED = "tenure_ended"
    TENURE_BEGAN = "tenure_began"
    CLAIM_MADE = "claim_made"
    NOTE_ADDED = "note_added"
    VERDICT_GIVEN = "verdict_given"
    CLAIM_CORRECTED = "claim_corrected"
