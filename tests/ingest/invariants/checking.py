"""What must hold: the service shows everybody what the model says, and keeps nothing else."""

import shutil
from collections.abc import Iterable, Sequence
from contextlib import closing
from sqlite3 import connect
from typing import Any
from uuid import UUID

import orjson
from hypothesis.stateful import invariant

from db.chain import verify_chain
from db.claim_filters import ClaimFilter
from db.reading.statement import Compiled
from db.sessions import ReadSession
from db.timeline import timeline_of
from domain.calendars import Calendar, Interval
from domain.correction import in_order
from domain.node_ids import node_id
from domain.roles import Actor
from tests.ingest.invariants.model import TEAM, Claim
from tests.ingest.invariants.newsroom import PEOPLE, Newsroom, tables_of
from tests.ingest.invariants.printed import ARTICLES, Line
from tests.ingest.invariants.seeing import reads_of, search_of

LOOKED_AT_EVERY, SOUGHT_AT_ONCE = 10, 3
VIEWERS: list[Actor | None] = [None, *PEOPLE[::2]]
LINES = [line for printed in ARTICLES for line in printed.lines]


class Checking(Newsroom):
    """Compares the service with the model."""

    @invariant()
    def all_is_as_it_must_be(self) -> None:
        """Looked at after every tenth thing that is done, and in the end."""
        if self.model.claims and self.done % LOOKED_AT_EVERY == 0:
            self.look(LINES[place % len(LINES)] for place in range(self.done, self.done + SOUGHT_AT_ONCE))

    def look(self, lines: Iterable[Line]) -> None:
        """Compare all of it, and look for words of these lines."""
        for viewer, told in zip(
            VIEWERS, self.answer(self._told_all([reads_of(one).all for one in VIEWERS])), strict=True
        ):
            self.everybody_sees_what_they_may(viewer, told)
        self.days_are_counted()
        sought = list(lines)
        for line, [found] in zip(
            sought, self.answer(self._told_all([[search_of(one.word)] for one in sought])), strict=True
        ):
            assert _ids(found) == {one.id for one in self.model.live if one.line is line}
        self.nothing_is_lost()
        self.no_withdrawn_word_stands_anywhere()

    def everybody_sees_what_they_may(self, viewer: Actor | None, told: Sequence[Any]) -> None:
        """Claims as they are, with the verdict that stands, and the notes that are for them; counts equal recounts."""
        every, claims, notes, versions, events = told
        as_told = {one["id"]: _sorted(one) for one in every["nodes"]}
        assert as_told == {node_id("claim", one.id): self._as_seen(one, viewer) for one in self.model.claims}
        assert _ids(claims) == {one.id for one in self.model.live}
        seen = {one for note in self.model.notes for one in note.seen_by(viewer)}
        assert _ids(versions) == {one.id for one in seen}
        assert _ids(notes) == {one.id for one in seen if one.lives}
        hidden = 0 if viewer is not None and viewer.role in TEAM else self.model.hidden
        assert events["count"] == self.model.told - hidden

    def _as_seen(self, claim: Claim, viewer: Actor | None) -> dict[str, object]:
        shows = not claim.is_withheld
        notes = [one for note in self.model.notes if note.claim is claim for one in note.seen_by(viewer) if one.lives]
        speaker = self.model.canonical(claim.resolved) if shows else None
        verdict = self.model.standing(claim) if shows else None
        return {
            "id": node_id("claim", claim.id),
            "content": claim.content if shows else "",
            "context": str(claim.line) if shows else "",
            "kind": claim.kind.name,
            "said_on": claim.said_on.isoformat() if shows and claim.said_on else None,
            "version": claim.version,
            "withdrawn_by": claim.by.name if claim.by else None,
            "corrected_fields": [one.name for one in in_order(claim.corrected)],
            "speaker": {"id": node_id("speaker", speaker)} if speaker else None,
            "verdict": {"key": verdict} if verdict else None,
            "notes": sorted(node_id("note", one.id) for one in notes),
        }

    def days_are_counted(self) -> None:
        """The timeline counts every claim that lists show, and no other."""
        told = self.answer(self._timeline())
        undated = sum(one.said_on is None for one in self.model.live)
        assert (told.total_count, told.undated_count) == (len(self.model.live), undated)
        assert sum(one.count for one in told.buckets) == len(self.model.live) - undated

    def nothing_is_lost(self) -> None:
        """Every version and correction is there once, each thing that was done is one event; nothing points nowhere."""
        counted = [("claim", len(self.model.claims)), ("correction", self.model.corrections)]
        versions = sum(len(note.versions) for note in self.model.notes)
        counted += [("note", versions), ("note_evidence", versions), ("audit_event", self.model.told)]
        with closing(connect(self.path)) as plain:
            for table, count in counted:
                [told] = plain.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - the name of a table
                assert (table, told) == (table, count)
            assert plain.execute("PRAGMA foreign_key_check").fetchall() == []

    def no_withdrawn_word_stands_anywhere(self) -> None:
        """But apart, where it is kept to be restored, and in the text of an article that is not withdrawn."""
        tables = dict(tables_of(self.path))
        for article in self.model.articles:
            for line in article.printed.lines:
                claims = self.model.of(article, line)
                if not claims or not all(one.is_withheld for one in claims):
                    continue
                kept = any(one.kept for one in claims)
                may = {"claim_search_data"} if kept else set()
                may |= {"withheld"} if kept or (article.withdrawn and article.kept) else set()
                may |= set() if article.withdrawn else {"article_revision"}
                assert {name for name, words in tables.items() if line.word in words} <= may

    def teardown(self) -> None:
        """Look once more; the chain verifies."""
        try:
            if self.model.claims:
                self.look(LINES)
                self.answer(self._verified())
        finally:
            self.answer(self.database.close())
            self.loop.close()
            shutil.rmtree(self.folder)

    async def _told_all(self, asked: Iterable[Sequence[Compiled]]) -> list[list[Any]]:
        """What reads answer, all of them of one state."""
        async with self.database.reading() as session:
            return [[await _told(session, one) for one in reads] for reads in asked]

    async def _timeline(self) -> Any:
        async with self.database.reading() as session:
            return await timeline_of(session, ClaimFilter(), interval=Interval.DAY, calendar=Calendar.GREGORIAN)

    async def _verified(self) -> None:
        async with self.database.reading() as session:
            assert (await verify_chain(session))[0] == self.model.told


async def _told(session: ReadSession, compiled: Compiled) -> Any:
    told = (await session.execute(compiled.statement)).scalar_one()
    return compiled.shape(orjson.loads(told))


def _ids(told: Any) -> set[UUID]:
    """The ids of a list, as many as it counts."""
    ids = [UUID(one["id"].rpartition("_")[2]) for one in told["nodes"]]
    assert len(set(ids)) == told["count"]
    return set(ids)


def _sorted(claim: dict[str, Any]) -> dict[str, object]:
    """A claim as it is told, its notes in the order of their ids; they are as many as are counted."""
    notes = sorted(one["id"] for one in claim["notes"]["nodes"])
    assert claim["notes"]["count"] == len(notes)
    return {**claim, "notes": notes}
