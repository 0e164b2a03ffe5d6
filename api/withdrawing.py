"""The mutations by which an editor withdraws claims and articles after a complaint, and restores them."""

from typing import Annotated
from uuid import UUID

import strawberry

from api.asking import rows_of
from api.context import Info
from api.loading import load_node
from api.mutating import MutationInput, MutationPayload, Outcome, run_mutation
from api.types import Article, Claim
from db.reading.catalogue import ARTICLE, CLAIM
from domain.node_ids import key_of, node_id
from domain.roles import Operation
from ingest.acting import Acting
from ingest.withdrawal import restore_article, restore_claim, withdraw_article, withdraw_claim

_NEEDS = "Needs a key with the role `editor`."
_REASON = "Why, in a sentence. Everybody reads it beside the id: put nothing private in it, and none of the words."
_ERASE = (
    "Keep nothing of the words, for ever. Without it they are kept where nothing reads them, so that they can be"
    " restored; what was withdrawn so can still be erased later."
)


@strawberry.input(description="A claim whose words are to go.")
class WithdrawClaimInput(MutationInput):
    """What to withdraw."""

    claim_id: strawberry.ID = strawberry.field(description="The claim.")
    reason: str = strawberry.field(description=_REASON)
    erase: bool = strawberry.field(default=False, description=_ERASE)


@strawberry.input(description="A claim that was withdrawn by an editor.")
class RestoreClaimInput(MutationInput):
    """What to restore."""

    claim_id: strawberry.ID = strawberry.field(description="The claim.")
    reason: str = strawberry.field(description="Why, in a sentence; the audit chain tells it.")


@strawberry.input(description="An article whose words are to go.")
class WithdrawArticleInput(MutationInput):
    """What to withdraw."""

    article_id: strawberry.ID = strawberry.field(description="The article.")
    reason: str = strawberry.field(description=_REASON)
    erase: bool = strawberry.field(default=False, description=_ERASE)


@strawberry.input(description="An article that was withdrawn by an editor.")
class RestoreArticleInput(MutationInput):
    """What to restore."""

    article_id: strawberry.ID = strawberry.field(description="The article.")
    reason: str = strawberry.field(description="Why, in a sentence; the audit chain tells it.")


@strawberry.type
class ClaimPayload(MutationPayload):
    """The claim that something was done to."""

    claim_id: strawberry.Private[UUID | None] = None

    @strawberry.field(description="The claim as it is told now; null when there are errors.")
    async def claim(self, info: Info) -> Claim | None:
        """The claim as it is stored."""
        if self.claim_id is None:
            return None
        return await load_node(info, CLAIM, rows_of("claim", self.claim_id), as_type=Claim)


@strawberry.type
class ArticlePayload(MutationPayload):
    """The article that something was done to."""

    article_id: strawberry.Private[UUID | None] = None

    @strawberry.field(description="The article as it is told now; null when there are errors.")
    async def article(self, info: Info) -> Article | None:
        """The article as it is stored."""
        if self.article_id is None:
            return None
        return await load_node(info, ARTICLE, rows_of("article", self.article_id), as_type=Article)


@strawberry.type(description="What is left of the claim, or what to mend.")
class WithdrawClaimPayload(ClaimPayload):
    """What came of it."""

    held_by: list[strawberry.ID] = strawberry.field(
        default_factory=list,
        description="The live claims of the same article whose content or sentence holds the withdrawn words too:"
        " withdraw those as well, if they are meant. The article's text holds them in any case.",
    )


@strawberry.type(description="The claim with its words, or what to mend.")
class RestoreClaimPayload(ClaimPayload):
    """What came of it."""


@strawberry.type(description="What is left of the article, or what to mend.")
class WithdrawArticlePayload(ArticlePayload):
    """What came of it."""

    claims_withdrawn: int = strawberry.field(default=0, description="How many live claims were withdrawn with it.")


@strawberry.type(description="The article with its words, or what to mend.")
class RestoreArticlePayload(ArticlePayload):
    """What came of it."""

    claims_restored: int = strawberry.field(default=0, description="How many claims are live again by it.")


@strawberry.type
class WithdrawalMutation:
    """The mutations on what is withdrawn."""

    @strawberry.mutation(
        description="Withdraws a claim: its words leave every list, count, timeline, search and its own id, which goes"
        f" on answering with the reason. {_NEEDS}"
    )
    async def withdraw_claim(
        self, info: Info, input: Annotated[WithdrawClaimInput, strawberry.argument(description="What to withdraw.")]
    ) -> WithdrawClaimPayload:
        """Withdraw, or say what to mend."""

        async def act(acting: Acting) -> Outcome:
            claim = key_of(input.claim_id, "claim", field="claimId")
            done = await withdraw_claim(acting, claim, reason=input.reason, erase=input.erase)
            return {"claim_id": claim, "held_by": [node_id("claim", one) for one in done.held_by]}

        return await run_mutation(info, Operation.WITHDRAW_CLAIM, input, payload=WithdrawClaimPayload, act=act)

    @strawberry.mutation(
        description="Restores a claim that was withdrawn and not erased: it is again what it was before, by whoever is"
        f" known to have said it now. {_NEEDS}"
    )
    async def restore_claim(
        self, info: Info, input: Annotated[RestoreClaimInput, strawberry.argument(description="What to restore.")]
    ) -> RestoreClaimPayload:
        """Restore, or say what to mend."""

        async def act(acting: Acting) -> Outcome:
            claim = key_of(input.claim_id, "claim", field="claimId")
            await restore_claim(acting, claim, reason=input.reason)
            return {"claim_id": claim}

        return await run_mutation(info, Operation.RESTORE_CLAIM, input, payload=RestoreClaimPayload, act=act)

    @strawberry.mutation(
        description="Withdraws an article with all its claims: its address, title, section, tags and texts are shown no"
        f" more, and giving it to `ingestArticle` again stores nothing. {_NEEDS}"
    )
    async def withdraw_article(
        self, info: Info, input: Annotated[WithdrawArticleInput, strawberry.argument(description="What to withdraw.")]
    ) -> WithdrawArticlePayload:
        """Withdraw, or say what to mend."""

        async def act(acting: Acting) -> Outcome:
            article = key_of(input.article_id, "article", field="articleId")
            claims = await withdraw_article(acting, article, reason=input.reason, erase=input.erase)
            return {"article_id": article, "claims_withdrawn": claims}

        return await run_mutation(info, Operation.WITHDRAW_ARTICLE, input, payload=WithdrawArticlePayload, act=act)

    @strawberry.mutation(
        description="Restores an article that was withdrawn and not erased, with the claims that were withdrawn with"
        f" it; those that were withdrawn before it stay so. {_NEEDS}"
    )
    async def restore_article(
        self, info: Info, input: Annotated[RestoreArticleInput, strawberry.argument(description="What to restore.")]
    ) -> RestoreArticlePayload:
        """Restore, or say what to mend."""

        async def act(acting: Acting) -> Outcome:
            article = key_of(input.article_id, "article", field="articleId")
            claims = await restore_article(acting, article, reason=input.reason)
            return {"article_id": article, "claims_restored": claims}

        return await run_mutation(info, Operation.RESTORE_ARTICLE, input, payload=RestoreArticlePayload, act=act)
