"""What clients give to say who is who."""

import strawberry

from api.mutating import MutationInput
from api.speaker_enums import SpeakerKind

_WHY = "Why, in a sentence; it stays with the judgement."
PARTIAL_DAY = "a Gregorian year, month or day, or a Jalali day: 2013, 2013-08, 2013-08-03 or 1392-05-12"


@strawberry.input(description="A speaker who is not stored yet.")
class NewSpeakerInput:
    """Who to make."""

    name: str = strawberry.field(description="The full name, in Persian, without honorifics.")
    kind: SpeakerKind = strawberry.field(default=SpeakerKind.PERSON, description="What sort of speaker.")


@strawberry.input(description="Who a mention is: give one of `speakerId`, `newSpeaker` and `nobody`.")
class ResolveMentionInput(MutationInput):
    """What to decide."""

    mention_id: strawberry.ID = strawberry.field(description="The mention, as `judgements` gives it.")
    speaker_id: strawberry.ID | None = strawberry.field(default=None, description="The stored speaker it is.")
    new_speaker: NewSpeakerInput | None = strawberry.field(default=None, description="The speaker to make of it.")
    nobody: bool = strawberry.field(default=False, description="It is nobody who can be named.")
    why: str = strawberry.field(description=_WHY)
    teach: bool = strawberry.field(
        default=True,
        description="Let the name mean this speaker from now on: a full name for ever, an office and a surname for 90"
        " days around the article, unless `validFrom` or `validTo` say otherwise.",
    )
    valid_from: str | None = strawberry.field(default=None, description=f"From when the name means it: {PARTIAL_DAY}.")
    valid_to: str | None = strawberry.field(default=None, description=f"Until when, itself included: {PARTIAL_DAY}.")


@strawberry.input(description="Speakers who are one and the same.")
class MergeSpeakersInput(MutationInput):
    """What to decide."""

    into_id: strawberry.ID = strawberry.field(description="The speaker who stays.")
    speaker_ids: list[strawberry.ID] = strawberry.field(description="Those who are the same; their ids go on working.")
    why: str = strawberry.field(description=_WHY)


@strawberry.input(description="A merged speaker who is somebody else after all.")
class UnmergeSpeakersInput(MutationInput):
    """What to decide."""

    speaker_id: strawberry.ID = strawberry.field(description="The speaker who was merged; one of `mergedIds`.")
    why: str = strawberry.field(description=_WHY)


@strawberry.input(
    description="A name that is not its speaker's: give `toSpeakerId` or `newSpeaker` for whose it is, neither for"
    " nobody's who is known."
)
class SplitAliasInput(MutationInput):
    """What to decide."""

    alias_id: strawberry.ID = strawberry.field(description="The name, as a speaker's `aliases` give it.")
    to_speaker_id: strawberry.ID | None = strawberry.field(default=None, description="Whose name it is.")
    new_speaker: NewSpeakerInput | None = strawberry.field(default=None, description="The speaker to make of it.")
    why: str = strawberry.field(description=_WHY)


@strawberry.input(description="An office by its title; one that is stored already is meant where it is alike.")
class NewOfficeInput:
    """Which office."""

    title: str = strawberry.field(description="Its title, such as «وزیر نیرو».")
    country: str | None = strawberry.field(default=None, description="Its country, by ISO 3166's two letters.")
    organisation: str | None = strawberry.field(default=None, description="The body that it belongs to.")


@strawberry.input(
    description="A time in an office: give `officeId` or `office`. It takes the place of a time of the same speaker in"
    " the same office that is known with other days."
)
class AddTenureInput(MutationInput):
    """What to decide."""

    speaker_id: strawberry.ID = strawberry.field(description="Who held it.")
    office_id: strawberry.ID | None = strawberry.field(default=None, description="The stored office.")
    office: NewOfficeInput | None = strawberry.field(default=None, description="An office by its title.")
    from_: str | None = strawberry.field(
        default=None, name="from", description=f"From when: {PARTIAL_DAY}; null unknown."
    )
    to: str | None = strawberry.field(default=None, description=f"Until when: {PARTIAL_DAY}; null: it has not ended.")
    source: str = strawberry.field(description="Where it can be read.")
    why: str = strawberry.field(description=_WHY)


@strawberry.input(description="A decision to take back.")
class UndoJudgementInput(MutationInput):
    """What to undo."""

    judgement_id: strawberry.ID = strawberry.field(description="The judgement that the decision left.")
    why: str = strawberry.field(description=_WHY)
