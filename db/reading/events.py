"""The entity of what happened to a speaker: claims, notes, verdicts, corrections and offices, in one order of time."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, true

from db.reading import articles, corrections, identities, people, verification
from db.reading.arms import Arm, ArmRows, MergedEntity
from db.reading.entities import Condition, Leaf, Order, ToOne, table_of
from db.reading.values import instant
from db.tables import ClaimRow, CorrectionRow, NoteRow, TenureRow
from domain.events import EventKind
from domain.roles import Actor

_CLAIM, _NOTE, _CORRECTION, _TENURE = (table_of(row) for row in (ClaimRow, NoteRow, CorrectionRow, TenureRow))


def stands_beside(_speaker: FromClause, _event: FromClause) -> Condition:
    """Nothing more: each arm has only the events of the speaker beside whom it stands."""
    return true()


def _live_claims_of(speaker: FromClause, claim: FromClause) -> tuple[Condition, ...]:
    return (claim.c.speaker_id == speaker.c.canonical_id, *articles.CLAIM.listed(claim))


def _claims(speaker: FromClause, _: Actor | None) -> ArmRows:
    claim = _CLAIM.alias()
    conditions = _live_claims_of(speaker, claim)
    return ArmRows(claim, conditions, claim.c.id, {"claim_id": claim.c.id}, day=claim.c.ordered_on, on=claim.c.said_on)


def _seen_notes(note: FromClause, viewer: Actor | None) -> tuple[Condition, ...]:
    return (*verification.NOTE.listed(note), *verification.NOTE.visible(note, viewer))


def _note_rows(
    note: FromClause, source: FromClause, conditions: Sequence[Condition], at: ColumnElement[Any]
) -> ArmRows:
    keys = {"note_id": note.c.id, "verdict_id": note.c.verdict_id}
    return ArmRows(source, conditions, note.c.id, keys, at=at)


def _notes_on_claims(speaker: FromClause, viewer: Actor | None) -> ArmRows:
    note, claim = _NOTE.alias(), _CLAIM.alias()
    source = note.join(claim, claim.c.id == note.c.claim_id)
    conditions = (*_live_claims_of(speaker, claim), *_seen_notes(note, viewer))
    return _note_rows(note, source, conditions, note.c.created_at)


def _notes_on_speaker(speaker: FromClause, viewer: Actor | None) -> ArmRows:
    note = _NOTE.alias()
    conditions = (people.belongs_to_speaker(speaker, note), *_seen_notes(note, viewer))
    return _note_rows(note, note, conditions, note.c.created_at)


def _gives_verdict(note: FromClause) -> tuple[Condition, ...]:
    return (note.c.verdict_id.is_not(None), note.c.published_at.is_not(None))


def _verdicts_on_claims(speaker: FromClause, viewer: Actor | None) -> ArmRows:
    note, claim = _NOTE.alias(), _CLAIM.alias()
    source = note.join(claim, claim.c.id == note.c.claim_id)
    conditions = (*_live_claims_of(speaker, claim), *_seen_notes(note, viewer), *_gives_verdict(note))
    return _note_rows(note, source, conditions, note.c.published_at)


def _verdicts_on_speaker(speaker: FromClause, viewer: Actor | None) -> ArmRows:
    note = _NOTE.alias()
    conditions = (people.belongs_to_speaker(speaker, note), *_seen_notes(note, viewer), *_gives_verdict(note))
    return _note_rows(note, note, conditions, note.c.published_at)


def _corrections(speaker: FromClause, _: Actor | None) -> ArmRows:
    correction, claim = _CORRECTION.alias(), _CLAIM.alias()
    source = correction.join(claim, claim.c.id == correction.c.claim_id)
    keys = {"correction_id": correction.c.id, "claim_id": claim.c.id}
    return ArmRows(source, _live_claims_of(speaker, claim), correction.c.id, keys, at=correction.c.made_at)


def _tenures(column: str) -> Callable[[FromClause, Actor | None], ArmRows]:
    def rows(speaker: FromClause, _: Actor | None) -> ArmRows:
        tenure = _TENURE.alias()
        known = (people.belongs_to_speaker(speaker, tenure), *identities.TENURE.listed(tenure))
        conditions = (*known, tenure.c[column].is_not(None))
        return ArmRows(tenure, conditions, tenure.c.id, {"tenure_id": tenure.c.id}, day=tenure.c[column])

    return rows


_ARMS: Mapping[EventKind, tuple[Callable[[FromClause, Actor | None], ArmRows], ...]] = {
    EventKind.TENURE_ENDED: (_tenures("to_on"),),
    EventKind.TENURE_BEGAN: (_tenures("from_on"),),
    EventKind.CLAIM_MADE: (_claims,),
    EventKind.NOTE_ADDED: (_notes_on_claims, _notes_on_speaker),
    EventKind.VERDICT_GIVEN: (_verdicts_on_claims, _verdicts_on_speaker),
    EventKind.CLAIM_CORRECTED: (_corrections,),
}

SPEAKER_EVENT: MergedEntity = MergedEntity(
    "speaker_event",
    ClaimRow,
    Order("speaker events", ("day", "rank", "instant", "id"), descending=True),
    {"on": Leaf("on_day"), "at": Leaf("at", instant)},
    ones={
        "claim": ToOne(lambda: articles.CLAIM, lambda event, claim: claim.c.id == event.c.claim_id),
        "note": ToOne(lambda: verification.NOTE, lambda event, note: note.c.id == event.c.note_id),
        "verdict": ToOne(lambda: verification.VERDICT, lambda event, verdict: verdict.c.id == event.c.verdict_id),
        "correction": ToOne(
            lambda: corrections.CORRECTION, lambda event, correction: correction.c.id == event.c.correction_id
        ),
        "tenure": ToOne(lambda: identities.TENURE, lambda event, tenure: tenure.c.id == event.c.tenure_id),
    },
    arms=tuple(Arm(kind.value, rank, rows) for rank, kind in enumerate(EventKind, 1) for rows in _ARMS[kind]),
    keys=("claim_id", "note_id", "verdict_id", "correction_id", "tenure_id"),
)
