"""The second way to answer what happened to a speaker: every row is looked at, and all are sorted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from db.tables import ClaimRow, CorrectionRow, NoteRow, SpeakerRow, TenureRow, VerdictRow
from db.types import EARLIEST
from tests.api import reference_verification as verification
from tests.api.reference_rows import Row, Rows, told

if TYPE_CHECKING:
    from tests.api.reference import World

RANKS = {
    name: rank
    for rank, name in enumerate(
        ("TenureEnded", "TenureBegan", "ClaimMade", "NoteAdded", "VerdictGiven", "ClaimCorrected")
    )
}
NO_INSTANT = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Event:
    """Something that happened, and what it is about, by the names of its fields."""

    type_name: str
    id: UUID
    on: date | None
    at: datetime | None
    about: Mapping[str, Row]

    @property
    def day(self) -> date:
        """The day that orders it."""
        return self.on or EARLIEST

    @property
    def instant(self) -> datetime:
        """The instant that orders it."""
        return self.at or NO_INSTANT

    @property
    def rank(self) -> int:
        """Its place among the events of one day, as cursors hold it."""
        return RANKS[self.type_name] + 1


def events(world: "World", speaker: SpeakerRow, arguments: Mapping[str, Any]) -> Rows:
    """A page of events, newest first."""
    kinds = {kind.replace("_", "").lower() for kind in arguments.get("kinds") or ()}
    found = [one for one in _all(world, speaker) if not kinds or one.type_name.lower() in kinds]
    found.sort(key=lambda one: (one.day, one.rank, one.instant, one.id), reverse=True)
    order = ("day", "rank", "instant", "id")
    return Rows("SpeakerEvent", found, arguments["first"], "speaker events", order)


def field(event: Event, name: str) -> Any:
    """The value of a field."""
    return told(getattr(event, name)) if name in {"on", "at"} else event.about[name]


def _all(world: "World", speaker: SpeakerRow) -> Iterator[Event]:
    same = world.of(SpeakerRow, canonical_id=speaker.canonical_id)
    notes = [note for one in same for note in verification.seen_notes(world, speaker_id=one.id)]
    for claim in world.of(ClaimRow, speaker_id=speaker.canonical_id, withdrawn_at=None):
        about = {"claim": Row("Claim", claim)}
        yield Event("ClaimMade", claim.id, claim.said_on, None, about)
        for made in world.of(CorrectionRow, claim_id=claim.id):
            yield _at("ClaimCorrected", made.id, made.made_at, {**about, "correction": Row("Correction", made)})
        notes += verification.seen_notes(world, claim_id=claim.id)
    for note in notes:
        if not note.superseded_at and not note.retracted_at:
            yield from _of_note(world, note)
    for one in same:
        for tenure in world.of(TenureRow, speaker_id=one.id, rejected_by=None):
            for name, day in (("TenureBegan", tenure.from_on), ("TenureEnded", tenure.to_on)):
                if day is not None:
                    yield Event(name, tenure.id, day, None, {"tenure": Row("Tenure", tenure)})


def _of_note(world: "World", note: NoteRow) -> Iterator[Event]:
    about = {"note": Row("Note", note)}
    yield _at("NoteAdded", note.id, note.created_at, about)
    if note.verdict_id and note.published_at:
        [verdict] = world.of(VerdictRow, id=note.verdict_id)
        yield _at("VerdictGiven", note.id, note.published_at, {**about, "verdict": Row("Verdict", verdict)})


def _at(name: str, key: UUID, at: datetime, about: Mapping[str, Row]) -> Event:
    return Event(name, key, at.astimezone(UTC).date(), at, about)
