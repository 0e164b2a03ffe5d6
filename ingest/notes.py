"""What fact-checkers do with notes: write, amend, move on, assign and retract them. Who may is domain/notes.py's table.

Every function works inside the caller's transaction, names the version that it was decided on, and tells the audit
chain. The words of a note are its author's and public once it is; the chain holds their digest all the same.
"""

from datetime import date, timedelta
from uuid import UUID, uuid4

from db.notes import (
    Subject,
    change_version,
    has_evidence,
    is_known_actor,
    newest_publication,
    put_version,
    retract_versions,
    standing_verdict,
    subject_is_there,
    subject_of,
    supersede_versions,
    verdict_ids,
    verdict_key,
    versions_of,
)
from db.tables import NoteRow
from domain.audit import Audience, Facts, digest
from domain.errors import BadDecision, Conflict, OutOfTurn
from domain.notes import Stage, Visibility, may_amend, may_retract, turn_of
from ingest.acting import MOST_REASON, Acting, check_words
from ingest.note_rules import EARLIEST_GIVEN, Said, check_said

A_DAY = timedelta(days=1)
"""It may be tomorrow already where somebody is, and the clock is in UTC."""
A_MOMENT = timedelta(microseconds=1)
"""The least by which both databases tell instants apart."""


async def add_note(acting: Acting, subject: Subject, said: Said, *, submit: bool = False) -> UUID:
    """Write a note, as a draft or handed in for review at once; its id. Raises BadDecision."""
    if not await subject_is_there(acting.session, subject):
        raise BadDecision(f"{subject.kind}Id", f"names no {subject.kind} that is there; pass an id that lists gave")
    identity = uuid4()
    note = await _version(acting, identity, identity, 1, subject, said, submit=submit)
    _tell(acting, "addNote", note, after=_facts(note, said))
    return identity


async def amend_note(acting: Acting, note: UUID, version: int, said: Said, *, submit: bool = False) -> UUID:
    """Write a new version of a note; its id. The one that is published stands until this one is. Raises BadDecision."""
    newest = await _newest(acting, note, version)
    if not may_amend(acting.by.role, is_author=_is_author(acting, newest)):
        raise OutOfTurn("noteId", "is somebody else's note; its author or an editor amends it")
    subject = subject_of(newest)
    if not await subject_is_there(acting.session, subject):
        raise BadDecision("noteId", "is about something that was withdrawn; it cannot be amended")
    was_public = any(_is_shown(one) for one in await versions_of(acting.session, note))
    if was_public and said.visibility is Visibility.TEAM:
        raise BadDecision("visibility", "was public, and everybody read the note; retract it, and add one for the team")
    identity = uuid4()
    made = await _version(acting, identity, newest.root_id, version + 1, subject, said, submit=submit)
    if newest.stage != Stage.PUBLISHED.value:
        await change_version(acting.session, newest.id, now=acting.now, superseded_at=acting.now)
    _tell(acting, "amendNote", made, before={"note": newest.id, "version": version}, after=_facts(made, said))
    return identity


async def retract_note(acting: Acting, note: UUID, version: int, *, reason: str) -> UUID:
    """Take a note back, with every version that stands or is on its way; the newest's id. Raises BadDecision."""
    newest = await _newest(acting, note, version)
    check_words(reason, "reason", most=MOST_REASON)
    live = [one for one in await versions_of(acting.session, note) if one.superseded_at is None]
    shown = next((one for one in live if one.stage == Stage.PUBLISHED.value), newest)
    is_author = all(_is_author(acting, one) for one in live)
    if not may_retract(acting.by.role, Stage(shown.stage), is_author=is_author):
        raise OutOfTurn("noteId", "is not yours to retract; ask an editor")
    await retract_versions(acting.session, newest.root_id, reason=reason, now=acting.now)
    _tell(acting, "retractNote", shown, before={"stage": shown.stage, "version": shown.version}, reason=reason)
    return newest.id


async def move_note(acting: Acting, note: UUID, version: int, to: Stage, *, reason: str | None = None) -> UUID:
    """Bring a note's newest version to another stage; its id. Raises BadDecision, and OutOfTurn by the workflow."""
    newest = await _newest(acting, note, version)
    stage = Stage(newest.stage)
    turn = turn_of((stage, to), acting.by.role, is_author=_is_author(acting, newest))
    if turn is None:
        raise OutOfTurn("to", f"is no move that you can make of a note that is {stage.value}; see the workflow's table")
    if turn.with_reason or reason is not None:
        check_words(reason or "", "reason", most=MOST_REASON)
    if to is Stage.PUBLISHED:
        await _check_publishable(acting, newest)
        await supersede_versions(acting.session, newest.root_id, before=version, now=acting.now)
    await change_version(acting.session, newest.id, now=acting.now, stage=to.value, **await _stamps(acting, newest, to))
    moved = newest.model_copy(update={"stage": to.value})
    facts: Facts = {"stage": to.value, "version": version}
    if to is Stage.PUBLISHED:
        facts = {**facts, "verdict": await verdict_key(acting.session, newest.verdict_id), "body": digest(newest.body)}
    _tell(acting, "moveNote", moved, before={"stage": stage.value}, after=facts, reason=reason)
    return newest.id


async def assign_note(acting: Acting, note: UUID, version: int, to: str | None) -> UUID:
    """Say who shall work on a note's newest version, None for nobody; its id. Raises BadDecision."""
    newest = await _newest(acting, note, version)
    if newest.stage == Stage.PUBLISHED.value:
        raise OutOfTurn("noteId", "is published; only what is on its way is assigned")
    if to is not None and not await is_known_actor(acting.session, to):
        raise BadDecision("assignedTo", "names nobody who has a key or has worked here; give a name as notes show it")
    await change_version(acting.session, newest.id, now=acting.now, assigned_to=to)
    _tell(acting, "assignNote", newest, before={"assignedTo": newest.assigned_to}, after={"assignedTo": to})
    return newest.id


async def record_claimant_asked(acting: Acting, note: UUID, version: int, on: date) -> UUID:
    """Note the day on which the claimant was asked for comment; the newest version's id. Raises BadDecision."""
    newest = await _newest(acting, note, version)
    if newest.stage == Stage.PUBLISHED.value:
        raise OutOfTurn("noteId", "is published; amend it to tell of a later request")
    if not EARLIEST_GIVEN <= on <= acting.now.date() + A_DAY:
        raise BadDecision("on", "is a day that has not come, or none of ours; give the day of the request")
    before = newest.claimant_asked_on.isoformat() if newest.claimant_asked_on else None
    await change_version(acting.session, newest.id, now=acting.now, claimant_asked_on=on)
    _tell(acting, "recordClaimantAsked", newest, before={"on": before}, after={"on": on.isoformat()})
    return newest.id


async def _newest(acting: Acting, note: UUID, version: int) -> NoteRow:
    """The newest version of a note, if it is the one that somebody decided on. Raises BadDecision."""
    versions = await versions_of(acting.session, note)
    if not versions:
        raise BadDecision("noteId", "names no note; pass an id that notes gave")
    newest = versions[0]
    if newest.version != version:
        raise Conflict("version", f"is {version}, but the newest is {newest.version}; read it and decide again")
    if newest.retracted_at is not None:
        raise Conflict("noteId", "was retracted; add another note")
    return newest


async def _version(  # noqa: PLR0913, PLR0917 - a version has as many parts
    acting: Acting, identity: UUID, root: UUID, version: int, subject: Subject, said: Said, *, submit: bool
) -> NoteRow:
    """A version as it is stored."""
    verdicts = await verdict_ids(acting.session)
    check_said(said, subject, known_verdicts=verdicts, today=acting.now.date() + A_DAY)
    verdict = verdicts[said.verdict] if said.verdict is not None else None
    note = NoteRow(
        id=identity,
        root_id=root,
        version=version,
        claim_id=subject.id if subject.kind == "claim" else None,
        speaker_id=subject.id if subject.kind == "speaker" else None,
        article_id=subject.id if subject.kind == "article" else None,
        author_id=acting.by.id,
        author=acting.by.name,
        language=said.language,
        visibility=said.visibility.value,
        verdict_id=verdict,
        attribution=said.attribution.value if said.attribution else None,
        changes_verdict=said.changes_verdict,
        body=said.body,
        created_at=acting.now,
        stage=(Stage.SUBMITTED if submit else Stage.DRAFT).value,
        submitted_at=acting.now if submit else None,
    )
    await _check_change(acting, note)
    await put_version(acting.session, note, said.evidence)
    return note


async def _check_change(acting: Acting, note: NoteRow) -> None:
    """Raise BadDecision where publishing a version would make another verdict stand, and nobody says why.

    A verdict that goes is another one, too.
    """
    if note.claim_id is None or note.changes_verdict is not None:
        return
    stands = await standing_verdict(acting.session, note.claim_id)
    gives = note.verdict_id if note.visibility == Visibility.PUBLIC.value else None
    after = gives or await standing_verdict(acting.session, note.claim_id, besides=note.root_id)
    if stands is None or stands == after:
        return
    key = await verdict_key(acting.session, stands)
    raise BadDecision("changesVerdict", f"is empty, but «{key}» stands on the claim; say why the verdict changes")


async def _check_publishable(acting: Acting, note: NoteRow) -> None:
    """Raise BadDecision for a note that cannot be published as things stand now."""
    subject = subject_of(note)
    if not await subject_is_there(acting.session, subject):
        raise BadDecision("noteId", "is about something that was withdrawn; it cannot be published")
    judges = note.verdict_id is not None or note.attribution is not None
    if judges and note.visibility == Visibility.PUBLIC.value and not await has_evidence(acting.session, note.id):
        raise BadDecision("noteId", "has a verdict without evidence; amend it with at least one link")
    await _check_change(acting, note)


async def _stamps(acting: Acting, note: NoteRow, to: Stage) -> dict[str, object]:
    """The instants of a version's stages, once it is brought to one.

    What is published now is newer than all before it, whatever the clocks of the machines say.
    """
    match to:
        case Stage.DRAFT:
            return {"submitted_at": None, "reviewed_at": None, "reviewed_by": None}
        case Stage.SUBMITTED:
            return {"submitted_at": acting.now}
        case Stage.REVIEWED:
            return {"reviewed_at": acting.now, "reviewed_by": acting.by.name}
        case Stage.PUBLISHED:
            last = await newest_publication(acting.session, note.claim_id) if note.claim_id else None
            return {"published_at": max(acting.now, last + A_MOMENT) if last else acting.now}


def _is_shown(note: NoteRow) -> bool:
    """Whether everybody may have read a version."""
    return note.stage == Stage.PUBLISHED.value and note.visibility == Visibility.PUBLIC.value


def _is_author(acting: Acting, note: NoteRow) -> bool:
    """Whether who acts wrote a version; at a terminal the name is all that is known.

    What was imported is nobody's own, whoever bears its publisher's name.
    """
    if acting.by.id is None:
        return acting.by.name == note.author
    return acting.by.id == note.author_id


def _facts(note: NoteRow, said: Said) -> Facts:
    return {
        "version": note.version,
        "stage": note.stage,
        "visibility": note.visibility,
        "verdict": said.verdict,
        "attribution": note.attribution,
        "changesVerdict": said.changes_verdict,
        "body": digest(said.body),
        "evidence": [one.url for one in said.evidence],
    }


def _tell(  # noqa: PLR0913 - an event has as many parts
    acting: Acting,
    action: str,
    note: NoteRow,
    *,
    before: Facts | None = None,
    after: Facts | None = None,
    reason: str | None = None,
) -> None:
    """Tell the audit chain; what happens to a note before it is published, or to a team's note, is the team's."""
    acting.record(
        action,
        "note",
        note.id,
        audience=Audience.PUBLIC if _is_shown(note) else Audience.TEAM,
        claim_id=note.claim_id,
        article_id=note.article_id,
        before=before,
        after=after,
        reason=reason,
    )
