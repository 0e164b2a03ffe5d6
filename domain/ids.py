"""Reproducible ids: the same article, revision, speaker or claim has the same id on every machine."""

from datetime import UTC, datetime
from typing import NewType
from uuid import NAMESPACE_URL, UUID, uuid5

from domain.article import PublishedAt
from domain.text import Span, name_key, search_key, speaker_key

OutletId = NewType("OutletId", UUID)
ArticleId = NewType("ArticleId", UUID)
RevisionId = NewType("RevisionId", UUID)
SpeakerId = NewType("SpeakerId", UUID)
ClaimId = NewType("ClaimId", UUID)
OfficeId = NewType("OfficeId", UUID)
MentionId = NewType("MentionId", UUID)
JudgementId = NewType("JudgementId", UUID)
TopicId = NewType("TopicId", UUID)

_NAMESPACE = UUID("6f1b1d0e-5f0c-5a55-9e0b-6a1f0e7c9a11")
"""Chosen once for Gozareh; changing it would change every id."""


def outlet_id(name: str) -> OutletId:
    """The id of the outlet of this name, however its letters and spaces are typed."""
    return OutletId(uuid5(_NAMESPACE, f"outlet\n{name_key(name)}"))


def article_id_by_url(url: str) -> ArticleId:
    """The id of the article at this address."""
    return ArticleId(uuid5(_NAMESPACE, f"article\n{url}"))


def article_id_by_text(outlet: OutletId | None, published_at: PublishedAt | None, text_hash: str) -> ArticleId:
    """The id of an article without an address: its outlet, its publication and its text."""
    known = published_at and (published_at.instant or published_at.day)
    published = known.astimezone(UTC) if isinstance(known, datetime) else known
    return ArticleId(uuid5(_NAMESPACE, f"article\n{outlet or ''}\n{published or ''}\n{text_hash}"))


def revision_id(article: ArticleId, text_hash: str) -> RevisionId:
    """The id of an article's revision that has this text."""
    return RevisionId(uuid5(article, f"revision\n{text_hash}"))


def claim_id(revision: RevisionId, cue: Span) -> ClaimId:
    """The id of a claim that is new in this revision: one for each cue."""
    return ClaimId(uuid5(revision, f"claim\n{cue.start}\n{cue.end}"))


def speaker_id(name: str) -> SpeakerId:
    """The id of the speaker of this full name, however it is typed, until people tell namesakes apart."""
    return SpeakerId(uuid5(_NAMESPACE, f"speaker\n{speaker_key(name)}"))


def office_id(title_key: str, country: str | None) -> OfficeId:
    """The id of the office of a title, as offices are compared, in a country."""
    return OfficeId(uuid5(_NAMESPACE, f"office\n{country or ''}\n{title_key}"))


def mention_id(article: ArticleId, kind: str, key: str) -> MentionId:
    """The id of an article's source of this kind that it calls by a name of this key."""
    return MentionId(uuid5(article, f"mention\n{kind}\n{key}"))


def open_judgement_id(kind: str, key: str) -> JudgementId:
    """The id of the question who the sources of this kind are that articles call by a name of this key."""
    return JudgementId(uuid5(_NAMESPACE, f"judgement\n{kind}\n{key}"))


def topic_id(key: str) -> TopicId:
    """The id of the topic whose names have this key."""
    return TopicId(uuid5(_NAMESPACE, f"topic\n{key}"))


def person_id(issuer: str, subject: str) -> UUID:
    """The id of somebody for whom an issuer of tokens vouches, by what the issuer calls them."""
    return uuid5(_NAMESPACE, f"person\n{issuer}\n{subject}")


def verdict_id(key: str) -> UUID:
    """The id of the verdict of this key, as the first migration made those that ship."""
    return uuid5(NAMESPACE_URL, f"gozareh verdict {key}")


def imported_claim_id(page: ArticleId, speaker: str, words: str) -> ClaimId:
    """The id of a claim that a fact-check's page quotes, however speaker and words are typed there."""
    return ClaimId(uuid5(page, f"imported claim\n{speaker_key(speaker)}\n{search_key(words)}"))


def imported_note_id(link: str, claim: ClaimId) -> UUID:
    """The id of the note that a fact-check at this address makes of a claim, however often it is imported."""
    return uuid5(claim, f"imported note\n{link}")
