"""Random people do random things to claims and notes; whatever they do, the invariants hold.

A model in memory says what must be: each rule does a thing to the service and to the model, and both must agree on
whether it may be done. `GOZAREH_TEST_OPERATIONS` says how many operations: 100,000 prove it, CI does fewer.
"""

import asyncio
import os
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select, text
from sqlmodel import col

from db.chain import head, verify_chain
from db.notes import Subject, standing_verdict, verdict_key
from db.paging import Page
from db.reading import selection as chosen
from db.reading.catalogue import CLAIM, NOTE
from db.reading.compiling import compile_connection
from db.reading.running import run
from db.reading.statement import Compiled
from db.sessions import Database
from db.tables import ClaimRow, NoteRow
from domain.errors import BadDecision
from domain.notes import Stage, Visibility
from domain.roles import Actor, Role
from ingest.acting import Acting
from ingest.note_rules import Said
from ingest.notes import add_note, amend_note, move_note, retract_note
from tests import factories as make
from tests.ingest.noting import LINK, somebody

OPERATIONS = int(os.environ.get("GOZAREH_TEST_OPERATIONS", "1500"))
STEPS, LOOKED_AT_EVERY = 50, 10
CLAIMS = 3
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
"""Where there is one, files are as quick as memory: a test that writes so often would wait for a disk."""
PEOPLE = [somebody(f"{role.value} {number}", role) for role in Role for number in (1, 2)]
VIEWERS: list[Actor | None] = [None, *PEOPLE[::2]]
VERDICTS = ["true", "false", None]
TEAM = {Role.CONTRIBUTOR, Role.VERIFIER, Role.EDITOR, Role.ADMIN}
EDITORS = {Role.EDITOR, Role.ADMIN}


@dataclass
class Version:
    """A version of a note, as it must be."""

    id: UUID
    author: Actor
    verdict: str | None
    visibility: Visibility
    says_why: bool
    stage: Stage = Stage.DRAFT
    published: int | None = None
    superseded: bool = False
    retracted: bool = False

    @property
    def lives(self) -> bool:
        """Whether it stands or is on its way."""
        return not self.superseded and not self.retracted

    @property
    def is_public(self) -> bool:
        """Whether everybody sees it."""
        return self.stage is Stage.PUBLISHED and self.visibility is Visibility.PUBLIC


@dataclass
class Note:
    """A note with its versions, the newest last."""

    claim: UUID
    versions: list[Version] = field(default_factory=list)

    @property
    def newest(self) -> Version:
        """The newest version."""
        return self.versions[-1]


class Newsroom(RuleBasedStateMachine):
    """What people may do, and what must hold."""

    template: Path

    def __init__(self) -> None:
        """Begin with a database of three claims."""
        super().__init__()
        self.folder = Path(mkdtemp(prefix="gozareh-", dir=MEMORY if MEMORY.exists() else None))
        self.loop = asyncio.new_event_loop()
        self.notes: list[Note] = []
        self.claims: list[UUID] = []
        self.told = 0
        self.clock = 0
        self.done = 0

    def answer[T](self, action: Awaitable[T]) -> T:
        """What an action answers."""

        async def awaited() -> T:
            return await action

        return self.loop.run_until_complete(awaited())

    @initialize()
    def open(self) -> None:
        """Make the database."""
        path = self.folder / "news.db"
        shutil.copy(self.template, path)
        self.database = Database(f"sqlite:///{path}")
        self.answer(self._fill())

    async def _fill(self) -> None:
        article = make.article()
        revision = make.revision(article)
        rows = [make.claim(revision) for _ in range(CLAIMS)]
        await make.store(self.database, [article, revision, *rows])
        self.claims = [row.id for row in rows]

    def act[T](self, by: Actor, action: Callable[[Acting], Awaitable[T]]) -> T | None:
        """What somebody's action answers; None where it is refused."""
        self.clock += 1
        self.done += 1
        at = make.NOW + timedelta(seconds=self.clock)

        async def acted() -> T:
            async with self.database.writing() as session:
                return await action(Acting(session, by, at, "IR"))

        try:
            answer = self.answer(acted())
        except BadDecision:
            return None
        self.told += 1
        return answer

    def standing(self, claim: UUID) -> str | None:
        """The verdict that must stand on a claim."""
        stands = [
            one
            for note in self.notes
            if note.claim == claim
            for one in note.versions
            if one.is_public and one.lives and one.verdict is not None
        ]
        return max(stands, key=lambda one: one.published or 0).verdict if stands else None

    def changes(self, claim: UUID, version: Version) -> bool:
        """Whether a version gives a verdict against the one that stands, without saying why."""
        if version.verdict is None or version.visibility is Visibility.TEAM or version.says_why:
            return False
        return self.standing(claim) not in {None, version.verdict}

    @rule(
        by=st.sampled_from([one for one in PEOPLE if one.role in TEAM]),
        claim=st.integers(0, CLAIMS - 1),
        verdict=st.sampled_from(VERDICTS),
        visibility=st.sampled_from(Visibility),
        says_why=st.booleans(),
        submit=st.booleans(),
    )
    def add(  # noqa: PLR0913 - a note has as many parts
        self, by: Actor, claim: int, verdict: str | None, visibility: Visibility, *, says_why: bool, submit: bool
    ) -> None:
        """Somebody writes a note."""
        about, said = self.claims[claim], saying(verdict, visibility, says_why=says_why)
        version = Version(about, by, verdict, visibility, says_why)
        identity = self.act(by, lambda acting: add_note(acting, Subject("claim", about), said, submit=submit))
        assert (identity is None) is self.changes(about, version)
        if identity is not None:
            version.id = identity
            version.stage = Stage.SUBMITTED if submit else Stage.DRAFT
            self.notes.append(Note(about, [version]))

    @precondition(lambda self: self.notes)
    @rule(
        data=st.data(),
        by=st.sampled_from([one for one in PEOPLE if one.role in TEAM]),
        verdict=st.sampled_from(VERDICTS),
        stale=st.booleans(),
    )
    def amend(self, data: st.DataObject, by: Actor, verdict: str | None, *, stale: bool) -> None:
        """Somebody amends a note, perhaps one that has changed since they read it."""
        note = data.draw(st.sampled_from(self.notes))
        version = Version(note.newest.id, by, verdict, Visibility.PUBLIC, says_why=False)
        number = len(note.versions) - (stale and len(note.versions) > 1)
        may = by.role in EDITORS or by == note.newest.author
        refused = number != len(note.versions) or note.newest.retracted or not may or self.changes(note.claim, version)
        said = saying(verdict, Visibility.PUBLIC, says_why=False)
        identity = self.act(by, lambda acting: amend_note(acting, note.newest.id, number, said, submit=True))
        assert (identity is None) is refused
        if identity is not None:
            if note.newest.stage is not Stage.PUBLISHED:
                note.newest.superseded = True
            version.id, version.stage = identity, Stage.SUBMITTED
            note.versions.append(version)

    @precondition(lambda self: self.notes)
    @rule(data=st.data(), by=st.sampled_from([one for one in PEOPLE if one.role in TEAM]), to=st.sampled_from(Stage))
    def move(self, data: st.DataObject, by: Actor, to: Stage) -> None:
        """Somebody moves a note, by a table that this test has of its own."""
        note = data.draw(st.sampled_from(self.notes))
        newest, own = note.newest, by == note.newest.author
        verifies = by.role in {Role.VERIFIER, *EDITORS} and not own
        may = {
            (Stage.DRAFT, Stage.SUBMITTED): own or by.role in EDITORS,
            (Stage.SUBMITTED, Stage.DRAFT): own or verifies,
            (Stage.SUBMITTED, Stage.REVIEWED): verifies,
            (Stage.REVIEWED, Stage.DRAFT): verifies,
            (Stage.REVIEWED, Stage.PUBLISHED): by.role in EDITORS,
        }.get((newest.stage, to), False)
        refused = not may or newest.retracted or (to is Stage.PUBLISHED and self.changes(note.claim, newest))
        number = len(note.versions)
        moved = self.act(by, lambda acting: move_note(acting, newest.id, number, to, reason="دلیل"))
        assert (moved is None) is refused
        if moved is not None:
            newest.stage = to
            if to is Stage.PUBLISHED:
                newest.published = self.clock
                for one in note.versions[:-1]:
                    one.superseded = True

    @precondition(lambda self: self.notes)
    @rule(data=st.data(), by=st.sampled_from([one for one in PEOPLE if one.role in TEAM]))
    def retract(self, data: st.DataObject, by: Actor) -> None:
        """Somebody takes a note back."""
        note = data.draw(st.sampled_from(self.notes))
        live = [one for one in note.versions if not one.superseded]
        shown = any(one.stage is Stage.PUBLISHED for one in live)
        own = all(one.author == by for one in live) and (not shown or by.role is Role.VERIFIER)
        refused = note.newest.retracted or not (by.role in EDITORS or own)
        number = len(note.versions)
        taken = self.act(by, lambda acting: retract_note(acting, note.newest.id, number, reason="دلیل"))
        assert (taken is None) is refused
        if taken is not None:
            for one in live:
                one.retracted = True

    @invariant()
    def all_is_as_it_must_be(self) -> None:
        """Looked at after every tenth thing that is done, and in the end."""
        if self.claims and self.done % LOOKED_AT_EVERY == 0:
            self.look()

    def look(self) -> None:
        """Compare the service with the model."""
        self.one_verdict_stands()
        self.everybody_sees_what_they_may()
        self.nothing_is_lost()

    def one_verdict_stands(self) -> None:
        """On each claim the one that must, for everybody."""
        for claim in self.claims:
            assert self.answer(self._standing(claim)) == self.standing(claim)

    def everybody_sees_what_they_may(self) -> None:
        """And counts tell as many as there are."""
        for viewer in VIEWERS:
            seen = self.answer(self._seen(viewer))
            team = viewer is not None and viewer.role in TEAM
            must = {one.id for note in self.notes for one in note.versions if one.lives and (team or one.is_public)}
            assert seen == {"count": len(must), "ids": must}

    def nothing_is_lost(self) -> None:
        """Every version is there once; each thing that was done is one event."""
        rows, events = self.answer(self._counted())
        assert (rows, events) == (sum(len(note.versions) for note in self.notes), self.told)

    def teardown(self) -> None:
        """The chain verifies, and nothing points nowhere."""
        if self.claims:
            self.look()
            self.answer(self._verified())
            self.answer(self.database.close())
        self.loop.close()
        shutil.rmtree(self.folder)

    async def _standing(self, claim: UUID) -> str | None:
        async with self.database.reading() as session:
            return await verdict_key(session, await standing_verdict(session, claim))

    async def _seen(self, viewer: Actor | None) -> dict[str, object]:
        of_claims, counting = compiled_for(viewer)
        answer: Any = await run(self.database, of_claims)
        notes = [one["notes"] for one in answer["nodes"]]
        ids = {UUID(note["id"].removeprefix("note_")) for one in notes for note in one["nodes"]}
        counted: Any = await run(self.database, counting)
        assert counted["count"] == sum(one["count"] for one in notes)
        return {"count": counted["count"], "ids": ids}

    async def _counted(self) -> tuple[int, int]:
        async with self.database.reading() as session:
            rows = (await session.execute(select(func.count()).select_from(NoteRow))).scalar_one()
            return rows, (await head(session))[0]

    async def _verified(self) -> None:
        async with self.database.reading() as session:
            assert (await verify_chain(session))[0] == self.told
            assert (await session.execute(text("PRAGMA foreign_key_check"))).all() == []
            live = select(func.count()).select_from(ClaimRow).where(col(ClaimRow.withdrawn_at).is_(None))
            assert (await session.execute(live)).scalar_one() == len(self.claims)


@cache
def compiled_for(viewer: Actor | None) -> tuple[Compiled, Compiled]:
    """The reads of somebody: the notes of every claim, with their count, and how many notes there are in all."""
    nodes = chosen.Nodes("nodes", chosen.Node((chosen.Value("id", "id"),)))
    page = chosen.Connection(Page(100), (chosen.TotalCount("count"), nodes))
    claim = chosen.Node((chosen.Many("notes", "notes", page),))
    listed = chosen.Connection(Page(100), (chosen.Nodes("nodes", claim),))
    alone = chosen.Connection(Page(1), (chosen.TotalCount("count"),))
    return (
        compile_connection(CLAIM, listed, lambda _: (), is_sqlite=True, viewer=viewer),
        compile_connection(NOTE, alone, lambda _: (), is_sqlite=True, viewer=viewer),
    )


def saying(verdict: str | None, visibility: Visibility, *, says_why: bool) -> Said:
    """A note."""
    why = "سند نو" if says_why else None
    return Said("بررسی شد.", visibility=visibility, verdict=verdict, changes_verdict=why, evidence=(LINK,))


@pytest.mark.slow
def test_whatever_people_do_the_invariants_hold(sqlite_template: Path) -> None:
    """One verdict stands, nothing is lost or orphaned, counts equal recounts, the chain verifies, nobody sees more."""
    Newsroom.template = sqlite_template
    run_state_machine_as_test(
        Newsroom,
        settings=settings(
            max_examples=max(1, OPERATIONS // STEPS),
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
