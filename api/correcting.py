"""The mutations by which people correct claims, and add the statements that extraction missed."""

from datetime import date
from typing import Annotated
from uuid import UUID

import strawberry

from api.asking import rows_of
from api.claim_enums import Kind, Precision
from api.context import Info
from api.loading import load_node
from api.mutating import MutationInput, MutationPayload, Outcome, run_mutation
from api.types import Claim
from db.reading.catalogue import CLAIM
from domain.errors import BadDecision
from domain.node_ids import key_of
from domain.roles import Operation
from domain.terms import PartialDay
from domain.text import Span
from ingest.acting import Acting
from ingest.corrected_values import Said
from ingest.correcting import correct_claim
from ingest.missed import Missed, add_missed_statement

_REASON = "Why, in a sentence; everybody can read it."


@strawberry.input(description="A half-open range of code points in an article's text, as `Article.text` gives it.")
class SpanInput:
    """A place."""

    start: int = strawberry.field(description="The first code point, counted from 0.")
    end: int = strawberry.field(description="The code point after the last one.")


@strawberry.input(description="When something was said, as far as it is known.")
class SaidOnInput:
    """A day."""

    day: date = strawberry.field(
        name="date",
        description="The day; of a month or year of which no more is known its first day, Gregorian or Jalali.",
    )
    precision: Precision = strawberry.field(default=Precision.DAY, description="How much of it is known.")


@strawberry.input(
    description="What is wrong in a claim: give the fields that are to be told otherwise, at least one that is."
)
class CorrectClaimInput(MutationInput):
    """What to correct."""

    claim_id: strawberry.ID = strawberry.field(description="The claim.")
    version: int = strawberry.field(
        description="The claim's `version` as it was read. Where it has changed since, the error is a CONFLICT that"
        " names the newest."
    )
    content: SpanInput | None = strawberry.field(
        default=None, description="Where the reported words stand in the text that the claim is of."
    )
    speaker_id: strawberry.ID | None = strawberry.field(default=None, description="Who said it.")
    nobody: bool = strawberry.field(default=False, description="Nobody who can be named said it.")
    said_on: SaidOnInput | None = strawberry.field(default=None, description="When it was said.")
    said_on_unknown: bool = strawberry.field(default=False, description="Nobody knows when it was said.")
    kind: Kind | None = strawberry.field(default=None, description="How the words are reported.")
    is_statement: bool | None = strawberry.field(
        default=None, description="False: it is no statement, and lists leave it out. True: it is one after all."
    )
    reason: str = strawberry.field(description=_REASON)


@strawberry.input(description="A statement that the extractor missed in the current text of an article.")
class AddMissedStatementInput(MutationInput):
    """What to add."""

    article_id: strawberry.ID = strawberry.field(description="The article.")
    content: SpanInput = strawberry.field(
        description="Where the reported words stand, without the cue, the source and the marks around them."
    )
    cue: SpanInput = strawberry.field(description="Where the words stand that report it, such as «گفت».")
    mention: SpanInput | None = strawberry.field(
        default=None, description="Where the words stand that name the speaker; none where the article drops them."
    )
    speaker_id: strawberry.ID | None = strawberry.field(
        default=None, description="Who said it; none for nobody who can be named."
    )
    kind: Kind = strawberry.field(description="How the words are reported.")
    said_on: SaidOnInput | None = strawberry.field(
        default=None, description="When it was said; the day of publication without it."
    )
    reason: str = strawberry.field(description=_REASON)


@strawberry.type
class CorrectionPayload(MutationPayload):
    """What came of it."""

    claim_id: strawberry.Private[UUID | None] = None

    @strawberry.field(description="The claim as it is told now; null when there are errors.")
    async def claim(self, info: Info) -> Claim | None:
        """The claim as it is stored."""
        if self.claim_id is None:
            return None
        return await load_node(info, CLAIM, rows_of("claim", self.claim_id), as_type=Claim)


@strawberry.type(description="The corrected claim, or what to mend.")
class CorrectClaimPayload(CorrectionPayload):
    """What came of it."""


@strawberry.type(description="The claim that was added, or what to mend.")
class AddMissedStatementPayload(CorrectionPayload):
    """What came of it."""


@strawberry.type
class CorrectionMutation:
    """The mutations of corrections."""

    @strawberry.mutation(
        description="Corrects a claim; what is corrected stays when the article is extracted again. Needs a key with"
        " the role `verifier`."
    )
    async def correct_claim(
        self, info: Info, input: Annotated[CorrectClaimInput, strawberry.argument(description="What is so.")]
    ) -> CorrectClaimPayload:
        """Correct, or say what to mend."""

        async def act(acting: Acting) -> Outcome:
            claim = key_of(input.claim_id, "claim", field="claimId")
            await correct_claim(acting, claim, _said(input), version=input.version, reason=input.reason)
            return {"claim_id": claim}

        return await run_mutation(info, Operation.CORRECT_CLAIM, input, payload=CorrectClaimPayload, act=act)

    @strawberry.mutation(
        description="Adds a statement that the extractor missed: a claim of which no extraction changes anything."
        " Needs a key with the role `verifier`."
    )
    async def add_missed_statement(
        self, info: Info, input: Annotated[AddMissedStatementInput, strawberry.argument(description="The statement.")]
    ) -> AddMissedStatementPayload:
        """Add it, or say what to mend."""

        async def act(acting: Acting) -> Outcome:
            return {"claim_id": await add_missed_statement(acting, _missed(input), reason=input.reason)}

        return await run_mutation(
            info, Operation.ADD_MISSED_STATEMENT, input, payload=AddMissedStatementPayload, act=act
        )


def _said(input: CorrectClaimInput) -> Said:
    return Said(
        content=_span(input.content, "content") if input.content else None,
        speaker=_speaker(input.speaker_id),
        nobody=input.nobody,
        said_on=_day(input.said_on),
        said_on_unknown=input.said_on_unknown,
        kind=input.kind,
        is_statement=input.is_statement,
    )


def _missed(input: AddMissedStatementInput) -> Missed:
    return Missed(
        article=key_of(input.article_id, "article", field="articleId"),
        content=_span(input.content, "content"),
        cue=_span(input.cue, "cue"),
        kind=input.kind,
        mention=_span(input.mention, "mention") if input.mention else None,
        speaker=_speaker(input.speaker_id),
        said_on=_day(input.said_on),
    )


def _speaker(given: str | None) -> UUID | None:
    return key_of(given, "speaker", field="speakerId") if given is not None else None


def _day(given: SaidOnInput | None) -> PartialDay | None:
    return PartialDay(given.day, given.precision) if given is not None else None


def _span(given: SpanInput, field: str) -> Span:
    if not 0 <= given.start < given.end:
        raise BadDecision(field, "runs backwards, or starts before the text; give start and, after it, end")
    return Span(given.start, given.end)
