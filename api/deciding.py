"""The mutations by which people say who is who; each leaves a judgement that can be undone."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated
from uuid import UUID

import strawberry

from api.context import Info
from api.decision_inputs import (
    PARTIAL_DAY,
    AddTenureInput,
    MergeSpeakersInput,
    NewOfficeInput,
    NewSpeakerInput,
    ResolveMentionInput,
    SplitAliasInput,
    UndoJudgementInput,
    UnmergeSpeakersInput,
)
from api.decision_payloads import (
    AddTenurePayload,
    DecisionPayload,
    MergeSpeakersPayload,
    ResolveMentionPayload,
    SplitAliasPayload,
    UndoJudgementPayload,
    UnmergeSpeakersPayload,
)
from api.mutating import MutationInput, Outcome, run_mutation
from domain.calendars import parse_partial_day
from domain.errors import BadDecision, BadFilter, ImpossibleDate
from domain.node_ids import key_of
from domain.roles import Operation
from domain.terms import PartialDay, Term
from ingest.acting import Acting
from ingest.deciding import Decided, NewOffice, NewSpeaker, Whom
from ingest.decisions import (
    add_tenure,
    merge_speakers,
    resolve_mention,
    split_alias,
    undo_judgement,
    unmerge_speaker,
)

_COUNTRY_LETTERS = 2

_NAMED = (
    ("mention_id", "mention_id", "mention"),
    ("to_speaker_id", "speaker_id", "speaker"),
    ("speaker_id", "speaker_id", "speaker"),
    ("into_id", "speaker_id", "speaker"),
)
"""What of an input the payload shows again, the field that keeps it, and the kind of its id."""

type Decision = Callable[[Acting], Awaitable[Sequence[Decided]]]


@strawberry.type
class DecisionMutation:
    """The mutations on who is who."""

    @strawberry.mutation(description="Says who a mention is. Needs a key with the role `verifier`.")
    async def resolve_mention(
        self, info: Info, input: Annotated[ResolveMentionInput, strawberry.argument(description="Who it is.")]
    ) -> ResolveMentionPayload:
        """Decide, or say what to mend."""

        async def decide(acting: Acting) -> Sequence[Decided]:
            whom = _whom(input.speaker_id, input.new_speaker, "speakerId")
            if sum((input.speaker_id is not None, input.new_speaker is not None, input.nobody)) != 1:
                raise BadDecision("speakerId", "is one of three; give one of speakerId, newSpeaker and nobody")
            term = _term(input.valid_from, input.valid_to, ("validFrom", "validTo"))
            mention = key_of(input.mention_id, "mention", field="mentionId")
            bounded = term if input.valid_from or input.valid_to else None
            return [await resolve_mention(acting, mention, whom, why=input.why, teach=input.teach, term=bounded)]

        return await _decided(info, Operation.RESOLVE_MENTION, input, decide=decide, payload=ResolveMentionPayload)

    @strawberry.mutation(description="Says that speakers are one and the same. Needs a key with the role `editor`.")
    async def merge_speakers(
        self, info: Info, input: Annotated[MergeSpeakersInput, strawberry.argument(description="Who is the same.")]
    ) -> MergeSpeakersPayload:
        """Decide, or say what to mend."""

        async def decide(acting: Acting) -> Sequence[Decided]:
            others = [
                key_of(one, "speaker", field=f"speakerIds.{place}") for place, one in enumerate(input.speaker_ids)
            ]
            return await merge_speakers(acting, key_of(input.into_id, "speaker", field="intoId"), others, why=input.why)

        return await _decided(info, Operation.MERGE_SPEAKERS, input, decide=decide, payload=MergeSpeakersPayload)

    @strawberry.mutation(description="Takes a merged speaker apart again. Needs a key with the role `editor`.")
    async def unmerge_speakers(
        self, info: Info, input: Annotated[UnmergeSpeakersInput, strawberry.argument(description="Who is another.")]
    ) -> UnmergeSpeakersPayload:
        """Decide, or say what to mend."""

        async def decide(acting: Acting) -> Sequence[Decided]:
            speaker = key_of(input.speaker_id, "speaker", field="speakerId")
            return [await unmerge_speaker(acting, speaker, why=input.why)]

        return await _decided(info, Operation.UNMERGE_SPEAKERS, input, decide=decide, payload=UnmergeSpeakersPayload)

    @strawberry.mutation(description="Says that a name is another speaker's. Needs a key with the role `editor`.")
    async def split_alias(
        self, info: Info, input: Annotated[SplitAliasInput, strawberry.argument(description="Whose it is.")]
    ) -> SplitAliasPayload:
        """Decide, or say what to mend."""

        async def decide(acting: Acting) -> Sequence[Decided]:
            if input.to_speaker_id is not None and input.new_speaker is not None:
                raise BadDecision("toSpeakerId", "is one of two; give toSpeakerId or newSpeaker")
            whom = _whom(input.to_speaker_id, input.new_speaker, "toSpeakerId")
            return [await split_alias(acting, key_of(input.alias_id, "alias", field="aliasId"), whom, why=input.why)]

        return await _decided(info, Operation.SPLIT_ALIAS, input, decide=decide, payload=SplitAliasPayload)

    @strawberry.mutation(description="Says that a speaker held an office. Needs a key with the role `editor`.")
    async def add_tenure(
        self, info: Info, input: Annotated[AddTenureInput, strawberry.argument(description="The time in office.")]
    ) -> AddTenurePayload:
        """Decide, or say what to mend."""

        async def decide(acting: Acting) -> Sequence[Decided]:
            speaker = key_of(input.speaker_id, "speaker", field="speakerId")
            term, office = _term(input.from_, input.to, ("from", "to")), _office(input)
            return [await add_tenure(acting, speaker, office, term, source=input.source, why=input.why)]

        return await _decided(info, Operation.ADD_TENURE, input, decide=decide, payload=AddTenurePayload)

    @strawberry.mutation(
        description="Takes back what somebody decided, and what it taught. Needs a key with the role `editor`."
    )
    async def undo_judgement(
        self, info: Info, input: Annotated[UndoJudgementInput, strawberry.argument(description="What to undo.")]
    ) -> UndoJudgementPayload:
        """Undo, or say what to mend."""

        async def decide(acting: Acting) -> Sequence[Decided]:
            judgement = key_of(input.judgement_id, "judgement", field="judgementId")
            return [await undo_judgement(acting, judgement, why=input.why)]

        return await _decided(info, Operation.UNDO_JUDGEMENT, input, decide=decide, payload=UndoJudgementPayload)


async def _decided[Payload: DecisionPayload](
    info: Info, operation: Operation, input: MutationInput, *, decide: Decision, payload: type[Payload]
) -> Payload:
    """What a decision did, once it is stored; what to mend in it, where nothing is."""

    async def act(acting: Acting) -> Outcome:
        made = await decide(acting)
        named = ((field, _key(getattr(input, given, None), kind)) for given, field, kind in _NAMED)
        return {
            **{field: key for field, key in named if key is not None},
            "claims_changed": sum(one.claims_changed for one in made),
            "judgement_ids": [one.judgement for one in made],
        }

    return await run_mutation(info, operation, input, payload=payload, act=act)


def _whom(speaker: str | None, new: NewSpeakerInput | None, field: str) -> Whom:
    if new is not None:
        return NewSpeaker(new.name, new.kind)
    return key_of(speaker, "speaker", field=field) if speaker is not None else None


def _office(input: AddTenureInput) -> UUID | NewOffice:
    if (input.office_id is None) == (input.office is None):
        raise BadDecision("officeId", "is one of two; give officeId or office")
    if input.office_id is not None:
        return key_of(input.office_id, "office", field="officeId")
    office = input.office or NewOfficeInput(title="")
    country = office.country.upper() if office.country else None
    if country is not None and not (len(country) == _COUNTRY_LETTERS and country.isascii() and country.isalpha()):
        raise BadDecision("office.country", "is not a country's two letters, such as IR")
    return NewOffice(office.title, country, office.organisation)


def _term(start: str | None, end: str | None, fields: tuple[str, str]) -> Term:
    first, last = _day(start, fields[0]), _day(end, fields[1])
    if first and last and last.last < first.first:
        raise BadDecision(fields[1], f"is before {fields[0]}; name a later day")
    return Term(first, last)


def _day(given: str | None, field: str) -> PartialDay | None:
    try:
        return parse_partial_day(given) if given else None
    except ImpossibleDate as error:
        raise BadDecision(field, f"{error.problem}; write {PARTIAL_DAY}") from error


def _key(given: str | None, kind: str) -> UUID | None:
    """The key of an id that was decided about; None for what is none, as the decision has said."""
    try:
        return key_of(given, kind) if given is not None else None
    except BadFilter:
        return None
