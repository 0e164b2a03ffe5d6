"""The mutations of notes, and the queue of those that wait for somebody."""

from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import UUID

import strawberry

from api.asking import rows_of
from api.connections import After, Before, Connection, First, Last
from api.context import Info
from api.loading import load_connection, load_node
from api.mutating import MutationInput, MutationPayload, Outcome, run_mutation
from api.note_inputs import (
    AddNoteInput,
    AmendNoteInput,
    AssignNoteInput,
    EvidenceInput,
    MoveNoteInput,
    NoteWordsInput,
    RecordClaimantAskedInput,
    RetractNoteInput,
)
from api.verification import Note
from api.verification_enums import Stage
from db.notes import Evidence, Subject
from db.paging import Page
from db.reading.catalogue import NOTE, QUEUED_NOTE
from db.reading.rows import Rows
from db.verification_filters import QueueFilter, queue_conditions
from domain.errors import BadDecision
from domain.node_ids import key_of
from domain.roles import Operation
from ingest.acting import Acting
from ingest.note_rules import Said
from ingest.notes import add_note, amend_note, assign_note, move_note, record_claimant_asked, retract_note


@strawberry.type
class NotePayload(MutationPayload):
    """What came of it."""

    note_id: strawberry.Private[UUID | None] = None

    @strawberry.field(description="The note's newest version; null when there are errors.")
    async def note(self, info: Info) -> Note | None:
        """The note as it is stored."""
        if self.note_id is None:
            return None
        return await load_node(info, NOTE, rows_of("note", self.note_id), as_type=Note)


@strawberry.type(description="The note that was added, or what to mend.")
class AddNotePayload(NotePayload):
    """What came of it."""


@strawberry.type(description="The note's new version, or what to mend.")
class AmendNotePayload(NotePayload):
    """What came of it."""


@strawberry.type(description="The note that was taken back, or what to mend.")
class RetractNotePayload(NotePayload):
    """What came of it."""


@strawberry.type(description="The note at its new stage, or what to mend.")
class MoveNotePayload(NotePayload):
    """What came of it."""


@strawberry.type(description="The note with who shall work on it, or what to mend.")
class AssignNotePayload(NotePayload):
    """What came of it."""


@strawberry.type(description="The note with the day of the request, or what to mend.")
class RecordClaimantAskedPayload(NotePayload):
    """What came of it."""


@strawberry.input(
    description="Notes for which all of this holds. A field that is left out, null or [] filters nothing."
)
class ReviewQueueWhere:
    """A filter of what waits."""

    stages: list[Stage] | None = strawberry.field(
        default=None, description="At any of these stages; left out, SUBMITTED and REVIEWED, which wait for others."
    )
    assigned_to: str | None = strawberry.field(default=None, description="Assigned to the one of exactly this name.")
    is_assigned: bool | None = strawberry.field(default=None, description="Whether they are assigned to anybody.")
    author: str | None = strawberry.field(default=None, description="Written by the one of exactly this name.")


WhichNotes = Annotated[
    ReviewQueueWhere | None, strawberry.argument(description="Which notes; null means all that wait.")
]


@strawberry.type
class NoteQuery:
    """The fields of Query that read notes."""

    @strawberry.field(
        description="Notes on their way to be published, the oldest first. Needs a key with the role `contributor`."
    )
    async def review_queue(
        self,
        info: Info,
        where: WhichNotes = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Note]:
        """A page of the queue."""
        await info.context.allowed(Operation.READ_REVIEW_QUEUE)
        wanted = where or ReviewQueueWhere()
        stages = tuple(wanted.stages or (Stage.SUBMITTED, Stage.REVIEWED))
        chosen = QueueFilter(stages, wanted.assigned_to, wanted.is_assigned, wanted.author)
        page = Page(first, after, last, before)
        which = Rows(lambda note: queue_conditions(chosen, note))
        return await load_connection(info, QUEUED_NOTE, which, page=page, as_type=Connection[Note])


@strawberry.type
class NoteMutation:
    """The mutations of notes."""

    @strawberry.mutation(
        description="Writes a note about a claim, a speaker or an article, as a draft or, with `submit`, for review."
        " Needs a key with the role `contributor`."
    )
    async def add_note(
        self, info: Info, input: Annotated[AddNoteInput, strawberry.argument(description="The note.")]
    ) -> AddNotePayload:
        """Add a note, or say what to mend in it."""
        return await _run(
            info,
            Operation.ADD_NOTE,
            input,
            payload=AddNotePayload,
            act=lambda acting: add_note(acting, _subject(input), _said(input), submit=input.submit),
        )

    @strawberry.mutation(
        description="Writes a new version of a note, which takes the old one's place: of a published one, once it is"
        " published itself. The author's own or, with the role `editor`, anybody's."
    )
    async def amend_note(
        self, info: Info, input: Annotated[AmendNoteInput, strawberry.argument(description="The new version.")]
    ) -> AmendNotePayload:
        """Amend a note, or say what to mend."""
        return await _run(
            info,
            Operation.AMEND_NOTE,
            input,
            payload=AmendNotePayload,
            act=lambda acting: amend_note(
                acting, _note(input.note_id), input.version, _said(input), submit=input.submit
            ),
        )

    @strawberry.mutation(
        description="Takes a note back: it stays readable by id, with the reason, and leaves every list. The author's"
        " own, once it is published with the role `verifier`; with the role `editor`, anybody's."
    )
    async def retract_note(
        self, info: Info, input: Annotated[RetractNoteInput, strawberry.argument(description="What and why.")]
    ) -> RetractNotePayload:
        """Retract a note, or say what to mend."""
        return await _run(
            info,
            Operation.RETRACT_NOTE,
            input,
            payload=RetractNotePayload,
            act=lambda acting: retract_note(acting, _note(input.note_id), input.version, reason=input.reason),
        )

    @strawberry.mutation(
        description="Brings a note from one stage to another, by the table of the workflow: its author hands it in, a"
        " verifier who is not its author reviews it or sends it back, an editor publishes it."
    )
    async def move_note(
        self, info: Info, input: Annotated[MoveNoteInput, strawberry.argument(description="Which note, and where to.")]
    ) -> MoveNotePayload:
        """Move a note, or say what to mend."""
        return await _run(
            info,
            Operation.MOVE_NOTE,
            input,
            payload=MoveNotePayload,
            act=lambda acting: move_note(acting, _note(input.note_id), input.version, input.to, reason=input.reason),
        )

    @strawberry.mutation(
        description="Says who shall work on a note that is on its way. Needs a key with the role `verifier`."
    )
    async def assign_note(
        self, info: Info, input: Annotated[AssignNoteInput, strawberry.argument(description="Which note, and whom.")]
    ) -> AssignNotePayload:
        """Assign a note, or say what to mend."""
        return await _run(
            info,
            Operation.ASSIGN_NOTE,
            input,
            payload=AssignNotePayload,
            act=lambda acting: assign_note(acting, _note(input.note_id), input.version, input.assigned_to),
        )

    @strawberry.mutation(
        description="Notes the day on which the claimant was asked for comment. Needs a key with the role"
        " `contributor`."
    )
    async def record_claimant_asked(
        self, info: Info, input: Annotated[RecordClaimantAskedInput, strawberry.argument(description="Of which note.")]
    ) -> RecordClaimantAskedPayload:
        """Note the day, or say what to mend."""
        return await _run(
            info,
            Operation.RECORD_CLAIMANT_ASKED,
            input,
            payload=RecordClaimantAskedPayload,
            act=lambda acting: record_claimant_asked(acting, _note(input.note_id), input.version, input.on),
        )


async def _run[Payload: NotePayload](
    info: Info,
    operation: Operation,
    input: MutationInput,
    *,
    payload: type[Payload],
    act: Callable[[Acting], Awaitable[UUID]],
) -> Payload:
    async def acted(acting: Acting) -> Outcome:
        return {"note_id": await act(acting)}

    return await run_mutation(info, operation, input, payload=payload, act=acted)


def _note(given: str) -> UUID:
    return key_of(given, "note", field="noteId")


def _subject(input: AddNoteInput) -> Subject:
    """What the note is about. Raises BadDecision and BadFilter."""
    given = {"claim": input.claim_id, "speaker": input.speaker_id, "article": input.article_id}
    named = {kind: one for kind, one in given.items() if one is not None}
    if len(named) != 1:
        raise BadDecision("claimId", "is one of three; give one of claimId, speakerId and articleId")
    [(kind, one)] = named.items()
    return Subject(kind, key_of(one, kind, field=f"{kind}Id"))


def _said(input: NoteWordsInput) -> Said:
    return Said(
        body=input.body,
        language=input.language,
        visibility=input.visibility,
        verdict=input.verdict,
        attribution=input.attribution,
        changes_verdict=input.changes_verdict,
        evidence=tuple(map(_evidence, input.evidence)),
    )


def _evidence(one: EvidenceInput) -> Evidence:
    return Evidence(one.url, one.title, one.archive_url, one.stance, one.excerpt, one.accessed_on)
