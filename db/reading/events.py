"""The entity of what happened to a speaker: claims, notes, verdicts, corrections and offices, in one order of time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import FromClause, select, true

from db.reading import articles, corrections, identities, people, verification
from db.reading.arms import Arm, ArmRows, MergedEntity
from db.reading.entities import Condition, Leaf, Order, ToOne, table_of
from db.reading.values import instant
from db.tables import ClaimRow, CorrectionRow, NoteRow, SpeakerRow, TenureRow
from domain.events import EventKind
from domain.roles import Actor

_CLAIM, _NOTE, _CORRECTION, _TENURE, _SPEAKER = (
    table_of(row) for row in (ClaimRow, NoteRow, CorrectionRow, TenureRow, SpeakerRow)
)
_MANY_CLAIMS = 2_000
"""Looking up what is written on so many takes some 4 ms; on 100,000 it would take 200."""

type _Rows = Callable[[FromClause, Actor | None], ArmRows]
type _OnClaims = Callable[[FromClause, FromClause], tuple[FromClause, tuple[Condition, ...]]]
"""Of a speaker and rows on claims: where those on the speaker's claims stand, and which they are."""


def stands_beside(_speaker: FromClause, _event: FromClause) -> Condition:
    """Nothing more: each arm has only the events of the speaker beside whom it stands."""
    return true()


def _claims(speaker: FromClause, _: Actor | None) -> ArmRows:
    claim = _CLAIM.alias()
    conditions = (claim.c.speaker_id == speaker.c.canonical_id, *articles.CLAIM.listed(claim))
    return ArmRows(claim, conditions, claim.c.id, {"claim_id": claim.c.id}, day=claim.c.ordered_on, on=claim.c.said_on)


def _has_many_claims(speaker: FromClause) -> Condition:
    """Whether a speaker has so many claims that what is written on claims is found sooner than on which of them."""
    claim = _CLAIM.alias()
    beyond = select(claim.c.id).where(claim.c.speaker_id == speaker.c.canonical_id).correlate(speaker)
    return beyond.order_by(claim.c.ordered_on).limit(1).offset(_MANY_CLAIMS).scalar_subquery().is_not(None)


def _of_few_claims(speaker: FromClause, row: FromClause) -> tuple[FromClause, tuple[Condition, ...]]:
    """The rows on a speaker's claims, found through the claims; none where those are many."""
    own, claim = _SPEAKER.alias(), _CLAIM.alias()
    source = own.join(claim, claim.c.speaker_id == own.c.id).join(row, row.c.claim_id == claim.c.id)
    return source, (own.c.id == speaker.c.canonical_id, ~_has_many_claims(speaker), *articles.CLAIM.listed(claim))


def _of_many_claims(speaker: FromClause, row: FromClause) -> tuple[FromClause, tuple[Condition, ...]]:
    """The same found in the order of the rows, each asked whose claim it is on; none where the claims are few."""
    own, claim = _SPEAKER.alias(), _CLAIM.alias()
    whose = select(claim.c.speaker_id).where(claim.c.id == row.c.claim_id, *articles.CLAIM.listed(claim))
    is_own = whose.correlate(row).scalar_subquery() == own.c.id
    return own.join(row, is_own), (own.c.id == speaker.c.canonical_id, _has_many_claims(speaker))


def _notes(conditions: Sequence[Condition], note: FromClause, viewer: Actor | None, source: FromClause) -> ArmRows:
    seen = (*verification.NOTE.listed(note), *verification.NOTE.visible(note, viewer))
    return ArmRows(source, (*conditions, *seen), note.c.id, {"note_id": note.c.id}, at=note.c.created_at)


def _notes_on_claims(on_claims: _OnClaims) -> _Rows:
    def rows(speaker: FromClause, viewer: Actor | None) -> ArmRows:
        note = _NOTE.alias()
        source, conditions = on_claims(speaker, note)
        return _notes(conditions, note, viewer, source)

    return rows


def _notes_on_speaker(speaker: FromClause, viewer: Actor | None) -> ArmRows:
    note = _NOTE.alias()
    return _notes([people.belongs_to_speaker(speaker, note)], note, viewer, note)


def _verdicts(notes: _Rows) -> _Rows:
    """Of notes those that were published with a verdict."""

    def rows(speaker: FromClause, viewer: Actor | None) -> ArmRows:
        found = notes(speaker, viewer)
        note = found.id.table
        given = (note.c.verdict_id.is_not(None), note.c.published_at.is_not(None))
        keys = {**found.keys, "verdict_id": note.c.verdict_id}
        return replace(found, conditions=(*found.conditions, *given), keys=keys, at=note.c.published_at)

    return rows


def _corrections(on_claims: _OnClaims) -> _Rows:
    def rows(speaker: FromClause, _: Actor | None) -> ArmRows:
        correction = _CORRECTION.alias()
        source, conditions = on_claims(speaker, correction)
        keys = {"correction_id": correction.c.id, "claim_id": correction.c.claim_id}
        return ArmRows(source, conditions, correction.c.id, keys, at=correction.c.made_at)

    return rows


def _tenures(column: str) -> _Rows:
    def rows(speaker: FromClause, _: Actor | None) -> ArmRows:
        tenure = _TENURE.alias()
        known = (people.belongs_to_speaker(speaker, tenure), *identities.TENURE.listed(tenure))
        conditions = (*known, tenure.c[column].is_not(None))
        return ArmRows(tenure, conditions, tenure.c.id, {"tenure_id": tenure.c.id}, day=tenure.c[column])

    return rows


_WAYS = (_of_few_claims, _of_many_claims)
_ON_CLAIMS = tuple(_notes_on_claims(way) for way in _WAYS)
_ARMS: Mapping[EventKind, tuple[_Rows, ...]] = {
    EventKind.TENURE_ENDED: (_tenures("to_on"),),
    EventKind.TENURE_BEGAN: (_tenures("from_on"),),
    EventKind.CLAIM_MADE: (_claims,),
    EventKind.NOTE_ADDED: (*_ON_CLAIMS, _notes_on_speaker),
    EventKind.VERDICT_GIVEN: tuple(_verdicts(notes) for notes in (*_ON_CLAIMS, _notes_on_speaker)),
    EventKind.CLAIM_CORRECTED: tuple(_corrections(way) for way in _WAYS),
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
