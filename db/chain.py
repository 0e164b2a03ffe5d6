"""The audit chain: events appended one after the other, each with the hash of the one before."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import fields, replace
from datetime import UTC
from uuid import uuid4

from sqlalchemy import insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from db.tables import AuditEventRow
from domain.audit import FIRST_HASH, ChainedEvent, NewEvent, canonical
from domain.errors import BrokenChain

_CHAIN_LOCK = 0x676F7A617265_02
"""The key of PostgreSQL's advisory lock that one appender holds at a time; SQLite has one writer anyway."""
CHANNEL = "gozareh_events"
"""On which PostgreSQL tells every process that the chain goes on."""
_AT_ONCE = 1_000
_COLUMNS = [one.name for one in fields(ChainedEvent)]


async def append_events(session: AsyncSession, events: Sequence[NewEvent]) -> int:
    """Append events to the chain, which is held until the transaction ends; the position of the last one."""
    if session.get_bind().dialect.name != "sqlite":
        lock = text("SELECT pg_advisory_xact_lock(:key), pg_notify(:channel, '')")
        await session.execute(lock, {"key": _CHAIN_LOCK, "channel": CHANNEL})
    position, previous = await head(session)
    rows = []
    for event in events:
        position += 1
        chained = _chained(event, position, previous)
        previous = chained.hash
        rows.append({name: getattr(chained, name) for name in _COLUMNS})
    if rows:
        await session.execute(insert(AuditEventRow.__table__), rows)  # type: ignore[attr-defined]  # SQLModel makes it
    return position


async def head(session: AsyncSession) -> tuple[int, str]:
    """The position and the hash of the newest event; 0 and the first hash of a chain without any."""
    query = select(col(AuditEventRow.position), col(AuditEventRow.hash)).order_by(col(AuditEventRow.position).desc())
    found = (await session.execute(query.limit(1))).first()
    return (found[0], found[1]) if found else (0, FIRST_HASH)


async def chained_events(session: AsyncSession) -> AsyncIterator[ChainedEvent]:
    """Every event in the order of the chain."""
    after = 0
    while True:
        query = select(AuditEventRow).where(col(AuditEventRow.position) > after)
        rows = (await session.scalars(query.order_by(col(AuditEventRow.position)).limit(_AT_ONCE))).all()
        for row in rows:
            at = row.at if row.at.tzinfo else row.at.replace(tzinfo=UTC)
            yield ChainedEvent(**{**{name: getattr(row, name) for name in _COLUMNS}, "at": at.astimezone(UTC)})
        if not rows:
            return
        after = rows[-1].position
        session.expunge_all()


async def verify_chain(session: AsyncSession, *, expect: str | None = None) -> tuple[int, str]:
    """The position and the hash of the newest event, once every one is proved to be as it was appended.

    With `expect`, the hash of an event that was kept elsewhere, that one must be among them: then nothing up to it was
    altered, removed or put between. Raises BrokenChain.
    """
    position, previous = 0, FIRST_HASH
    found = expect in {None, FIRST_HASH}
    async for event in chained_events(session):
        if event.position != position + 1:
            raise BrokenChain(position + 1, f"is missing; the next that is there is event {event.position}")
        if event.previous_hash != previous:
            raise BrokenChain(event.position, "does not follow the one before it")
        if event.computed_hash() != event.hash:
            raise BrokenChain(event.position, "tells something else than when its hash was made")
        position, previous = event.position, event.hash
        found = found or event.hash == expect
    if not found:
        raise BrokenChain(position, f"is the last, and none has the hash {expect}: events were altered or removed")
    return position, previous


def _chained(event: NewEvent, position: int, previous: str) -> ChainedEvent:
    made = ChainedEvent(
        position=position,
        id=uuid4(),
        at=event.at.astimezone(UTC),
        actor_id=event.actor_id,
        actor=event.actor,
        action=event.action,
        subject_kind=event.subject_kind,
        subject_id=event.subject_id,
        audience=event.audience.value,
        claim_id=event.claim_id,
        article_id=event.article_id,
        before=canonical(event.before) if event.before is not None else None,
        after=canonical(event.after) if event.after is not None else None,
        reason=event.reason,
        request_id=event.request_id,
        previous_hash=previous,
    )
    return replace(made, hash=made.computed_hash())
