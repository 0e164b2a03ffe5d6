"""What is stored that a batch of fact-checks concerns, gathered by a dozen statements of SQL however many they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from db.articles import StoredArticle, stored_articles
from db.checks import verdicts_of_notes, withdrawn_articles, withdrawn_claims
from db.claims import stored_claims
from db.mentions import Decided, decided_mentions
from db.outlets import countries_of_outlets
from db.sessions import ReadSession
from domain.check import ListedCheck
from domain.claim import StoredClaim
from domain.ids import (
    ArticleId,
    ClaimId,
    MentionId,
    OutletId,
    article_id_by_url,
    imported_claim_id,
    imported_note_id,
    outlet_id,
)
from ingest.checks.lines import IMPORTED, publisher_of, source_of


@dataclass(frozen=True, slots=True)
class Own:
    """What a check is stored as where no stored article holds its claim: an article, a claim and a note of its own."""

    article: ArticleId
    claim: ClaimId
    note: UUID

    @classmethod
    def of(cls, check: ListedCheck) -> "Own":
        """The ids of a check's own, which are the same however often it is imported."""
        article = article_id_by_url(check.link)
        claim = imported_claim_id(article, source_of(check).name, check.claim)
        return cls(article, claim, imported_note_id(check.link, claim))


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored: articles with their claims, what was withdrawn of them, and the verdicts of notes.

    `claims` are those of articles that no import has made; `decided` are the mentions of the checks' own pages of which
    people said who they are.
    """

    articles: Mapping[ArticleId, StoredArticle]
    claims: Mapping[ArticleId, Sequence[StoredClaim]]
    gone_articles: frozenset[ArticleId]
    gone_claims: frozenset[ClaimId]
    countries: Mapping[OutletId, str]
    decided: Mapping[MentionId, Decided]
    notes: Mapping[UUID, set[UUID | None]]

    def is_printed(self, article: ArticleId) -> bool:
        """Whether an article is stored that no import has made."""
        return article in self.articles and self.articles[article].extractor_version != IMPORTED


async def known_of(session: ReadSession, checks: Sequence[ListedCheck]) -> Known:
    """What is stored that some checks concern."""
    own = [Own.of(check) for check in checks]
    wanted = articles_of(checks)
    articles = await stored_articles(session, wanted)
    printed = [identity for identity, one in articles.items() if one.extractor_version != IMPORTED]
    return Known(
        articles=articles,
        claims=await stored_claims(session, printed),
        gone_articles=frozenset(await withdrawn_articles(session, wanted)),
        gone_claims=frozenset(await withdrawn_claims(session, {one.claim for one in own})),
        countries=await countries_of_outlets(session, {outlet_id(publisher_of(check)) for check in checks}),
        decided=await decided_mentions(session, {one.article for one in own}),
        notes=await verdicts_of_notes(session, {one.note for one in own}),
    )


def articles_of(checks: Sequence[ListedCheck]) -> set[ArticleId]:
    """The articles that some checks may concern: their own, and those in which their claims appeared."""
    return {article_id_by_url(url) for check in checks for url in (check.link, *check.appearances)}
