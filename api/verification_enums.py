"""The closed sets of words of verification, as GraphQL names and describes them."""

import strawberry

from domain.notes import Attribution, NoteOrigin, Stage, Stance, Visibility

__all__ = ["Attribution", "NoteOrigin", "Stage", "Stance", "Visibility"]

strawberry.enum(
    Stage,
    name="NoteStage",
    description="How far a version of a note has come: a DRAFT is its author's to finish, a SUBMITTED one waits for the"
    " eyes of somebody else, a REVIEWED one for an editor, and a PUBLISHED one is read by those whom its visibility"
    " names.",
)
strawberry.enum(
    Visibility,
    name="NoteVisibility",
    description="Who reads a note once it is published: everybody (PUBLIC), or the TEAM alone, those with a key of the"
    " role contributor or more. Before, the team alone does.",
)
strawberry.enum(
    Stance,
    name="EvidenceStance",
    description="What evidence does to the claim: it SUPPORTS it, REFUTES it, or gives CONTEXT.",
)
strawberry.enum(
    Attribution,
    description="What was found of who said it, apart from whether it is true: CONFIRMED, the speaker said it;"
    " MISATTRIBUTED, somebody else did; FABRICATED, nobody did.",
)
strawberry.enum(
    NoteOrigin,
    description="How a note came here: WRITTEN in this service, or IMPORTED from fact-checks that were published"
    " elsewhere before.",
)
