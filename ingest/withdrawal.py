"""Withdraws claims and articles by the word of an editor, and restores them; a tombstone stays and answers by id.

Every function works inside the caller's transaction and holds the identities, then the article, until it ends: an
article that is read at that moment is stored before it is withdrawn, or not at all.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from db.again import of_article, of_mentions
from db.articles import lock_articles
from db.mentions import forget_mentions, hold_identities, let_wait_no_more
from db.withdrawal import (
    ArticleState,
    ClaimState,
    Mark,
    Printed,
    WithdrawnClaim,
    article_of_claim,
    article_state,
    claim_state,
    claims_that_hold,
    erase_article,
    erase_claim,
    put_back_article,
    put_back_claims,
    withhold_article,
    withhold_claim,
)
from domain.audit import Facts, digest
from domain.errors import BadDecision, Conflict
from domain.ids import ArticleId, ClaimId, MentionId
from ingest.acting import MOST_REASON, Acting, check_words
from ingest.again import resolve_again

_NO_CLAIM = "names no claim; pass an id that claims gave"
_NO_ARTICLE = "names no article; pass an id that a claim's article gave"
_WITHDRAWN = "was withdrawn by an editor already; restore it, or withdraw it with erase to keep nothing of it"
_ERASED = "was erased already; nothing of it is kept"
_FOR_EVER = "was erased for ever: nothing of it is kept, so nothing can be restored"
_IS_LIVE = "was not withdrawn by an editor; there is nothing to restore"
_WITH_ITS_ARTICLE = "is of an article that was withdrawn; restore the article"


@dataclass(frozen=True, slots=True)
class ClaimWithdrawn:
    """A claim that was withdrawn or erased; `held_by` are the live claims of its article that hold its words too."""

    claim: ClaimId
    held_by: tuple[ClaimId, ...] = ()


async def withdraw_claim(acting: Acting, claim: UUID, *, reason: str, erase: bool = False) -> ClaimWithdrawn:
    """Withdraw a claim's words, or `erase` for ever those that are, or were, withdrawn. Raises BadDecision."""
    session = acting.session
    check_words(reason, "reason", most=MOST_REASON)
    state = await _held_claim(acting, claim)
    telling = _Telling(acting, "claim", claim, state.article_id, reason)
    if state.by_editor:
        _check_erasing(state, "claimId", erase=erase)
        await erase_claim(session, claim)
        telling.tell("withdrawClaim", after={"erased": True})
        return ClaimWithdrawn(ClaimId(claim))
    withdrawn = await withhold_claim(session, claim, Mark(acting.now, reason, erase))
    if erase:
        await erase_claim(session, claim)
    await _resolve_others(acting, [withdrawn])
    telling.tell("withdrawClaim", before=_digests(withdrawn), after={"erased": erase})
    return ClaimWithdrawn(withdrawn.id, tuple(await claims_that_hold(session, withdrawn.content, state.article_id)))


async def restore_claim(acting: Acting, claim: UUID, *, reason: str) -> None:
    """Give a claim back the words that an editor withdrew, and what it was before. Raises BadDecision."""
    session = acting.session
    check_words(reason, "reason", most=MOST_REASON)
    state = await _held_claim(acting, claim)
    article = await article_state(session, state.article_id)
    if state.by_editor and article is not None and article.by_editor:
        raise BadDecision("claimId", _WITH_ITS_ARTICLE)
    _check_restoring(state, "claimId")
    [restored] = await put_back_claims(session, [claim])
    await _resolve_others(acting, [restored])
    _Telling(acting, "claim", claim, state.article_id, reason).tell("restoreClaim", after=_digests(restored))


async def withdraw_article(acting: Acting, article: UUID, *, reason: str, erase: bool = False) -> int:
    """Withdraw an article's words with all its claims, or `erase` for ever those that are, or were, withdrawn.

    How many claims were live until then. Raises BadDecision.
    """
    session = acting.session
    check_words(reason, "reason", most=MOST_REASON)
    state = await _held_article(acting, article)
    telling = _Telling(acting, "article", article, article, reason)
    if state.by_editor:
        _check_erasing(state, "articleId", erase=erase)
        await erase_article(session, article)
        telling.tell("withdrawArticle", after={"erased": True})
        return 0
    printed, claims = await withhold_article(session, article, Mark(acting.now, reason, erase))
    if erase:
        await erase_article(session, article)
    await forget_mentions(session, [ArticleId(article)], found=())
    after = {"erased": erase, "claims": _live(claims)}
    telling.tell("withdrawArticle", before=_digests_of_article(printed), after=after)
    return _live(claims)


async def restore_article(acting: Acting, article: UUID, *, reason: str) -> int:
    """Give an article back the words that an editor withdrew, with the claims that were withdrawn with it.

    How many claims are live by it. Raises BadDecision.
    """
    session = acting.session
    check_words(reason, "reason", most=MOST_REASON)
    state = await _held_article(acting, article)
    _check_restoring(state, "articleId")
    claims = await put_back_claims(session, await put_back_article(session, article, now=acting.now))
    await resolve_again(session, of_article(article), home_country=acting.home_country, now=acting.now)
    telling = _Telling(acting, "article", article, article, reason)
    telling.tell("restoreArticle", after={"claims": _live(claims)})
    return _live(claims)


async def _held_claim(acting: Acting, claim: UUID) -> ClaimState:
    """A claim that nobody else changes, nor reads its article again, until the transaction ends."""
    await hold_identities(acting.session)
    article = await article_of_claim(acting.session, claim)
    if article is None:
        raise BadDecision("claimId", _NO_CLAIM)
    await lock_articles(acting.session, [article])
    state = await claim_state(acting.session, claim)
    if state is None:
        raise BadDecision("claimId", _NO_CLAIM)
    return state


async def _held_article(acting: Acting, article: UUID) -> ArticleState:
    """An article that nobody else changes or reads again until the transaction ends."""
    await hold_identities(acting.session)
    await lock_articles(acting.session, [ArticleId(article)])
    state = await article_state(acting.session, article)
    if state is None:
        raise BadDecision("articleId", _NO_ARTICLE)
    return state


def _check_erasing(state: ClaimState | ArticleState, field: str, *, erase: bool) -> None:
    """Raise BadDecision where nothing is left to do to what is withdrawn already."""
    if not erase:
        raise Conflict(field, _WITHDRAWN)
    if not state.kept:
        raise Conflict(field, _ERASED)


def _check_restoring(state: ClaimState | ArticleState, field: str) -> None:
    """Raise BadDecision where there is nothing to restore, or nothing to restore it from."""
    if not state.by_editor:
        raise Conflict(field, _IS_LIVE)
    if not state.kept:
        raise BadDecision(field, _FOR_EVER)


async def _resolve_others(acting: Acting, claims: Iterable[WithdrawnClaim]) -> None:
    """Let the mentions of claims wait, or wait no more, as their live claims need."""
    mentions: Collection[MentionId] = [one.mention_id for one in claims if one.mention_id is not None]
    if mentions:
        await let_wait_no_more(acting.session, mentions)
        home = acting.home_country
        await resolve_again(acting.session, of_mentions(mentions), home_country=home, now=acting.now)


def _live(claims: Iterable[WithdrawnClaim]) -> int:
    return sum(one.live for one in claims)


@dataclass(frozen=True, slots=True)
class _Telling:
    """Tells the audit chain what was done to one thing, and why."""

    acting: Acting
    kind: str
    subject: UUID
    article: UUID
    reason: str

    def tell(self, action: str, *, before: Facts | None = None, after: Facts) -> None:
        """Of `action`, what the thing was before and is after it."""
        claim = self.subject if self.kind == "claim" else None
        self.acting.record(
            action,
            self.kind,
            self.subject,
            claim_id=claim,
            article_id=self.article,
            before=before,
            after=after,
            reason=self.reason,
        )


def _digests(claim: WithdrawnClaim) -> dict[str, object]:
    return {"content": digest(claim.content), "context": digest(claim.context)}


def _digests_of_article(printed: Printed) -> dict[str, object]:
    texts = [digest(text) for text in printed.texts]
    return {"url": digest(printed.url), "title": digest(printed.title), "texts": texts}
