"""Stores one article: extraction, resolution and the decision joined in one unit of work."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from db.articles import ArticleFacts, StoredArticle, lock_article, put_article, put_revision, stored_article
from db.claims import Extraction, add_claims, change_claims, stored_claims, withdraw_claims
from db.outlets import ensure_outlet
from db.provenance import put_provenance
from db.sessions import Database, WriteSession
from db.speakers import NewSpeaker, add_speakers, speakers_by_keys
from db.tables import RevisionRow
from db.tables.speaker import SpeakerKind
from domain.article import RawArticle
from domain.claim import Claim, claim_of
from domain.ids import ArticleId, RevisionId, SpeakerId, article_id_by_text, article_id_by_url, outlet_id, revision_id
from domain.statement import Source, SourceKind, Statement
from domain.text import name_key
from extraction import EXTRACTOR_VERSION
from extraction.article import Findings, read_article
from ingest.check import check_text
from ingest.decide import decide
from ingest.resolve import resolve_source


class Change(StrEnum):
    """What ingesting an article did to it."""

    NEW = "new"
    REVISED = "revised"
    """Its text had changed."""
    EXTRACTED_AGAIN = "extracted again"
    """Its text is the same, but its facts or the extractor are not."""
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Ingested:
    """What ingesting one article did; the counts are of its claims."""

    article_id: ArticleId
    change: Change
    claims_new: int = 0
    claims_changed: int = 0
    claims_unchanged: int = 0
    claims_withdrawn: int = 0


@dataclass(frozen=True, slots=True)
class _Reading:
    """An article that is about to be stored, and what was stored of it when it was read."""

    known: StoredArticle | None
    facts: ArticleFacts
    raw: RawArticle
    findings: Findings


async def ingest_article(database: Database, raw: RawArticle, *, now: datetime, limit_bytes: int) -> Ingested:
    """Read an article and store what is found, all of it or nothing; the same article again writes nothing.

    `now` a timezone-aware instant, `limit_bytes` the largest text that is taken. An article that another writer stored
    while it was read is read again with what that writer knew, so that no fact of it is lost.
    Raises UnreadableArticle for a text that is refused, and DatabaseProblem.
    """
    check_text(raw, limit_bytes=limit_bytes)
    given = facts_of(raw)
    async with database.reading() as session:
        known = await stored_article(session, given.id)
    while True:
        facts = _completed(given, known)
        if _change(known, facts, raw.text) is Change.UNCHANGED:
            return Ingested(facts.id, Change.UNCHANGED)
        findings = _findings(facts, raw, known)
        async with database.writing() as session:
            await lock_article(session, facts.id)
            seen, known = known, await stored_article(session, given.id)
            if known == seen:
                return await _store(session, _Reading(known, facts, raw, findings), now=now)


def hash_of(text: str) -> str:
    """The hash by which a text is known: SHA-256 of its UTF-8 bytes, in hexadecimal."""
    return sha256(text.encode()).hexdigest()


def facts_of(raw: RawArticle) -> ArticleFacts:
    """What the article is beside its text, with its id: by its url, else by outlet, publication and text."""
    outlet = outlet_id(raw.outlet) if raw.outlet else None
    return ArticleFacts(
        id=article_id_by_url(raw.url) if raw.url else article_id_by_text(outlet, raw.published_at, hash_of(raw.text)),
        url=raw.url,
        outlet_id=outlet,
        title=raw.title,
        section=raw.section,
        tags=raw.tags,
        published_at=raw.published_at,
    )


def _completed(facts: ArticleFacts, known: StoredArticle | None) -> ArticleFacts:
    """The facts, with those that were not given this time taken from what is stored."""
    if known is None:
        return facts
    stored = known.facts
    return replace(
        facts,
        outlet_id=facts.outlet_id or stored.outlet_id,
        title=facts.title or stored.title,
        section=facts.section or stored.section,
        tags=facts.tags or stored.tags,
        published_at=facts.published_at or stored.published_at,
    )


def _change(known: StoredArticle | None, facts: ArticleFacts, text: str) -> Change:
    if known is None:
        return Change.NEW
    if known.text != text:
        return Change.REVISED
    if known.facts != facts or known.extractor_version != EXTRACTOR_VERSION:
        return Change.EXTRACTED_AGAIN
    return Change.UNCHANGED


def _findings(facts: ArticleFacts, raw: RawArticle, known: StoredArticle | None) -> Findings:
    published_on = facts.published_at.day if facts.published_at else None
    outlet = raw.outlet or (known.outlet if known else None)
    return read_article(raw.text, title=facts.title, tags=facts.tags, published_on=published_on, outlet=outlet)


async def _store(session: WriteSession, read: _Reading, *, now: datetime) -> Ingested:
    facts, raw = read.facts, read.raw
    revision = _revision(facts, raw, now=now)
    if raw.outlet:
        await ensure_outlet(session, raw.outlet, now=now)
    await put_article(session, facts, now=now)
    await put_revision(session, revision)
    await put_provenance(session, RevisionId(revision.id), read.findings.provenance, text=raw.text)
    by = Extraction(RevisionId(revision.id), EXTRACTOR_VERSION, now)
    found = await _claims(session, raw.text, read.findings.statements, now=now)
    decision = decide(await stored_claims(session, facts.id), found, revision=by.revision_id, text=raw.text)
    await add_claims(session, decision.new, article=facts.id, by=by)
    await change_claims(session, decision.changed, by=by)
    await withdraw_claims(session, decision.gone, now=now)
    counts = (decision.new, decision.changed, decision.unchanged, decision.gone)
    return Ingested(facts.id, _change(read.known, facts, raw.text), *map(len, counts))


def _revision(facts: ArticleFacts, raw: RawArticle, *, now: datetime) -> RevisionRow:
    text_hash = hash_of(raw.text)
    return RevisionRow(
        id=revision_id(facts.id, text_hash),
        article_id=facts.id,
        text=raw.text,
        text_hash=text_hash,
        fetched_at=raw.fetched_at or now,
        extractor_version=EXTRACTOR_VERSION,
        extracted_at=now,
    )


async def _claims(session: WriteSession, text: str, statements: Sequence[Statement], *, now: datetime) -> list[Claim]:
    """The claims that the statements make, their speakers resolved and the new ones stored."""
    sources = dict.fromkeys(statement.source for statement in statements)
    known = await speakers_by_keys(session, {name_key(source.name) for source in sources if source})
    resolved = {source: resolve_source(source, known) for source in sources}
    made = [
        _new_speaker(source, one.speaker) for source, one in resolved.items() if source and one.is_new and one.speaker
    ]
    await add_speakers(session, made, now=now)
    return [claim_of(statement, text, resolved[statement.source].speaker) for statement in statements]


def _new_speaker(source: Source, identity: SpeakerId) -> NewSpeaker:
    organisation = source.kind is SourceKind.ORGANISATION
    return NewSpeaker(identity, source.name, SpeakerKind.ORGANISATION if organisation else SpeakerKind.PERSON)
