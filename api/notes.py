"""The mutation that adds a verification note to a claim."""

from collections.abc import Iterator, Mapping
from typing import Annotated
from uuid import UUID

import strawberry

from api.context import Info
from api.loading import load_node
from api.types import Note
from api.user_errors import UserError, UserErrorCode
from db.notes import Evidence, NewNote, add_note, claim_is_stored, verdict_ids
from db.reading.catalogue import NOTE
from domain.errors import BadFilter
from domain.links import is_web_link
from domain.node_ids import key_of
from domain.roles import Operation
from domain.text import is_storable

MOST_EVIDENCE = 20
LONGEST_BODY = 10_000
"""Code points: some five pages, more than any fact-check that was counted."""


@strawberry.input(description="A link that the note rests on.")
class EvidenceInput:
    """A link."""

    url: str = strawberry.field(description="An http or https address.")
    title: str | None = strawberry.field(default=None, description="What stands there.")


@strawberry.input(description="A verification note.")
class AddNoteInput:
    """What to add."""

    claim_id: strawberry.ID = strawberry.field(description="The claim that the note is about.")
    body: str = strawberry.field(description=f"What was found, at most {LONGEST_BODY:,} characters.")
    verdict: str | None = strawberry.field(
        default=None, description="A verdict's key, such as `misleading`; it needs at least one piece of evidence."
    )
    evidence: list[EvidenceInput] = strawberry.field(
        default_factory=list, description=f"The links that the note rests on, at most {MOST_EVIDENCE}."
    )


@strawberry.type(description="The note that was added, or what to mend.")
class AddNotePayload:
    """What came of it."""

    errors: list[UserError] = strawberry.field(description="What to mend; [] when the note was added.")
    note_id: strawberry.Private[UUID | None] = None

    @strawberry.field(description="The note; null when there are errors.")
    async def note(self, info: Info) -> Note | None:
        """The note as it is stored."""
        if self.note_id is None:
            return None
        return await load_node(info, NOTE, lambda note: (note.c.id == self.note_id,), as_type=Note)


@strawberry.type
class NoteMutation:
    """The mutations of notes."""

    @strawberry.mutation(description="Adds a note to a claim. Needs a key with the role `verifier`.")
    async def add_note(
        self, info: Info, input: Annotated[AddNoteInput, strawberry.argument(description="The note.")]
    ) -> AddNotePayload:
        """Add a note, or say what to mend in it."""
        holder = await info.context.allowed(Operation.ADD_NOTE)
        async with info.context.database.writing() as session:
            verdicts = await verdict_ids(session)
            claim = _claim_key(input.claim_id)
            errors = list(_problems(input, verdicts))
            if claim is None or not await claim_is_stored(session, claim):
                errors.append(_error("names no claim; pass an id that claims gave", "claimId", UserErrorCode.NOT_FOUND))
            if errors or claim is None:
                return AddNotePayload(errors=errors)
            verdict = verdicts[input.verdict] if input.verdict is not None else None
            evidence = tuple(Evidence(one.url, one.title) for one in input.evidence)
            note = NewNote(claim, holder.id, holder.name, input.body, verdict, evidence)
            identity = await add_note(session, note, now=info.context.clock())
        return AddNotePayload(errors=[], note_id=identity)


def _claim_key(given: str) -> UUID | None:
    try:
        return key_of(given, "claim")
    except BadFilter:
        return None


def _problems(input: AddNoteInput, verdicts: Mapping[str, UUID]) -> Iterator[UserError]:
    """What is wrong with the input alone, by the rules of notes."""
    if not any(one.isprintable() and not one.isspace() for one in input.body):
        yield _error("is empty; say what was found", "body", UserErrorCode.REQUIRED)
    if len(input.body) > LONGEST_BODY:
        yield _error(f"is longer than {LONGEST_BODY:,} characters; shorten it", "body")
    if not is_storable(input.body):
        yield _error("holds characters that are no text; remove them", "body")
    if input.verdict is not None and input.verdict not in verdicts:
        yield _error(f"is none of the scale: {', '.join(verdicts)}", "verdict", UserErrorCode.NOT_FOUND)
    if input.verdict is not None and not input.evidence:
        yield _error("is needed with a verdict; give at least one link", "evidence", UserErrorCode.REQUIRED)
    if len(input.evidence) > MOST_EVIDENCE:
        yield _error(f"has more than {MOST_EVIDENCE} links; keep the best", "evidence")
    for place, one in enumerate(input.evidence):
        if not is_web_link(one.url):
            yield _error("is not an http or https address", "evidence", UserErrorCode.INVALID, str(place), "url")
        if one.title is not None and not is_storable(one.title):
            yield _error("holds characters that are no text", "evidence", UserErrorCode.INVALID, str(place), "title")


def _error(problem: str, field: str, code: UserErrorCode = UserErrorCode.INVALID, *below: str) -> UserError:
    return UserError(code=code, field=["input", field, *below], message=f"{field} {problem}")
