"""The second way to answer, for notes, verdicts and audit events: who sees what is decided here anew, row by row."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from api.markdown import rendered
from db.tables import ArticleRow, AuditEventRow, ClaimRow, EvidenceRow, NoteRow, SpeakerRow, VerdictRow
from tests.api.reference_rows import Row, Rows

if TYPE_CHECKING:
    from tests.api.reference import World

AUDIENCES = {"public": {"public"}, "team": {"public", "team"}, "admin": {"public", "team", "admin"}}


def seen_notes(world: "World", **columns: object) -> list[NoteRow]:
    """The notes with these values that the viewer may see."""
    return [one for one in world.of(NoteRow, **columns) if world.audience != "public" or _is_public(world, one)]


def _is_public(world: "World", note: NoteRow) -> bool:
    if note.stage != "published" or note.visibility != "public":
        return False
    claims = world.of(ClaimRow, id=note.claim_id)
    articles = world.of(ArticleRow, id=note.article_id)
    return not any(one.withdrawn_by == "editor" for one in claims) and not any(one.withdrawn_at for one in articles)


def notes(world: "World", arguments: Mapping[str, Any], **columns: object) -> Rows:
    """A page of notes that stand or are on their way, the newest first."""
    return _page(seen_notes(world, **columns), arguments)


def notes_of_speaker(world: "World", speaker: SpeakerRow, arguments: Mapping[str, Any]) -> Rows:
    """A page of the notes about a speaker and all who were merged into the same."""
    same = world.of(SpeakerRow, canonical_id=speaker.canonical_id)
    return _page([note for one in same for note in seen_notes(world, speaker_id=one.id)], arguments)


def _page(found: list[NoteRow], arguments: Mapping[str, Any]) -> Rows:
    live = [one for one in found if not one.superseded_at and not one.retracted_at]
    ordered = sorted(live, key=lambda one: (one.created_at, one.id), reverse=True)
    return Rows("Note", ordered, arguments["first"], "notes", ("created_at", "id"))


def queue(world: "World", arguments: Mapping[str, Any]) -> Rows:
    """What waits for others, the oldest first."""
    live = [one for one in seen_notes(world) if not one.superseded_at and not one.retracted_at]
    waiting = [one for one in live if one.stage in {"submitted", "reviewed"}]
    ordered = sorted(waiting, key=lambda one: (one.created_at, one.id))
    return Rows("Note", ordered, arguments["first"], "queue", ("created_at", "id"))


def events(world: "World", arguments: Mapping[str, Any], *, of: ClaimRow | None = None) -> Rows:
    """A page of events, of a claim's history or all, the newest first."""
    found = [one for one in world.of(AuditEventRow) if one.audience in AUDIENCES[world.audience]]
    if of is not None:
        found = [
            one for one in found if one.claim_id == of.id or (one.article_id == of.article_id and one.claim_id is None)
        ]
    ordered = sorted(found, key=lambda one: (one.at, one.id), reverse=True)
    return Rows("AuditEvent", ordered, arguments["first"], "events", ("at", "id"))


def standing(world: "World", claim: ClaimRow, column: str) -> NoteRow | None:
    """The newest published, public, unretracted note on a claim that fills a column."""
    stands = [
        one
        for one in world.of(NoteRow, claim_id=claim.id, visibility="public", superseded_at=None, retracted_at=None)
        if one.published_at and getattr(one, column) is not None
    ]
    if claim.withdrawn_by == "editor":
        return None
    return max(stands, key=lambda one: (one.published_at, one.id), default=None)


def claim_field(world: "World", claim: ClaimRow, name: str, arguments: Mapping[str, Any]) -> Any:
    """What verification adds to a claim."""
    match name:
        case "notes":
            return notes(world, arguments, claim_id=claim.id)
        case "history":
            return events(world, arguments, of=claim)
        case "verdict":
            note = standing(world, claim, "verdict_id")
            return note and Row("Verdict", world.of(VerdictRow, id=note.verdict_id)[0])
        case "verdictNote":
            return _shown(world, standing(world, claim, "verdict_id"))
        case "attributionNote":
            return _shown(world, standing(world, claim, "attribution"))
    shown = _shown(world, standing(world, claim, "attribution"))
    return shown and shown.row.attribution.upper()


def _shown(world: "World", note: NoteRow | None) -> Row | None:
    return Row("Note", note) if note in seen_notes(world) and note is not None else None


def note_field(world: "World", note: NoteRow, name: str, arguments: Mapping[str, Any]) -> Any:
    """A field of a note that is more than its column."""
    match name:
        case "evidence":
            found = sorted(world.of(EvidenceRow, note_id=note.id), key=lambda one: one.position)
            return [Row("Evidence", one) for one in found]
        case "versions":
            versions = sorted(seen_notes(world, root_id=note.root_id), key=lambda one: one.version, reverse=True)
            return Rows("Note", versions, arguments["first"], "versions", ("version", "id"))
        case "bodyHtml":
            return rendered(note.body)
        case "speaker":
            speakers = world.of(SpeakerRow, id=note.speaker_id)
            return Row("Speaker", world.of(SpeakerRow, id=speakers[0].canonical_id)[0]) if speakers else None
    raise AssertionError(name)


def event_field(event: AuditEventRow, name: str) -> Any:
    """A field of an event that is more than its column."""
    if name == "subjectId":
        return f"{event.subject_kind}_{event.subject_id.hex}"
    column = getattr(event, name)
    return json.loads(column) if column is not None else None
