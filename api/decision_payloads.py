"""What the mutations on who is who answer: what was decided, or what to mend."""

from collections.abc import Sequence
from uuid import UUID

import strawberry

from api.asking import rows_of
from api.context import Info
from api.identities import Judgement, Mention, Speaker
from api.loading import load_node
from api.mutating import MutationPayload
from db.reading.catalogue import JUDGEMENT, MENTION, SPEAKER


@strawberry.type
class DecisionPayload(MutationPayload):
    """What came of it."""

    claims_changed: int = strawberry.field(
        default=0, description="How many claims are another speaker's, or have another role, by it."
    )
    judgement_ids: strawberry.Private[Sequence[UUID]] = ()
    speaker_id: strawberry.Private[UUID | None] = None

    @strawberry.field(description="The judgement that it left, of several the last; null when there are errors.")
    async def judgement(self, info: Info) -> Judgement | None:
        """The judgement as it is stored."""
        if not self.judgement_ids:
            return None
        where = rows_of("judgement", self.judgement_ids[-1])
        return await load_node(info, JUDGEMENT, where, as_type=Judgement)

    @strawberry.field(description="The speaker whom it is about; null where it is about none, and with errors.")
    async def speaker(self, info: Info) -> Speaker | None:
        """The speaker as it is stored."""
        if self.speaker_id is None or not self.judgement_ids:
            return None
        return await load_node(info, SPEAKER, rows_of("speaker", self.speaker_id), as_type=Speaker)


@strawberry.type(description="Who the mention is now, or what to mend.")
class ResolveMentionPayload(DecisionPayload):
    """What came of it."""

    mention_id: strawberry.Private[UUID | None] = None

    @strawberry.field(description="The mention as it is told now; null when there are errors.")
    async def mention(self, info: Info) -> Mention | None:
        """The mention as it is stored."""
        if self.mention_id is None or not self.judgement_ids:
            return None
        return await load_node(info, MENTION, rows_of("mention", self.mention_id), as_type=Mention)


@strawberry.type(description="The speaker who stays, or what to mend.")
class MergeSpeakersPayload(DecisionPayload):
    """What came of it."""


@strawberry.type(description="The speaker who is on their own again, or what to mend.")
class UnmergeSpeakersPayload(DecisionPayload):
    """What came of it."""


@strawberry.type(description="Whose the name is now, or what to mend.")
class SplitAliasPayload(DecisionPayload):
    """What came of it."""


@strawberry.type(description="The speaker with the time in office, or what to mend.")
class AddTenurePayload(DecisionPayload):
    """What came of it."""


@strawberry.type(description="What taking it back did, or what to mend.")
class UndoJudgementPayload(DecisionPayload):
    """What came of it."""
