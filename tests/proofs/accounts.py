"""Holds what a database holds against what was asked of it: each write once or not at all, and nothing by halves."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlmodel import SQLModel, col

from db.chain import verify_chain
from db.sessions import Database, ReadSession
from db.tables import (
    ArticleRow,
    ArticleTopicRow,
    AuditEventRow,
    ClaimRow,
    CorrectionRow,
    DoneOnceRow,
    MentionRow,
    NoteRow,
    ProvenanceRow,
    RevisionRow,
    SpeakerRow,
)
from domain.article import RawArticle
from domain.calendars import parse_published_at
from domain.ids import article_id_by_url
from ingest.store import Rules, ingest_article
from tests.conftest import TEHRAN
from tests.proofs.printed import article
from tests.proofs.writing import Fate, Write

_RULES = Rules(5_000_000, "IR")
_TOKEN = re.compile(r"token-\d+\.")
_CORRECTED = {"said_on", "said_on_precision", "said_on_basis", "said_on_printed", "ordered_on", "corrected_fields"}
_TIMES = {"changed_at", "created_at", "extracted_at", "fetched_at", "superseded_at"}
_NOT_COMPARED = _TIMES | _CORRECTED | {"version"}
"""What another clock, or a correction, makes different."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What a database holds of all writes: how often the token of each stands in it, by action, and what is ill."""

    tokens: Counter[tuple[str, str]]
    texts: dict[UUID, list[str]]
    """The texts of each article, in the order in which they were read."""
    told: Counter[UUID]
    """How many events tell that an article was read."""
    kept: frozenset[str]
    """The idempotency keys under which something was done."""
    ill: list[str]


async def stored_in(database: Database) -> Stored:
    """Everything that writes of the proofs have left."""
    async with database.reading() as session:
        await verify_chain(session)
        tokens: Counter[tuple[str, str]] = Counter()
        notes = await _all(session, NoteRow)
        tokens.update((_note_action(note), _token(note.body)) for note in notes)
        corrections = await _all(session, CorrectionRow)
        tokens.update(("correctClaim", _token(row.reason)) for row in corrections)
        revisions = sorted(await _all(session, RevisionRow), key=lambda row: row.extracted_at)
        texts: dict[UUID, list[str]] = {}
        for row in revisions:
            texts.setdefault(row.article_id, []).append(row.text)
        events = await _all(session, AuditEventRow)
        told = Counter(event.subject_id for event in events if event.action == "ingestArticle")
        done = {row.key for row in await _all(session, DoneOnceRow) if row.outcome is not None}
        ill = [*_ill_notes(notes), *_ill_claims(await _all(session, ClaimRow), corrections)]
        actions = Counter(event.action for event in events)
        for action in ("addNote", "amendNote", "correctClaim"):
            written = sum(times for (of, _), times in tokens.items() if of == action)
            if actions[action] != written:
                ill.append(f"{written} of {action} are stored, and {actions[action]} events tell of it")
        if database.is_sqlite and (found := await session.scalar(text("PRAGMA integrity_check"))) != "ok":
            ill.append(f"the file is damaged: {found}")
    return Stored(tokens, texts, told, frozenset(done), ill)


def wrongs_of(writes: Iterable[Write], stored: Stored) -> Iterator[str]:
    """What is wrong with each write: acknowledged and not there, there more than once, or without its key."""
    yield from stored.ill
    for write in writes:
        times = _times_of_article(write, stored) if write.article else stored.tokens[write.action, write.token]
        if times > 1:
            yield f"{write.action} {write.token} is there {times} times"
        if write.fate is Fate.ACKNOWLEDGED and not times:
            yield f"{write.action} {write.token} was acknowledged, and is not there"
        has_key = write.token in stored.kept
        if has_key and not times:
            yield f"{write.action} {write.token} is done by its key, and is not there"
        if times and not has_key and (not write.article or write.fate is Fate.ACKNOWLEDGED):
            yield f"{write.action} {write.token} is there, and its key tells nothing of it"
    for identity, texts in stored.texts.items():
        if stored.told[identity] != len(texts):
            yield f"article {identity} has {len(texts)} texts, and {stored.told[identity]} events tell of reading one"


class CleanCopy:
    """A database in which the same articles are read without anybody being killed, to compare with."""

    def __init__(self, database: Database) -> None:
        """Read articles into `database`, which is empty but for its tables."""
        self.database = database
        self._read: dict[int, int] = {}

    async def differences(self, other: Database, stored: Stored, numbers: Collection[int]) -> list[str]:
        """Where the other database holds something else of these articles than a clean reading leaves."""
        identities = {_id_of(number): number for number in numbers}
        await self.read({number: len(stored.texts.get(identity, ())) for identity, number in identities.items()})
        ours, theirs = await _shown(self.database, identities), await _shown(other, identities)
        return [
            f"{table}: {sorted(map(str, ours[table] ^ theirs[table]))[:2]}"
            for table in ours
            if ours[table] != theirs[table]
        ]

    async def read(self, texts: Mapping[int, int]) -> None:
        """Read so many texts of each article, by its number, of which those that were read are not read again."""
        for number, most in texts.items():
            for is_longer in (False, True)[self._read.get(number, 0) : most]:
                await self._ingest(number, is_longer=is_longer)
                self._read[number] = 1 + is_longer

    async def _ingest(self, number: int, *, is_longer: bool) -> None:
        given = article(number, is_longer=is_longer)
        raw = RawArticle(
            text=given["text"],
            place="clean",
            url=given["url"],
            outlet=given["outlet"],
            title=given["title"],
            section=given["section"],
            tags=tuple(given["tags"]),
            published_at=parse_published_at(given["publishedAt"], TEHRAN),
            fetched_at=None,
        )
        await ingest_article(self.database, raw, now=datetime.now(UTC), rules=_RULES)


async def _shown(database: Database, articles: Collection[UUID]) -> dict[str, set[str]]:
    """All that is stored of these articles, a text a row, without what other times make different."""
    async with database.reading() as session:
        revisions = await _of(session, RevisionRow, "article_id", articles)
        claims = await _of(session, ClaimRow, "article_id", articles)
        speakers = {row.speaker_id for row in claims if row.speaker_id is not None}
        return {
            "article": _as_texts(await _of(session, ArticleRow, "id", articles)),
            "article_revision": _as_texts(revisions) | _as_texts(revisions, _is_current),
            "claim": _as_texts(claims),
            "mention": _as_texts(await _of(session, MentionRow, "article_id", articles)),
            "provenance": _as_texts(
                await _of(session, ProvenanceRow, "revision_id", [row.id for row in revisions]), _without_id
            ),
            "article_topic": _as_texts(await _of(session, ArticleTopicRow, "article_id", articles)),
            "speaker": _as_texts(await _of(session, SpeakerRow, "id", speakers)),
        }


def _is_current(row: Any) -> object:
    return row.id, row.superseded_at is None


def _without_id(row: SQLModel) -> object:
    return {name: value for name, value in row.model_dump().items() if name != "id"}


def _compared(row: SQLModel) -> object:
    return {name: value for name, value in row.model_dump().items() if name not in _NOT_COMPARED}


def _as_texts(rows: Iterable[SQLModel], shown: Callable[[SQLModel], object] = _compared) -> set[str]:
    return {str(shown(row)) for row in rows}


async def _all[Row: SQLModel](session: ReadSession, table: type[Row]) -> list[Row]:
    return list((await session.scalars(select(table))).all())


async def _of[Row: SQLModel](
    session: ReadSession, table: type[Row], column: str, values: Collection[UUID]
) -> list[Row]:
    rows = await session.scalars(select(table).where(col(getattr(table, column)).in_(values)))
    return list(rows.all())


def _id_of(number: int) -> UUID:
    return article_id_by_url(article(number, is_longer=False)["url"])


def _times_of_article(write: Write, stored: Stored) -> int:
    return stored.texts.get(article_id_by_url(write.input["url"]), []).count(write.input["text"])


def _note_action(note: NoteRow) -> str:
    return "addNote" if note.version == 1 else "amendNote"


def _token(words: str) -> str:
    found = _TOKEN.search(words)
    return found[0] if found else words


def _ill_notes(notes: Iterable[NoteRow]) -> Iterator[str]:
    """Notes whose versions do not follow one another, or of which not exactly one is the newest."""
    versions: dict[UUID, list[NoteRow]] = {}
    for note in notes:
        versions.setdefault(note.root_id, []).append(note)
    for root, found in versions.items():
        if sorted(one.version for one in found) != list(range(1, len(found) + 1)):
            yield f"the versions of note {root} do not follow one another"
        if [one.version for one in found if one.superseded_at is None] != [len(found)]:
            yield f"note {root} has other current versions than its newest"


def _ill_claims(claims: Iterable[ClaimRow], corrections: Iterable[CorrectionRow]) -> Iterator[str]:
    """Corrected claims that do not tell the newest day that they were given, or not how often they were given one."""
    given: dict[UUID, list[CorrectionRow]] = {}
    for row in corrections:
        given.setdefault(row.claim_id, []).append(row)
    for claim in claims:
        newest = max(given.get(claim.id, ()), key=lambda row: row.made_at, default=None)
        if newest is None:
            continue
        if claim.version != 1 + len(given[claim.id]):
            yield f"claim {claim.id} has version {claim.version} after {len(given[claim.id])} corrections"
        if str(claim.said_on) != newest.after["day"]:
            yield f"claim {claim.id} was said on {claim.said_on}, and its newest correction says {newest.after}"
