"""The entities that clients read: a field of a GraphQL type stands here under the same name, or does not compile."""

from functools import partial

from sqlalchemy import FromClause, select

from db.reading.entities import Condition, Embedded, Entity, Leaf, Order, ToMany, ToOne
from db.reading.values import enum_name, instant
from db.tables import (
    ArticleRow,
    ClaimRow,
    EvidenceRow,
    NoteRow,
    OutletRow,
    ProvenanceRow,
    RevisionRow,
    SpeakerRow,
    VerdictRow,
)
from domain.node_ids import node_id


def _id(kind: str) -> Leaf:
    return Leaf("id", partial(node_id, kind))


def _plain(*columns: str) -> dict[str, Leaf]:
    return {column: Leaf(column) for column in columns}


def _span(of: str) -> Embedded:
    return Embedded({"start": Leaf(f"{of}_start"), "end": Leaf(f"{of}_end")})


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
    "outlet", OutletRow, Order("outlets", ("key", "id"), descending=False), {"id": _id("outlet"), **_plain("name")}
)

ARTICLE: Entity = Entity(
    "article",
    ArticleRow,
    Order("articles", ("created_at", "id"), descending=True),
    {
        "id": _id("article"),
        **_plain("url", "title", "section", "published_on"),
        "tags": Leaf("tags", is_json=True),
        "published_at": Leaf("published_at", instant),
    },
    ones={"outlet": ToOne(lambda: OUTLET, lambda article, outlet: outlet.c.id == article.c.outlet_id)},
    manys={"claims": ToMany(lambda: CLAIM, lambda article, claim: claim.c.article_id == article.c.id)},
    fews={"provenance": ToMany(lambda: PROVENANCE, _of_current_revision)},
)

SPEAKER: Entity = Entity(
    "speaker",
    SpeakerRow,
    Order("speakers", ("key", "id"), descending=False),
    {"id": _id("speaker"), **_plain("name"), "kind": Leaf("kind", enum_name)},
    manys={"claims": ToMany(lambda: CLAIM, lambda speaker, claim: claim.c.speaker_id == speaker.c.id)},
)

CLAIM: Entity = Entity(
    "claim",
    ClaimRow,
    Order("claims", ("ordered_on", "id"), descending=True),
    {
        "id": _id("claim"),
        **_plain("content", "context", "cue", "mention", "target", "judgement", "said_on", "said_on_printed"),
        **_plain("confidence", "extractor_version"),
        "kind": Leaf("kind", enum_name),
        "speech_act": Leaf("speech_act", enum_name),
        "said_on_precision": Leaf("said_on_precision", enum_name),
        "said_on_basis": Leaf("said_on_basis", enum_name),
        "extracted_at": Leaf("extracted_at", instant),
        "withdrawn_at": Leaf("withdrawn_at", instant),
    },
    embedded={f"{of}_span": _span(of) for of in ("content", "context", "cue", "mention", "target", "judgement")},
    ones={
        "speaker": ToOne(lambda: SPEAKER, lambda claim, speaker: speaker.c.id == claim.c.speaker_id),
        "article": ToOne(lambda: ARTICLE, lambda claim, article: article.c.id == claim.c.article_id),
        "verdict": ToOne(lambda: VERDICT, _standing_verdict),
    },
    manys={"notes": ToMany(lambda: NOTE, lambda claim, note: note.c.claim_id == claim.c.id)},
    listed=lambda claim: (claim.c.withdrawn_at.is_(None),),
)

VERDICT: Entity = Entity(
    "verdict",
    VerdictRow,
    Order("verdicts", ("key", "id"), descending=False),
    {"id": _id("verdict"), **_plain("key", "label_fa", "label_en", "rating")},
)

NOTE: Entity = Entity(
    "note",
    NoteRow,
    Order("notes", ("created_at", "id"), descending=True),
    {"id": _id("note"), **_plain("author", "body"), "created_at": Leaf("created_at", instant)},
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
    _plain("name", "words"),
    embedded={"words_span": _span("words")},
    ones={"outlet": ToOne(lambda: OUTLET, lambda hop, outlet: outlet.c.key == hop.c.key)},
)

EVIDENCE: Entity = Entity(
    "evidence",
    EvidenceRow,
    Order("evidence", ("note_id", "position"), descending=False),
    _plain("url", "title"),
)

NODES = {entity.name: entity for entity in (ARTICLE, CLAIM, NOTE, OUTLET, SPEAKER, VERDICT)}
"""The entities whose rows can be asked for by id."""

__all__ = ["ARTICLE", "CLAIM", "EVIDENCE", "NODES", "NOTE", "OUTLET", "PROVENANCE", "SPEAKER", "VERDICT"]
