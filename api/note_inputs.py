"""What clients give to write notes and to bring them on their way."""

from datetime import date

import strawberry

from api.mutating import MutationInput
from api.verification_enums import Attribution, Stage, Stance, Visibility
from ingest.note_rules import LONGEST_BODY, LONGEST_EXCERPT, MOST_EVIDENCE

_NOTE = "The note, by the id of any of its versions."
_VERSION = "The newest `version` that you know; where somebody wrote another meanwhile, nothing is done."


@strawberry.input(description="A link that the note rests on.")
class EvidenceInput:
    """A link."""

    url: str = strawberry.field(description="An http or https address.")
    title: str | None = strawberry.field(default=None, description="What stands there.")
    archive_url: str | None = strawberry.field(default=None, description="Where a copy of it is kept.")
    stance: Stance = strawberry.field(default=Stance.CONTEXT, description="What it does to the claim.")
    excerpt: str | None = strawberry.field(
        default=None, description=f"The words there that count, at most {LONGEST_EXCERPT:,} characters."
    )
    accessed_on: date | None = strawberry.field(default=None, description="The day on which you looked, Gregorian.")


@strawberry.input
class NoteWordsInput(MutationInput):
    """What a version of a note says."""

    body: str = strawberry.field(description=f"What was found, in Markdown, at most {LONGEST_BODY:,} characters.")
    language: str = strawberry.field(default="fa", description="The language of the body, as a tag such as fa or en.")
    visibility: Visibility = strawberry.field(
        default=Visibility.PUBLIC, description="Who reads it once it is published."
    )
    verdict: str | None = strawberry.field(
        default=None,
        description="A verdict's key, such as `misleading`, on a claim; a public one needs at least one piece of"
        " evidence.",
    )
    attribution: Attribution | None = strawberry.field(
        default=None, description="What was found of who said it, on a claim; a public one needs evidence, too."
    )
    changes_verdict: str | None = strawberry.field(
        default=None, description="Why the verdict is another than the one that stands; needed where it is."
    )
    evidence: list[EvidenceInput] = strawberry.field(
        default_factory=list, description=f"The links that the note rests on, at most {MOST_EVIDENCE}."
    )
    submit: bool = strawberry.field(default=False, description="Hand it in for review at once.")


@strawberry.input(description="A note about one of `claimId`, `speakerId` and `articleId`.")
class AddNoteInput(NoteWordsInput):
    """What to add."""

    claim_id: strawberry.ID | None = strawberry.field(default=None, description="The claim that it is about.")
    speaker_id: strawberry.ID | None = strawberry.field(default=None, description="The speaker whom it is about.")
    article_id: strawberry.ID | None = strawberry.field(default=None, description="The article that it is about.")


@strawberry.input(description="A new version of a note, whole: what it leaves out the new version does not say.")
class AmendNoteInput(NoteWordsInput):
    """What to say instead."""

    note_id: strawberry.ID = strawberry.field(description=_NOTE)
    version: int = strawberry.field(description=_VERSION)


@strawberry.input(description="A note to take back.")
class RetractNoteInput(MutationInput):
    """What to retract."""

    note_id: strawberry.ID = strawberry.field(description=_NOTE)
    version: int = strawberry.field(description=_VERSION)
    reason: str = strawberry.field(description="Why, for everybody who could read the note.")


@strawberry.input(description="A note to bring to another stage.")
class MoveNoteInput(MutationInput):
    """Where to."""

    note_id: strawberry.ID = strawberry.field(description=_NOTE)
    version: int = strawberry.field(description=_VERSION)
    to: Stage = strawberry.field(description="The stage to bring it to.")
    reason: str | None = strawberry.field(default=None, description="Why; needed to send a note back to its author.")


@strawberry.input(description="Who shall work on a note.")
class AssignNoteInput(MutationInput):
    """Whom."""

    note_id: strawberry.ID = strawberry.field(description=_NOTE)
    version: int = strawberry.field(description=_VERSION)
    assigned_to: str | None = strawberry.field(
        default=None, description="The name, as notes show it; null takes the assignment away."
    )


@strawberry.input(description="That the claimant was asked for comment.")
class RecordClaimantAskedInput(MutationInput):
    """When."""

    note_id: strawberry.ID = strawberry.field(description=_NOTE)
    version: int = strawberry.field(description=_VERSION)
    on: date = strawberry.field(description="The day of the request, Gregorian.")
