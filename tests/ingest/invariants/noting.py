"""What people do with notes, and what it must do to them."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from db.notes import Subject
from domain.notes import Stage, Visibility
from domain.roles import Actor, Role
from ingest.note_rules import Said
from ingest.notes import add_note, amend_note, move_note, retract_note
from tests.ingest.invariants.model import EDITORS, Note, Version
from tests.ingest.invariants.newsroom import WRITERS, Newsroom
from tests.ingest.noting import LINK

VERDICTS = ["true", "false", None]
WHY = "دلیل"


class Noting(Newsroom):
    """People write, amend, move and retract notes."""

    @rule(
        data=st.data(),
        by=st.sampled_from(WRITERS),
        verdict=st.sampled_from(VERDICTS),
        visibility=st.sampled_from(Visibility),
        says_why=st.booleans(),
        submit=st.booleans(),
    )
    def add(  # noqa: PLR0913 - a note has as many parts
        self,
        data: st.DataObject,
        by: Actor,
        verdict: str | None,
        visibility: Visibility,
        *,
        says_why: bool,
        submit: bool,
    ) -> None:
        """Somebody writes a note."""
        claim = self.some_claim(data)
        version = Version(claim.id, by, verdict, visibility, says_why)
        refused = claim.is_withheld or self.model.changes(claim, version)
        said = saying(verdict, visibility, says_why=says_why)
        identity = self.act(by, lambda acting: add_note(acting, Subject("claim", claim.id), said, submit=submit))
        assert (identity is None) is refused
        if identity is not None:
            version.id = identity
            version.stage = Stage.SUBMITTED if submit else Stage.DRAFT
            note = Note(claim, [version])
            self.model.notes.append(note)
            claim.notes.append(note)
            self.model.hidden += 1

    @precondition(lambda self: self.model.notes)
    @rule(data=st.data(), by=st.sampled_from(WRITERS), verdict=st.sampled_from(VERDICTS), stale=st.booleans())
    def amend(self, data: st.DataObject, by: Actor, verdict: str | None, *, stale: bool) -> None:
        """Somebody amends a note, perhaps one that has changed since they read it."""
        note = data.draw(st.sampled_from(self.model.notes))
        newest = note.newest
        version = Version(newest.id, by, verdict, Visibility.PUBLIC, says_why=False)
        number = len(note.versions) - (stale and len(note.versions) > 1)
        may = by.role in EDITORS or by == newest.author
        lost = number != len(note.versions) or newest.retracted or note.claim.is_withheld
        refused = lost or not may or self.model.changes(note.claim, version, note)
        said = saying(verdict, Visibility.PUBLIC, says_why=False)
        identity = self.act(by, lambda acting: amend_note(acting, newest.id, number, said, submit=True))
        assert (identity is None) is refused
        if identity is not None:
            newest.superseded = newest.stage is not Stage.PUBLISHED
            version.id, version.stage = identity, Stage.SUBMITTED
            note.versions.append(version)
            self.model.hidden += 1

    @precondition(lambda self: self.model.notes)
    @rule(data=st.data(), by=st.sampled_from(WRITERS), to=st.sampled_from(Stage))
    def move(self, data: st.DataObject, by: Actor, to: Stage) -> None:
        """Somebody moves a note, by a table that this test has of its own."""
        note = data.draw(st.sampled_from(self.model.notes))
        newest, own = note.newest, by == note.newest.author
        verifies = by.role in {Role.VERIFIER, *EDITORS} and not own
        may = {
            (Stage.DRAFT, Stage.SUBMITTED): own or by.role in EDITORS,
            (Stage.SUBMITTED, Stage.DRAFT): own or verifies,
            (Stage.SUBMITTED, Stage.REVIEWED): verifies,
            (Stage.REVIEWED, Stage.DRAFT): verifies,
            (Stage.REVIEWED, Stage.PUBLISHED): by.role in EDITORS,
        }.get((newest.stage, to), False)
        bars = note.claim.is_withheld or self.model.changes(note.claim, newest, note)
        refused = not may or newest.retracted or (to is Stage.PUBLISHED and bars)
        number = len(note.versions)
        moved = self.act(by, lambda acting: move_note(acting, newest.id, number, to, reason=WHY))
        assert (moved is None) is refused
        if moved is not None:
            newest.stage = to
            self.model.hidden += not newest.is_public
            if to is Stage.PUBLISHED:
                newest.published = self.done
                for one in note.versions[:-1]:
                    one.superseded = True

    @precondition(lambda self: self.model.notes)
    @rule(data=st.data(), by=st.sampled_from(WRITERS))
    def retract(self, data: st.DataObject, by: Actor) -> None:
        """Somebody takes a note back."""
        note = data.draw(st.sampled_from(self.model.notes))
        live = [one for one in note.versions if not one.superseded]
        shown = [one for one in live if one.stage is Stage.PUBLISHED]
        own = all(one.author == by for one in live) and (not shown or by.role is Role.VERIFIER)
        refused = note.newest.retracted or not (by.role in EDITORS or own)
        number = len(note.versions)
        taken = self.act(by, lambda acting: retract_note(acting, note.newest.id, number, reason=WHY))
        assert (taken is None) is refused
        if taken is not None:
            self.model.hidden += not any(one.is_public for one in shown)
            for one in live:
                one.retracted = True


def saying(verdict: str | None, visibility: Visibility, *, says_why: bool) -> Said:
    """A note."""
    why = "سند نو" if says_why else None
    return Said("بررسی شد.", visibility=visibility, verdict=verdict, changes_verdict=why, evidence=(LINK,))
