"""A statement that extraction missed and a person adds; no reading changes anything of it."""

from dataclasses import dataclass
from uuid import UUID

from db.articles import StoredArticle, lock_articles, stored_articles
from db.claims import Extraction, add_missed_claim, stored_claims
from db.corrections import CorrectedClaim, MadeBy, add_corrections, is_withdrawn_article
from db.mentions import share_identities
from domain.audit import Facts, digest
from domain.claim import NOBODY, Claim, StoredClaim, claim_of
from domain.correction import Corrected, CorrectedField, content_facts, kind_facts, said_on_facts, speaker_facts
from domain.dates import Basis, Precision, SaidOn
from domain.errors import BadDecision
from domain.ids import ArticleId, ClaimId
from domain.node_ids import node_id
from domain.statement import Kind, Statement
from domain.terms import PartialDay
from domain.text import Span
from extraction import EXTRACTOR_VERSION
from extraction.reading import read
from ingest.acting import MOST_REASON, Acting, check_words
from ingest.carry import carried_over
from ingest.corrected_speakers import identity_of_speaker, stored_speaker
from ingest.corrected_values import check_day, check_place, stated_on
from ingest.decide import free_id
from ingest.withheld import WITHHELD, Withheld


@dataclass(frozen=True, slots=True)
class Missed:
    """A statement in the current text of an article: its spans, and who said it when.

    `speaker` None is nobody who can be named, `mention` None a subject that is dropped, and without `said_on` it is of
    the day of publication.
    """

    article: UUID
    content: Span
    cue: Span
    kind: Kind
    mention: Span | None = None
    speaker: UUID | None = None
    said_on: PartialDay | None = None


async def add_missed_statement(acting: Acting, missed: Missed, *, reason: str) -> ClaimId:
    """Store a claim that a person found; its id. Raises BadDecision."""
    check_words(reason, "reason", most=MOST_REASON)
    if missed.said_on is not None:
        check_day(missed.said_on)
    session, article = acting.session, ArticleId(missed.article)
    await share_identities(session)
    await lock_articles(session, [article])
    stored = (await stored_articles(session, [article])).get(article)
    if stored is None or await is_withdrawn_article(session, article):
        raise BadDecision("articleId", "names no article with a text; pass an id that articles gave")
    _check_places(missed, stored.text)
    claim = await _claim(acting, missed, stored)
    known = (await stored_claims(session, [article]))[article]
    _check_new(claim, known, stored)
    identity = free_id(stored.revision_id, missed.cue, {one.id for one in known})
    by = Extraction(article, stored.revision_id, EXTRACTOR_VERSION, acting.now)
    await add_missed_claim(session, identity, claim, by)
    await _leave_traces(acting, identity, claim, by, reason=reason)
    return identity


def _check_places(missed: Missed, text: str) -> None:
    check_place(missed.content, text, "content")
    check_place(missed.cue, text, "cue")
    if missed.mention is not None:
        check_place(missed.mention, text, "mention")
    inside = missed.content.start < missed.cue.start and missed.cue.end < missed.content.end
    if missed.cue.overlap(missed.content) and not inside:
        raise BadDecision("cue", "overlaps the content, which is the reported words alone; leave the cue out of it")


async def _claim(acting: Acting, missed: Missed, stored: StoredArticle) -> Claim:
    published_at = stored.facts.published_at
    published = SaidOn(published_at.day, Precision.DAY, Basis.PUBLISHED) if published_at else None
    said_on = stated_on(missed.said_on) or published
    statement = Statement(
        content=missed.content,
        cue=missed.cue,
        context=_sentence(stored.text, missed.cue),
        kind=missed.kind,
        confidence=1.0,
        mention=missed.mention,
        said_on=said_on,
    )
    said_by = NOBODY
    if missed.speaker is not None:
        await stored_speaker(acting, missed.speaker)
        said_by = await identity_of_speaker(acting, missed.speaker, said_on, article=missed.article)
    return claim_of(statement, stored.text, said_by)


def _sentence(text: str, cue: Span) -> Span:
    """The sentence around a cue, as extraction tells sentences; the cue alone where it stands in none."""
    reading = read(text)
    tokens = reading.sentence_at(reading.token_at(cue.start))
    return reading.span(tokens[0], tokens[-1]) if tokens else cue


def _check_new(claim: Claim, known: list[StoredClaim], stored: StoredArticle) -> None:
    """Raise BadDecision for a statement that is a live claim already, or of words that an editor withdrew.

    Claims of earlier texts count where their words stand in this one.
    """
    here = [one for one in known if one.revision_id == stored.revision_id]
    here += carried_over([one for one in known if one.revision_id != stored.revision_id], stored.text)
    withheld = Withheld.of(known, here=here)
    if withheld.holds(claim) or withheld.lie_between(claim.content.span, claim.context.span):
        raise BadDecision("content", WITHHELD)
    live = next((one for one in here if not one.withdrawn and one.claim.cue.span.overlap(claim.cue.span)), None)
    if live is not None:
        raise BadDecision("cue", f"is that of {node_id('claim', live.id)}; correct that claim")


async def _leave_traces(acting: Acting, identity: ClaimId, claim: Claim, by: Extraction, *, reason: str) -> None:
    facts = _facts(claim)
    corrected = [Corrected(CorrectedField.MISSED, None, facts)]
    made_by = MadeBy(acting.by, acting.now, reason)
    of = CorrectedClaim(identity, by.article_id, by.revision_id)
    await add_corrections(acting.session, of, corrected, by=made_by)
    acting.record(
        "addMissedStatement",
        "claim",
        identity,
        claim_id=identity,
        article_id=by.article_id,
        after={**facts, "words": digest(claim.content.words)},
        reason=reason,
    )


def _facts(claim: Claim) -> Facts:
    mention = claim.mention.span if claim.mention else None
    return {
        **content_facts(claim.content.span),
        "cue_start": claim.cue.span.start,
        "cue_end": claim.cue.span.end,
        "mention_start": mention.start if mention else None,
        "mention_end": mention.end if mention else None,
        **speaker_facts(claim.said_by.speaker_id),
        **said_on_facts(claim.said_on),
        **kind_facts(claim.kind),
    }
