"""An article before it is stored: its facts, what is found in it, and what storing it would change."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from hashlib import sha256

from db.articles import ArticleFacts, StoredArticle
from db.topics import outlet_names
from domain.article import RawArticle
from domain.ids import RevisionId, article_id_by_text, article_id_by_url, outlet_id, revision_id
from domain.topics import PrintedTopic, topics_of
from extraction import EXTRACTOR_VERSION
from extraction.article import Findings, read_article


class Change(StrEnum):
    """What ingesting an article did to it."""

    NEW = "new"
    REVISED = "revised"
    """Its text had changed."""
    EXTRACTED_AGAIN = "extracted again"
    """Its text is the same, but its facts or the extractor are not."""
    UNCHANGED = "unchanged"
    WITHDRAWN = "withdrawn"
    """None of it is stored: an editor withdrew it, or its text with another article, and has not restored it."""


@dataclass(frozen=True)
class Reading:
    """An article that is about to be stored, and what was stored of it when it was read."""

    known: StoredArticle | None
    facts: ArticleFacts
    raw: RawArticle
    findings: Findings

    @property
    def change(self) -> Change:
        """What storing it does."""
        return change_of(self.known, self.facts, self.raw.text)

    @cached_property
    def text_hash(self) -> str:
        """The hash of its text."""
        return hash_of(self.raw.text)

    @cached_property
    def revision_id(self) -> RevisionId:
        """The id of its revision."""
        return revision_id(self.facts.id, self.text_hash)

    @cached_property
    def topics(self) -> Sequence[PrintedTopic]:
        """The topics that it prints."""
        outlet = self.raw.outlet or (self.known.outlet if self.known else None)
        first_hop = self.findings.provenance[0].name if self.findings.provenance else None
        return topics_of(self.facts.tags, self.facts.section, outlet_names=outlet_names(outlet, first_hop))

    @property
    def published_on(self) -> date | None:
        """Its day of publication."""
        return self.facts.published_at.day if self.facts.published_at else None


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


def read_changed(given: ArticleFacts, raw: RawArticle, known: StoredArticle | None) -> Reading | None:
    """The article with what is found in it; None where storing it would change nothing, or nothing may be stored."""
    if known is not None and known.is_withdrawn:
        return None
    facts = _completed(given, known)
    if change_of(known, facts, raw.text) is Change.UNCHANGED:
        return None
    published_on = facts.published_at.day if facts.published_at else None
    outlet = raw.outlet or (known.outlet if known else None)
    findings = read_article(raw.text, title=facts.title, tags=facts.tags, published_on=published_on, outlet=outlet)
    return Reading(known, facts, raw, findings)


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


def change_of(known: StoredArticle | None, facts: ArticleFacts, text: str) -> Change:
    """What storing an article with these facts and this text does to what is known of it."""
    if known is None:
        return Change.NEW
    if known.text != text:
        return Change.REVISED
    if known.facts != facts or known.extractor_version != EXTRACTOR_VERSION:
        return Change.EXTRACTED_AGAIN
    return Change.UNCHANGED
