"""Rows for tests: everything has a default but what a test is about."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import count
from uuid import UUID, uuid4

from sqlmodel import SQLModel

from db.inserting import insert_missing
from db.paging import make_cursor
from db.reported import reported_at
from db.sessions import Database
from db.tables import (
    ApiKeyRow,
    ArticleRow,
    ArticleTopicRow,
    AuditEventRow,
    ClaimRow,
    CorrectionRow,
    EvidenceRow,
    MentionRow,
    NoteRow,
    OutletRow,
    ProvenanceRow,
    RevisionRow,
    TopicRow,
    WebhookDeliveryRow,
    WebhookRow,
)
from domain.ids import topic_id
from domain.searching import searched_text
from domain.suggestions import name_words
from domain.text import Span, name_key
from ingest.roles import role_key
from tests.people_factories import (
    NOW,
    alias,
    candidate,
    judgement,
    mention,
    merged_speaker,
    office,
    speaker,
    tenure,
)

__all__ = [
    "NOW",
    "about",
    "alias",
    "api_key",
    "article",
    "candidate",
    "claim",
    "correction",
    "event",
    "hop",
    "judgement",
    "mention",
    "merged_speaker",
    "note",
    "office",
    "outlet",
    "revision",
    "speaker",
    "store",
    "tenure",
    "topic",
    "webhook_delivery",
]

_POSITIONS = count(1)


async def store(database: Database, rows: Sequence[SQLModel]) -> None:
    """Store rows in the order they are given."""
    published = {row.id: reported_at(row.published_on, row.published_at) for row in rows if isinstance(row, ArticleRow)}
    async with database.writing() as session:
        for row in rows:
            if isinstance(row, ClaimRow):
                row.reported_at = published.get(row.article_id, row.reported_at)
            await insert_missing(session, type(row), [row.model_dump(exclude={"ordered_on"})])


def outlet(name: str = "خبرگزاری آزمون") -> OutletRow:
    """An outlet."""
    return OutletRow(id=uuid4(), name=name, key=name_key(name), created_at=NOW)


def article(
    *,
    of: OutletRow | None = None,
    title: str | None = "عنوان",
    tags: Sequence[str] = ("برق", "آب"),
    withdrawn_at: datetime | None = None,
) -> ArticleRow:
    """An article of an outlet."""
    return ArticleRow(
        id=uuid4(),
        outlet_id=of.id if of else None,
        title=title,
        tags=list(tags),
        published_on=date(2024, 4, 30),
        published_at=NOW,
        created_at=NOW,
        withdrawn_at=withdrawn_at,
        withdrawal_reason="به خواست ناشر" if withdrawn_at else None,
    )


def topic(name: str = "آب", *, into: TopicRow | None = None) -> TopicRow:
    """A topic, merged into another where there is one."""
    identity = topic_id(name_key(name))
    return TopicRow(
        id=identity,
        name=name,
        key=name_key(name),
        words=name_words(name),
        merged_into=into.id if into else None,
        canonical_id=into.id if into else identity,
        created_at=NOW,
    )


def about(article: ArticleRow, *topics: TopicRow) -> list[ArticleTopicRow]:
    """That an article is about topics."""
    return [
        ArticleTopicRow(article_id=article.id, topic_id=one.id, position=position)
        for position, one in enumerate(topics)
    ]


def revision(of: ArticleRow) -> RevisionRow:
    """The current revision of an article."""
    return RevisionRow(
        id=uuid4(),
        article_id=of.id,
        text="" if of.withdrawn_at else "متن",
        text_hash=uuid4().hex,
        fetched_at=NOW,
        extractor_version="test",
        extracted_at=NOW,
    )


def claim(  # noqa: PLR0913 - a factory defaults everything
    of: RevisionRow,
    *,
    by: UUID | None = None,
    content: str = "پل تازه فردا باز می‌شود",
    said_on: date | None = date(2024, 4, 30),
    precision: str = "day",
    kind: str = "direct",
    speech_act: str = "asserted",
    target: str | None = None,
    withdrawn_at: datetime | None = None,
    source: MentionRow | None = None,
    role: str | None = None,
    office_id: UUID | None = None,
) -> ClaimRow:
    """A claim of a revision."""
    return ClaimRow(
        id=uuid4(),
        article_id=of.article_id,
        revision_id=of.id,
        speaker_id=by,
        mention_id=source.id if source else None,
        role=role,
        role_key=role_key(role, home="IR") if role else None,
        role_country=role_key(role, home="IR").rpartition("|")[2] or None if role else None,
        office_id=office_id,
        kind=kind,
        speech_act=speech_act,
        target=target,
        target_start=10 if target else None,
        target_end=10 + len(target) if target else None,
        content=content,
        content_start=10,
        content_end=10 + len(content),
        context=content,
        context_start=10,
        context_end=10 + len(content),
        cue="گفت",
        cue_start=5,
        cue_end=8,
        mention="وی",
        mention_start=2,
        mention_end=4,
        said_on=said_on,
        said_on_precision=precision if said_on else None,
        said_on_basis="published" if said_on else None,
        confidence=0.9,
        extractor_version="test",
        extracted_at=NOW,
        withdrawn_at=withdrawn_at,
        search_key=searched_text(content, content=Span(0, len(content)), target=Span(0, len(target or ""))),
    )


def api_key(name: str = "سارا") -> ApiKeyRow:
    """A verifier's key; nobody knows it."""
    return ApiKeyRow(id=uuid4(), name=name, role="verifier", prefix="gzr_test", key_hash=uuid4().hex, created_at=NOW)


def note(  # noqa: PLR0913 - a factory defaults everything
    of: ClaimRow | None = None,
    *,
    key: ApiKeyRow,
    verdict_id: UUID | None = None,
    created_at: datetime = NOW,
    body: str = "بررسی شد.",
    stage: str = "published",
    visibility: str = "public",
    **columns: object,
) -> list[NoteRow | EvidenceRow]:
    """A note, of a claim where none of the columns names another subject, with one link."""
    identity = uuid4()
    about = {"claim_id": of.id if of else None, "speaker_id": None, "article_id": None}
    row = NoteRow(
        id=identity,
        author=key.name,
        verdict_id=verdict_id,
        body=body,
        created_at=created_at,
        stage=stage,
        visibility=visibility,
        published_at=created_at if stage == "published" else None,
        **{**about, "root_id": identity, "author_id": key.id, **columns},  # type: ignore[arg-type]  # a test names columns
    )
    return [row, EvidenceRow(id=uuid4(), note_id=identity, position=0, url="https://example.org/proof")]


def event(**columns: object) -> AuditEventRow:
    """An event of no chain: its hashes are made up."""
    made = {
        "position": next(_POSITIONS),
        "id": uuid4(),
        "at": NOW,
        "actor": "سارا",
        "action": "addNote",
        "subject_kind": "claim",
        "subject_id": uuid4(),
        "audience": "public",
        "previous_hash": uuid4().hex,
        "hash": uuid4().hex,
    }
    return AuditEventRow(**{**made, **columns})  # type: ignore[arg-type]  # a test names columns


def correction(
    of: ClaimRow,
    field: str,
    *,
    before: dict[str, object] | None = None,
    after: dict[str, object],
    made_at: datetime = NOW,
) -> CorrectionRow:
    """A correction of a claim."""
    return CorrectionRow(
        id=uuid4(),
        claim_id=of.id,
        article_id=of.article_id,
        revision_id=of.revision_id,
        field=field,
        before=before,
        after=after,
        reason="متن را دوباره خواندم",
        author_id=uuid4(),
        author="سارا",
        made_at=made_at,
    )


def hop(of: RevisionRow, *, position: int = 0, name: str = "خبرگزاری آزمون", words: str | None = None) -> ProvenanceRow:
    """A hop of a revision's provenance."""
    return ProvenanceRow(
        id=uuid4(),
        revision_id=of.id,
        position=position,
        name=name,
        key=name_key(name),
        words=words,
        words_start=3 if words else None,
        words_end=3 + len(words) if words else None,
    )


def webhook(owner: ApiKeyRow, *, name: str = "دریافت", state: str = "active", **columns: object) -> WebhookRow:
    """A webhook of new claims."""
    return WebhookRow(
        id=uuid4(),
        name=name,
        url="https://example.org/hook",
        document="subscription { claimAdded { cursor } }",
        owner_id=owner.id,
        secret=uuid4().hex,
        created_at=NOW,
        changed_at=NOW,
        state=state,
        place=make_cursor("claims added", 0, uuid4().hex),
        **columns,  # type: ignore[arg-type]  # a test names columns
    )


def webhook_delivery(webhook: WebhookRow, number: int = 1) -> WebhookDeliveryRow:
    """A delivery that waits."""
    return WebhookDeliveryRow(
        id=uuid4(),
        webhook_id=webhook.id,
        number=number,
        cursor="0" * 32,
        before=webhook.place,
        state="waiting",
        made_at=NOW,
        next_attempt_at=NOW,
    )
