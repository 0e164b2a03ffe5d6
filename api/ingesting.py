"""The mutation that gives the service an article to read."""

from typing import Annotated
from uuid import UUID

import strawberry

from api.asking import rows_of
from api.context import Context, Info
from api.loading import load_node
from api.mutating import MutationInput, MutationPayload, Outcome, asked_once, run_once, user_error
from api.types import Article
from api.user_errors import UserError, UserErrorCode
from db.reading.catalogue import ARTICLE
from domain.article import PublishedAt, RawArticle
from domain.calendars import parse_published_at
from domain.errors import BadDecision, ImpossibleDate, UnreadableArticle
from domain.roles import Actor, Operation
from ingest.changes import Change
from ingest.store import By, ingest_article

strawberry.enum(
    Change,
    name="ArticleChange",
    description="What giving an article did: it is NEW, its text was REVISED,"
    " it was EXTRACTED_AGAIN because its facts or the extractor changed, or it is UNCHANGED."
    " WITHDRAWN: an editor withdrew it, or the article that printed its text under another address, as"
    " `withdrawalReason` says, so nothing of it is stored until it is restored.",
)


@strawberry.input(description="An article, its text as it was printed.")
class IngestArticleInput(MutationInput):
    """What to read."""

    text: str = strawberry.field(description="The text as printed, in Persian.")
    url: str | None = strawberry.field(default=None, description="Its address, by which it is known ever after.")
    outlet: str | None = strawberry.field(default=None, description="The name of who printed it.")
    title: str | None = strawberry.field(default=None, description="Its title.")
    section: str | None = strawberry.field(default=None, description="The outlet's section.")
    tags: list[str] = strawberry.field(default_factory=list, description="The outlet's tags.")
    published_at: str | None = strawberry.field(
        default=None,
        description="A Gregorian or Jalali day such as 2020-11-17 or 1399-08-27, with a time after a T if it is known.",
    )


@strawberry.type(description="What was found in the article, or what to mend.")
class IngestArticlePayload(MutationPayload):
    """What came of it; the counts are of the article's claims."""

    change: Change | None = strawberry.field(default=None, description="What it did; null when there are errors.")
    claims_new: int = strawberry.field(default=0, description="Claims that were not known before.")
    claims_changed: int = strawberry.field(default=0, description="Claims that are now told differently.")
    claims_unchanged: int = strawberry.field(default=0, description="Claims that were looked at and are as before.")
    claims_withdrawn: int = strawberry.field(default=0, description="Claims that are no longer found.")
    article_id: strawberry.Private[UUID | None] = None

    @strawberry.field(description="The article; null when there are errors.")
    async def article(self, info: Info) -> Article | None:
        """The article as it is stored."""
        if self.article_id is None:
            return None
        return await load_node(info, ARTICLE, rows_of("article", self.article_id), as_type=Article)


@strawberry.type
class IngestMutation:
    """The mutations of articles."""

    @strawberry.mutation(
        description="Reads an article and stores its claims; the same article again changes nothing."
        " Needs a key with the role `contributor`."
    )
    async def ingest_article(
        self, info: Info, input: Annotated[IngestArticleInput, strawberry.argument(description="The article.")]
    ) -> IngestArticlePayload:
        """Read an article, or say what to mend in it."""
        context = info.context
        actor = await context.allowed(Operation.INGEST_ARTICLE)
        try:
            raw = _raw(input, context)
            outcome = await run_once(
                context, asked_once(actor, Operation.INGEST_ARTICLE, input), lambda: _ingested(context, raw, actor)
            )
        except ImpossibleDate as error:
            return IngestArticlePayload.refusing(_error("publishedAt", str(error)), input)
        except UnreadableArticle as error:
            context.metrics.count_refused_article()
            told = _error(error.field, f"the article {error.problem}; {error.remedy}")
            return IngestArticlePayload.refusing(told, input)
        except BadDecision as refused:
            return IngestArticlePayload.refusing(user_error(refused), input)
        return IngestArticlePayload.of({**outcome, "change": Change(outcome["change"])}, input)


async def _ingested(context: Context, raw: RawArticle, actor: Actor) -> Outcome:
    ingested = await ingest_article(
        context.database, raw, now=context.clock(), rules=context.rules, by=By(actor, context.request_id)
    )
    context.metrics.count_article(
        ingested.change,
        new=ingested.claims_new,
        changed=ingested.claims_changed,
        unchanged=ingested.claims_unchanged,
        withdrawn=ingested.claims_withdrawn,
    )
    return {
        "change": ingested.change.value,
        "claims_new": ingested.claims_new,
        "claims_changed": ingested.claims_changed,
        "claims_unchanged": ingested.claims_unchanged,
        "claims_withdrawn": ingested.claims_withdrawn,
        "article_id": ingested.article_id,
    }


def _raw(input: IngestArticleInput, context: Context) -> RawArticle:
    return RawArticle(
        text=input.text,
        place="input.text",
        url=input.url,
        outlet=input.outlet,
        title=input.title,
        section=input.section,
        tags=tuple(input.tags),
        published_at=_published_at(input.published_at, context),
        fetched_at=context.clock(),
    )


def _published_at(given: str | None, context: Context) -> PublishedAt | None:
    return parse_published_at(given, context.zone) if given is not None else None


def _error(field: str, message: str) -> UserError:
    return UserError(code=UserErrorCode.INVALID, field=["input", field], message=message)
