"""The entities of what is printed: outlets, articles with the way of their texts, and claims."""

from sqlalchemy import FromClause, and_, select

from db.reading import corrections, identities, topics, verification
from db.reading.entities import Computed, Condition, Entity, Leaf, Order, ToMany, ToOne
from db.reading.highlights import highlights, printed
from db.reading.leaves import closed, identity, instants, plain, span
from db.reading.values import enum_name, enum_names
from db.tables import (
    ArticleRow,
    ClaimRow,
    OutletRow,
    ProvenanceRow,
    RevisionRow,
)
from domain.roles import Operation


def _of_current_revision(article: FromClause, hop: FromClause) -> Condition:
    revision = RevisionRow.__table__.alias()  # type: ignore[attr-defined]  # SQLModel makes it
    current = (
        select(revision.c.id)
        .where(revision.c.article_id == article.c.id, revision.c.superseded_at.is_(None))
        .correlate(article)
        .scalar_subquery()
    )
    return hop.c.revision_id == current


def _is_current(article: FromClause, revision: FromClause) -> Condition:
    return and_(revision.c.article_id == article.c.id, revision.c.superseded_at.is_(None))


OUTLET: Entity = Entity(
    "outlet", OutletRow, Order("outlets", ("key", "id"), descending=False), {"id": identity("outlet"), **plain("name")}
)

ARTICLE: Entity = Entity(
    "article",
    ArticleRow,
    Order("articles", ("created_at", "id"), descending=True),
    {
        "id": identity("article"),
        **plain("url", "title", "section", "published_on", "withdrawal_reason"),
        "tags": Leaf("tags", is_json=True),
        **instants("published_at", "withdrawn_at"),
        "text": Leaf("text", lambda text: text or None, of="current_revision"),
        "text_hash": Leaf("text_hash", of="current_revision"),
    },
    ones={
        "outlet": ToOne(lambda: OUTLET, lambda article, outlet: outlet.c.id == article.c.outlet_id),
        "current_revision": ToOne(lambda: REVISION, _is_current),
    },
    manys={
        "claims": ToMany(lambda: CLAIM, lambda article, claim: claim.c.article_id == article.c.id),
        "notes": ToMany(lambda: verification.NOTE, lambda article, note: note.c.article_id == article.c.id),
    },
    fews={
        "provenance": ToMany(lambda: PROVENANCE, _of_current_revision),
        "topics": ToMany(
            lambda: topics.TOPIC_OF_ARTICLE,
            lambda article, topic: topics.of_article(article, topic),  # noqa: PLW0108 - the modules import each other
        ),
    },
    listed=lambda article: (article.c.withdrawn_at.is_(None),),
    restricted={"text": Operation.READ_ARTICLE_TEXT},
)

REVISION: Entity = Entity("revision", RevisionRow, Order("revisions", ("fetched_at", "id"), descending=True), {})
"""No client asks for one: an article shows what is current of it."""

CLAIM: Entity = Entity(
    "claim",
    ClaimRow,
    Order("claims", ("ordered_on", "id"), descending=True),
    {
        "id": identity("claim"),
        **plain("content", "context", "cue", "mention", "target", "judgement", "said_on", "said_on_printed"),
        **plain("confidence", "extractor_version"),
        **plain("role", "withdrawal_reason"),
        **closed("kind", "speech_act", "said_on_precision", "said_on_basis"),
        "attribution": Leaf("attribution", enum_name, of="attribution_note"),
        **plain("version"),
        **closed("found_by", "withdrawn_by"),
        "corrected_fields": Leaf("corrected_fields", enum_names, is_json=True),
        **instants("extracted_at", "withdrawn_at"),
    },
    embedded={f"{of}_span": span(of) for of in ("content", "context", "cue", "mention", "target", "judgement")},
    ones={
        "speaker": ToOne(lambda: identities.SPEAKER, lambda claim, speaker: speaker.c.id == claim.c.speaker_id),
        "office": ToOne(lambda: identities.OFFICE, lambda claim, office: office.c.id == claim.c.office_id),
        "source_mention": ToOne(lambda: identities.MENTION, lambda claim, mention: mention.c.id == claim.c.mention_id),
        "article": ToOne(lambda: ARTICLE, lambda claim, article: article.c.id == claim.c.article_id),
        "verdict": ToOne(lambda: verification.VERDICT, verification.standing_verdict),
        "verdict_note": ToOne(
            lambda: verification.NOTE, lambda claim, note: note.c.id == verification.standing_note(claim, "verdict_id")
        ),
        "attribution_note": ToOne(
            lambda: verification.NOTE, lambda claim, note: note.c.id == verification.standing_note(claim, "attribution")
        ),
    },
    computed={"highlights": Computed(printed, highlights)},
    manys={
        "notes": ToMany(lambda: verification.NOTE, lambda claim, note: note.c.claim_id == claim.c.id),
        "corrections": ToMany(
            lambda: corrections.CORRECTION, lambda claim, correction: correction.c.claim_id == claim.c.id
        ),
        "history": ToMany(lambda: verification.AUDIT_EVENT, verification.history_of),
    },
    fews={
        "topics": ToMany(
            lambda: topics.TOPIC_OF_ARTICLE,
            lambda claim, topic: topics.of_claim(claim, topic),  # noqa: PLW0108 - as above
        )
    },
    listed=lambda claim: (claim.c.withdrawn_at.is_(None),),
)

CLAIMS_BY = {
    "said_on": CLAIM.order,
    "reported_at": Order("claims by report", ("reported_at", "id"), descending=True),
    "extracted_at": Order("claims by extraction", ("extracted_at", "id"), descending=True),
    "confidence": Order("claims by confidence", ("confidence", "id"), descending=True),
}
"""The orders that lists of claims have; each has an index."""

PROVENANCE: Entity = Entity(
    "provenance",
    ProvenanceRow,
    Order("provenance", ("revision_id", "position"), descending=False),
    plain("name", "words"),
    embedded={"words_span": span("words")},
    ones={"outlet": ToOne(lambda: OUTLET, lambda hop, outlet: outlet.c.key == hop.c.key)},
)
