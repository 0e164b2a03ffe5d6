"""What tests of notes share: people of every role, and a claim to write about."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from db.notes import Evidence, Subject
from db.sessions import Database
from db.tables import ClaimRow
from domain.notes import Stage
from domain.roles import Actor, Role
from ingest.acting import Acting
from ingest.note_rules import Said
from ingest.notes import add_note, move_note
from tests import factories as make

LINK = Evidence("https://example.org/proof", "سند")


def somebody(name: str, role: Role) -> Actor:
    """Who bears this name, the same whenever asked."""
    return Actor(name, uuid5(NAMESPACE_URL, name), role)


WRITER = somebody("نگار", Role.CONTRIBUTOR)
VERIFIER = somebody("سارا", Role.VERIFIER)
OTHER_VERIFIER = somebody("بهرام", Role.VERIFIER)
EDITOR = somebody("سردبیر", Role.EDITOR)


async def act[T](
    database: Database, by: Actor, action: Callable[[Acting], Awaitable[T]], *, at: datetime = make.NOW
) -> T:
    """What an action answers, in a transaction of its own."""
    async with database.writing() as session:
        return await action(Acting(session, by, at, "IR", "request"))


async def stored_claim(database: Database, **columns: object) -> ClaimRow:
    """A stored claim."""
    article = make.article()
    revision = make.revision(article)
    row = make.claim(revision)
    await make.store(database, [article, revision, row.model_copy(update=columns)])
    return row


def judging(verdict: str = "false", **said: object) -> Said:
    """A note with a verdict and a link."""
    return Said(**{"body": "با سند نمی‌خواند.", "verdict": verdict, "evidence": (LINK,), **said})  # type: ignore[arg-type]  # a test names fields


async def written(
    database: Database, claim: ClaimRow, said: Said | None = None, *, by: Actor = WRITER, submit: bool = True
) -> UUID:
    """A note of a claim that waits for review; its id."""
    about = Subject("claim", claim.id)
    return await act(database, by, lambda acting: add_note(acting, about, said or judging(), submit=submit))


async def published(
    database: Database, claim: ClaimRow, said: Said | None = None, *, by: Actor = WRITER, day: int = 0
) -> UUID:
    """A note of a claim that went all the way, `day` days after the others; its id."""
    note = await written(database, claim, said, by=by)
    await bring(database, note, 1, day=day)
    return note


async def bring(database: Database, note: UUID, version: int, *, day: int = 0) -> None:
    """Bring a submitted version to be published."""
    at = make.NOW + timedelta(days=day)
    await act(database, VERIFIER, lambda acting: move_note(acting, note, version, Stage.REVIEWED), at=at)
    await act(database, EDITOR, lambda acting: move_note(acting, note, version, Stage.PUBLISHED), at=at)
