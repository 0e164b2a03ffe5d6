"""The entities of verification: notes with their evidence and verdicts, and audit events; each for who may see it."""

from dataclasses import replace

import orjson
from sqlalchemy import ColumnElement, FromClause, and_, exists, or_, select, tuple_

from db.reading import articles, identities, people
from db.reading.entities import Condition, Entity, Leaf, Order, ToMany, ToOne, table_of
from db.reading.leaves import closed, identity, instants, plain
from db.tables import ArticleRow, AuditEventRow, ClaimRow, EvidenceRow, NoteRow, VerdictRow
from domain.audit import Audience
from domain.node_ids import node_id
from domain.notes import Stage, Visibility
from domain.roles import Actor, Operation, may
from domain.verdicts import BEST_RATING, WORST_RATING
from domain.withdrawal import Withdrawal

_CLAIM, _ARTICLE, _NOTE = table_of(ClaimRow), table_of(ArticleRow), table_of(NoteRow)


def standing_note(claim: FromClause, column: str) -> ColumnElement[object]:
    """The id of the note that stands on a claim: the newest published, public, unretracted one that fills `column`.

    None stands on a claim that an editor withdrew.
    """
    note = _NOTE.alias()
    newest = (
        select(note.c.id)
        .where(note.c.claim_id == claim.c.id, note.c[column].is_not(None), *_stands(note))
        .where(or_(claim.c.withdrawn_by.is_(None), claim.c.withdrawn_by != Withdrawal.EDITOR.value))
        .order_by(note.c.published_at.desc(), note.c.id.desc())
        .limit(1)
        .correlate(claim)
    )
    return newest.scalar_subquery()


def standing_notes(column: str) -> FromClause:
    """The notes that stand, of those that fill `column`: on each claim the newest, as `standing_note` finds it.

    Those on claims that an editor withdrew are among them.
    """
    note, newer = _NOTE.alias(), _NOTE.alias()
    is_newer = and_(
        newer.c.claim_id == note.c.claim_id,
        newer.c[column].is_not(None),
        *_stands(newer),
        tuple_(newer.c.published_at, newer.c.id) > tuple_(note.c.published_at, note.c.id),
    )
    standing = select(note.c.claim_id, note.c[column]).where(
        note.c.claim_id.is_not(None), note.c[column].is_not(None), *_stands(note), ~exists().where(is_newer)
    )
    return standing.subquery()


def standing_verdict(claim: FromClause, verdict: FromClause) -> Condition:
    """That a verdict is the one of the note that stands on a claim."""
    note = _NOTE.alias()
    given = select(note.c.verdict_id).where(note.c.id == standing_note(claim, "verdict_id")).correlate(claim)
    condition: Condition = verdict.c.id == given.scalar_subquery()
    return condition


def _stands(note: FromClause) -> tuple[Condition, ...]:
    return (
        note.c.published_at.is_not(None),
        note.c.superseded_at.is_(None),
        note.c.retracted_at.is_(None),
        note.c.visibility == Visibility.PUBLIC.value,
    )


def _note_is_visible(note: FromClause, viewer: Actor | None) -> tuple[Condition, ...]:
    """The team sees every note; others see published public ones about what no editor has withdrawn."""
    if may(viewer, Operation.READ_TEAM_NOTES):
        return ()
    claim, article = _CLAIM.alias(), _ARTICLE.alias()
    of_claim = exists().where(claim.c.id == note.c.claim_id, claim.c.withdrawn_by == Withdrawal.EDITOR.value)
    of_article = exists().where(article.c.id == note.c.article_id, article.c.withdrawn_at.is_not(None))
    return (
        note.c.stage == Stage.PUBLISHED.value,
        note.c.visibility == Visibility.PUBLIC.value,
        or_(note.c.claim_id.is_(None), ~of_claim.correlate(note)),
        or_(note.c.article_id.is_(None), ~of_article.correlate(note)),
    )


def _event_is_visible(event: FromClause, viewer: Actor | None) -> tuple[Condition, ...]:
    shown = [Audience.PUBLIC]
    if may(viewer, Operation.READ_TEAM_NOTES):
        shown.append(Audience.TEAM)
    if may(viewer, Operation.READ_KEYS):
        shown.append(Audience.ADMIN)
    return (event.c.audience.in_([audience.value for audience in shown]),)


def history_of(claim: FromClause, event: FromClause) -> Condition:
    """That an event changed a claim, or the article that reports it."""
    of_article = and_(event.c.article_id == claim.c.article_id, event.c.claim_id.is_(None))
    return or_(event.c.claim_id == claim.c.id, of_article)


VERDICT: Entity = Entity(
    "verdict",
    VerdictRow,
    Order("verdicts", ("scale", "position", "id"), descending=False),
    {
        "id": identity("verdict"),
        **plain("scale", "key", "label_fa", "label_en", "position", "rating"),
        "worst_rating": Leaf("rating", lambda _: WORST_RATING),
        "best_rating": Leaf("rating", lambda _: BEST_RATING),
        "is_in_use": Leaf("retired_at", lambda _: False, null=True),
    },
    listed=lambda verdict: (verdict.c.retired_at.is_(None),),
)

NOTE: Entity = Entity(
    "note",
    NoteRow,
    Order("notes", ("created_at", "id"), descending=True),
    {
        "id": identity("note"),
        **plain("version", "author", "language", "body", "changes_verdict", "reviewed_by", "assigned_to"),
        **plain("claimant_asked_on", "retraction_reason"),
        "body_html": Leaf("body"),
        **closed("stage", "visibility", "attribution", "origin"),
        **instants("created_at", "submitted_at", "reviewed_at", "published_at", "superseded_at", "retracted_at"),
    },
    ones={
        "claim": ToOne(lambda: articles.CLAIM, lambda note, claim: claim.c.id == note.c.claim_id),
        "speaker": ToOne(lambda: identities.SPEAKER, people.is_canonical_of),
        "article": ToOne(lambda: articles.ARTICLE, lambda note, article: article.c.id == note.c.article_id),
        "verdict": ToOne(lambda: VERDICT, lambda note, verdict: verdict.c.id == note.c.verdict_id),
    },
    manys={"versions": ToMany(lambda: NOTE_VERSION, lambda note, version: version.c.root_id == note.c.root_id)},
    fews={"evidence": ToMany(lambda: EVIDENCE, lambda note, evidence: evidence.c.note_id == note.c.id)},
    listed=lambda note: (note.c.superseded_at.is_(None), note.c.retracted_at.is_(None)),
    visible=_note_is_visible,
    restricted={"assigned_to": Operation.READ_REVIEW_QUEUE},
)

NOTE_VERSION: Entity = replace(NOTE, order=Order("versions", ("version", "id"), descending=True), listed=lambda _: ())
"""Notes as the versions of one: those that were superseded or retracted, too."""

QUEUED_NOTE: Entity = replace(NOTE, order=Order("queue", ("created_at", "id"), descending=False))
"""Notes as they wait, the oldest first."""

EVIDENCE: Entity = Entity(
    "evidence",
    EvidenceRow,
    Order("evidence", ("note_id", "position"), descending=False),
    {**plain("url", "title", "archive_url", "excerpt", "accessed_on"), **closed("stance")},
)

AUDIT_EVENT: Entity = Entity(
    "event",
    AuditEventRow,
    Order("events", ("at", "id"), descending=True),
    {
        "id": identity("event"),
        **plain("actor", "action", "reason", "request_id", "hash", "previous_hash"),
        **instants("at"),
        "subject_id": Leaf("subject_id", lambda key, kind: node_id(kind, key), also=("subject_kind",)),
        "before": Leaf("before", orjson.loads),
        "after": Leaf("after", orjson.loads),
    },
    ones={
        "claim": ToOne(lambda: articles.CLAIM, lambda event, claim: claim.c.id == event.c.claim_id),
        "article": ToOne(lambda: articles.ARTICLE, lambda event, article: article.c.id == event.c.article_id),
    },
    visible=_event_is_visible,
    restricted=dict.fromkeys(("request_id", "hash", "previous_hash"), Operation.READ_AUDIT_EVENTS),
)
"""Neither in the order of their positions nor with their hashes for everybody: both would tell of hidden events."""
