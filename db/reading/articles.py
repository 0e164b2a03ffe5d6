"""The entities of what is printed and checked: outlets, articles, claims, notes and verdicts."""

from sqlalchemy import FromClause, select

from db.reading import corrections, identities
from db.reading.entities import Condition, Entity, Leaf, Order, ToMany, ToOne
from db.reading.leaves import closed, identity, instants, plain, span
from db.reading.values import enum_names
from db.tables import (
    ArticleRow,
    ClaimRow,
    EvidenceRow,
    NoteRow,
    OutletRow,
    ProvenanceRow,
    RevisionRow,
    VerdictRow,
)


def _standing_verdict(claim: FromClause, verdict: FromClause) -> Condition:
    """The verdict of the newest note that carries one."""
    note = NoteRow.__table__.alias()  # type: ignore[attr-defined]  # SQLModel makes it
    newest = (
        select(note.c.verdict_id)
        .where(note.c.claim_id == claim.c.id, note.c.verdict_id.is_not(None))
        .order_by(note.c.created_at.desc(), note.c.id.desc())
        .limit(1)
        .correlate(claim)
        .scalar_subquery()
    )
    return verdict.c.id == newest


def _of_current_revision(article: FromClause, hop: FromClause) -> Condition:
    revision = RevisionRow.__table__.alias()  # type: ignore[attr-defined]  # SQLModel makes it
    current = (
        select(revision.c.id)
        .where(revision.c.article_id == article.c.id, revision.c.superseded_at.is_(None))
        .correlate(article)
        .scalar_subquery()
    )
    return hop.c.revision_id == current


OUTLET: Entity = Entity(
    "outlet", OutletRow, Order("outlets", ("key", "id"), descending=False), {"id": identity("outlet"), **plain("name")}
)

ARTICLE: Entity = Entity(
    "article",
    ArticleRow,
    Order("articles", ("created_at", "id"), descending=True),
    {
        "id": identity("article"),
        **plain("url", "title", "section", "published_on"),
        "tags": Leaf("tags", is_json=True),
        **instants("published_at"),
    },
    ones={"outlet": ToOne(lambda: OUTLET, lambda article, outlet: outlet.c.id == article.c.outlet_id)},
    manys={"claims": ToMany(lambda: CLAIM, lambda article, claim: claim.c.article_id == article.c.id)},
    fews={"provenance": ToMany(lambda: PROVENANCE, _of_current_revision)},
)

CLAIM: Entity = Entity(
    "claim",
    ClaimRow,
    Order("claims", ("ordered_on", "id"), descending=True),
    {
        "id": identity("claim"),
        **plain("content", "context", "cue", "mention", "target", "judgement", "said_on", "said_on_printed"),
        **plain("confidence", "extractor_version"),
        **plain("role"),
        **closed("kind", "speech_act", "said_on_precision", "said_on_basis"),
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
        "verdict": ToOne(lambda: VERDICT, _standing_verdict),
    },
    manys={
        "notes": ToMany(lambda: NOTE, lambda claim, note: note.c.claim_id == claim.c.id),
        "corrections": ToMany(
            lambda: corrections.CORRECTION, lambda claim, correction: correction.c.claim_id == claim.c.id
        ),
    },
    listed=lambda claim: (claim.c.withdrawn_at.is_(None),),
)

VERDICT: Entity = Entity(
    "verdict",
    VerdictRow,
    Order("verdicts", ("key", "id"), descending=False),
    {"id": identity("verdict"), **plain("key", "label_fa", "label_en", "rating")},
)

NOTE: Entity = Entity(
    "note",
    NoteRow,
    Order("notes", ("created_at", "id"), descending=True),
    {"id": identity("note"), **plain("author", "body"), **instants("created_at")},
    ones={
        "claim": ToOne(lambda: CLAIM, lambda note, claim: claim.c.id == note.c.claim_id),
        "verdict": ToOne(lambda: VERDICT, lambda note, verdict: verdict.c.id == note.c.verdict_id),
    },
    fews={"evidence": ToMany(lambda: EVIDENCE, lambda note, evidence: evidence.c.note_id == note.c.id)},
)

PROVENANCE: Entity = Entity(
    "provenance",
    ProvenanceRow,
    Order("provenance", ("revision_id", "position"), descending=False),
    plain("name", "words"),
    embedded={"words_span": span("words")},
    ones={"outlet": ToOne(lambda: OUTLET, lambda hop, outlet: outlet.c.key == hop.c.key)},
)

EVIDENCE: Entity = Entity(
    "evidence",
    EvidenceRow,
    Order("evidence", ("note_id", "position"), descending=False),
    plain("url", "title"),
)
